"""When a failed call is made again."""

from datetime import timedelta

import pytest

from engine.jobs.retry import retry_delay


@pytest.mark.parametrize(
    ("failures", "chance", "seconds"),
    [
        (1, 0.0, 2),
        (2, 0.0, 8),
        (3, 0.0, 32),
        (5, 0.0, 512),
        (6, 0.0, 1800),
        (100, 0.0, 1800),
        (1, 1.0, 1),
        (3, 0.5, 24),
        (6, 1.0, 900),
    ],
)
def test_the_delay_grows_to_half_an_hour_and_chance_takes_away_up_to_half(
    failures: int, chance: float, seconds: float
) -> None:
    assert retry_delay(failures, chance) == timedelta(seconds=seconds)
