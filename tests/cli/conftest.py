"""The command line as a function: arguments in, exit code and both outputs back."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from sample_installation import sample_sqlite  # noqa: F401 fixtures are found by their names
from told import Jingban, Told

from engine.cli.main import main


@pytest.fixture
def jingban(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Jingban:
    """Runs `jingban` with its own empty installation under `tmp_path`."""
    monkeypatch.setenv("JINGBAN_VAR", str(tmp_path / "var"))

    def run(*arguments: object) -> Told:
        monkeypatch.setattr(sys, "argv", ["jingban", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capsys.readouterr()
        code = left.value.code
        return Told(code if isinstance(code, int) else int(code is not None), out, err)

    return run


@pytest.fixture
def application() -> dict[str, Any]:
    """A complete application for the construction-permit stage."""
    path = Path(__file__).parent.parent / "acceptance" / "applications" / "construction_permit.json"
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read
