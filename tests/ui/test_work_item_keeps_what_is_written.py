"""Nothing is lost on the work-item page: drafts save themselves, refusals stay at the field, conflicts leave the words."""

import re
from collections.abc import Callable

import pytest
from busy_office import permits
from desk import Desk
from playwright.sync_api import expect
from rest import Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STEP = "消防设计审查"


@pytest.fixture
def reviewing(desk: Callable[..., Desk], office: Office) -> tuple[Desk, dict[str, str]]:
    """The fire reviewer has claimed and opened their step of a case."""
    [case] = permits(office, 1)
    fire = desk("fire.review")
    fire.take_up(case["number"], STEP)
    return fire, case


def test_a_draft_saves_itself_and_is_there_again(reviewing: tuple[Desk, dict[str, str]]) -> None:
    fire, _ = reviewing
    fire.fill({"decision": "附条件同意", "opinion": "疏散宽度按 1.2 米复核。"})
    expect(fire.page.get_by_text(re.compile("已保存"))).to_be_visible()
    fire.page.reload()
    fire.settle()
    expect(fire.field("opinion").locator("textarea")).to_have_value("疏散宽度按 1.2 米复核。")
    expect(fire.field("conditions")).to_be_visible()
    expect(fire.page.get_by_role("button", name="提交：附条件同意")).to_be_visible()


def test_without_network_the_words_stay_and_are_saved_later(reviewing: tuple[Desk, dict[str, str]]) -> None:
    fire, _ = reviewing
    fire.page.context.set_offline(True)
    expect(fire.page.get_by_text("网络不通")).to_be_visible()
    fire.fill({"opinion": "断网时写下的意见。"})
    expect(fire.page.get_by_text("未能保存")).to_be_visible()
    fire.page.context.set_offline(False)
    expect(fire.page.get_by_text(re.compile("已保存"))).to_be_visible(timeout=15_000)
    expect(fire.page.get_by_text("网络不通")).to_have_count(0)


def test_what_is_missing_is_marked_at_its_field(reviewing: tuple[Desk, dict[str, str]]) -> None:
    fire, _ = reviewing
    fire.fill({"decision": "不同意"})
    fire.page.locator("footer").get_by_role("button", name="提交").click()
    expect(fire.field("opinion").get_by_role("alert")).to_have_text("请填写“审查意见”。")
    expect(fire.field("issues").get_by_role("alert").first).to_be_visible()
    expect(fire.field("opinion").locator("textarea")).to_be_focused()


def test_the_server_s_refusal_is_shown_at_its_field(
    reviewing: tuple[Desk, dict[str, str]], office: Office
) -> None:
    """The browser lets a hand-made form through; the server does not, and the words stay."""
    fire, _ = reviewing
    fire.fill({"decision": "同意", "opinion": "符合规定，同意。"})

    def shorten(route, request):  # type: ignore[no-untyped-def]
        body = request.post_data_json
        route.continue_(post_data={**body, "opinion": "短", "data": {**body["data"], "opinion": "短"}})

    fire.page.route("**/completion", shorten)
    fire.page.locator("footer").get_by_role("button", name="提交").click()
    expect(fire.field("opinion").get_by_role("alert")).to_be_visible()
    expect(fire.field("opinion").locator("textarea")).to_have_value("符合规定，同意。")


def test_turning_down_is_asked_back_with_its_consequence(reviewing: tuple[Desk, dict[str, str]]) -> None:
    fire, _ = reviewing
    issue = {"drawing": "建施-03", "clause": "GB 50016 第 5.5 条", "problem": "疏散宽度不足"}
    fire.fill({"decision": "不同意", "opinion": "疏散宽度不足，修改后复审。", "issues": [issue]})
    fire.page.locator("footer").get_by_role("button", name="提交").click()
    ask = fire.page.get_by_role("dialog")
    expect(ask).to_contain_text("意见记入办件历史，不能再修改")
    ask.get_by_role("button", name="取消").click()
    expect(fire.field("opinion").locator("textarea")).to_have_value("疏散宽度不足，修改后复审。")


def test_a_case_that_moved_on_leaves_the_words_on_the_page(
    reviewing: tuple[Desk, dict[str, str]], office: Office
) -> None:
    fire, case = reviewing
    fire.fill({"decision": "同意", "opinion": "符合规定，同意。"})
    office("clerk").post(f"/cases/{case['id']}/withdrawal", {"reason": "建设方案调整"})
    fire.page.locator("footer").get_by_role("button", name="提交").click()
    ask = fire.page.get_by_role("dialog", name="此件刚刚发生了变化")
    expect(ask).to_be_visible()
    ask.get_by_role("button", name="留在本页").click()
    expect(fire.field("opinion").locator("textarea")).to_have_value("符合规定，同意。")


def test_panes_move_by_keyboard_and_are_remembered(reviewing: tuple[Desk, dict[str, str]]) -> None:
    fire, _ = reviewing
    bar = fire.page.get_by_role("separator")
    before = int(bar.get_attribute("aria-valuenow") or 0)
    bar.press("ArrowRight")
    bar.press("ArrowRight")
    expect(bar).to_have_attribute("aria-valuenow", str(before + 4))
    fire.page.reload()
    expect(bar).to_have_attribute("aria-valuenow", str(before + 4))
