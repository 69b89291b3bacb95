"""ISO 8601 durations: reading, canonical text, arithmetic and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.kernel.errors import InvalidInput
from engine.timing import CHINA_TIME, Duration, parse_duration


@pytest.mark.parametrize(
    ("text", "months", "exact"),
    [
        ("P1Y2M", 14, timedelta()),
        ("P3D", 0, timedelta(days=3)),
        ("P2W", 0, timedelta(days=14)),
        ("PT10M", 0, timedelta(minutes=10)),
        ("P1Y2M10DT2H30M5S", 14, timedelta(days=10, hours=2, minutes=30, seconds=5)),
        ("P1M", 1, timedelta()),
        ("PT0.5S", 0, timedelta(milliseconds=500)),
        ("PT1,5H", 0, timedelta(minutes=90)),
        ("P0.5D", 0, timedelta(hours=12)),
        ("-PT1H", 0, -timedelta(hours=1)),
        ("-P1Y", -12, timedelta()),
        ("+P1D", 0, timedelta(days=1)),
        ("PT0S", 0, timedelta()),
        ("P1W2D", 0, timedelta(days=9)),
        ("PT36H", 0, timedelta(hours=36)),
    ],
)
def test_durations_are_read(text: str, months: int, exact: timedelta) -> None:
    assert parse_duration(text) == Duration(months, exact)


@pytest.mark.parametrize(
    "text",
    [
        "", "P", "PT", "P1", "1D", "P1DT", "PT1D", "P1H", "P-1D", "P1.5Y", "P1.5M", "PT1.5H2M", "p1d", "P1D ",
        "P1001Y", "P99999999999D", "PT0.0000001S", "P" + "1" * 200 + "D", "P١D", "P1M1Y", "P1D\n",
    ],
)  # fmt: skip
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_duration(text)
    assert caught.value.stable_code == "duration-invalid"


durations = st.builds(
    lambda sign, months, micros: Duration(sign * months, sign * timedelta(microseconds=micros)),
    st.sampled_from([1, -1]),
    st.integers(0, 12_000),
    st.integers(0, 10**15),
)


@given(durations)
def test_text_reads_back_as_the_same_duration(duration: Duration) -> None:
    assert parse_duration(str(duration)) == duration


@pytest.mark.parametrize(
    ("start", "text", "expected"),
    [
        ("2026-01-31T10:00+08:00", "P1M", "2026-02-28T10:00+08:00"),
        ("2028-01-31T10:00+08:00", "P1M", "2028-02-29T10:00+08:00"),
        ("2026-03-31T10:00+08:00", "-P1M", "2026-02-28T10:00+08:00"),
        ("2024-02-29T00:00+08:00", "P1Y", "2025-02-28T00:00+08:00"),
        ("2026-01-31T10:00+08:00", "P1M1D", "2026-03-01T10:00+08:00"),
        ("2026-12-31T23:30+08:00", "PT1H", "2027-01-01T00:30+08:00"),
        ("2026-01-15T00:00+08:00", "-P13M", "2024-12-15T00:00+08:00"),
    ],
)
def test_months_move_first_and_stop_at_a_short_months_end(start: str, text: str, expected: str) -> None:
    assert parse_duration(text).after(datetime.fromisoformat(start)) == datetime.fromisoformat(expected)


def test_the_result_stays_in_the_zone_of_the_start() -> None:
    assert parse_duration("PT1H").after(datetime(2026, 3, 2, 9, tzinfo=CHINA_TIME)).tzinfo is CHINA_TIME


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(InvalidInput, match="zone"):
        Duration(1).after(datetime(2026, 3, 2))  # noqa: DTZ001 - the refusal of exactly this is under test


@pytest.mark.parametrize("text", ["P1000Y", "-P1000Y"])
def test_leaving_the_years_python_knows_is_refused(text: str) -> None:
    start = datetime(9500, 1, 1, tzinfo=UTC) if text[0] == "P" else datetime(500, 1, 1, tzinfo=UTC)
    with pytest.raises(InvalidInput, match="outside the years"):
        parse_duration(text).after(start)
