"""Reads model files for the command line: single files, or folders with every model inside.

Refuses with exit code 2 what cannot be read, and a file that is larger than any model has reason to be.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import click

from engine.cli.telling import UNREADABLE

KINDS: Final = (".bpmn", ".dmn", ".json")
STORY: Final = "story.json"
"""Lies beside an example and tells what its runs show; no model, so a walk through a folder passes it by."""
LARGEST: Final = 64 * 1024 * 1024


class Unreadable(click.ClickException):
    """A file or a value on the command line cannot be read; exit code 2."""

    exit_code = UNREADABLE


def read_models(paths: Iterable[Path]) -> dict[str, bytes]:
    """The content of each file by its path as given; folders are walked for .bpmn, .dmn and .json files."""
    return {str(path): read_file(path) for given in paths for path in _expanded(given)}


def _expanded(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(inner for inner in path.rglob("*") if inner.suffix in KINDS and inner.name != STORY)
    if not found:
        raise Unreadable(f"{path}: no .bpmn, .dmn or .json file in this folder")
    return found


def read_file(path: Path) -> bytes:
    """The bytes of one file; raises Unreadable."""
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable(f"{path}: larger than {LARGEST} bytes")
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror or error}") from None


def read_json_option(text: str, option: str) -> Any:
    """The JSON value of an option, given in place or as @FILE; raises Unreadable."""
    try:
        source = read_file(Path(text[1:])).decode() if text.startswith("@") else text
        return json.loads(source, parse_float=Decimal)
    except Unreadable as error:
        raise Unreadable(f"{option}: {error.message}") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{option}: not JSON: {error}") from None
