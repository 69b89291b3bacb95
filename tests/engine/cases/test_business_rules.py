"""A business-rule task asks a deployed decision: its answer steers the case, its trace is in the log, replay agrees."""

import json

import pytest
from approvals import Desk, bpmn, flow, item_content, user_task

from engine.history.log import read_events
from engine.history.queries import ReplayCase, VerifyCase

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def limits(limit: int) -> bytes:
    return (
        f'<definitions xmlns="{DMN}" id="limits" name="limits" namespace="urn:limits">'
        '<decision id="limit" name="Limit"><variable name="Limit" typeRef="number"/>'
        f"<literalExpression><text>{limit}</text></literalExpression></decision></definitions>"
    ).encode()


LEVEL = f"""<definitions xmlns="{DMN}" id="levels" name="分级" namespace="urn:levels">
<import name="l" namespace="urn:limits" importType="{DMN}"/>
<inputData id="area" name="area"><variable name="area" typeRef="number"/></inputData>
<decision id="level" name="Level"><variable name="Level" typeRef="string"/>
<informationRequirement id="q1"><requiredInput href="#area"/></informationRequirement>
<informationRequirement id="q2"><requiredDecision href="urn:limits#limit"/></informationRequirement>
<decisionTable id="table" hitPolicy="UNIQUE"><input id="in"><inputExpression id="e"><text>area > l.Limit</text>
</inputExpression></input><output id="out"/>
<rule id="large"><inputEntry id="i1"><text>true</text></inputEntry><outputEntry id="o1"><text>"large"</text></outputEntry></rule>
<rule id="small"><inputEntry id="i2"><text>false</text></inputEntry><outputEntry id="o2"><text>"small"</text></outputEntry></rule>
</decisionTable></decision></definitions>""".encode()


MAPPING = '<bpmn:extensionElements><jb:input name="area" value="=area"/></bpmn:extensionElements>'


def process(mapping: str = MAPPING) -> bytes:
    chosen = (
        '<bpmn:sequenceFlow id="large" sourceRef="Which" targetRef="Large"><bpmn:conditionExpression '
        'xsi:type="bpmn:tFormalExpression">level = &quot;large&quot;</bpmn:conditionExpression></bpmn:sequenceFlow>'
        '<bpmn:sequenceFlow id="small" sourceRef="Which" targetRef="Small"><bpmn:conditionExpression '
        'xsi:type="bpmn:tFormalExpression">level = &quot;small&quot;</bpmn:conditionExpression></bpmn:sequenceFlow>'
    )
    body = (
        '<bpmn:startEvent id="Start"/>'
        + user_task("Accept", "window", "clerk")
        + '<bpmn:businessRuleTask id="Rule" name="分级" jb:decision="Level" jb:result="level">'
        + mapping
        + "</bpmn:businessRuleTask>"
        + '<bpmn:exclusiveGateway id="Which"/>'
        + user_task("Large", "housing", "reviewer")
        + user_task("Small", "housing", "reviewer")
        + '<bpmn:endEvent id="End"/>'
        + flow("Start", "Accept", "Rule", "Which")
        + chosen
        + flow("Large", "End")
        + flow("Small", "End")
    )
    return bpmn("levelled", body)


@pytest.mark.parametrize("mapping", [MAPPING, ""], ids=["mapped", "by-the-names-of-its-inputs"])
@pytest.mark.parametrize(("area", "level"), [(501, "large"), (500, "small")])
def test_the_decision_steers_the_case_and_its_trace_is_logged(
    desk: Desk, area: int, level: str, mapping: str
) -> None:
    desk.deploy({"p.bpmn": process(mapping), "levels.dmn": LEVEL, "limits.dmn": limits(500)})
    desk.publish(item_content("levelled", "levelled"))
    case = desk.start("levelled", data={"address": "洋浦大街 1 号", "area": area})
    # what is deployed after the start of a case, and be it only imported, does not reach it
    desk.deploy({"limits.dmn": limits(10_000 if level == "large" else 1)})
    desk.work("clerk", "Accept", case=case)
    desk.work("housing.review", level.title(), case=case)
    with desk.platform.database.read() as db:
        made = [row for row in read_events(db, case["id"]) if row["action"] == "case:decision_made"]
    assert [row["element"] for row in made] == ["Rule"]
    told = json.loads(made[0]["data"])
    assert (told["decision"], told["value"]) == ("Level", level)
    assert level in json.dumps(told["trace"]), "the trace names the rule that held"
    check = desk.platform.ask(VerifyCase(case["id"]), desk.who("auditor"))
    assert (check["chain"], check["execution"]) == ("ok", "ok")
    assert desk.platform.ask(ReplayCase(case["id"]), desk.who("auditor"))["data"]["level"] == level
