"""Files of any modeller read alike; what they add is told; what would be skipped is refused."""

from collections.abc import Callable

import pytest

from engine.bpmn.lint import lint
from engine.kernel.errors import Finding, Refused
from engine.simulation import simulate

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
# P: is replaced by the prefix under test
MODEL = f"""<?xml version="1.0" encoding="UTF-8"?>
<P:definitions xmlns:P="{BPMN}" targetNamespace="urn:permits">
  <P:process id="permit" isExecutable="true">
    <P:startEvent id="Start"/>
    <P:userTask id="Review" name="审查"/>
    <P:boundaryEvent id="Late" attachedToRef="Review" cancelActivity="false">
      <P:timerEventDefinition><P:timeDuration>P1D</P:timeDuration></P:timerEventDefinition>
    </P:boundaryEvent>
    <P:userTask id="Urge"/>
    <P:endEvent id="End"/>
    <P:endEvent id="Urged"/>
    <P:sequenceFlow id="f1" sourceRef="Start" targetRef="Review"/>
    <P:sequenceFlow id="f2" sourceRef="Review" targetRef="End"/>
    <P:sequenceFlow id="f3" sourceRef="Late" targetRef="Urge"/>
    <P:sequenceFlow id="f4" sourceRef="Urge" targetRef="Urged"/>
  </P:process>
</P:definitions>
"""


def prefixed(prefix: str) -> str:
    if prefix:
        return MODEL.replace("xmlns:P=", f"xmlns:{prefix}=").replace("P:", f"{prefix}:")
    return MODEL.replace("xmlns:P=", "xmlns=").replace("P:", "")


FORMS: dict[str, Callable[[], bytes]] = {
    "default namespace": lambda: prefixed("").encode(),
    "bpmn2:": lambda: prefixed("bpmn2").encode(),
    "semantic:": lambda: prefixed("semantic").encode(),
    "references with prefix": lambda: prefixed("b").replace('Ref="', 'Ref="b:').encode(),
    "byte order mark": lambda: b"\xef\xbb\xbf" + prefixed("bpmn").encode(),
    "UTF-16": lambda: prefixed("bpmn").replace("UTF-8", "UTF-16").encode("utf-16"),
    "GB 18030": lambda: prefixed("bpmn").replace("UTF-8", "GB18030").encode("gb18030"),
    "CRLF": lambda: prefixed("bpmn").replace("\n", "\r\n").encode(),
    "white space in values": lambda: (
        prefixed("bpmn").replace('cancelActivity="false"', 'cancelActivity=" false "').encode()
    ),
}


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_every_form_of_a_file_reads_alike(form: str) -> None:
    data = FORMS[form]()
    assert lint(data) == []
    trace = simulate(data, answers={"Review": None})
    started = {event["element"] for event in trace.events if event["event"] == "started"}
    assert started >= {"Review", "Late", "Urge"}
    assert trace.end["waiting"]


def of(xml: str) -> list[Finding]:
    return lint(xml.encode(), file="m.bpmn")


def model(inside: str, root: str = "", attributes: str = "") -> str:
    return (
        f'<definitions xmlns="{BPMN}" xmlns:jb="http://jingban.dev/schema/bpmn" '
        'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
        'xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" xmlns:signavio="http://www.signavio.com" '
        f'targetNamespace="t" {attributes}>\n{root}\n<process id="P" isExecutable="true">\n<startEvent id="S"/>\n{inside}\n'
        '<endEvent id="E"/>\n<sequenceFlow id="f" sourceRef="S" targetRef="A"/>\n'
        '<sequenceFlow id="g" sourceRef="A" targetRef="E"/>\n</process>\n</definitions>'
    )


DOCUMENTING = {
    "documentation": ('<task id="A"><documentation>说明</documentation></task>', ""),
    "annotation": ('<task id="A"/><textAnnotation id="T"><text>注</text></textAnnotation>', ""),
    "association": (
        '<task id="A"/><textAnnotation id="T"/><association id="x" sourceRef="A" targetRef="T"/>',
        "",
    ),
    "group and category": (
        '<task id="A"/><group id="G" categoryValueRef="V"/>',
        '<category id="C"><categoryValue id="V" value="审查"/></category>',
    ),
    "auditing and monitoring": ('<task id="A"><auditing/><monitoring/></task>', ""),
    "resources": (
        '<userTask id="A"><potentialOwner><resourceAssignmentExpression><formalExpression>group(a)'
        "</formalExpression></resourceAssignmentExpression></potentialOwner></userTask>",
        '<resource id="R" name="科室"/>',
    ),
    "rendering": ('<userTask id="A"><rendering/></userTask>', ""),
    "colours": ('<task id="A" bioc:stroke="#000" bioc:fill="#fff"/>', ""),
    "vendor metadata": (
        '<task id="A"><extensionElements><signavio:signavioMetaData metaKey="bgcolor" metaValue="#fff"/>'
        "</extensionElements></task>",
        "",
    ),
    "item definitions": (
        '<task id="A"/>',
        '<itemDefinition id="I" structureRef="xsd:string" itemKind="Information"/>',
    ),
    "data association drawn without a source": (
        '<task id="A"><dataOutputAssociation id="Out"><targetRef>Ref</targetRef></dataOutputAssociation></task>'
        '<dataObjectReference id="Ref" dataObjectRef="Data"/><dataObject id="Data"/>',
        "",
    ),
    "correlation property as bpmn-js writes it": (
        '<task id="A"/>',
        '<message id="M" name="m"/><correlationProperty id="Key"><correlationPropertyRetrievalExpression messageRef="M">'
        "<formalExpression>key</formalExpression></correlationPropertyRetrievalExpression></correlationProperty>",
    ),
    "exporter": ('<task id="A"/>', ""),
}


@pytest.mark.parametrize("what", DOCUMENTING, ids=str)
def test_what_only_documents_is_kept_and_changes_nothing(what: str) -> None:
    inside, root = DOCUMENTING[what]
    xml = model(inside, root, 'exporter="Modeler" exporterVersion="1"')
    assert [finding for finding in of(xml) if finding.severity != "info"] == []
    assert simulate(xml.encode()).end["state"] == "completed"


VENDORS = {
    "camunda:class": ('<serviceTask id="A" jb:operation="x" camunda:class="a.B"/>', "jb:operation"),
    "camunda:formKey": ('<userTask id="A" camunda:formKey="f" camunda:assignee="a"/>', "jb:form"),
    "camunda:inputOutput": (
        '<task id="A"><extensionElements><camunda:inputOutput/></extensionElements></task>',
        "jb:input",
    ),
    "zeebe:taskDefinition": (
        '<serviceTask id="A" jb:operation="x"><extensionElements><zeebe:taskDefinition type="t"/>'
        "</extensionElements></serviceTask>",
        "jb:operation",
    ),
}


@pytest.mark.parametrize("what", VENDORS, ids=str)
def test_behaviour_of_other_tools_is_told_with_our_attribute_for_it(what: str) -> None:
    inside, instead = VENDORS[what]
    found = of(model(inside))
    assert [(finding.rule, finding.severity, finding.element, finding.line) for finding in found] == [
        ("vendor-extension", "info", "A", 5)
    ]
    assert what in found[0].message
    assert instead in found[0].help


def test_a_pool_that_is_not_executable_refuses_nothing_beside_one_that_is() -> None:
    partner = (
        '<process id="Applicant" isExecutable="false"><scriptTask id="X" scriptFormat="javascript"><script>x()'
        '</script></scriptTask><exclusiveGateway id="G"/><sequenceFlow id="h" sourceRef="X" targetRef="nowhere"/></process>'
    )
    xml = model('<task id="A"/>', partner)
    assert {finding.severity for finding in of(xml)} == {"info"}
    assert simulate(xml.encode()).end["state"] == "completed"


def test_alone_it_is_read_as_if_it_were_executable() -> None:
    xml = model('<scriptTask id="A" scriptFormat="javascript"><script>x()</script></scriptTask>').replace(
        'isExecutable="true"', 'isExecutable="false"'
    )
    assert [finding.rule for finding in of(xml) if finding.severity == "error"] == ["script-language"]


@pytest.mark.parametrize(
    ("inside", "rule"),
    [
        ('<task id="A"/><userTaks id="B"/>', "element-unknown"),
        ('<task id="A"><conditionExpression>x</conditionExpression></task>', "element-misplaced"),
        (
            '<task id="A"/><boundaryEvent id="B" attachedToRef="A" isInterrupting="false"/>',
            "attribute-unknown",
        ),
        ('<subProcess id="A" triggeredByEvent="yes"/>', "attribute-value"),
        ('<adHocSubProcess id="A" ordering="sequential"><task id="T"/></adHocSubProcess>', "attribute-value"),
        ('<task id="A"/><userTask name="ohne"/>', "id-missing"),
        ('<task id="A"/><event id="B"/>', "element-not-executable"),
        ('<task id="A"/><subChoreography id="B" initiatingParticipantRef="x"/>', "element-not-executable"),
        ('<userTask id="A" jb:rôle="clerk"/>', "extension-unknown"),
    ],
    ids=lambda value: value if value and value[0] != "<" else "",
)
def test_what_would_be_skipped_refuses_the_model(inside: str, rule: str) -> None:
    xml = model(inside)
    errors = [finding for finding in of(xml) if finding.severity == "error"]
    assert rule in {finding.rule for finding in errors}
    with pytest.raises(Refused) as refused:
        simulate(xml.encode())
    assert rule in {finding.rule for finding in refused.value.findings}


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"<definitions", "source-xml"),
        (b"", "source-xml"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "source-doctype"),
        (b"<html/>", "source-root"),
        (f'<definitions xmlns="{BPMN}">{"<process>" * 130}'.encode(), "source-xml"),
        (
            f'<definitions xmlns="{BPMN}">{"<process>" * 130}{"</process>" * 130}</definitions>'.encode(),
            "source-depth",
        ),
        (f'<definitions xmlns="{BPMN}">{"<task/>" * 20_001}</definitions>'.encode(), "source-elements"),
        (b" " * (8 * 1024 * 1024 + 1), "source-size"),
    ],
    ids=["cut off", "empty", "doctype", "html", "unclosed", "deep", "many", "large"],
)
def test_hostile_sources_are_one_located_finding(data: bytes, rule: str) -> None:
    assert [finding.rule for finding in lint(data)] == [rule]


def test_joins_that_would_fill_the_memory_are_refused() -> None:
    steps = "".join(
        f'<inclusiveGateway id="P{n}"/><task id="T{n}"/><inclusiveGateway id="J{n}"/>'
        f'<sequenceFlow id="a{n}" sourceRef="{"S" if n == 0 else f"J{n - 1}"}" targetRef="P{n}"/>'
        f'<sequenceFlow id="b{n}" sourceRef="P{n}" targetRef="T{n}"/>'
        f'<sequenceFlow id="c{n}" sourceRef="P{n}" targetRef="J{n}"/>'
        f'<sequenceFlow id="d{n}" sourceRef="T{n}" targetRef="J{n}"/>'
        for n in range(900)
    )
    xml = f'<definitions xmlns="{BPMN}"><process id="P"><startEvent id="S"/>{steps}</process></definitions>'
    assert "joins-many" in {finding.rule for finding in of(xml)}
