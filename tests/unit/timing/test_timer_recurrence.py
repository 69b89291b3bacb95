"""When a timer is due next."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.kernel.errors import InvalidInput
from engine.timing import CHINA_TIME, Duration, TimerSpec, next_due, parse_timer

ARMED = datetime(2026, 3, 2, 9, tzinfo=CHINA_TIME)


def firings(text: str, count: int = 10) -> list[str]:
    spec = parse_timer(text, zone=CHINA_TIME)
    assert spec is not None
    found = []
    while len(found) < count and (at := next_due(spec, ARMED, len(found))) is not None:
        found.append(at.strftime("%m-%dT%H:%M"))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2026-03-05T10:00", ["03-05T10:00"], id="date"),
        pytest.param("2020-03-05T10:00", ["03-05T10:00"], id="past-date-is-due-at-once"),
        pytest.param("PT90M", ["03-02T10:30"], id="duration"),
        pytest.param("R3/PT1H", ["03-02T10:00", "03-02T11:00", "03-02T12:00"], id="cycle"),
        pytest.param("R2/2026-03-02T18:00/P1D", ["03-02T18:00", "03-03T18:00"], id="starts-at-its-start"),
        pytest.param("R2/2026-03-02T09:00/P1D", ["03-02T09:00", "03-03T09:00"], id="start-is-now"),
        pytest.param(
            "R4/2026-03-01T08:00/P1D", ["03-03T08:00", "03-04T08:00"], id="missed-ones-use-up-repetitions"
        ),
        pytest.param("R2/2020-01-01T00:00/P1D", [], id="all-missed"),
        pytest.param("R/PT2H/2026-03-02T13:30", ["03-02T11:00", "03-02T13:00"], id="until-its-end"),
        pytest.param(
            "R4/2026-03-31T00:00/P1M",
            ["03-31T00:00", "04-30T00:00", "05-31T00:00", "06-30T00:00"],
            id="month-ends",
        ),
    ],
)
def test_firings_of(text: str, expected: list[str]) -> None:
    assert firings(text) == expected


def test_an_old_endless_cycle_skips_to_now_without_walking() -> None:
    spec = parse_timer("R/1990-01-01T00:00:00/PT0.001S", zone=CHINA_TIME)
    assert spec is not None
    assert next_due(spec, ARMED, 0) == ARMED


def test_a_cycle_ends_with_the_years_that_exist() -> None:
    spec = TimerSpec("cycle", datetime(9990, 1, 1, tzinfo=CHINA_TIME), None, Duration(months=60), None)
    assert next_due(spec, ARMED, 1) == datetime(9995, 1, 1, tzinfo=CHINA_TIME)
    assert next_due(spec, ARMED, 2) is None


def test_a_negative_count_and_a_timer_without_duration_are_refused() -> None:
    with pytest.raises(InvalidInput):
        next_due(TimerSpec("date", ARMED), ARMED, -1)
    with pytest.raises(InvalidInput):
        next_due(TimerSpec("duration"), ARMED)


def test_a_timer_is_not_armed_at_a_naive_instant() -> None:
    spec = parse_timer("R/2026-03-01T00:00Z/P1D")
    assert spec is not None
    with pytest.raises(InvalidInput, match="zone"):
        next_due(spec, ARMED.replace(tzinfo=None))


cycles = st.builds(
    TimerSpec,
    st.just("cycle"),
    st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(CHINA_TIME)),  # noqa: DTZ001 - bounds are naive by hypothesis' rule
    st.none(),
    st.builds(Duration, st.integers(0, 30), st.timedeltas(timedelta(seconds=1), timedelta(days=90))),
    st.none() | st.integers(1, 50),
)


@given(cycles)
def test_firings_move_forwards_and_never_exceed_the_repetitions(spec: TimerSpec) -> None:
    found = []
    while len(found) < 60 and (at := next_due(spec, ARMED, len(found))) is not None:
        found.append(at)
    assert all(a < b for a, b in pairwise(found))
    assert all(at >= ARMED for at in found)
    assert spec.repetitions is None or len(found) <= spec.repetitions
