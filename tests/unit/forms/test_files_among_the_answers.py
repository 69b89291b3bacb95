"""What a file field names is settled by the stored file: its facts replace what was said, or the answer is refused."""

from typing import Any

import pytest

from engine.forms import (
    Form,
    StoredFile,
    merge,
    named_files,
    project,
    read_form,
    refuse_files,
    settle_files,
    validate,
)

REPORT = StoredFile("报告.pdf", "application/pdf", 2_000_000, "ab" * 32)
SETTLED = {"id": "r", "name": "报告.pdf", "type": "application/pdf", "size": 2_000_000, "sha256": "ab" * 32}


def form_of(*fields: dict[str, Any]) -> Form:
    return read_form(
        {"key": "f", "title": "表", "fields": [{"title": each["key"], **each} for each in fields]}
    )


def file(key: str = "report", **more: Any) -> dict[str, Any]:
    return {"key": key, "type": "file", "title": key, **more}


def settled(
    form: Form, data: dict[str, Any], stored: dict[str, StoredFile]
) -> tuple[Any, list[tuple[str, str]]]:
    clean = validate(form, data, role="reviewer").data
    errors = settle_files(named_files(form, clean, role="reviewer"), stored)
    return clean, [(error.path, error.code) for error in errors]


@pytest.mark.parametrize(
    "said",
    [
        "r",
        {"id": "r"},
        {"id": "r", "name": "another name.pdf"},
        {"id": "r", "type": "application/pdf", "size": 2_000_000, "sha256": "ab" * 32},
    ],
    ids=["a bare id", "only the id", "another name", "everything"],
)
def test_the_stored_facts_take_the_place_of_what_was_said(said: Any) -> None:
    assert settled(form_of(file()), {"report": said}, {"r": REPORT}) == ({"report": SETTLED}, [])


@pytest.mark.parametrize(
    ("limits", "said", "stored", "code"),
    [
        ({}, {"id": "r"}, {}, "file-unknown"),
        ({}, {"id": "r", "sha256": "cd" * 32}, {"r": REPORT}, "file-changed"),
        ({}, {"id": "r", "size": 1}, {"r": REPORT}, "file-changed"),
        ({}, {"id": "r", "type": "image/png"}, {"r": REPORT}, "file-changed"),
        ({"accept": ["image/png"]}, {"id": "r"}, {"r": REPORT}, "file-type"),
        ({"max_mb": 1}, {"id": "r"}, {"r": REPORT}, "file-too-large"),
    ],
    ids=["never handed in", "other content", "other size", "other type", "not accepted", "too large"],
)
def test_what_the_stored_file_does_not_bear_out_is_refused_at_its_field(
    limits: dict[str, Any], said: Any, stored: dict[str, StoredFile], code: str
) -> None:
    assert settled(form_of(file(**limits)), {"report": said}, stored)[1] == [("data.report", code)]


def test_files_in_rows_and_groups_are_found_where_they_stand() -> None:
    form = form_of(
        {"key": "rows", "type": "list", "fields": [file()]},
        {"key": "part", "type": "group", "fields": [file()]},
    )
    data = {"rows": [{"report": "r"}, {"report": None}, {"report": "x"}], "part": {"report": "y"}}
    clean, errors = settled(form, data, {"r": REPORT})
    assert clean["rows"][0]["report"] == SETTLED
    assert errors == [("data.rows.2.report", "file-unknown"), ("data.part.report", "file-unknown")]


def test_what_the_person_does_not_fill_in_is_left_alone() -> None:
    form = form_of(file("given", readonly=True), file("theirs", edit_roles=["chief"]), file())
    known = {"given": {"id": "old"}, "theirs": {"id": "old"}}
    clean = validate(form, {**known, "report": "r"}, role="reviewer", scope=known).data
    assert [each.place for each in named_files(form, clean, role="reviewer")] == ["data.report"]


def test_a_name_with_folders_keeps_only_its_end() -> None:
    stored = {"r": StoredFile("C:\\tmp\\a.pdf", None, 1, "ab" * 32)}
    clean, errors = settled(form_of(file()), {"report": "r"}, stored)
    assert (clean["report"]["name"], clean["report"]["type"], errors) == (
        "a.pdf",
        "application/octet-stream",
        [],
    )


def test_who_may_not_hand_in_files_is_told_so_at_each_field() -> None:
    form = form_of(file())
    errors = refuse_files(named_files(form, {"report": {"id": "r"}}))
    assert [(error.path, error.code) for error in errors] == [("data.report", "not-editable")]


def test_a_form_knows_whether_it_takes_files() -> None:
    plain = form_of({"key": "a", "type": "text"})
    inner = form_of({"key": "part", "type": "group", "fields": [file(roles=["chief"])]})
    assert (plain.takes_files, inner.takes_files) == (False, True)
    assert merge({"a": plain, "b": inner}).takes_files
    assert not project(inner, role="reviewer").takes_files
