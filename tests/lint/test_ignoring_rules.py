"""`jb:lintIgnore` leaves out advice on one element, visibly and with a reason; errors stay."""

import pytest
from sketch import model

from engine.bpmn.lint import lint

SPLIT = "start S; parallel G {0}; task A; task B; end E; end F; S -> G; G -> A -> E; G -> B -> F"


def rules(text: str) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity) for finding in lint(model(text))]


def test_advice_is_ignored_with_a_reason_and_counted() -> None:
    found = rules(SPLIT.format('jb:lintIgnore="split-unjoined" jb:lintReason="台账汇总"'))
    assert found == [("lint-ignored", "info")]


def test_a_missing_reason_is_a_warning() -> None:
    assert ("lint-ignore-reason", "warning") in rules(SPLIT.format('jb:lintIgnore="split-unjoined"'))


def test_on_another_element_it_changes_nothing() -> None:
    found = rules(SPLIT.replace("task A", 'task A jb:lintIgnore="split-unjoined"').format(""))
    assert ("split-unjoined", "warning") in found
    assert ("lint-ignore-unused", "warning") in found


def test_an_error_cannot_be_ignored() -> None:
    found = rules('start S jb:lintIgnore="start-incoming" jb:lintReason="x"; task A; S -> A -> S')
    assert ("start-incoming", "error") in found
    assert ("lint-ignore-unused", "warning") in found


@pytest.mark.parametrize("separator", [b",", b" ", b", ", b"&#10;"], ids=["comma", "space", "both", "line"])
def test_several_rules_are_separated_by_white_space_or_commas(separator: bytes) -> None:
    wish = 'jb:lintIgnore="split-unjoined,gateway-useless" jb:lintReason="x"'
    found = lint(model(SPLIT.format(wish)).replace(b"unjoined,", b"unjoined" + separator))
    assert [finding.rule for finding in found] == ["lint-ignore-unused", "lint-ignored"]


def test_what_the_lint_reads_never_reaches_a_case() -> None:
    from engine.bpmn import read_program

    text = 'start S; user A jb:lintIgnore="task-without-limit" jb:lintReason="x" jb:form="f"; S -> A'
    assert read_program({"m": model(text)}).node("A").attributes == {"form": "f"}
