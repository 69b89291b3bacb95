"""A case whose service does not answer, for the page of incidents."""

from rest import Office

from engine.assembly.jobs import handlers
from engine.catalogue.publish import PublishItem
from engine.definitions.deploy import Deploy
from engine.dispatch import SYSTEM

PROCESS = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:jb="http://jingban.dev/schema/bpmn" id="d" targetNamespace="t"><bpmn:process id="tax_check" isExecutable="true">
 <bpmn:startEvent id="S"/><bpmn:serviceTask id="Ask_Tax_Office" name="向税务局核验" jb:connector="stub" jb:attempts="1">
 <bpmn:extensionElements><jb:input name="unavailable" value="=1"/></bpmn:extensionElements></bpmn:serviceTask>
 <bpmn:endEvent id="E"/><bpmn:sequenceFlow id="f1" sourceRef="S" targetRef="Ask_Tax_Office"/>
 <bpmn:sequenceFlow id="f2" sourceRef="Ask_Tax_Office" targetRef="E"/></bpmn:process></bpmn:definitions>"""
PERSON = {"kind": "person", "name": "王小明", "id_type": "citizen_id", "id_number": "11010519491231002X"}
ITEM = {"code": "tax", "name": {"zh-CN": "涉税核验", "en": "Tax check"}, "department": "housing"}


def failed_calls(office: Office, count: int) -> list[str]:
    """The numbers of so many cases that wait for a tax office that is away."""
    platform = office.platform
    platform.execute(Deploy({"tax.bpmn": PROCESS.encode()}, "test"), SYSTEM)
    platform.execute(PublishItem({**ITEM, "definition": "tax_check", "form": None}), SYSTEM)
    clerk = office("clerk")
    cases = [clerk.post("/cases", {"item": "tax", "applicant": PERSON}, expect=201) for _ in range(count)]
    for job in platform.jobs.list(["waiting"]):
        platform.jobs.cancel(job.id)
        handlers(platform)[job.name](*job.id.split(":")[1:])
    return [case["number"] for case in cases]
