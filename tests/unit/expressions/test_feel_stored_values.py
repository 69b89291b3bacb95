"""The stored form of values: exactly what is written, what is refused, and the attributes of our own values."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from engine.expressions import Function, Range, compile_expression, from_json, to_json, to_plain_json
from engine.expressions.temporal.values import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from engine.kernel.errors import InvalidInput, LimitExceeded


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (None, None),
        (True, True),
        ("x", "x"),
        (5, 5),
        (Decimal(5), 5),
        (Decimal("-5"), -5),
        (Decimal("5.0"), {"@": "number", "v": "5.0"}),
        (Decimal("0.1"), {"@": "number", "v": "0.1"}),
        (Decimal(2**53), {"@": "number", "v": "9007199254740992"}),
        (0.5, {"@": "number", "v": "0.5"}),
        (2**60, {"@": "number", "v": "1152921504606846976"}),
        ((1, "a"), [1, "a"]),
        ({"a": {"b": [1]}}, {"a": {"b": [1]}}),
        ({"@": 1}, {"@": "context", "v": {"@": 1}}),
        (date(2026, 3, 1), {"@": "date", "v": "2026-03-01"}),
        (time(9, 30), {"@": "time", "v": "09:30:00"}),
        (datetime(2026, 3, 1, 9, tzinfo=UTC), {"@": "date and time", "v": "2026-03-01T09:00:00Z"}),
        (
            datetime(2026, 3, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai")),
            {"@": "date and time", "v": "2026-03-01T09:00:00@Asia/Shanghai"},
        ),
        (timedelta(days=1, hours=2), {"@": "days and time duration", "v": "P1DT2H"}),
        (YearsMonthsDuration(14), {"@": "years and months duration", "v": "P1Y2M"}),
        (Date(-44, 3, 15), {"@": "date", "v": "-0044-03-15"}),
        (Range(Decimal(1), None, True, False), {"@": "range", "v": "[1..)", "start": 1, "end": None}),
        (float("nan"), None),
        (Decimal("Infinity"), None),
    ],
    ids=repr,
)
def test_a_value_is_stored_as(value, stored):
    assert to_json(value) == stored


@pytest.mark.parametrize(
    "stored",
    [
        {"@": "unknown", "v": "x"},
        {"@": "date", "v": "2026-02-30"},
        {"@": "date", "v": 5},
        {"@": "date"},
        {"@": "number", "v": "NaN"},
        {"@": "number", "v": "abc"},
        {"@": "context", "v": [1]},
        {"@": ["date"], "v": "2026-03-01"},
        {"@": "days and time duration", "v": "P"},
        {"@": "number", "v": "1" * 20_000},
        [object()],
    ],
    ids=lambda stored: "an object" if isinstance(stored, list) else repr(stored)[:60],
)
def test_a_stored_form_that_means_nothing_is_refused(stored):
    with pytest.raises(InvalidInput):
        from_json(stored)


def test_a_function_cannot_be_stored():
    with pytest.raises(InvalidInput, match="function"):
        to_json({"f": Function("f", (), lambda: 1)})


@pytest.mark.parametrize("convert", [to_json, from_json, to_plain_json])
def test_a_value_nested_too_deeply_is_refused(convert):
    value = []
    for _ in range(200):
        value = [value]
    with pytest.raises(LimitExceeded):
        convert(value)


def test_a_value_that_repeats_itself_without_end_is_refused():
    value = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    for _ in range(8):
        value = [value] * 10
    with pytest.raises(LimitExceeded):
        to_json(value)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("1.50"), 1.5),
        (Decimal("1E+3"), 1000),
        (Decimal("0.30000000000000000001"), "0.30000000000000000001"),
        (Range(Decimal(1), Decimal(2)), "[1..2]"),
        (YearsMonthsDuration(1), "P1M"),
        (Time(9, 30, 0, 1), "09:30:00.000000001"),
        (Decimal("NaN"), None),
        (float("inf"), None),
        (0.25, 0.25),
        ((1, None), [1, None]),
    ],
    ids=repr,
)
def test_a_value_is_shown_as(value, shown):
    assert to_plain_json(value) == shown


def value_of(text):
    return compile_expression(text).evaluate({})


class TestOwnValues:
    def test_a_date_and_time_in_a_zone_has_the_attributes_of_datetime(self):
        own = value_of('@"2026-07-01T09:30:15.123456789@Europe/Paris"')
        assert isinstance(own, DateTime)
        assert (own.year, own.month, own.day, own.hour, own.minute, own.second) == (2026, 7, 1, 9, 30, 15)
        assert (own.microsecond, own.nanosecond, own.zone) == (123456, 123456789, "Europe/Paris")
        assert own.utcoffset() == timedelta(hours=2)
        assert own.tzinfo == ZoneInfo("Europe/Paris")
        assert own.to_datetime() == datetime(2026, 7, 1, 9, 30, 15, 123456, tzinfo=ZoneInfo("Europe/Paris"))
        assert own.isoformat() == str(own) == "2026-07-01T09:30:15.123456789@Europe/Paris"

    def test_a_time_in_a_zone_has_the_attributes_of_time(self):
        own = value_of('@"09:30:15@Asia/Shanghai"')
        assert isinstance(own, Time)
        assert (own.hour, own.minute, own.second, own.microsecond) == (9, 30, 15, 0)
        assert own.tzinfo == ZoneInfo("Asia/Shanghai")
        assert own.utcoffset() is None
        assert own.isoformat() == "09:30:15@Asia/Shanghai"

    def test_a_long_duration_has_the_attributes_of_timedelta(self):
        own = value_of('@"P1000000000DT1.5S"')
        assert isinstance(own, DaysTimeDuration)
        assert (own.days, own.total_seconds()) == (10**9, 86_400 * 10**9 + 1.5)

    def test_values_that_python_can_hold_are_pythons(self):
        found = value_of('[@"2026-03-01", @"09:00:00+08:00", @"2026-03-01T09:00:00Z", @"P1D"]')
        assert [type(value) for value in found] == [date, time, datetime, timedelta]

    def test_equal_instants_are_equal_and_one_key(self):
        shanghai = value_of('@"2026-03-01T17:30:00@Asia/Shanghai"')
        plain = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
        assert shanghai == plain
        assert len({shanghai, plain}) == 1
        assert shanghai != datetime(2026, 3, 1, 9, 31, tzinfo=UTC)
        assert shanghai != "2026-03-01"

    def test_equal_times_are_equal_and_one_key(self):
        own, plain = Time(9, 30, 0, 0, 28_800), value_of('@"09:30:00+08:00"')
        assert own == plain
        assert len({own, plain}) == 1
        assert own != Time(9, 30, 0, 1, 28_800)
        assert len({Time(9, 30, 0, 1), Time(9, 30, 0, 1)}) == 1


@pytest.mark.parametrize(
    ("result", "expected"), [("number", Decimal(1)), ("string", None), ("list", [Decimal(1)])], ids=str
)
def test_the_result_of_a_callers_function_is_converted_to_its_type(result, expected):
    from engine.expressions.types import Simple

    share = Function("one", (), lambda: Decimal(1), result=Simple(result))
    assert compile_expression("one()").evaluate({"one": share}) == expected
