"""The proof answers about every example, and finds nothing wrong except where the example says that it shows just that."""

import pytest
from story_outcomes import STORIES

from engine.bpmn import read_program
from engine.bpmn.gallery import Story
from engine.bpmn.proof import prove
from engine.bpmn.proof.ignoring import apply_wishes, wishes_of


@pytest.mark.parametrize("story", STORIES, ids=[story.name for story in STORIES])
def test_the_proof_finds_nothing_that_is_not_meant(story: Story) -> None:
    proof = prove(read_program({"main.bpmn": story.source}), max_seconds=5)
    assert proof.decided, proof.because
    left = [
        found for found in apply_wishes(proof.findings, wishes_of(story.source)) if found.severity != "info"
    ]
    assert left == []


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("implicit-merge", "proof-multiplied"),
        ("exclusive-merge", "proof-multiplied"),
        ("parallel-join-counts-flows", "proof-deadlock"),
        ("end-error-uncaught", "proof-uncaught-error"),
        ("end-terminate", "proof-improper-end"),
        ("catch-message", "proof-wait-without-way-out"),
    ],
)
def test_the_proof_sees_what_an_example_shows_on_purpose(name: str, rule: str) -> None:
    story = next(story for story in STORIES if story.name == name)
    proof = prove(read_program({"main.bpmn": story.source}))
    assert rule in {finding.rule for finding in proof.findings}
    assert f'"{rule}' in story.source.decode() or f" {rule}" in story.source.decode()
