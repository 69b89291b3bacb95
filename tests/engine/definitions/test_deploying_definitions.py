"""Deploying: all files or none; what is new becomes the next version; the same again changes nothing; cases stay pinned."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from engine.assembly import Platform
from engine.definitions.deploy import Deploy
from engine.definitions.health import Health
from engine.definitions.programs import Programs
from engine.definitions.queries import Definitions, DefinitionSource, EvaluateDecision, GetDefinition, Lint
from engine.definitions.simulate import Simulate
from engine.dispatch import ANONYMOUS, SYSTEM, Actor
from engine.kernel.clock import FrozenClock
from engine.kernel.errors import Forbidden, InvalidInput, NotFound, Refused

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:jb="http://jingban.dev/schema/bpmn" id="d" targetNamespace="t">'
)


def process(key: str, inside: str = "", name: str = "过程") -> bytes:
    chain = (
        f'<startEvent id="Begin"/><sequenceFlow id="f1" sourceRef="Begin" targetRef="Do"/>{inside}'
        '<sequenceFlow id="f2" sourceRef="Do" targetRef="Finish"/><endEvent id="Finish"/>'
    )
    return f'{HEAD}<process id="{key}" name="{name}" isExecutable="true">{chain}</process></definitions>'.encode()


MANUAL = '<manualTask id="Do" name="做" jb:department="fire" jb:role="reviewer"/>'
CALL = '<callActivity id="Do" calledElement="called"/>'
WITH_FORM = '<userTask id="Do" jb:department="fire" jb:role="reviewer" jb:form="review"/>'
RULE = '<businessRuleTask id="Do" jb:decision="Fee" jb:result="fee"/>'
FORM = json.dumps(
    {"key": "review", "title": "审查", "fields": [{"key": "opinion", "type": "text", "title": "意见"}]}
).encode()
DMN = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="fees" name="收费" namespace="t">'
    '<decision id="fee" name="Fee"><variable name="Fee"/><literalExpression><text>area * 2</text></literalExpression>'
    '<informationRequirement id="r"><requiredInput href="#area"/></informationRequirement></decision>'
    '<inputData id="area" name="area"><variable name="area" typeRef="number"/></inputData></definitions>'
).encode()


def keys(view: dict[str, list[dict[str, object]]]) -> list[tuple[object, object, object]]:
    return [(entry["kind"], entry["key"], entry["version"]) for entry in view["definitions"]]


def test_all_kinds_are_deployed_together(platform: Platform) -> None:
    files = {"main.bpmn": process("main", WITH_FORM), "review.json": FORM, "fees.dmn": DMN}
    view = platform.execute(Deploy(files, "第一批"), SYSTEM)
    assert view["created"] is True
    assert keys(view) == [("bpmn", "main", 1), ("form", "review", 1), ("dmn", "fees", 1)]
    assert view["name"] == "第一批"


def test_the_same_content_is_a_no_op(platform: Platform) -> None:
    files = {"main.bpmn": process("main", MANUAL)}
    first = platform.execute(Deploy(files), SYSTEM)
    again = platform.execute(Deploy(files), SYSTEM)
    assert (again["created"], again["id"]) == (False, first["id"])
    assert [d["id"] for d in again["definitions"]] == [d["id"] for d in first["definitions"]]


def test_only_what_changed_gets_a_new_version(platform: Platform) -> None:
    platform.execute(Deploy({"a.bpmn": process("a", MANUAL), "b.bpmn": process("b", MANUAL)}), SYSTEM)
    view = platform.execute(
        Deploy({"a.bpmn": process("a", MANUAL, "新"), "b.bpmn": process("b", MANUAL)}), SYSTEM
    )
    assert keys(view) == [("bpmn", "a", 2), ("bpmn", "b", 1)]
    back = platform.execute(Deploy({"a.bpmn": process("a", MANUAL)}), SYSTEM)
    assert keys(back) == [("bpmn", "a", 3)]


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({"a.bpmn": b"not xml"}, None),
        ({"a.bpmn": process("a", CALL)}, "call-unknown"),
        ({"a.bpmn": process("a", WITH_FORM)}, "form-unknown"),
        ({"a.bpmn": process("a", RULE)}, "decision-unknown"),
        ({"a.txt": b"hello"}, "file-unknown"),
        ({"a.json": b'{"key": "x"}'}, None),
        ({"a.dmn": b"<definitions/>"}, None),
        ({"a.bpmn": process("a", MANUAL), "b.bpmn": process("a", MANUAL)}, "key-twice"),
        ({"a.bpmn": b'<!DOCTYPE x [<!ENTITY e "x">]>' + process("a", MANUAL)}, None),
        ({"a.bpmn": b" " * (9 * 1024 * 1024)}, "file-too-large"),
        ({"a.bpmn": process("k" * 121, MANUAL)}, "name-too-long"),
        ({f"{'f' * 600}.bpmn": process("a", MANUAL)}, "name-too-long"),
    ],
    ids=[
        "no xml",
        "call",
        "form",
        "decision",
        "kind",
        "bad form",
        "bad dmn",
        "twice",
        "entities",
        "large",
        "long key",
        "long file name",
    ],
)
def test_one_bad_file_refuses_all_with_findings(
    platform: Platform, files: dict[str, bytes], rule: str | None
) -> None:
    with pytest.raises(Refused) as refused:
        platform.execute(Deploy({"good.bpmn": process("good", MANUAL), **files}), SYSTEM)
    errors = [finding for finding in refused.value.findings if finding.severity == "error"]
    assert errors
    assert all(finding.file for finding in errors)
    assert rule is None or rule in {finding.rule for finding in errors}
    assert platform.ask(Definitions(), SYSTEM)["items"] == []


def test_references_may_lead_to_what_is_deployed_already(platform: Platform) -> None:
    platform.execute(Deploy({"called.bpmn": process("called", MANUAL)}), SYSTEM)
    assert platform.execute(Deploy({"a.bpmn": process("a", CALL)}), SYSTEM)["created"]


def test_a_case_is_pinned_to_the_versions_of_its_start(platform: Platform) -> None:
    programs = platform.services[Programs]
    platform.execute(Deploy({"a.bpmn": process("a", CALL), "called.bpmn": process("called", MANUAL)}), SYSTEM)
    with platform.database.read() as db:
        pins = programs.pin(db, "a")
        assert programs.program(db, pins).processes["called"].name == "过程"
    platform.execute(Deploy({"called.bpmn": process("called", MANUAL, "改")}), SYSTEM)
    with platform.database.read() as db:
        assert programs.program(db, pins).processes["called"].name == "过程"
        newer = programs.pin(db, "a")
        assert newer["bpmn"]["called"]["version"] == 2
        assert programs.program(db, newer).processes["called"].name == "改"


def test_pins_reach_forms_and_decisions_by_any_of_their_names(platform: Platform) -> None:
    programs = platform.services[Programs]
    platform.execute(
        Deploy(
            {"a.bpmn": process("a", RULE), "b.bpmn": process("b", WITH_FORM), "f.json": FORM, "d.dmn": DMN}
        ),
        SYSTEM,
    )
    with platform.database.read() as db:
        pins = programs.pin(db, "a")
        assert pins["dmn"]["Fee"]["key"] == "fees"
        assert programs.model(db, pins, "Fee").decide("Fee", {"area": 4}) == 8
        assert programs.form(db, programs.pin(db, "b"), "review").key == "review"


def test_a_compiled_program_is_shared_while_it_is_used(platform: Platform) -> None:
    programs = platform.services[Programs]
    platform.execute(Deploy({"a.bpmn": process("a", MANUAL)}), SYSTEM)
    with platform.database.read() as db:
        pins = programs.pin(db, "a")
        assert programs.program(db, pins) is programs.program(db, pins)


def test_a_deployment_counts_at_once_even_when_the_clock_went_back(
    platform: Platform, clock: FrozenClock
) -> None:
    programs = platform.services[Programs]
    platform.execute(Deploy({"a.bpmn": process("a", MANUAL)}), SYSTEM)
    with platform.database.read() as db:
        assert programs.pin(db, "a")["bpmn"]["a"]["version"] == 1
    clock.advance(-timedelta(hours=1))
    platform.execute(Deploy({"a.bpmn": process("a", MANUAL, "新")}), SYSTEM)
    with platform.database.read() as db:
        assert programs.pin(db, "a")["bpmn"]["a"]["version"] == 2


def test_an_unknown_process_cannot_be_pinned(platform: Platform) -> None:
    with platform.database.read() as db, pytest.raises(NotFound, match="deploy it first"):
        platform.services[Programs].pin(db, "nothing")


def test_a_file_with_two_processes_brings_two_definitions(platform: Platform) -> None:
    two = process("one", MANUAL).decode().replace("</definitions>", "")
    rest = (
        '<process id="two" isExecutable="true"><startEvent id="Begin2"/><sequenceFlow id="g" sourceRef="Begin2" '
        'targetRef="Finish2"/><endEvent id="Finish2"/></process></definitions>'
    )
    view = platform.execute(Deploy({"two.bpmn": (two + rest).encode()}), SYSTEM)
    assert keys(view) == [("bpmn", "one", 1), ("bpmn", "two", 1)]
    with platform.database.read() as db:
        programs = platform.services[Programs]
        assert programs.program(db, programs.pin(db, "two")).root == "two"


def test_definitions_are_listed_newest_first_in_pages(platform: Platform) -> None:
    for name in ("一", "二", "三"):
        platform.execute(
            Deploy({"a.bpmn": process("a", MANUAL, name), "b.bpmn": process("b", MANUAL, name)}), SYSTEM
        )
    page = platform.ask(Definitions(limit=4, count=True), SYSTEM)
    rest = platform.ask(Definitions(limit=4, cursor=page["next"]), SYSTEM)
    versions = [(d["key"], d["version"]) for d in page["items"] + rest["items"]]
    assert versions == [("b", 3), ("a", 3), ("b", 2), ("a", 2), ("b", 1), ("a", 1)]
    assert (page["total"], rest["next"]) == (6, None)
    latest = platform.ask(Definitions(latest=True, key="a"), SYSTEM)["items"]
    assert [(d["key"], d["version"]) for d in latest] == [("a", 3)]


def test_a_source_comes_back_byte_for_byte(platform: Platform) -> None:
    content = process("a", MANUAL)
    view = platform.execute(Deploy({"a.bpmn": content}), SYSTEM)
    definition_id = view["definitions"][0]["id"]
    assert platform.ask(DefinitionSource(definition_id), SYSTEM) == content
    assert platform.ask(GetDefinition(definition_id), SYSTEM)["key"] == "a"
    with pytest.raises(NotFound):
        platform.ask(DefinitionSource("nothing"), SYSTEM)


def test_a_deployed_decision_is_evaluated(platform: Platform) -> None:
    platform.execute(Deploy({"d.dmn": DMN}), SYSTEM)
    assert platform.ask(EvaluateDecision("fees", inputs={"area": 21}), SYSTEM)["value"] == 42
    with pytest.raises(NotFound):
        platform.ask(EvaluateDecision("nothing"), SYSTEM)


def test_lint_stores_nothing_and_knows_what_is_deployed(platform: Platform) -> None:
    files = {"a.bpmn": process("a", CALL)}
    assert "call-unknown" in {finding.rule for finding in platform.ask(Lint(files), SYSTEM)}
    platform.execute(Deploy({"called.bpmn": process("called", MANUAL)}), SYSTEM)
    assert [f for f in platform.ask(Lint(files), SYSTEM) if f.severity == "error"] == []
    assert len(platform.ask(Definitions(), SYSTEM)["items"]) == 1


def test_a_wrong_department_role_or_operation_is_found_at_deployment(organisation: Platform) -> None:
    service = '<serviceTask id="Do" jb:operation="case.fly"/>'
    nobody = '<userTask id="Do" jb:department="moon" jb:role="king"/>'
    with pytest.raises(Refused) as refused:
        organisation.execute(
            Deploy({"a.bpmn": process("a", service), "b.bpmn": process("b", nobody)}), SYSTEM
        )
    assert {finding.rule for finding in refused.value.findings} >= {"operation-unknown", "user-task-offer"}


def test_a_deployed_process_can_be_tried_out(platform: Platform) -> None:
    platform.execute(Deploy({"a.bpmn": process("a", CALL), "called.bpmn": process("called", MANUAL)}), SYSTEM)
    view = platform.ask(Simulate(definition="a"), SYSTEM)
    assert view["end"]["state"] == "completed"
    assert (
        platform.ask(Simulate(files={"x.bpmn": process("x", MANUAL).decode()}), SYSTEM)["end"]["state"]
        == "completed"
    )
    with pytest.raises(InvalidInput):
        platform.ask(Simulate(), SYSTEM)


def test_only_a_publisher_deploys(organisation: Platform, actor: Callable[[str], Actor]) -> None:
    files = {"a.bpmn": process("a", MANUAL)}
    with pytest.raises(Forbidden):
        organisation.execute(Deploy(files), actor("designer"))
    assert organisation.execute(Deploy(files), actor("publisher"))["created"]


def test_nothing_to_deploy_is_refused(platform: Platform) -> None:
    with pytest.raises(InvalidInput):
        platform.execute(Deploy({}), SYSTEM)


def test_the_installation_says_that_it_is_ready(platform: Platform) -> None:
    health = platform.ask(Health(), ANONYMOUS)
    assert health["status"] == "ready"
    assert health["timers"] == {"overdue": 0, "oldest": None}
