"""The designer has a process checked: the fault is named, lies on the map, and the way to it is walked by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest
from desk import Desk
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EXAMPLES = Path(__file__).parents[2] / "processes" / "examples"
MEANT = 'jb:lintIgnore="proof-deadlock proof-multiplied" jb:lintReason="示例演示汇合按顺序流计数，会停住"'


def test_a_fault_is_shown_on_the_map_and_walked_step_by_step(
    desk: Callable[..., Desk], picture: Callable[[Desk, str], None], tmp_path: Path
) -> None:
    source = (EXAMPLES / "parallel-join-counts-flows" / "main.bpmn").read_text(encoding="utf-8")
    assert MEANT in source
    (tmp_path / "stuck.bpmn").write_text(source.replace(MEANT, ""), encoding="utf-8")
    publisher = desk("publisher")
    publisher.page.get_by_role("link", name="检查流程").click()
    publisher.page.get_by_label("选择文件").set_input_files(tmp_path / "stuck.bpmn")

    fault = publisher.page.get_by_role("button", name="流程会卡死")
    expect(fault).to_be_visible()
    fault.click()
    way = publisher.page.get_by_role("group", name="怎么走到这里")
    expect(way.get_by_text("问题出在这里")).to_be_visible()
    expect(publisher.page.locator('[data-element-id="Join"].jb-failed')).to_be_visible()
    picture(publisher, "check-a-process")

    way.get_by_role("button", name="上一步").click()
    expect(way.get_by_text("步，共")).to_be_visible()
    expect(publisher.page.locator(".jb-running")).to_have_count(1)
    publisher.page.keyboard.press("ArrowRight")
    expect(way.get_by_text("问题出在这里")).to_be_visible()
    # this browser asks for less motion: nothing moves by itself, the whole way is shown
    way.get_by_role("slider").fill("0")
    way.get_by_role("button", name="播放").click()
    expect(way.get_by_text("问题出在这里")).to_be_visible()

    publisher.page.get_by_role("button", name="English").click()
    expect(publisher.page.get_by_role("heading", name="Check a process")).to_be_visible()
    expect(publisher.page.get_by_role("button", name="The process gets stuck")).to_be_visible()
    picture(publisher, "check-a-process-en")


def test_a_deployed_process_can_be_checked(
    desk: Callable[..., Desk], picture: Callable[[Desk, str], None]
) -> None:
    publisher = desk("publisher")
    publisher.go("/check")
    chooser = publisher.page.get_by_label("已部署的流程")
    chooser.select_option(index=1)
    expect(publisher.page.get_by_role("region", name="检查结果")).to_be_visible()
    expect(publisher.page.get_by_role("button", name="错误")).to_have_count(0)
    picture(publisher, "check-a-deployed-process")


def test_who_may_not_check_is_not_offered_it(desk: Callable[..., Desk]) -> None:
    clerk = desk("clerk")
    expect(clerk.page.get_by_role("link", name="办件查询")).to_be_visible()
    expect(clerk.page.get_by_role("link", name="检查流程")).to_have_count(0)
