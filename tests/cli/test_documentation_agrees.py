"""What the pages for operators say is what the program does."""

import re
from pathlib import Path

import pytest

from engine.cli.main import COMMANDS
from engine.kernel.settings import TABLE, Row, Settings

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.variable)
def test_each_setting_is_documented_with_its_meaning(row: Row) -> None:
    page = (DOCS / "operators.md").read_text(encoding="utf-8")
    line = next((line for line in page.splitlines() if f"| `{row.variable}` |" in line), None)
    assert line is not None
    default = getattr(Settings(), row.field)
    if default:
        assert f"`{default}`" in line


def test_no_setting_is_documented_that_does_not_exist() -> None:
    page = (DOCS / "operators.md").read_text(encoding="utf-8")
    assert set(re.findall(r"JINGBAN_[A-Z_]+", page)) == {row.variable for row in TABLE}


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_documented(name: str) -> None:
    assert f"`jingban {name}" in (DOCS / "cli.md").read_text(encoding="utf-8")
