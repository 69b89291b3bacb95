"""The approval office as a fixture, on both databases."""

import pytest
from approvals import Desk

from engine.assembly import Platform


@pytest.fixture
def desk(platform: Platform) -> Desk:
    """An office with the joint review deployed and published."""
    return Desk(platform)
