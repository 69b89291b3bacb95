"""Two members of a bundle wait for a supplement at once: the message says whose it is, or it is refused."""

from typing import Any

from rest import Office
from stories import application, assert_true_record

DEFECT = {"material": "法定代表人身份证件", "problem": "照片不清", "remedy": "重新上传"}


def test_a_supplement_reaches_only_the_member_it_names(office: Office) -> None:
    clerk, market = office("clerk"), office("market.review")
    case: dict[str, Any] = clerk.post("/cases", application("open_business"), expect=201)
    messages = f"/cases/{case['id']}/messages"
    clerk.work(case, "Intake_Bundle", identity_checked=True, materials_counted=3)
    market.work(case, "Material_Review", "accept")
    market.work(case, "Decide_On_Spot", "grant")
    for reviewer in ("tax.review", "police.review"):
        office(reviewer).work(case, "Material_Review", "supplement", defects=[DEFECT])

    unclear = clerk.post(messages, {"name": "supplement", "payload": {}}, expect=409)
    assert unclear["code"] == "ambiguous-receiver"
    clerk.post(messages, {"name": "supplement", "payload": {}, "correlation": "seal"})

    assert len(office("police.review").items(case, "Material_Review")) == 1
    assert office("tax.review").items(case, "Material_Review") == []
    assert_true_record(office, case)
