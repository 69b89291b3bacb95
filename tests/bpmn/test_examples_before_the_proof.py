"""The proof answers about every example, and finds nothing wrong except where the example shows just that."""

import pytest
from story_outcomes import STORIES

from engine.bpmn import read_program
from engine.bpmn.gallery import Story
from engine.bpmn.proof import prove

# what these examples show on purpose
_SEVERAL_TOKENS = {
    "parallel-join-counts-flows",
    "implicit-merge",
    "exclusive-merge",
    "completion-quantity",
    "signal-to-own-boundary",
}
_STUCK = {"parallel-join-counts-flows"}
_FAILS = {"end-error-uncaught"}
_ALLOWED = {
    "proof-multiplied": _SEVERAL_TOKENS,
    "proof-deadlock": _STUCK,
    "proof-uncaught-error": _FAILS,
}


@pytest.mark.parametrize("story", STORIES, ids=[story.name for story in STORIES])
def test_the_proof_finds_nothing_that_is_not_meant(story: Story) -> None:
    proof = prove(read_program({"main.bpmn": story.source}), max_seconds=5)
    assert proof.decided, proof.because
    flaws = {flaw.as_dict()["rule"] for flaw in proof.flaws}
    assert flaws <= {rule for rule, names in _ALLOWED.items() if story.name in names}


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("implicit-merge", "proof-multiplied"),
        ("exclusive-merge", "proof-multiplied"),
        ("parallel-join-counts-flows", "proof-deadlock"),
        ("end-error-uncaught", "proof-uncaught-error"),
    ],
)
def test_the_proof_sees_what_an_example_shows_on_purpose(name: str, rule: str) -> None:
    story = next(story for story in STORIES if story.name == name)
    proof = prove(read_program({"main.bpmn": story.source}))
    assert rule in {flaw.as_dict()["rule"] for flaw in proof.flaws}
