"""Nothing that we promise is without an example, and no example is without a promise."""

import pytest
from declared_constructs import CONSTRUCTS
from story_outcomes import STORIES

_NAMES = {story.name for story in STORIES}


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_a_construct_has_its_examples(construct: str) -> None:
    assert set(CONSTRUCTS[construct]) <= _NAMES


def test_every_example_belongs_to_a_construct() -> None:
    promised = {name for names in CONSTRUCTS.values() for name in names}
    assert promised == _NAMES
