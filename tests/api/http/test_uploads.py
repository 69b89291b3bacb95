"""Uploads are bounded before they are read, and named safely."""

import io

import pytest
from flask import Flask

from api.http import uploads
from engine.kernel.errors import InvalidInput, Refused

APP = Flask(__name__)


def sent(*files: tuple[str, bytes]) -> dict[str, bytes]:
    parts = {"files": [(io.BytesIO(content), name) for name, content in files]}
    with APP.test_request_context(method="POST", data=parts, content_type="multipart/form-data"):
        return uploads.model_files()


def test_files_are_read_by_name() -> None:
    assert sent(("a.bpmn", b"<a/>"), ("forms/b.json", b"{}")) == {"a.bpmn": b"<a/>", "forms/b.json": b"{}"}


def test_a_request_without_files_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        sent()
    assert refused.value.errors[0].path == "files"


@pytest.mark.parametrize("name", ["../a.bpmn", "/etc/a.bpmn", "a/../../b.bpmn", "a\x00.bpmn"])
def test_a_name_that_leaves_its_folder_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="plain relative name"):
        sent((name, b"x"))


def test_two_files_of_one_name_are_refused() -> None:
    with pytest.raises(InvalidInput, match="same name"):
        sent(("a.bpmn", b"1"), ("a.bpmn", b"2"))


def test_a_file_that_is_too_large_is_a_located_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST_MODEL", 10)
    with pytest.raises(Refused) as refused:
        sent(("small.bpmn", b"x"), ("large.bpmn", b"x" * 11))
    assert [(finding.file, finding.rule) for finding in refused.value.findings] == [
        ("large.bpmn", "file-too-large")
    ]


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_FILES", 1)
    with pytest.raises(InvalidInput, match="At most 1"):
        sent(("a.bpmn", b""), ("b.bpmn", b""))
