"""Nothing unsound is deployed: every executable process is proved first, with the processes of the same deployment that it calls."""

import time
from pathlib import Path

import pytest
from sketch import model

from engine.assembly import Platform
from engine.definitions import prove
from engine.definitions.check import check_files, prove_ahead
from engine.definitions.deploy import Deploy
from engine.definitions.queries import Lint
from engine.dispatch import SYSTEM
from engine.kernel.errors import Refused

OFFERED = 'jb:department="fire" jb:role="reviewer"'
STUCK = (
    f"start S; exclusive G; user A {OFFERED}; user B {OFFERED}; parallel J; end E; "
    "S -> G; G -> A [x]; G ~> B; A -> J; B -> J; J -> E"
)
SHIPPED = Path(__file__).parents[3] / "processes"


def test_a_process_that_can_get_stuck_is_refused_with_the_way_there(platform: Platform) -> None:
    with pytest.raises(Refused, match="Nothing was deployed") as refused:
        platform.execute(Deploy({"stuck.bpmn": model(STUCK)}), SYSTEM)
    finding = next(found for found in refused.value.findings if found.rule == "proof-deadlock")
    assert (finding.file, finding.element, finding.path) == ("stuck.bpmn", "J", ("S", "G", "A"))


def test_looking_at_files_tells_the_same(platform: Platform) -> None:
    found = platform.ask(Lint({"stuck.bpmn": model(STUCK)}), SYSTEM)
    assert "proof-deadlock" in {finding.rule for finding in found}


def test_called_processes_of_the_same_deployment_are_proved_and_known_to_their_callers() -> None:
    caller = model(
        f'process Outer\nstart S; call C calledElement="Inner"; user D {OFFERED} jb:kind="decide"; end E; S -> C -> D -> E'
    )
    called = model(f'process Inner\nstart I; user R {OFFERED} jb:kind="review"; end F; I -> R -> F')
    found = check_files({"a.bpmn": caller, "b.bpmn": called})
    assert [(f.file, f.element) for f in found if f.rule == "proof-same-person"] == [("a.bpmn", "D")]


def test_a_process_that_is_too_wide_to_be_explored_is_told_as_not_decided() -> None:
    tasks = "; ".join(f"user {kind}{n} {OFFERED}" for n in range(16) for kind in "AB")
    ways = "; ".join(f"G -> A{n} -> X{n}; X{n} -> B{n} [x]; X{n} ~> J; B{n} -> J" for n in range(16))
    gates = "; ".join(f"exclusive X{n}" for n in range(16))
    text = f"start S; parallel G; inclusive J; end E; {tasks}; {gates}; S -> G; {ways}; J -> E"
    begun = time.process_time()
    found = check_files({"wide.bpmn": model(text)})
    assert time.process_time() - begun < 2 * prove.SECONDS_EACH
    assert [(f.rule, f.severity) for f in found if f.rule.startswith("proof-")] == [
        ("proof-undecided", "warning")
    ]


def test_the_same_content_is_proved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"stuck.bpmn": model(STUCK.replace("[x]", "[once]"))}
    first = check_files(files)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("proved again")

    monkeypatch.setattr(prove, "prove_process", never)
    assert check_files(files) == first


def test_what_was_proved_ahead_is_not_proved_again_while_the_database_is_held(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"stuck.bpmn": model(STUCK.replace("[x]", "[ahead]"))}
    prove_ahead(files)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("proved again")

    monkeypatch.setattr(prove, "prove_process", never)
    with pytest.raises(Refused):
        platform.execute(Deploy(files), SYSTEM)


def test_the_seconds_for_all_files_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prove, "SECONDS_IN_ALL", 0.0)
    found = check_files({"stuck.bpmn": model(STUCK.replace("[x]", "[in_time]"))})
    assert [f.rule for f in found if f.rule.startswith("proof-")] == ["proof-undecided"]


def test_what_the_model_means_is_information_with_its_reason() -> None:
    twice = (
        "start S; parallel G; user A {0}; user B {0}; exclusive M; user Z {0} {1}; end E; "
        "S -> G; G -> A -> M; G -> B -> M; M -> Z -> E"
    )
    meant = 'jb:lintIgnore="proof-multiplied" jb:lintReason="each_notice_is_filed"'

    def severities(extra: str) -> dict[str, str]:
        found = check_files({"twice.bpmn": model(twice.format(OFFERED, extra))})
        return {
            f.rule: f.severity for f in found if f.element == "Z" and f.rule.startswith(("proof", "lint"))
        }

    assert severities("") == {"proof-multiplied": "error"}
    assert severities('jb:lintIgnore="proof-multiplied"') == {"proof-multiplied": "error"}
    assert severities(meant) == {"proof-multiplied": "info"}


def test_separation_of_duties_cannot_be_ignored() -> None:
    ignoring = 'jb:lintIgnore="proof-same-person" jb:lintReason="small_office"'
    text = f'start S; user R {OFFERED} jb:kind="review"; user D {OFFERED} jb:kind="decide" {ignoring}; end E; S -> R -> D -> E'
    found = check_files({"one.bpmn": model(text)})
    assert ("proof-same-person", "error") in {(f.rule, f.severity) for f in found}


def test_all_shipped_processes_are_proved_in_a_second() -> None:
    files = {
        str(path.relative_to(SHIPPED)): path.read_bytes()
        for path in SHIPPED.rglob("*")
        if path.suffix in (".bpmn", ".dmn") and "examples" not in path.parts
    }
    prove.forget()
    begun = time.process_time()
    found = [f for f in check_files(files) if f.rule.startswith("proof-")]
    took = time.process_time() - begun - _without_proof(files)
    assert found == []
    assert took < 1


def _without_proof(files: dict[str, bytes]) -> float:
    begun = time.process_time()
    check_files(files, prove=False)
    return time.process_time() - begun
