"""The page of incidents in a real browser: seen by those who may, retried by the key, answered by hand with the reason in the history."""

from collections.abc import Callable

import pytest
from desk import Desk
from failed_calls import failed_calls
from playwright.sync_api import expect
from rest import Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_administrator_retries_by_key_and_answers_by_hand(
    desk: Callable[..., Desk], office: Office, picture: Callable[[Desk, str], None]
) -> None:
    numbers = failed_calls(office, 3)
    admin = desk("admin")
    admin.page.get_by_role("link", name="异常处置").click()
    expect(admin.page.get_by_text("3 项待处置")).to_be_visible()
    expect(admin.page.get_by_text("连不上对方系统。").first).to_be_visible()
    picture(admin, "incidents")
    admin.page.keyboard.press("r")
    expect(admin.page.get_by_text(numbers[0])).to_be_hidden()
    admin.page.keyboard.press("j")
    admin.page.keyboard.press("a")
    dialog = admin.page.get_by_role("dialog")
    expect(dialog).to_contain_text(numbers[2])
    dialog.get_by_label("结果（JSON）").fill('{"clear": true')
    expect(dialog.get_by_text("不是有效的 JSON 对象")).to_be_visible()
    dialog.get_by_label("结果（JSON）").fill('{"clear": true}')
    dialog.get_by_label("依据和理由").fill("已电话向税务局核实")
    picture(admin, "incident-answer")
    dialog.get_by_label("依据和理由").press("Control+Enter")
    expect(admin.page.get_by_text("已答复，办件继续办理")).to_be_visible()
    expect(admin.page.get_by_text(numbers[2])).to_be_hidden()
    expect(admin.page.get_by_text("1 项待处置")).to_be_visible()
    (case,) = office("auditor").get("/cases", q=numbers[2])["items"]
    history = office("auditor").get(f"/cases/{case['id']}/history")["items"]
    assert history[-1]["data"]["reason"] == "已电话向税务局核实"
    assert case["state"] == "completed"


def test_a_supervisor_sees_and_changes_nothing_in_english_and_in_the_dark(
    desk: Callable[..., Desk], office: Office, picture: Callable[[Desk, str], None]
) -> None:
    failed_calls(office, 1)
    supervisor = desk("supervisor", dark=True)
    supervisor.page.get_by_role("button", name="English").click()
    supervisor.go("/incidents")
    expect(supervisor.page.get_by_text("The other system could not be reached.")).to_be_visible()
    assert supervisor.page.locator(".acts button").count() == 0
    picture(supervisor, "incidents-dark-en")


def test_others_find_no_way_there(desk: Callable[..., Desk]) -> None:
    clerk = desk("clerk")
    expect(clerk.page.get_by_role("link", name="异常处置")).to_have_count(0)
    clerk.go("/incidents")
    expect(clerk.page.get_by_text("您没有查看这里的权限")).to_be_visible()
