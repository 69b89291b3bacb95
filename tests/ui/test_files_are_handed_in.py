"""A file field at the screen: chosen by keyboard or drop, uploaded at once, told in place when that fails, read again later."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from busy_office import application
from desk import Desk
from playwright.sync_api import expect
from rest import Office

from engine.assembly import Platform
from engine.catalogue.publish import PublishItem
from engine.definitions.deploy import Deploy
from engine.dispatch import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RECORDING = {
    "name": "勘验录像截图.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4 " + b"x" * 300_000,
}
WORDS = "现场与图纸一致，出入口净宽符合要求。"
PLAN_FORM = {
    "key": "test_plan",
    "title": {"zh-CN": "施工方案备案", "en": "Construction plan"},
    "fields": [
        {"key": "summary", "type": "text", "title": {"zh-CN": "方案摘要", "en": "Summary"}, "required": True},
        {
            "key": "plan",
            "type": "file",
            "title": {"zh-CN": "施工方案", "en": "Plan"},
            "help": {"zh-CN": "加盖公章的扫描件。", "en": "A scan with the seal."},
            "required": True,
            "accept": ["application/pdf"],
            "max_mb": 10,
        },
        {
            "key": "parts",
            "type": "list",
            "title": {"zh-CN": "分部工程", "en": "Parts"},
            "fields": [
                {"key": "part", "type": "text", "title": {"zh-CN": "名称", "en": "Name"}, "required": True},
                {"key": "drawing", "type": "file", "title": {"zh-CN": "图纸", "en": "Drawing"}},
            ],
        },
    ],
}


@pytest.fixture
def visiting(desk: Callable[..., Desk], office: Office) -> tuple[Desk, dict[str, Any]]:
    """A reviewer has opened the record of a video visit, which asks for the recording."""
    body = {**application("construction_permit"), "item": "construction-permit"}
    case = office("clerk").post("/cases", body, expect=201)
    office("clerk").work(case, "Intake", identity_checked=True, materials_counted=9, contact_preference="sms")
    office("housing.review").work(case, "Material_Review", "accept", review_plan=["site_visit"])
    item = office("housing.review").items(case, "Site_Visit")[0]
    office("housing.review").post(f"/work-items/{item['id']}/claim")
    reviewer = desk("housing.review")
    reviewer.go(f"/work-items/{item['id']}")
    found = {"subject": "施工现场出入口", "conforms": True}
    reviewer.fill(
        {
            "visited_on": str(date(2026, 3, 2)),
            "visit_method": "视频勘验",
            "findings": [found],
            "decision": "合格",
            "opinion": WORDS,
        }
    )
    return reviewer, item


def choose(one: Desk, key: str, file: dict[str, Any]) -> None:
    """Open the file dialogue with the keyboard and choose."""
    button = (
        one.field(key)
        .get_by_role("button", name="选择文件")
        .or_(one.field(key).get_by_role("button", name="更换"))
    )
    with one.page.expect_file_chooser() as dialogue:
        button.press("Enter")
    dialogue.value.set_files(file)  # type: ignore[arg-type]


def test_a_required_file_of_a_step_is_handed_in_and_the_step_completed(
    visiting: tuple[Desk, dict[str, Any]], picture: Callable[[Desk, str], None]
) -> None:
    reviewer, item = visiting
    recording, page = reviewer.field("recording"), reviewer.page
    page.locator("footer").get_by_role("button", name="提交").click()
    expect(recording.get_by_role("alert")).to_have_text("请提交“勘验照片或者录像”。")
    picture(reviewer, "file-missing")

    choose(reviewer, "recording", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"x"})
    expect(recording.get_by_role("alert")).to_contain_text("仅接受")

    page.context.set_offline(True)
    choose(reviewer, "recording", RECORDING)
    expect(recording.get_by_role("alert")).to_contain_text("网络不通")
    expect(reviewer.field("opinion").locator("textarea")).to_have_value(WORDS)
    picture(reviewer, "file-failed")
    page.context.set_offline(False)
    recording.get_by_role("button", name="重新上传").click()
    link = recording.get_by_role("link", name="勘验录像截图.pdf")
    expect(link).to_be_visible()
    expect(recording).to_contain_text("293 KB")
    expect(page.get_by_role("list", name="材料清单")).to_contain_text("勘验照片或者录像")

    choose(reviewer, "recording", {**RECORDING, "name": "勘验照片.pdf"})
    expect(recording.get_by_role("link", name="勘验照片.pdf")).to_be_visible()
    expect(page.get_by_text("已保存")).to_be_visible()
    picture(reviewer, "file-held")
    reviewer.settle()
    page.reload()
    expect(recording.get_by_role("link", name="勘验照片.pdf")).to_be_visible()
    reviewer.submit()

    reviewer.go(f"/work-items/{item['id']}")
    link = reviewer.field("recording").get_by_role("link", name="勘验照片.pdf")
    kept = page.request.get(str(link.get_attribute("href")))
    assert kept.body() == RECORDING["buffer"]
    picture(reviewer, "file-read")


def test_files_of_an_application_go_with_it_in_rows_too(
    desk: Callable[..., Desk], office: Office, platform: Platform, picture: Callable[[Desk, str], None]
) -> None:
    platform.execute(Deploy({"plan.json": json.dumps(PLAN_FORM).encode()}, "test"), SYSTEM)
    items = json.loads((Path(__file__).parents[2] / "engine/seed/data/items.json").read_text("utf-8"))
    sample = next(each for each in items if each["code"] == "construction-permit")
    name = {"zh-CN": "施工方案备案", "en": "Construction plan"}
    platform.execute(PublishItem({**sample, "code": "test-plan", "name": name, "form": "test_plan"}), SYSTEM)
    clerk = desk("clerk")
    clerk.go("/apply/item/test-plan")
    about = {"name": "长春启明仓储有限公司", "uscc": "91220101MA0TE5T080"}
    clerk.fill(
        {**about, "contact_name": "赵启明", "contact_phone": "13812345678", "summary": "一号库施工方案"}
    )
    clerk.page.get_by_role("button", name="登记", exact=True).click()
    expect(clerk.field("plan").get_by_role("alert")).to_have_text("请提交“施工方案”。")
    choose(clerk, "plan", {**RECORDING, "name": "施工方案.pdf"})
    clerk.fill({"parts": [{"part": "地基"}, {"part": "主体"}]})
    for at, file in enumerate(("地基.dwg", "主体.dwg")):
        choose(clerk, f"parts.{at}.drawing", {"name": file, "mimeType": "", "buffer": file.encode()})
    expect(clerk.field("parts.1.drawing")).to_contain_text("主体.dwg")
    picture(clerk, "file-application")
    clerk.page.get_by_role("button", name="登记", exact=True).click()
    expect(clerk.page.get_by_text("申请已登记")).to_be_visible()
    picture(clerk, "file-receipt")

    [case] = office("clerk").get("/cases")["items"]
    kept = office("clerk").get(f"/cases/{case['id']}/materials")["items"]
    assert [(each["key"], each["title"], each["file_name"]) for each in kept] == [
        ("parts.0.drawing", "图纸 1", "地基.dwg"),
        ("parts.1.drawing", "图纸 2", "主体.dwg"),
        ("plan", "施工方案", "施工方案.pdf"),
    ]
