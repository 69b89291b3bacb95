"""A served sample installation for every story: the same data that `make run` loads, once on each database."""

from collections.abc import Iterator

import pytest
from rest import Office

from api.app import create_app
from engine.assembly import Platform
from engine.seed import load


@pytest.fixture
def sample(platform: Platform) -> Platform:
    """The platform with everything that `jingban seed` loads."""
    load(platform)
    return platform


@pytest.fixture
def office(sample: Platform) -> Iterator[Office]:
    """Everybody at the REST door."""
    yield Office(create_app(sample), sample)
