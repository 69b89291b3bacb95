"""Writes the page "What we execute" from the stories, in English and Chinese. It says nothing that no story shows."""

from collections.abc import Iterable, Mapping

from engine.bpmn.gallery.stories import CHAPTERS, Story

PAGES: Mapping[str, str] = {"en": "docs/what-we-execute.md", "zh-CN": "docs/what-we-execute.zh-CN.md"}

_CHAPTER_TITLES: Mapping[str, Mapping[str, str]] = {
    "gateways": {"en": "Gateways and flows", "zh-CN": "网关与顺序流"},
    "activities": {"en": "Activities", "zh-CN": "活动"},
    "data": {"en": "Data", "zh-CN": "数据"},
    "start-events": {"en": "Start events", "zh-CN": "开始事件"},
    "intermediate-events": {"en": "Intermediate events", "zh-CN": "中间事件"},
    "boundary-events": {"en": "Boundary events", "zh-CN": "边界事件"},
    "end-events": {"en": "End events", "zh-CN": "结束事件"},
    "event-sub-processes": {"en": "Event sub-processes", "zh-CN": "事件子流程"},
    "compensation": {"en": "Compensation and transactions", "zh-CN": "补偿与事务"},
    "correlation": {"en": "Messages, signals and correlation", "zh-CN": "消息、信号与关联"},
}
_HEADS: Mapping[str, str] = {
    "en": """# What we execute

Every construct of BPMN 2.0.2 (OMG formal/2013-12-09) that runs here, each with a small diagram and a story that the test suite
plays: {stories} diagrams, {runs} runs. The clause is where the standard says what must happen. Where it leaves a choice,
[BPMN](bpmn.md) states our reading; what it forbids is refused or found by the [lint](lint/README.md).

Written by `python -m engine.bpmn.gallery` from `processes/examples/*/story.json`; change the stories, not this page.
""",
    "zh-CN": """# 我们执行什么

这里能运行的每一种 BPMN 2.0.2（OMG formal/2013-12-09）构造，各有一张小图和一则故事，测试逐一演练：共 {stories} 张图、
{runs} 次运行。“条款”是标准规定其行为之处。标准留有余地的，我们的读法见 [BPMN](bpmn.md)；标准禁止的，读取时拒绝，或由
[检查规则](lint/README.md)指出。

本页由 `python -m engine.bpmn.gallery` 依 `processes/examples/*/story.json` 写成；要改请改故事，不改本页。
""",
}
_COLUMNS: Mapping[str, str] = {
    "en": "| Construct | Clause | Runs | What it shows |\n|---|---|---|---|",
    "zh-CN": "| 构造 | 条款 | 运行 | 说明 |\n|---|---|---|---|",
}


def render(stories: Iterable[Story], language: str) -> str:
    """The whole page in one language: a table for each chapter, a row for each story."""
    told = list(stories)
    parts = [_HEADS[language].format(stories=len(told), runs=sum(len(story.runs) for story in told))]
    for chapter in CHAPTERS:
        rows = [_row(story, language) for story in told if story.chapter == chapter]
        if rows:
            parts.append(
                "\n".join([f"## {_CHAPTER_TITLES[chapter][language]}", "", _COLUMNS[language], *rows, ""])
            )
    return "\n".join(parts)


def _row(story: Story, language: str) -> str:
    link = f"[{story.title[language]}](../processes/examples/{story.name}/main.bpmn)"
    clause = story.clause.removeprefix("BPMN 2.0.2 ")
    runs = ", ".join(f"`{run.name}`" for run in story.runs)
    return f"| {link} | {clause} | {runs} | {story.shows[language]} |"
