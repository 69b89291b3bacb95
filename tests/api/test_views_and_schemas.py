"""Nothing that the engine tells is lost on the way out: each key of a view has its field in the schema."""

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

import marshmallow
import pytest
from flask import Flask
from marshmallow import fields
from rest import Office

from api.http.dump import Dump
from api.http.json import ExactJSON


def unknown_keys(schema: marshmallow.Schema, value: Any) -> Iterator[str]:
    """Keys of a view, at any depth, that the schema would silently drop."""
    if isinstance(value, list | tuple):
        for each in value:
            yield from unknown_keys(schema, each)
    elif isinstance(value, Mapping):
        known = {field.attribute or name: field for name, field in schema.fields.items()}
        yield from (f"{type(schema).__name__}.{key}" for key in value if key not in known)
        for key, field in known.items():
            inner = field.inner if isinstance(field, fields.List) else field
            if isinstance(inner, fields.Nested) and value.get(key) is not None:
                yield from unknown_keys(inner.schema, value[key])


def as_json(value: Any) -> Any:
    """What a reader gets of an answer."""
    return json.loads(ExactJSON(Flask("words")).dumps(value))


@pytest.fixture
def lost(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Collects what schemas drop while a test runs."""
    found: set[str] = set()
    dump = Dump.__call__

    def watched(dumping: Dump, view: Any) -> Any:
        found.update(unknown_keys(dumping.schema, view))
        answer = dump(dumping, view)
        # the compiled way and marshmallow's own say the same
        assert as_json(answer) == as_json(dumping.schema.dump(view))
        return answer

    monkeypatch.setattr(Dump, "__call__", watched)
    return found


def test_nothing_of_a_case_is_lost(office: Office, application: dict[str, Any], lost: set[str]) -> None:
    clerk, auditor = office("clerk"), office("auditor")
    case = clerk.post("/cases", application, expect=201)
    survey = {"key": "survey_report", "file_name": "勘察.pdf", "media_type": "application/pdf"}
    content = base64.b64encode(b"%PDF-1.7").decode()
    clerk.post(f"/cases/{case['id']}/materials", {**survey, "content_base64": content}, expect=201)
    clerk.work(case, "Intake_Stage", identity_checked=True, project_code_checked=True, materials_counted=9)
    office("housing.review").work(case, "Accept_Stage", "accept", low_risk_confirmed=True)
    office("fire.review").work(case, "Review_Fire", "agree", "符合规定")
    review = office("planning.review").item(case, "Review_Planning")
    office("planning.review").get(f"/work-items/{review['id']}")
    for part in (
        "",
        "/history",
        "/replay",
        "/verification",
        "/diagram",
        "/clock",
        "/materials",
        "/documents",
        "/progress",
    ):
        auditor.get(f"/cases/{case['id']}{part}")
    assert lost == set()


@pytest.mark.parametrize(
    "path",
    [
        *("/me", "/departments", "/users", "/roles", "/substitutions", "/items", "/items/seal", "/bundles"),
        *("/bundles/open-business", "/cases", "/inbox", "/inbox/counts", "/definitions"),
    ],
)
def test_nothing_of_a_list_is_lost(office: Office, lost: set[str], path: str) -> None:
    office("clerk").get(path)
    assert lost == set()


def test_what_was_handed_in_comes_out_byte_for_byte(office: Office, application: dict[str, Any]) -> None:
    clerk = office("clerk")
    case = clerk.post("/cases", application, expect=201)
    sent = bytes(range(256))
    body = {"key": "survey_report", "file_name": "a.pdf", "media_type": "application/pdf"}
    clerk.post(
        f"/cases/{case['id']}/materials",
        {**body, "content_base64": base64.b64encode(sent).decode()},
        expect=201,
    )
    response = clerk.ask("GET", f"/cases/{case['id']}/materials/survey_report")
    assert response.get_data() == sent
    assert response.mimetype == "application/pdf"
    assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "content", ["not base64!", "", 7, "QQ"], ids=["letters", "empty", "number", "cut off"]
)
def test_a_material_that_is_no_base64_is_located(
    office: Office, application: dict[str, Any], content: object
) -> None:
    materials = [{"key": "survey_report", "content_base64": content}]
    problem = office("clerk").post("/cases", {**application, "materials": materials}, expect=422)
    assert [error["path"] for error in problem["errors"]] == ["materials.0.content_base64"]
