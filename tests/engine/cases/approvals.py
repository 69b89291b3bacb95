"""A small approval office for tests: a deployed joint review, and people who claim and complete by element."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from organisation import REGION, found

from engine.assembly import Platform
from engine.cases.regions import SaveRegion
from engine.cases.start import StartCase
from engine.catalogue.publish import PublishBundle, PublishItem
from engine.definitions.deploy import Deploy
from engine.dispatch import SYSTEM, Actor
from engine.work.claim import ClaimWorkItem
from engine.work.complete import CompleteWorkItem
from engine.work.filters import Narrowed
from engine.work.inbox import MyInbox

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:jb="http://jingban.dev/schema/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'id="d" targetNamespace="http://jingban.dev/test">'
)
COMPANY = {
    "kind": "organisation",
    "name": "长春示范建设有限公司",
    "id_number": "91220101MA0TE5T080",
    "contact_name": "王小明",
    "contact_phone": "13812345678",
}
DEPARTMENTS = ("housing", "planning", "fire", "defence")


def bpmn(process: str, body: str, further: str = "") -> bytes:
    """One executable process `process` with this body; `further` stands beside it (messages, errors)."""
    return (
        f'{HEAD}{further}<bpmn:process id="{process}" name="{process}" isExecutable="true">{body}'
        "</bpmn:process></bpmn:definitions>"
    ).encode()


def flow(*nodes: str) -> str:
    """Sequence flows that join these nodes in order."""
    pairs = pairwise(nodes)
    return "".join(
        f'<bpmn:sequenceFlow id="f_{source}_{target}" sourceRef="{source}" targetRef="{target}"/>'
        for source, target in pairs
    )


def user_task(element: str, department: str, role: str, **attributes: str) -> str:
    """A user task with our attributes."""
    written = "".join(f' jb:{name}="{value}"' for name, value in attributes.items())
    return f'<bpmn:userTask id="{element}" name="{element}" jb:department="{department}" jb:role="{role}"{written}/>'


def service_task(element: str, operation: str, inputs: Mapping[str, str] | None = None) -> str:
    """A service task that calls an operation with FEEL inputs."""
    written = "".join(f'<jb:input name="{name}" value="{value}"/>' for name, value in (inputs or {}).items())
    return (
        f'<bpmn:serviceTask id="{element}" name="{element}" jb:operation="{operation}">'
        f"<bpmn:extensionElements>{written}</bpmn:extensionElements></bpmn:serviceTask>"
    )


def joint_review() -> bytes:
    """Accept → four departments at once → decide (by none of them) → licence or refusal → deliver."""
    reviews = [f"Review_{department.title()}" for department in DEPARTMENTS]
    body = (
        '<bpmn:startEvent id="Start"/>'
        + user_task("Accept", "window", "clerk", limit="1", kind="intake", stage="受理")
        + service_task("Accepted", "case.accept")
        + service_task("Begin", "case.state", {"code": "=8"})
        + '<bpmn:parallelGateway id="Split"/><bpmn:parallelGateway id="Join"/>'
        + "".join(
            user_task(element, department, "reviewer", limit="2", stage="审查", form="test_review")
            for element, department in zip(reviews, DEPARTMENTS, strict=True)
        )
        + user_task("Decide", "housing", "chief", excludes=",".join(reviews), outputs="decision,opinion")
        + '<bpmn:exclusiveGateway id="Granted"/>'
        + service_task("Issue", "licence.issue", {"licence": "=item_code"})
        + service_task("Refuse", "case.refuse", {"code": "=13", "reason": "=opinion"})
        + '<bpmn:exclusiveGateway id="Decided"/>'
        + service_task("Deliver", "case.deliver", {"method": "window"})
        + '<bpmn:endEvent id="End"/>'
        + flow("Start", "Accept", "Accepted", "Begin", "Split")
        + "".join(flow("Split", review, "Join") for review in reviews)
        + flow("Join", "Decide", "Granted")
        + _answered("Granted", "Issue", "decision = &quot;grant&quot;")
        + _answered("Granted", "Refuse", "decision = &quot;refuse&quot;")
        + flow("Issue", "Decided")
        + flow("Refuse", "Decided", "Deliver", "End")
    )
    return bpmn("joint_review", body)


def _answered(source: str, target: str, condition: str) -> str:
    return (
        f'<bpmn:sequenceFlow id="f_{source}_{target}" sourceRef="{source}" targetRef="{target}">'
        f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{condition}</bpmn:conditionExpression>'
        "</bpmn:sequenceFlow>"
    )


REVIEW_FORM = """{"key": "test_review", "title": {"zh-CN": "审查意见", "en": "Review"}, "fields": [
 {"key": "decision", "type": "select", "title": "意见", "required": true,
  "options": [{"value": "agree", "title": "同意"}, {"value": "disagree", "title": "不同意"}]},
 {"key": "opinion", "type": "textarea", "title": "说明", "required_if": "decision = \\"disagree\\"",
  "max_length": 500}]}""".encode()
APPLY_FORM = """{"key": "test_apply", "title": {"zh-CN": "申请表", "en": "Application"}, "fields": [
 {"key": "address", "type": "text", "title": "建设地址", "required": true, "max_length": 200},
 {"key": "area", "type": "decimal", "title": "面积", "min": 0},
 {"key": "manager", "type": "text", "title": "项目负责人", "personal": "name"}],
 "materials": [{"key": "drawing", "title": "施工图", "necessity": "required", "source": "upload"}]}""".encode()
LICENCE = {
    "name": "建筑工程施工许可证",
    "type_code": "11100000000013338W001",
    "issuer_code": "1122010001300000X5",
}


def item_content(code: str, definition: str, department: str = "housing", **further: Any) -> dict[str, Any]:
    """The JSON content of an item with a promise of 3 and a legal limit of 7 working days."""
    content = {
        "code": code,
        "name": {"zh-CN": f"事项{code}", "en": code},
        "department": department,
        "definition": definition,
        "form": "test_apply",
        "promise_days": 3,
        "legal_days": 7,
        "licence": LICENCE,
    }
    return {**content, **further}


class Desk:
    """The platform and its people."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        found(platform)
        names = {"zh-CN": "长春示范经济技术开发区", "en": "Demonstration Zone"}
        platform.execute(SaveRegion(REGION, names, "220100", None, "220100"), SYSTEM)
        self.deploy({"joint.bpmn": joint_review(), "review.json": REVIEW_FORM, "apply.json": APPLY_FORM})
        self.publish(item_content("joint", "joint_review"))

    def deploy(self, files: Mapping[str, bytes]) -> Any:
        """Deploy files."""
        return self.platform.execute(Deploy(files, "test"), SYSTEM)

    def publish(self, content: Mapping[str, Any]) -> Any:
        """Publish an item."""
        return self.platform.execute(PublishItem(content), SYSTEM)

    def publish_bundle(self, content: Mapping[str, Any]) -> Any:
        """Publish a bundle."""
        return self.platform.execute(PublishBundle(content), SYSTEM)

    def who(self, username: str) -> Actor:
        """A person of the sample organisation."""
        return self.platform.actor(username)

    def start(self, item: str = "joint", by: str = "clerk", **further: Any) -> dict[str, Any]:
        """A new case of an item, applied for at the window."""
        given = {"applicant": COMPANY, "item": item, "data": {"address": "吉林省长春市二道区洋浦大街 1 号"}}
        case: dict[str, Any] = self.platform.execute(
            StartCase(**{**given, "channel": "window", **further}), self.who(by)
        )
        return case

    def items(self, username: str, case: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The open work items in somebody's inbox, optionally of one case."""
        found = self.platform.ask(MyInbox(Narrowed(limit=200)), self.who(username))["items"]
        return [item for item in found if case is None or item["case_id"] == case["id"]]

    def item(self, username: str, element: str, case: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Somebody's only open work item at an element."""
        found = [item for item in self.items(username, case) if item["element"] == element]
        assert len(found) == 1, f"{username} sees {[item['element'] for item in self.items(username, case)]}"
        return found[0]

    def claim(self, username: str, item: Mapping[str, Any]) -> Any:
        """Claim a work item."""
        return self.platform.execute(ClaimWorkItem(item["id"]), self.who(username))

    def complete(
        self, username: str, item: Mapping[str, Any], decision: str | None = None, **said: Any
    ) -> Any:
        """Complete a claimed work item."""
        command = CompleteWorkItem(
            item["id"], said.pop("data", {}), decision, said.pop("opinion", None), **said
        )
        return self.platform.execute(command, self.who(username))

    def work(
        self,
        username: str,
        element: str,
        decision: str | None = None,
        *,
        case: Mapping[str, Any] | None = None,
        **said: Any,
    ) -> Any:
        """Claim and complete the only open work item at an element."""
        item = self.item(username, element, case)
        self.claim(username, item)
        return self.complete(username, item, decision, **said)
