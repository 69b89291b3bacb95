"""Files that people send: each bounded before it is read, each named safely.

Refuses too many files, a file that is too large (as a located finding, without reading it), and names that are paths.
"""

import os
from typing import Final

from flask import request
from werkzeug.datastructures import FileStorage

from engine.kernel.errors import FieldError, Finding, InvalidInput, Refused

LARGEST_MODEL: Final = 8 * 1024 * 1024
MOST_FILES: Final = 200


def model_files() -> dict[str, bytes]:
    """The files of a multipart body by their names, e.g. {"main.bpmn": b"<?xml…"}; raises InvalidInput or Refused."""
    try:
        return _read_all()
    finally:
        for _, file in request.files.items(multi=True):
            file.close()


def _read_all() -> dict[str, bytes]:
    sent = [file for _, file in request.files.items(multi=True) if file.filename]
    if not sent:
        raise InvalidInput(
            "No file was sent; send one or more parts with a file name as multipart/form-data.",
            [FieldError("files", "at least one file is required", "required")],
        )
    if len(sent) > MOST_FILES:
        raise InvalidInput(f"At most {MOST_FILES} files can be sent at once; send fewer.")
    findings = [_too_large(file) for file in sent if _size(file) > LARGEST_MODEL]
    if findings:
        raise Refused("A file is too large.", findings)
    files = {_name(file): file.stream.read() for file in sent}
    if len(files) != len(sent):
        raise InvalidInput("Two files have the same name; give each its own.")
    return files


def _name(file: FileStorage) -> str:
    name = (file.filename or "").replace("\\", "/")
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or len(name) > 200 or not name.isprintable():
        raise InvalidInput(
            "A file name must be a plain relative name.",
            [FieldError("files", f"not a usable name: {name[:80]!r}")],
        )
    return name


def _size(file: FileStorage) -> int:
    size = file.stream.seek(0, os.SEEK_END)
    file.stream.seek(0)
    return size


def _too_large(file: FileStorage) -> Finding:
    return Finding(
        rule="file-too-large",
        severity="error",
        message=f"The file has {_size(file)} bytes; at most {LARGEST_MODEL} are read.",
        file=_name(file),
        help="Split the process by call activities, or remove embedded pictures.",
    )
