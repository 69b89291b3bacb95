"""Corner cases of the rules that follow the paths of a model: what they must find, and what they must leave alone."""

import re

import pytest
from sketch import model

from engine.bpmn.lint import lint

DECIDE = 'user D jb:kind="decide" jb:limit="1" jb:department="h" jb:role="chief"'
LICENCE = 'service L jb:operation="licence.issue"; service V jb:operation="case.deliver"; end E; L -> V -> E'
REVIEW = 'user R jb:kind="review" jb:limit="1" jb:department="h" jb:role="reviewer"'


def state(own_id: str, code: int) -> str:
    inputs = f'<extensionElements><jb:input name="code" value="={code}"/></extensionElements>'
    return f'service {own_id} jb:operation="case.state" {inputs}\n'


def found(rule: str, text: str) -> list[str | None]:
    """Elements at which the rule fires."""
    return [finding.element for finding in lint(model(text)) if finding.rule == rule]


LICENCES = {
    "decided by a condition": (
        f"start S; {DECIDE}; exclusive G; end F; S -> D -> G; G -> L [ok]; G ~> F; {LICENCE}",
        [],
    ),
    "default flow": (
        f"start S; {DECIDE}; exclusive G; end F; S -> D -> G; G ~> L; G -> F [no]; {LICENCE}",
        ["f_G_L"],
    ),
    "whatever was decided": (f"start S; {DECIDE}; S -> D -> L; {LICENCE}", ["f_D_L"]),
    "timer to the licence": (
        f"start S; {DECIDE}; boundary T on:D timer:P1D; exclusive G; end F; S -> D -> G; G -> L [ok]; G ~> F; T -> L; {LICENCE}",
        ["T"],
    ),
    "timer through a script": (
        f"start S; {DECIDE}; boundary T on:D timer:P1D; script X <script>a = 1</script>\nexclusive G; end F; "
        f"S -> D -> G; G -> L [ok]; G ~> F; T -> X -> L; {LICENCE}",
        ["T"],
    ),
    "timer to another decision": (
        f"start S; {DECIDE}; {DECIDE.replace('user D', 'user D2')}; boundary T on:D timer:P1D; exclusive G; end F; "
        f"S -> D -> G; G -> L [ok]; G ~> F; T -> D2 -> G; {LICENCE}",
        [],
    ),
    "timer on a sub-process that decides": (
        f"start S; sub X {{\n{DECIDE}\n}}\nboundary T on:X timer:P1D; exclusive G; end F; S -> X -> G; G -> L [ok]; G ~> F; "
        f"T -> L; {LICENCE}",
        ["T"],
    ),
    "a wait after the decision": (
        f"start S; {DECIDE}; exclusive G; catch T timer:P5D; end F; S -> D -> G; G -> T [ok]; G ~> F; T -> L; {LICENCE}",
        [],
    ),
    "silence accepts an application": (
        f'start S; {REVIEW}; boundary T on:R timer:P5D; {DECIDE} jb:excludes="R"; exclusive G; end F; S -> R -> D; T -> D; '
        f"D -> G; G -> L [ok]; G ~> F; {LICENCE}",
        [],
    ),
}


@pytest.mark.parametrize("case", LICENCES, ids=str)
def test_silence_never_grants_a_licence(case: str) -> None:
    text, elements = LICENCES[case]
    assert found("licence-by-silence", text) == elements


MERGES = {
    "alternatives": (
        "start S; exclusive G; task A; task B; task C; S -> G; G -> A [x]; G ~> B; A -> C; B -> C",
        [],
    ),
    "parallel branches": (
        "start S; parallel G; task A; task B; task C; S -> G; G -> A -> C; G -> B -> C",
        ["C"],
    ),
    "implicit split": ("start S; task G; task A; task B; task C; S -> G; G -> A -> C; G -> B -> C", ["C"]),
    "exclusive merge of branches": (
        "start S; parallel G; task A; task B; exclusive M; task C; S -> G; G -> A -> M; G -> B -> M; M -> C",
        ["M"],
    ),
    "a loop around a block": (
        "start S; exclusive M; parallel G; task A; task B; parallel J; exclusive X; end E; S -> M -> G; G -> A -> J; "
        "G -> B -> J; J -> X; X -> M [again]; X ~> E",
        [],
    ),
    "a loop inside a branch": (
        "start S; parallel G; exclusive M; task A; exclusive X; task B; parallel J; end E; S -> G; G -> M; M -> A -> X; "
        "X -> M [again]; X ~> J; G -> B -> J; J -> E",
        [],
    ),
    "interrupting boundary": (
        "start S; user A; boundary T on:A timer:P1D; task B; S -> A -> B; T -> B",
        [],
    ),
    "non-interrupting boundary": (
        "start S; user A; boundary T on:A ni timer:P1D; task B; S -> A -> B; T -> B",
        ["B"],
    ),
    "end events may be shared": (
        "start S; parallel G; task A; task B; end E; S -> G; G -> A -> E; G -> B -> E",
        [],
    ),
}


@pytest.mark.parametrize("case", MERGES, ids=str)
def test_only_branches_that_run_at_the_same_time_need_a_join(case: str) -> None:
    text, elements = MERGES[case]
    assert found("merge-unsynchronised", text) == elements


CLOCKS = {
    "resumed": (f"start S; {state('Halt', 9)}{state('Q', 10)}end E; S -> Halt -> Q -> E", []),
    "withdrawn": (f"start S; {state('Halt', 9)}{state('Q', 14)}end E; S -> Halt -> Q -> E", []),
    "never resumed": (f"start S; {state('Halt', 9)}end E; S -> Halt -> E", ["Halt"]),
    "resumed on one path": (
        f"start S; {state('Halt', 9)}{state('Q', 10)}exclusive G; end E; S -> Halt -> G; G -> Q [x]; G ~> E; Q -> E",
        ["Halt"],
    ),
    "left by a boundary event": (
        f"start S; {state('Halt', 9)}user H; boundary T on:H timer:P1D; {state('Q', 10)}end E; S -> Halt -> H -> Q -> E; T -> E",
        ["Halt"],
    ),
}


@pytest.mark.parametrize("case", CLOCKS, ids=str)
def test_a_stopped_clock_runs_again_on_every_path(case: str) -> None:
    text, elements = CLOCKS[case]
    assert found("special-procedure-pairing", text) == elements


SEPARATIONS = {
    "excluded by the decision": (f'start S; {REVIEW}; {DECIDE} jb:excludes="R"; S -> R -> D', []),
    "excluded by the review": (f'start S; {REVIEW} jb:excludes="D"; {DECIDE}; S -> R -> D', []),
    "not excluded": (f"start S; {REVIEW}; {DECIDE}; S -> R -> D", ["D"]),
    "a decision beside a review": (
        f"start S; exclusive G; {REVIEW}; {DECIDE}; S -> G; G -> R [x]; G ~> D",
        [],
    ),
    "a review after the decision that loops back": (
        f"start S; {REVIEW}; {DECIDE}; exclusive G; end E; S -> D -> G; G -> R [again]; G ~> E; R -> D",
        ["D"],
    ),
}


@pytest.mark.parametrize("case", SEPARATIONS, ids=str)
def test_who_reviewed_does_not_decide(case: str) -> None:
    text, elements = SEPARATIONS[case]
    assert found("review-decide-separation", text) == elements


NAMES = {
    "misspelt script target": (
        "start S; script A <script>amount = 1</script>\nuser B limit:amuont; S -> A -> B",
        1,
    ),
    "numbered names": (
        "start S; script A <script>opinion1 = 1</script>\nuser B limit:opinion2; S -> A -> B",
        0,
    ),
    "data object": ('RAW <dataObject id="x" name="amount"/>\nstart S; user B limit:amount; S -> B', 0),
    "variable of the case": ("start S; user B limit:legal_limit; S -> B", 0),
    "loop counter": (
        'start S; user B limit:loopCounter <standardLoopCharacteristics loopMaximum="2"/>\nS -> B',
        0,
    ),
    "from the start data": ("start S; user B limit:quota; S -> B", 0),
}


@pytest.mark.parametrize("case", NAMES, ids=str)
def test_a_misspelt_name_is_a_warning(case: str) -> None:
    text, warnings = NAMES[case]
    text = re.sub(r"limit:(\w+)", r'jb:limit="=\1"', text)
    told = [f for f in lint(model(text)) if f.rule == "name-unknown" and f.severity == "warning"]
    assert len(told) == warnings
