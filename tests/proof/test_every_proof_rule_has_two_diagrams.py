"""Every rule of the proof fires on its invalid diagram, at the marked element and line, and on nothing of its valid one."""

import re
from pathlib import Path

import pytest

from engine.bpmn.proof.rules import RULES
from engine.definitions.check import check_files
from engine.kernel.errors import Finding
from engine.simulation import follow_path

HERE = Path(__file__).parent
PAGES = HERE.parents[1] / "docs" / "lint"
MARK = re.compile(r"<!-- finds (\S+) at (.+?) -->")
IDS = sorted(rule.id for rule in RULES)


def findings_of(path: Path) -> list[Finding]:
    return check_files({path.name: path.read_bytes()})


def test_every_rule_has_its_diagrams() -> None:
    assert [folder.name for folder in sorted(HERE.iterdir()) if (folder / "invalid.bpmn").exists()] == IDS


@pytest.mark.parametrize("rule", IDS)
def test_the_rule_fires_at_the_marked_place_of_its_invalid_diagram(rule: str) -> None:
    path = HERE / rule / "invalid.bpmn"
    marks = {
        (number, found[2])
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (found := MARK.search(line))
    }
    found = [finding for finding in findings_of(path) if finding.rule == rule]
    assert marks <= {(finding.line, finding.element) for finding in found}
    assert all(finding.help and finding.file == path.name for finding in found)


@pytest.mark.parametrize("rule", IDS)
def test_the_valid_diagram_has_no_error_and_nothing_of_the_proof(rule: str) -> None:
    found = findings_of(HERE / rule / "valid.bpmn")
    assert [f for f in found if f.severity == "error" or f.rule.startswith("proof-")] == []


@pytest.mark.parametrize("rule", [rule for rule in IDS if rule != "proof-unreachable"])
def test_the_way_to_the_fault_can_be_gone(rule: str) -> None:
    path = HERE / rule / "invalid.bpmn"
    finding = next(finding for finding in findings_of(path) if finding.rule == rule)
    trace = follow_path(path.read_bytes(), finding.steps)
    started = [event["element"] for event in trace.events if event["event"] == "started"]
    assert set(finding.path) <= set(started)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_page_and_index_tell_the_severity_of_the_rule(rule: object) -> None:
    own_id, severity = rule.id, rule.severity  # type: ignore[attr-defined]
    page = (PAGES / f"{own_id}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {own_id}\n\n> 中文：")
    assert f"**Severity**: {severity}." in page
    assert f"| [{own_id}]({own_id}.md) | {severity} |" in (PAGES / "README.md").read_text(encoding="utf-8")
