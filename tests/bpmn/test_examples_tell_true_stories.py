"""Every example does what its story says and lints without an error."""

import pytest
from story_outcomes import STORIES, outcome, play, wanted

from engine.bpmn.gallery import Story, StoryRun
from engine.bpmn.lint import lint

every_story = pytest.mark.parametrize("story", STORIES, ids=[story.name for story in STORIES])
every_run = pytest.mark.parametrize(
    ("story", "run"),
    [(story, run) for story in STORIES for run in story.runs],
    ids=[f"{story.name}:{run.name}" for story in STORIES for run in story.runs],
)


@every_run
def test_a_run_does_what_its_story_says(story: Story, run: StoryRun) -> None:
    assert outcome(play(story, run), run.expect) == wanted(run.expect)


@every_story
def test_the_names_of_runs_are_their_own(story: Story) -> None:
    assert len({run.name for run in story.runs}) == len(story.runs)


@every_story
def test_an_example_lints_without_errors(story: Story) -> None:
    found = [finding for finding in lint(story.source) if finding.severity == "error"]
    assert found == []
