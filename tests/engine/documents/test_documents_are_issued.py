"""Licences, notices, receipts and materials: numbers that check, texts that the law wants, files stored once."""

from typing import Any

import pytest
from approvals import DEPARTMENTS, LICENCE, Desk, bpmn, flow, item_content, service_task, user_task
from sqlalchemy import func, select

from engine.cases.messages import DeliverMessage
from engine.cases.queries import GetCase
from engine.documents.add_material import LARGEST, AddMaterial
from engine.documents.queries import CaseDocuments, CaseMaterials, GetMaterial, VerifyLicence
from engine.documents.tables import material_contents
from engine.forms.identifiers import check_licence_identifier
from engine.history.queries import VerifyCase
from engine.kernel.errors import Conflict, ExecutionFailed, Forbidden, InvalidInput, LimitExceeded, NotFound

PERSON = {"kind": "person", "name": "王小明", "id_number": "220104199003070016"}


def granted(desk: Desk, **application: Any) -> dict[str, Any]:
    case = desk.start(**application)
    desk.work("clerk", "Accept", case=case)
    for department in DEPARTMENTS:
        desk.work(f"{department}.review", f"Review_{department.title()}", "agree", case=case)
    desk.work("housing.chief", "Decide", "grant", case=case)
    return case


def documents(desk: Desk, case: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.platform.ask(CaseDocuments(case["id"]), desk.who("auditor"))
    return found


def test_licence_numbers_check_and_count_up(desk: Desk) -> None:
    numbers = [
        document["number"]
        for case in (granted(desk), granted(desk))
        for document in documents(desk, case)
        if document["kind"] == "licence"
    ]
    assert [check_licence_identifier(number) for number in numbers] == numbers
    assert numbers[0] == "1.2.156.3005.2.11100000000013338W001.1122010001300000X5.2026000001.001.V"
    assert numbers[1].split(".")[7] == "2026000002"


def test_anyone_can_verify_a_licence_and_sees_no_personal_data(desk: Desk) -> None:
    case = granted(desk, applicant=PERSON)
    licence = next(each for each in documents(desk, case) if each["kind"] == "licence")
    told = desk.platform.ask(VerifyLicence(licence["verification_code"]), desk.who("applicant"))
    assert (told["genuine"], told["in_force"]) == (True, True)
    assert told["licence"]["holder"] == "王**"
    for code in ("", "x" * 20, licence["verification_code"][:-1], "长" * 5_000):
        wrong = desk.platform.ask(VerifyLicence(code), desk.who("applicant"))
        assert wrong == {"genuine": False, "in_force": False, "licence": None}


def test_acceptance_and_delivery_are_put_in_writing(desk: Desk) -> None:
    papers = {each["kind"]: each for each in documents(desk, granted(desk))}
    assert papers["acceptance"]["number"] == "220100受〔2026〕000001号"
    assert "2026-03-05" in papers["acceptance"]["text"]
    assert "窗口领取" in papers["delivery"]["text"]


def one_step(desk: Desk, *services: str, elements: tuple[str, ...], **item: Any) -> dict[str, Any]:
    body = (
        '<bpmn:startEvent id="Start"/>'
        + user_task("Go", "housing", "chief")
        + "".join(services)
        + '<bpmn:endEvent id="End"/>'
        + flow("Start", "Go", *elements, "End")
    )
    desk.deploy({"step.bpmn": bpmn("step", body)})
    desk.publish(item_content("step", "step", **item))
    return desk.start("step")


def test_no_licence_without_a_decision_in_favour(desk: Desk) -> None:
    one_step(
        desk,
        service_task("Accepted", "case.accept"),
        service_task("Issue", "licence.issue"),
        elements=("Accepted", "Issue"),
    )
    item = desk.item("housing.chief", "Go")
    desk.claim("housing.chief", item)
    with pytest.raises(ExecutionFailed) as refused:
        desk.complete("housing.chief", item)
    assert (refused.value.stable_code, refused.value.element) == ("licence-without-decision", "Issue")


def test_an_item_without_a_licence_issues_none(desk: Desk) -> None:
    one_step(desk, service_task("Issue", "licence.issue"), elements=("Issue",), licence=None)
    item = desk.item("housing.chief", "Go")
    desk.claim("housing.chief", item)
    with pytest.raises(ExecutionFailed) as refused:
        desk.complete("housing.chief", item)
    assert refused.value.stable_code == "licence-undefined"


def test_a_refusal_needs_a_reason(desk: Desk) -> None:
    one_step(
        desk,
        service_task("Accepted", "case.accept"),
        service_task("Refuse", "case.refuse", {"code": "=13", "reason": "=null"}),
        elements=("Accepted", "Refuse"),
    )
    item = desk.item("housing.chief", "Go")
    desk.claim("housing.chief", item)
    with pytest.raises(ExecutionFailed, match="reason"):
        desk.complete("housing.chief", item)


def test_a_second_notice_that_repeats_a_defect_is_flagged(desk: Desk) -> None:
    message = '<bpmn:message id="m" name="supplement"/>'
    body = (
        '<bpmn:startEvent id="Start"/><bpmn:exclusiveGateway id="Again"/><bpmn:endEvent id="End"/>'
        '<bpmn:exclusiveGateway id="Complete" default="f_Complete_Notice"/>'
        '<bpmn:sequenceFlow id="out" sourceRef="Complete" targetRef="End">'
        '<bpmn:conditionExpression>defects = ""</bpmn:conditionExpression></bpmn:sequenceFlow>'
        + user_task("Check", "housing", "reviewer", outputs="defects", form="test_defects")
        + service_task("Notice", "case.notice", {"defects": "=defects"})
        + '<bpmn:intermediateCatchEvent id="Wait"><bpmn:messageEventDefinition messageRef="m"/>'
        "</bpmn:intermediateCatchEvent>"
        + flow("Start", "Again", "Check", "Complete", "Notice", "Wait", "Again")
    )
    form = '{"key": "test_defects", "title": "补正", "fields": [{"key": "defects", "type": "textarea", "title": "缺项"}]}'
    desk.deploy({"notice.bpmn": bpmn("notice", body, message), "defects.json": form.encode()})
    desk.publish(item_content("notice", "notice"))
    case = desk.start("notice")
    desk.work("housing.review", "Check", data={"defects": "缺少施工合同\n缺少资金证明"})
    desk.platform.execute(DeliverMessage(case["id"], "supplement"), desk.who("clerk"))
    desk.work("housing.review", "Check", data={"defects": "印章不清"})
    assert _flags(desk, case) == ["material-missing"]
    desk.platform.execute(DeliverMessage(case["id"], "supplement"), desk.who("clerk"))
    desk.work("housing.review", "Check", data={"defects": "缺少资金证明"})
    assert _flags(desk, case) == ["material-missing", "repeated-defect"]
    notices = [each for each in documents(desk, case) if each["kind"] == "notice"]
    assert "1. 缺少施工合同\n2. 缺少资金证明" in notices[0]["text"]
    assert len(notices) == 3
    told = desk.platform.ask(VerifyCase(case["id"]), desk.who("auditor"))
    assert (told["chain"], told["execution"]) == ("ok", "ok")


def _flags(desk: Desk, case: dict[str, Any]) -> list[str]:
    page = desk.platform.ask(GetCase(case["id"]), desk.who("auditor"))
    flags: list[str] = page["members"][0]["flags"]
    return flags


def test_an_application_without_its_materials_is_received_and_flagged(desk: Desk) -> None:
    assert _flags(desk, desk.start()) == ["material-missing"]
    with_drawing = desk.start(
        materials=[
            {"key": "drawing", "file_name": "图.pdf", "media_type": "application/pdf", "content": b"%PDF"}
        ]
    )
    assert _flags(desk, with_drawing) == []


def test_a_file_is_stored_once_and_read_by_those_who_know_the_case(desk: Desk) -> None:
    drawing = {
        "key": "drawing",
        "file_name": "图.pdf",
        "media_type": "application/pdf",
        "content": b"%PDF-1.7",
    }
    cases = [desk.start(materials=[drawing, {**drawing, "key": "copy"}]) for _ in range(2)]
    with desk.platform.database.read() as db:
        assert db.execute(select(func.count()).select_from(material_contents)).scalar() == 1
    listed = desk.platform.ask(CaseMaterials(cases[0]["id"]), desk.who("clerk"))
    assert [(each["key"], each["title"], each["size"]) for each in listed] == [
        ("copy", "copy", 8),
        ("drawing", "施工图", 8),
    ]
    found = desk.platform.ask(GetMaterial(cases[1]["id"], "drawing"), desk.who("auditor"))
    assert (found["content"], found["media_type"]) == (b"%PDF-1.7", "application/pdf")
    with pytest.raises(NotFound):
        desk.platform.ask(GetMaterial(cases[0]["id"], "drawing"), desk.who("tax.review"))
    with pytest.raises(NotFound):
        desk.platform.ask(GetMaterial(cases[0]["id"], "other"), desk.who("clerk"))


def test_a_promised_material_is_replaced_by_the_real_one(desk: Desk) -> None:
    case = desk.start(materials=[{"key": "drawing", "promise": True}])
    clerk = desk.who("clerk")
    assert desk.platform.ask(CaseMaterials(case["id"]), clerk)[0]["promised"] is True
    told = desk.platform.execute(
        AddMaterial(case["id"], "drawing", "图.pdf", "application/pdf", b"%PDF"), clerk
    )
    assert (told["title"], told["promised"], told["size"]) == ("施工图", False, 4)
    check = desk.platform.ask(VerifyCase(case["id"]), desk.who("auditor"))
    assert (check["chain"], check["execution"]) == ("ok", "ok")


def test_an_applicant_does_not_replace_what_an_office_put_into_a_step(desk: Desk) -> None:
    case = desk.start(by="applicant", channel="web", materials=[{"key": "drawing", "promise": True}])
    applicant, clerk = desk.who("applicant"), desk.who("clerk")
    for key in ("drawing", "Accept.record"):
        desk.platform.execute(AddMaterial(case["id"], key, content=b"of the office"), clerk)
    desk.platform.execute(AddMaterial(case["id"], "drawing", content=b"mine"), applicant)
    with pytest.raises(Forbidden) as refused:
        desk.platform.execute(AddMaterial(case["id"], "Accept.record", content=b"mine"), applicant)
    assert refused.value.stable_code == "material-of-another"
    desk.platform.execute(
        AddMaterial(case["id"], "Accept.record", content=b"of a colleague"), desk.who("clerk2")
    )


def test_materials_out_of_bounds_are_refused(desk: Desk) -> None:
    case = desk.start()
    clerk = desk.who("clerk")
    with pytest.raises(LimitExceeded):
        desk.platform.execute(AddMaterial(case["id"], "a", content=b"x" * (LARGEST + 1)), clerk)
    with pytest.raises(InvalidInput):
        desk.platform.execute(AddMaterial(case["id"], "a"), clerk)
    with pytest.raises(InvalidInput):
        desk.platform.execute(AddMaterial(case["id"], "k" * 81, content=b"x"), clerk)
    done = granted(desk)
    with pytest.raises(Conflict):
        desk.platform.execute(AddMaterial(done["id"], "a", content=b"x"), clerk)


def test_the_sample_licence_type_has_the_widths_of_the_standard() -> None:
    assert (len(LICENCE["type_code"]), len(LICENCE["issuer_code"])) == (21, 18)
