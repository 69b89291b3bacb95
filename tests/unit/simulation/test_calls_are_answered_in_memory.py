"""`simulate` calls nobody: a task with a connector is answered from the script, in the shape of the connector's result."""

from engine.simulation import simulate

PROCESS = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:jb="http://jingban.dev/schema/bpmn"
 targetNamespace="t"><error id="e" errorCode="not-registered"/><process id="P" isExecutable="true"><startEvent id="S"/>
 <serviceTask id="Ask" jb:connector="http" jb:errors="404=not-registered" jb:secret="TAX"><extensionElements>
 <jb:input name="url" value="https://tax.example.gov.cn"/><jb:output name="clear" value="=body.clear"/></extensionElements>
 </serviceTask><boundaryEvent id="B" attachedToRef="Ask"><errorEventDefinition errorRef="e"/></boundaryEvent>
 <endEvent id="E"/><endEvent id="Unknown"/><sequenceFlow id="a" sourceRef="S" targetRef="Ask"/>
 <sequenceFlow id="b" sourceRef="Ask" targetRef="E"/><sequenceFlow id="c" sourceRef="B" targetRef="Unknown"/></process></definitions>"""


def test_without_an_answer_it_goes_on_with_nothing() -> None:
    assert simulate(PROCESS).end["state"] == "completed"


def test_an_answer_goes_through_the_mapping() -> None:
    end = simulate(PROCESS, answers={"Ask": {"status": 200, "body": {"clear": True}}}).end
    assert (end["state"], end["data"]["clear"]) == ("completed", True)


def test_an_error_goes_to_the_boundary() -> None:
    trace = simulate(PROCESS, answers={"Ask": {"@error": "not-registered"}})
    assert "Unknown" in [event["element"] for event in trace.events if event["event"] == "completed"]
