"""The joint review of a construction permit, played by everybody who takes part, each in a window of their own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desk import Desk, titles_of
from playwright.sync_api import expect
from rest import Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]

APPLICATION = Path(__file__).parents[1] / "acceptance" / "applications" / "construction_permit.json"
REVIEWS = {
    "planning.review": ("规划条件核对", "agree", "与建设工程规划许可证一致，退线、限高符合要求。"),
    "housing.review": ("质量安全审查", "agree", "质量安全措施齐备，施工合同与中标内容一致。"),
    "defence.review": ("人防工程审查", "agree", "丁、戊类仓库依规免建防空地下室。"),
    "landscape.review": ("绿化市政审查", "agree", "绿地率 15%，符合工业仓储用地指标。"),
    "fire.review": ("消防设计审查", "agree_with_conditions", "总平面、疏散和消火栓布置符合 GB 50016。"),
}
CHOICES = {
    "decision": {
        "agree": "同意",
        "agree_with_conditions": "附条件同意",
        "accept": "受理",
        "consistent": "意见一致",
        "grant": "准予",
    }
}


def register(clerk: Desk, office: Office) -> str:
    """The clerk registers the application on one page; gives the case number of the receipt."""
    body: dict[str, Any] = json.loads(APPLICATION.read_text(encoding="utf-8"))
    who, data = body["applicant"], body["data"]
    clerk.go("/apply")
    clerk.page.get_by_role("link", name="施工许可阶段（社会投资低风险）").click()
    clerk.settle()
    about = {
        "name": who["name"],
        "uscc": who["id_number"],
        "contact_name": who["contact_name"],
        "contact_phone": who["contact_phone"],
    }
    clerk.fill(about)
    expect(clerk.field("owner_name").locator("input")).to_have_value(who["name"])
    form = office("clerk").get("/items/lowrisk-stage3")["form"]
    clerk.fill({key: value for key, value in data.items() if not key.startswith("owner_")}, titles_of(form))
    drawings = clerk.page.locator('[data-material="construction_drawings"] input[type=file]')
    drawings.set_input_files(
        {"name": "施工图.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 drawings"}
    )
    clerk.page.locator('[data-material="five_parties_promise"]').get_by_role(
        "button", name="签署承诺"
    ).click()
    clerk.page.get_by_role("button", name="登记", exact=True).click()
    clerk.page.get_by_role("dialog").get_by_role("button", name="先行登记").click()
    expect(clerk.page.get_by_text("申请已登记")).to_be_visible()
    return clerk.page.locator(".number").inner_text()


def test_from_the_window_to_the_licence(
    desk: Callable[..., Desk], office: Office, picture: Callable[[Desk, str], None]
) -> None:
    clerk = desk("clerk")
    number = register(clerk, office)
    clerk.take_up(number, "综窗收件")
    clerk.fill({"identity_checked": True, "project_code_checked": True, "materials_counted": 9})
    clerk.submit()

    housing = desk("housing.review")
    housing.take_up(number, "统一受理审查")
    housing.fill({"decision": "accept", "low_risk_confirmed": True}, CHOICES)
    housing.submit()

    for username, (step, decision, opinion) in REVIEWS.items():
        reviewer = desk(username)
        reviewer.take_up(number, step)
        reviewer.fill({"decision": decision, "opinion": opinion}, CHOICES)
        if decision == "agree_with_conditions":
            reviewer.fill({"conditions": "库区投用前完成消防车道划线，竣工验收时核实。"})
            expect(reviewer.page.get_by_text("已保存")).to_be_visible()
            picture(reviewer, "work-item")
            reviewer.page.get_by_role("button", name="为什么是这一天").click()
            expect(reviewer.page.get_by_text("计 3 个工作日")).to_be_visible()
            picture(reviewer, "clock")
            reviewer.page.keyboard.press("Escape")
            expect(reviewer.page.get_by_text("计 3 个工作日")).to_be_hidden()
            open_case(clerk, number)
            expect(clerk.page.get_by_text("绿地率 15%")).to_be_visible()
            expect(clerk.page.locator(".djs-element.jb-running[data-element-id=Review_Fire]")).to_have_count(
                1
            )
            picture(clerk, "case")
        reviewer.submit()

    chief = desk("housing.chief")
    chief.take_up(number, "汇总意见")
    strip = chief.page.get_by_role("region", name="各部门意见")
    expect(strip.locator("li")).to_have_count(6)
    chief.fill({"decision": "consistent", "opinion": "五个部门意见一致，同意许可。"}, CHOICES)
    chief.submit()
    chief.take_up(number, "决定")
    chief.fill({"decision": "grant", "permit_scope": "全部施工内容"}, CHOICES)
    chief.submit()

    issuer = desk("issuer")
    issuer.take_up(number, "统一出件")
    issuer.fill(
        {"delivery_method": "window", "recipient_name": "赵启明", "delivered_on": "2026-03-02"},
        {"delivery_method": {"window": "窗口领取"}},
    )
    issuer.submit()

    look_at_the_licence(clerk, number)
    look_back(desk("auditor"), number, picture)


def open_case(somebody: Desk, number: str) -> None:
    """Find a case by its number and open its page."""
    somebody.go("/cases")
    somebody.page.get_by_placeholder("办件编号、申请人、项目代码").fill(number)
    somebody.page.get_by_role("row", name=number).get_by_role("link").click()
    somebody.page.wait_for_url("**/cases/*")
    somebody.settle()


def look_at_the_licence(clerk: Desk, number: str) -> None:
    """The licence is on the case page, and its code proves it genuine to anybody."""
    open_case(clerk, number)
    expect(clerk.page.get_by_text("建筑工程施工许可证").first).to_be_visible()
    clerk.page.get_by_role("link", name="核验码").click()
    expect(clerk.page.get_by_text("真实有效")).to_be_visible()


def look_back(auditor: Desk, number: str, picture: Callable[[Desk, str], None]) -> None:
    """The auditor finds the case, verifies its history and walks through it."""
    open_case(auditor, number)
    auditor.page.get_by_role("button", name="核验历史").click()
    expect(auditor.page.get_by_text("历史已核验")).to_be_visible()
    auditor.page.get_by_role("button", name="回放", exact=True).click()
    slider = auditor.page.get_by_role("slider", name="回放位置")
    slider.press("Home")
    expect(auditor.page.get_by_text("第 1 /")).to_be_visible()
    expect(auditor.page.locator(".djs-element.jb-running[data-element-id=Intake_Stage]")).to_have_count(1)
    slider.press("End")
    expect(auditor.page.locator(".djs-element.jb-done[data-element-id=Review_Fire]")).to_have_count(1)
    for _ in range(9):
        slider.press("ArrowLeft")
    picture(auditor, "replay")
