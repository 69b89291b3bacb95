"""What we ship is an example to others: no errors, and no warning without a reason on the element."""

from pathlib import Path

import pytest

from engine.bpmn.lint import lint

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "processes").rglob("*.bpmn"))


def test_there_are_shipped_processes() -> None:
    assert SHIPPED


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT / "processes")))
def test_a_shipped_process_has_neither_errors_nor_warnings(path: Path) -> None:
    found = lint(path.read_bytes(), file=str(path.relative_to(ROOT)))
    assert [finding for finding in found if finding.severity != "info"] == []
