"""Every rule fires on its invalid diagram, at the marked lines and elements, and not on its valid one.

In an invalid file a comment `finds RULE at ELEMENT` stands on each line where the rule must fire.
"""

import re
from pathlib import Path

import pytest

from engine.bpmn.lint import Known, lint
from engine.bpmn.lint.rules import RULES
from engine.kernel.errors import Finding

HERE = Path(__file__).parent
DIAGRAMS = sorted(folder for folder in HERE.iterdir() if (folder / "invalid.bpmn").exists())
KNOWN = Known(
    processes=frozenset(),
    decisions=frozenset({"fee"}),
    forms=frozenset({"apply", "f"}),
    operations=frozenset({"document.receipt", "licence.issue", "case.deliver", "case.refuse", "case.state"}),
    departments=frozenset({"housing", "window"}),
    roles=frozenset({"reviewer", "chief", "clerk"}),
    connectors={"http": {"url": True, "method": False}, "mail": {"to": True, "subject": True, "text": True}},
    fields={"apply": frozenset({"purpose"})},
)
MARK = re.compile(r"<!-- finds (\S+) at (.+?) -->")


def findings_of(path: Path) -> list[Finding]:
    return lint(path.read_bytes(), known=KNOWN, file=path.name)


def marks(path: Path) -> set[tuple[int, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {(number, found[2]) for number, line in enumerate(lines, 1) if (found := MARK.search(line))}


@pytest.mark.parametrize("folder", DIAGRAMS, ids=lambda folder: folder.name)
def test_the_rule_fires_at_the_marked_places_of_its_invalid_diagram(folder: Path) -> None:
    found = [finding for finding in findings_of(folder / "invalid.bpmn") if finding.rule == folder.name]
    wanted = marks(folder / "invalid.bpmn")
    assert wanted
    assert {(finding.line, finding.element or "the file") for finding in found} == wanted


@pytest.mark.parametrize("folder", DIAGRAMS, ids=lambda folder: folder.name)
def test_the_valid_diagram_has_no_error_and_nothing_of_the_rule(folder: Path) -> None:
    found = findings_of(folder / "valid.bpmn")
    assert [finding for finding in found if finding.severity == "error" or finding.rule == folder.name] == []


@pytest.mark.parametrize("folder", DIAGRAMS, ids=lambda folder: folder.name)
def test_every_finding_says_where_and_how_to_mend_it(folder: Path) -> None:
    for finding in findings_of(folder / "invalid.bpmn"):
        assert finding.file == "invalid.bpmn"
        assert finding.line
        assert finding.message
        assert finding.help


def test_every_rule_has_its_diagrams() -> None:
    assert {rule.id for rule in RULES} <= {folder.name for folder in DIAGRAMS}


def test_rule_ids_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
