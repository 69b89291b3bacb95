"""The command line as a function: arguments in, exit code and both outputs back."""

import sys
from pathlib import Path

import pytest
from told import Jingban, Told

from engine.cli.main import main
from engine.kernel.log import logger


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
        logger("").handlers.clear()
        code = left.value.code
        return Told(code if isinstance(code, int) else int(code is not None), out, err)

    return run
