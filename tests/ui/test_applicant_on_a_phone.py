"""The applicant on a phone: apply, see whose turn it is, withdraw with a reason; and everybody may verify a licence."""

from collections.abc import Callable

import pytest
from busy_office import application
from desk import Desk, titles_of
from playwright.sync_api import expect
from rest import Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_applying_and_following_on_a_phone(
    desk: Callable[..., Desk], office: Office, picture: Callable[[Desk, str], None]
) -> None:
    applicant = desk("applicant", phone=True)
    expect(applicant.page.get_by_text("您还没有办件")).to_be_visible()
    body = application("construction_permit")
    who = body["applicant"]
    applicant.go("/apply/item/lowrisk-stage3")
    applicant.fill(
        {
            "name": who["name"],
            "uscc": who["id_number"],
            "contact_name": who["contact_name"],
            "contact_phone": who["contact_phone"],
        }
    )
    form = office("applicant").get("/items/lowrisk-stage3")["form"]
    asked = {key: value for key, value in body["data"].items() if not key.startswith("owner_")}
    applicant.fill(asked, titles_of(form))
    wide = applicant.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0
    applicant.page.get_by_role("button", name="提交申请").click()
    applicant.page.get_by_role("dialog").get_by_role("button", name="先行登记").click()
    expect(applicant.page.get_by_text("申请已登记")).to_be_visible()
    number = applicant.page.locator(".number").inner_text()

    [case] = office("clerk").get("/cases", q=number)["items"]
    checked = {"identity_checked": True, "project_code_checked": True, "materials_counted": 9}
    office("clerk").work(case, "Intake_Stage", **checked)
    office("housing.review").work(case, "Accept_Stage", "accept", low_risk_confirmed=True)
    applicant.go("/my-cases")
    applicant.page.get_by_role("link", name=number).click()
    applicant.settle()
    expect(applicant.page.get_by_text("消防审验中心")).to_be_visible()
    expect(applicant.page.locator("svg.djs-container, .bjs-container")).to_have_count(0)
    picture(applicant, "applicant-phone")
    applicant.page.get_by_role("button", name="撤回申请").click()
    ask = applicant.page.get_by_role("dialog", name="撤回申请")
    expect(ask).to_contain_text("如需办理须重新申请")
    ask.get_by_role("textbox").fill("建设方案调整")
    ask.get_by_role("button", name="撤回申请").click()
    expect(
        applicant.page.get_by_text("撤件").or_(applicant.page.get_by_text("撤回", exact=True)).first
    ).to_be_visible()


def test_an_unknown_code_is_no_licence(desk: Callable[..., Desk]) -> None:
    applicant = desk("applicant", phone=True)
    applicant.go("/verify/NOSUCHCODE")
    expect(applicant.page.get_by_text("查无此证")).to_be_visible()


def test_an_inbox_is_not_for_applicants(desk: Callable[..., Desk]) -> None:
    applicant = desk("applicant")
    applicant.go("/inbox/fire")
    expect(applicant.page.get_by_text("您没有查看这里的权限")).to_be_visible()


def test_the_wrong_password_is_refused_without_saying_which_was_wrong(desk: Callable[..., Desk]) -> None:
    page = desk("agent").page
    page.get_by_role("button", name="退出登录").click()
    page.fill("input[name=username]", "agent")
    page.fill("input[name=password]", "not-this")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_have_text("用户名或密码不正确。")
