"""Timer literals: dates, durations, cycles; everything else is left for FEEL."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.kernel.errors import InvalidInput
from engine.timing import CHINA_TIME, Duration, TimerSpec, parse_instant, parse_timer, timer_of

NOON = datetime(2026, 3, 1, 12, tzinfo=CHINA_TIME)
HOUR = Duration(exact=timedelta(hours=1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2026-03-01T12:00:00+08:00", TimerSpec("date", NOON), id="date-time"),
        pytest.param("2026-03-01T04:00Z", TimerSpec("date", NOON), id="utc-without-seconds"),
        pytest.param("2026-03-01T12:00:00", TimerSpec("date", NOON), id="naive-in-the-given-zone"),
        pytest.param("2026-03-01T12:00:00+08:00[Asia/Shanghai]", TimerSpec("date", NOON), id="named-zone"),
        pytest.param("2026-03-01", TimerSpec("date", NOON - timedelta(hours=12)), id="bare-date"),
        pytest.param("20260301T120000+0800", TimerSpec("date", NOON), id="basic-format"),
        pytest.param("20260301T0400Z", TimerSpec("date", NOON), id="basic-format-in-utc"),
        pytest.param(
            "R3/20260301T120000/PT1H", TimerSpec("cycle", NOON, None, HOUR, 3), id="cycle-in-basic-format"
        ),
        pytest.param("2026-02-28T24:00:00", TimerSpec("date", NOON - timedelta(hours=12)), id="end-of-day"),
        pytest.param(" PT1H ", TimerSpec("duration", duration=HOUR), id="duration"),
        pytest.param("P1Y", TimerSpec("duration", duration=Duration(12)), id="months"),
        pytest.param("R3/PT1H", TimerSpec("cycle", duration=HOUR, repetitions=3), id="cycle"),
        pytest.param("R/PT1H", TimerSpec("cycle", duration=HOUR, repetitions=None), id="for-ever"),
        pytest.param(
            "R-1/PT1H", TimerSpec("cycle", duration=HOUR, repetitions=None), id="for-ever-as-minus-one"
        ),
        pytest.param(
            "R3/2026-03-01T12:00/PT1H", TimerSpec("cycle", NOON, None, HOUR, 3), id="cycle-with-start"
        ),
        pytest.param(
            "R/PT1H/2026-03-01T12:00", TimerSpec("cycle", None, NOON, HOUR, None), id="cycle-until-an-end"
        ),
        pytest.param(
            "R2/2026-03-01T12:00/2026-03-01T13:00",
            TimerSpec("cycle", NOON, None, HOUR, 2),
            id="start-and-end",
        ),
    ],
)
def test_literals_are_read(text: str, expected: TimerSpec) -> None:
    assert parse_timer(text, zone=CHINA_TIME) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "deadline", "P", "Plan", "PT5X", "duration(\"PT1H\")", "now() + duration(\"P1D\")", "R", "R3", "R/x", "R3/x/y",
        "a/b", "2026", "2026-3-1", "5", "=PT1H", "R3/PT1H/PT2H/PT3H", "x" * 5000, "PT1H\x00", "10:00:00",
    ],
)  # fmt: skip
def test_other_text_is_left_for_feel(text: str) -> None:
    assert parse_timer(text, zone=CHINA_TIME) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-02-30", "date-invalid"),
        ("2026-13-01T00:00Z", "date-invalid"),
        ("2026-03-01T25:00Z", "date-invalid"),
        ("2026-03-01T24:01Z", "date-invalid"),
        ("9999-12-31T24:00Z", "date-invalid"),
        ("2026-03-01T10:00+20:00", "zone-unknown"),
        ("2026-03-01T10:00[Mars/Base]", "zone-unknown"),
        ("2026-03-01T10:00[../../etc/passwd]", None),
        ("-PT1H", "timer-invalid"),
        ("R0/PT1H", "timer-invalid"),
        ("R99999999/PT1H", "timer-invalid"),
        ("R/PT0S", "timer-invalid"),
        ("R/-PT1H", "timer-invalid"),
        ("R3/2026-03-01", "timer-invalid"),
        ("R3/PT1H/PT2H", "timer-invalid"),
        ("R3/2026-03-02/2026-03-01", "timer-invalid"),
        ("2026-03-01/PT1H", "timer-invalid"),
        ("PT1.5H2M", "duration-invalid"),
        ("P5000Y", "duration-invalid"),
    ],
)
def test_a_literals_shape_with_impossible_values_is_refused(text: str, code: str | None) -> None:
    if code is None:
        assert parse_timer(text, zone=CHINA_TIME) is None
        return
    with pytest.raises(InvalidInput) as caught:
        parse_timer(text, zone=CHINA_TIME)
    assert caught.value.stable_code == code


@pytest.mark.parametrize("text", ["2026-03-01", "2026-03-01T12:00", "R/2026-03-01/P1D"])
def test_no_zone_is_guessed(text: str) -> None:
    with pytest.raises(InvalidInput, match="time zone") as caught:
        parse_timer(text)
    assert caught.value.stable_code == "zone-missing"


@given(st.text(max_size=200))
def test_any_text_is_a_literal_or_left_or_refused_on_purpose(text: str) -> None:
    with suppress(InvalidInput):
        found = parse_timer(text, zone=CHINA_TIME)
        assert found is None or found.kind in ("date", "duration", "cycle")


@given(st.datetimes(timezones=st.sampled_from([UTC, CHINA_TIME, timezone(-timedelta(hours=3, minutes=30))])))
def test_pythons_own_iso_text_reads_back(instant: datetime) -> None:
    assert parse_instant(instant.isoformat()) == instant


class Nanoseconds:
    """Stands for a duration finer than a microsecond."""

    nanoseconds = 3_600_000_000_001


class ZonedTime:
    """Stands for a date-time that keeps the name of its zone."""

    year = 2026

    def __str__(self) -> str:
        return "2026-03-01T12:00:00@Asia/Shanghai"


class YearsAndMonths:
    """Stands for any years-months duration: what counts is `months`."""

    months = 3


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("PT1H", TimerSpec("duration", duration=HOUR), id="text"),
        pytest.param(NOON, TimerSpec("date", NOON), id="instant"),
        pytest.param(date(2026, 3, 1), TimerSpec("date", NOON - timedelta(hours=12)), id="date"),
        pytest.param(NOON.replace(tzinfo=None), TimerSpec("date", NOON), id="naive-instant"),
        pytest.param(timedelta(hours=1), TimerSpec("duration", duration=HOUR), id="timedelta"),
        pytest.param(-timedelta(hours=1), TimerSpec("duration", duration=HOUR.times(-1)), id="already-past"),
        pytest.param(YearsAndMonths(), TimerSpec("duration", duration=Duration(3)), id="years-months"),
        pytest.param(Nanoseconds(), TimerSpec("duration", duration=HOUR), id="nanoseconds"),
        pytest.param(ZonedTime(), TimerSpec("date", NOON), id="named-zone"),
        pytest.param(HOUR, TimerSpec("duration", duration=HOUR), id="duration"),
        pytest.param(TimerSpec("date", NOON), TimerSpec("date", NOON), id="spec"),
    ],
)
def test_computed_values_become_timers(value: object, expected: TimerSpec) -> None:
    assert timer_of(value, zone=CHINA_TIME) == expected


@pytest.mark.parametrize("value", [None, 5, True, "soon", [], {}, YearsAndMonths], ids=repr)
def test_other_values_are_refused(value: object) -> None:
    with pytest.raises(InvalidInput, match="not a date, a duration or a cycle") as caught:
        timer_of(value, zone=CHINA_TIME)
    assert caught.value.stable_code == "timer-invalid"


def test_a_naive_value_needs_a_zone() -> None:
    with pytest.raises(InvalidInput, match="time zone"):
        timer_of(NOON.replace(tzinfo=None))
