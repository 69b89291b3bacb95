"""The inbox as a reviewer uses it all day: what is late first, by keyboard, with the filter in the address."""

import re
from collections.abc import Callable

import pytest
from busy_office import a_week, permits
from desk import Desk
from playwright.sync_api import Page, expect
from rest import Office

from engine.kernel.clock import FrozenClock

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FIRE = "/inbox/fire"


def rows(page: Page) -> list[str]:
    return [row.inner_text() for row in page.locator("tbody tr").all()]


def current(page: Page) -> str:
    return page.locator("tr[aria-selected=true]").get_attribute("data-work-item") or ""


def test_a_full_inbox_shows_twenty_rows_and_what_is_late_first(
    desk: Callable[..., Desk], office: Office, clock: FrozenClock, picture: Callable[[Desk, str], None]
) -> None:
    a_week(office, clock, per_day=6)
    fire = desk("fire.review")
    fire.go(FIRE)
    expect(fire.page.locator("tbody tr")).to_have_count(24)
    height = 1080
    boxes = [row.bounding_box() for row in fire.page.locator("tbody tr").all()]
    assert sum(1 for box in boxes if box and box["y"] + box["height"] <= height) >= 20
    lights = [re.search("超期|临期|正常", text).group() for text in rows(fire.page)]  # type: ignore[union-attr]
    assert lights == sorted(lights, key=["超期", "临期", "正常"].index)
    assert lights.count("超期") == 6
    picture(fire, "inbox")

    fire.page.get_by_role("button", name="超期").click()
    fire.settle()
    expect(fire.page.locator("tbody tr")).to_have_count(6)
    expect(fire.page).to_have_url(re.compile("light=red"))
    fire.page.reload()
    fire.settle()
    expect(fire.page.locator("tbody tr")).to_have_count(6)


def test_a_day_by_keyboard_alone(desk: Callable[..., Desk], office: Office) -> None:
    list(permits(office, 4))
    fire = desk("fire.review")
    fire.go(FIRE)
    keys = fire.page.keyboard
    first = current(fire.page)
    keys.press("j")
    keys.press("j")
    keys.press("k")
    second = current(fire.page)
    assert second not in ("", first)

    keys.press("c")
    expect(fire.page.get_by_text("已领取")).to_be_visible()
    keys.press("Enter")
    expect(fire.page).to_have_url(re.compile(second))
    fire.settle()
    keys.press("Escape")
    expect(fire.page).to_have_url(re.compile(FIRE))
    fire.settle()
    keys.press("/")
    expect(fire.page.get_by_role("searchbox")).to_be_focused()
    keys.type("北湖")
    expect(fire.page.locator("tbody tr")).to_have_count(1)
    keys.press("Escape")
    keys.press("?")
    expect(fire.page.get_by_role("dialog", name="键盘快捷键")).to_be_visible()
    keys.press("Escape")
    expect(fire.page.get_by_role("dialog")).to_have_count(0)
    keys.press("g")
    keys.press("i")
    expect(fire.page).to_have_url(re.compile(FIRE + "$"))


def test_closing_an_item_returns_to_the_same_row(desk: Callable[..., Desk], office: Office) -> None:
    list(permits(office, 3))
    fire = desk("fire.review")
    fire.go(FIRE)
    fire.page.locator("tbody tr").nth(2).click()
    fire.page.wait_for_url("**/work-items/*")
    opened = fire.page.url.rsplit("/", 1)[1]
    fire.settle()
    fire.page.get_by_role("button", name="返回待办").click()
    expect(fire.page.locator("tr[aria-selected=true]")).to_have_attribute("data-work-item", opened)


def test_the_second_to_claim_is_told_who_was_first(desk: Callable[..., Desk], office: Office) -> None:
    list(permits(office, 1))
    deputy = desk("housing.deputy")
    deputy.go("/inbox/housing")
    office("housing.review").post(f"/work-items/{current(deputy.page)}/claim")
    deputy.page.get_by_role("button", name="领取").click()
    expect(deputy.page.get_by_text("已由 王建国 领取")).to_be_visible()


def test_many_are_claimed_at_once(desk: Callable[..., Desk], office: Office) -> None:
    list(permits(office, 3))
    fire = desk("fire.review")
    fire.go(FIRE)
    for box in fire.page.locator("tbody input[type=checkbox]").all():
        box.check()
    fire.page.get_by_role("button", name="全部领取").click()
    expect(fire.page.get_by_text("已领取 3 件")).to_be_visible()
    fire.page.get_by_role("tab", name="办理中").click()
    expect(fire.page.locator("tbody tr")).to_have_count(3)


def test_an_empty_inbox_says_so(desk: Callable[..., Desk]) -> None:
    fire = desk("fire.review")
    fire.go(FIRE)
    expect(fire.page.get_by_text("没有等待领取的事项")).to_be_visible()
