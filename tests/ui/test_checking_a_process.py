"""The designer has a process checked: the fault is named, lies on the map, and the way to it is walked by hand."""

import re
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


def test_a_process_without_a_drawing_is_laid_out_and_its_fault_lies_at_its_element(
    desk: Callable[..., Desk], picture: Callable[[Desk, str], None], tmp_path: Path
) -> None:
    source = (EXAMPLES / "parallel-join-counts-flows" / "main.bpmn").read_text(encoding="utf-8")
    bare = re.sub(
        r"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", "", source.replace(MEANT, ""), flags=re.DOTALL
    )
    assert "BPMNShape" not in bare
    (tmp_path / "bare.bpmn").write_text(bare, encoding="utf-8")
    publisher = desk("publisher")
    publisher.go("/check")
    publisher.page.get_by_label("选择文件").set_input_files(tmp_path / "bare.bpmn")

    expect(publisher.page.get_by_text("自动布局：文件里没有图")).to_be_visible()
    for element in ("Begin", "Split", "Copy", "Seal", "Join", "Done"):
        expect(publisher.page.locator(f'.jb-map .djs-shape[data-element-id="{element}"]')).to_be_visible()
    publisher.page.get_by_role("button", name="流程会卡死").click()
    expect(publisher.page.locator('[data-element-id="Join"].jb-failed')).to_be_visible()
    way = publisher.page.get_by_role("group", name="怎么走到这里")
    way.get_by_role("button", name="上一步").click()
    expect(publisher.page.locator(".jb-running")).to_have_count(1)
    publisher.page.locator('.djs-shape[data-element-id="Done"]').click()
    expect(publisher.page.locator('[aria-current="true"]')).not_to_contain_text("流程会卡死")
    publisher.page.locator('.djs-shape[data-element-id="Join"]').click()
    expect(publisher.page.locator('[aria-current="true"]')).to_contain_text("Join")
    picture(publisher, "check-without-a-drawing")


def test_a_drawing_that_leaves_something_out_is_shown_and_says_so(
    desk: Callable[..., Desk], tmp_path: Path
) -> None:
    source = (EXAMPLES / "user-task" / "main.bpmn").read_text(encoding="utf-8")
    # a step that somebody wrote into the file by hand, below a drawing made before
    more = re.sub(r"(</(?:\w+:)?process>)", r'<bpmn:manualTask id="Undrawn" name="未画"/>\1', source, count=1)
    (tmp_path / "partial.bpmn").write_text(more, encoding="utf-8")
    publisher = desk("publisher")
    publisher.go("/check")
    publisher.page.get_by_label("选择文件").set_input_files(tmp_path / "partial.bpmn")
    expect(publisher.page.get_by_text("文件里的图没有画出 1 个环节")).to_be_visible()
    expect(publisher.page.locator(".jb-map .djs-shape")).not_to_have_count(0)


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
