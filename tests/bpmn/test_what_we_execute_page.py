"""The pages "What we execute" are exactly what the stories give, and a story that is wrong is refused by name."""

import json
from pathlib import Path
from typing import Any

import pytest
from story_outcomes import EXAMPLES, STORIES

from engine.bpmn.gallery import PAGES, read_stories, render
from engine.kernel.errors import InvalidInput

_ROOT = EXAMPLES.parents[1]
_STORY: dict[str, Any] = json.loads((EXAMPLES / "task" / "story.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", PAGES)
def test_the_page_is_the_one_the_stories_give(language: str) -> None:
    assert (_ROOT / PAGES[language]).read_text(encoding="utf-8") == render(STORIES, language), (
        "run python -m engine.bpmn.gallery"
    )


@pytest.mark.parametrize("language", PAGES)
def test_every_example_is_linked_once(language: str) -> None:
    page = render(STORIES, language)
    assert all(page.count(f"(../processes/examples/{story.name}/main.bpmn)") == 1 for story in STORIES)


@pytest.mark.parametrize(
    "change",
    [
        {"chapter": "unknown"},
        {"runs": []},
        {"title": {"en": "Task"}},
        {"runs": [{"name": "passes", "expect": {"state": "completed"}}]},
        {"runs": [{"name": "passes", "expect": {"state": "completed", "completed": [], "canceled": []}}]},
        {"surplus": 1},
    ],
    ids=["chapter", "no-run", "no-chinese-title", "nothing-expected", "misspelt-expectation", "unknown-key"],
)
def test_a_wrong_story_is_refused_and_named(tmp_path: Path, change: dict[str, Any]) -> None:
    folder = tmp_path / "task"
    folder.mkdir()
    (folder / "main.bpmn").write_bytes((EXAMPLES / "task" / "main.bpmn").read_bytes())
    (folder / "story.json").write_text(json.dumps(_STORY | change), encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"task/story\.json"):
        read_stories(tmp_path)


def test_a_story_that_is_no_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "task").mkdir()
    (tmp_path / "task" / "story.json").write_text("{", encoding="utf-8")
    with pytest.raises(InvalidInput, match="not JSON"):
        read_stories(tmp_path)
