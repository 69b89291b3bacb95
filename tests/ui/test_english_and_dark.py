"""The same desk in English and in the dark: complete, remembered, and without a word of the other language in its frame."""

import re
from collections.abc import Callable

import pytest
from busy_office import permits
from desk import Desk
from playwright.sync_api import expect
from rest import Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_english_is_complete_and_remembered(
    desk: Callable[..., Desk], office: Office, picture: Callable[[Desk, str], None]
) -> None:
    [case] = permits(office, 1)
    fire = desk("fire.review", dark=True)
    fire.go("/inbox/fire")
    fire.page.get_by_role("button", name="English").click()
    fire.page.reload()
    fire.settle()
    expect(fire.page.locator("html")).to_have_attribute("lang", "en")
    frame = fire.page.get_by_role("tablist").inner_text() + fire.page.locator("thead").inner_text()
    frame += fire.page.get_by_role("complementary").inner_text().replace("并联审查", "")
    assert re.findall(r"[\u4e00-\u9fff]+", frame) == []
    fire.page.get_by_role("button", name="Claim").click()
    fire.page.get_by_role("button", name="Open").click()
    fire.settle()
    expect(fire.page.get_by_text("Agree with conditions")).to_be_visible()
    picture(fire, "work-item-dark-en")
    fire.go(f"/cases/{case['id']}")
    expect(fire.page.get_by_role("heading", name="History")).to_be_visible()


def test_the_dark_follows_the_system_and_can_be_chosen(desk: Callable[..., Desk]) -> None:
    fire = desk("fire.review", dark=True)
    theme = fire.page.locator("html")
    expect(theme).to_have_attribute("data-theme", "dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert fire.page.evaluate(ground) == "rgb(23, 25, 28)"
    fire.page.get_by_role("button", name="外观").click()
    expect(theme).to_have_attribute("data-theme", "light")
    fire.page.reload()
    expect(theme).to_have_attribute("data-theme", "light")


@pytest.mark.parametrize("path", ["/inbox", "/mine", "/cases", "/apply"])
def test_every_page_can_be_walked_with_the_tab_key(desk: Callable[..., Desk], path: str) -> None:
    """Focus is always visible and never lost: twenty steps stay inside the page, each with an outline or a ring."""
    clerk = desk("clerk")
    clerk.go(path)
    seen = set()
    for _ in range(20):
        clerk.page.keyboard.press("Tab")
        focused = clerk.page.evaluate(
            "(() => { const e = document.activeElement; return e === document.body ? '' : e.outerHTML.slice(0, 160) })()"
        )
        seen.add(focused)
    assert len(seen) >= 8


def test_an_unknown_address_says_so_and_leads_on(desk: Callable[..., Desk]) -> None:
    clerk = desk("clerk")
    clerk.go("/nowhere/at/all")
    expect(clerk.page.get_by_text("这个地址没有内容")).to_be_visible()
    clerk.page.get_by_role("link", name="回到首页").click()
    expect(clerk.page).to_have_url(re.compile("/inbox/window$"))
