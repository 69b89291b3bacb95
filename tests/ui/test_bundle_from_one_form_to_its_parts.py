"""The bundle 企业开办: one form at the window, four offices, and a refused seal that leaves the licence standing."""

from collections.abc import Callable

import pytest
from busy_office import application
from desk import Desk, titles_of
from playwright.sync_api import expect
from rest import Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PLAN = {"review_plan": ["written"]}
REVIEWERS = {
    "business-licence": "market.review",
    "tax-registration": "tax.review",
    "social-registration": "social.review",
    "seal": "police.review",
}


def test_each_question_is_asked_once_and_a_refusal_keeps_the_rest(
    desk: Callable[..., Desk], office: Office, picture: Callable[[Desk, str], None]
) -> None:
    body = application("open_business")
    who = body["applicant"]
    clerk = desk("clerk")
    clerk.go("/apply/bundle/open-business")
    form = office("clerk").get("/bundles/open-business")["form"]
    for field in form["fields"]:
        assert clerk.page.locator(f'[data-field="{field["key"]}"]').count() <= 1
    clerk.fill({"kind": "个人"})
    clerk.fill(
        {
            "person_name": who["name"],
            "citizen_id": who["id_number"],
            "contact_name": who["contact_name"],
            "contact_phone": who["contact_phone"],
        }
    )
    clerk.fill(body["data"], titles_of(form))
    picture(clerk, "register")
    clerk.page.get_by_role("button", name="登记", exact=True).click()
    expect(clerk.page.get_by_role("dialog").or_(clerk.page.get_by_text("申请已登记"))).to_be_visible()
    if clerk.page.get_by_role("dialog").is_visible():
        clerk.page.get_by_role("dialog").get_by_role("button", name="先行登记").click()
    expect(clerk.page.get_by_text("申请已登记")).to_be_visible()
    picture(clerk, "receipt")

    [case] = office("clerk").get("/cases", q=clerk.page.locator(".number").inner_text())["items"]
    office("clerk").work(case, "Intake_Bundle", identity_checked=True, materials_counted=3)
    for item, username in REVIEWERS.items():
        refused = item == "seal"
        office(username).work(case, "Material_Review", "accept", **PLAN)
        given = {"legal_basis": "印章治安管理办法"} if refused else {}
        decision, opinion = ("refuse", "申请材料与登记不符") if refused else ("grant", None)
        office(username).work(case, "Decide_On_Spot", decision, opinion, **given)

    clerk.go(f"/cases/{case['id']}")
    members = clerk.page.locator("section", has=clerk.page.get_by_role("heading", name="事项", exact=True))
    expect(members.locator("li", has_text="营业执照")).to_contain_text("准予")
    expect(members.locator("li", has_text="公章刻制备案")).to_contain_text("不予")
    expect(clerk.page.locator(".djs-element.jb-running")).not_to_have_count(0)
    clerk.page.wait_for_timeout(0)
    picture(clerk, "bundle")
