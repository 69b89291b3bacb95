"""Laws that hold for all values: round trips, arithmetic, order, three-valued logic, text and JSON forms."""

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.expressions import Range, compile_expression, from_json, kind, to_json, to_plain_json
from engine.expressions.temporal import make
from engine.expressions.temporal.civil import from_ordinal, ordinal
from engine.expressions.temporal.values import DateTime, YearsMonthsDuration
from engine.kernel.errors import InvalidInput

numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=6)
years = st.integers(-999_999_999, 999_999_999)
dates = st.builds(make.make_date, years, st.integers(1, 12), st.integers(1, 28)) | st.dates()
offsets = st.none() | st.integers(-14 * 3600, 14 * 3600)
zones = st.sampled_from(["Asia/Shanghai", "Europe/Paris", "America/New_York", "Etc/UTC", "Asia/Kathmandu"])
clocks = st.integers(0, 86_400 * 10**9 - 1)
datetimes = st.builds(make.make_datetime, dates, clocks, offsets) | st.builds(
    lambda day, clock, zone: make.make_datetime(day, clock, None, zone), st.dates(), clocks, zones
)
times = st.builds(
    make.make_time,
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(0, 59),
    st.integers(0, 10**9 - 1),
    offsets,
)
durations = st.builds(make.make_duration, st.integers(-(10**24), 10**24)) | st.builds(
    YearsMonthsDuration, st.integers(-(10**12), 10**12)
)
truths = st.sampled_from([True, False, None])
scalars = st.none() | st.booleans() | st.text(max_size=20) | numbers | dates | datetimes | times | durations
points = numbers | dates | durations
ranges = st.builds(Range, points, points, st.booleans(), st.booleans()) | st.builds(
    lambda end: Range(None, end, False, True), numbers
)
values = st.recursive(
    scalars | ranges,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8) | st.just("@"), inner, max_size=4)
    ),
    max_leaves=12,
)


def evaluate(text, **scope):
    return compile_expression(text).evaluate(scope)


@given(values)
def test_a_value_comes_back_from_json_as_it_was(value):
    stored = json.dumps(to_json(value))
    assert from_json(json.loads(stored)) == value


@given(values)
def test_the_plain_form_is_json_too(value):
    json.dumps(to_plain_json(value), allow_nan=False)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@", "v", "start", "end", "a"]), inner | st.sampled_from(["date", "range"])
        )
    ),
    max_leaves=8,
)


@given(json_values)
def test_any_json_is_a_stored_value_or_refused(stored):
    try:
        value = from_json(stored)
    except InvalidInput:
        return
    assert from_json(to_json(value)) == value


@given(values)
def test_a_value_equals_itself(value):
    assert evaluate("a = b", a=value, b=from_json(to_json(value))) is True


@given(dates | datetimes | times | durations)
def test_the_text_of_a_temporal_value_spells_it(value):
    constructor = "duration" if kind(value).endswith("duration") else kind(value)
    spelled = evaluate(f"{constructor}(string(a))", a=value)
    assert spelled == value
    assert kind(spelled) == kind(value)
    assert hash(spelled) == hash(value)


@given(numbers)
def test_the_text_of_a_number_spells_it(value):
    assert evaluate("number(string(a))", a=value) == value


@given(numbers, numbers)
def test_addition_commutes_and_subtraction_undoes_it(a, b):
    assert evaluate("a + b = b + a", a=a, b=b) is True
    assert evaluate("a + b - b", a=a, b=b) == a


@given(st.integers(-(10**15), 10**15), st.integers(-(10**15), 10**15))
def test_whole_numbers_multiply_exactly(a, b):
    assert evaluate("a * b", a=a, b=b) == Decimal(a * b)


@given(numbers, numbers)
def test_the_modulo_has_the_sign_of_the_divisor(a, b):
    assume(b != 0)
    rest = evaluate("modulo(a, b)", a=a, b=b)
    assert rest == 0 or (rest < 0) == (b < 0)
    assert abs(rest) < abs(b)


@given(numbers, st.integers(-5, 5))
def test_rounding_down_and_up_enclose_the_number(value, scale):
    low, high = evaluate("floor(n, s)", n=value, s=scale), evaluate("ceiling(n, s)", n=value, s=scale)
    assert low <= value <= high
    assert evaluate("decimal(n, s)", n=value, s=scale) in (low, high)
    assert abs(evaluate("round down(n, s)", n=value, s=scale)) <= abs(
        evaluate("round up(n, s)", n=value, s=scale)
    )


@given(numbers, numbers)
def test_exactly_one_order_holds(a, b):
    found = evaluate("[a < b, a = b, a > b]", a=a, b=b)
    assert found.count(True) == 1
    assert evaluate("a <= b", a=a, b=b) is (found[0] or found[1])


@given(datetimes, datetimes)
def test_the_order_of_date_and_times_is_that_of_their_difference(a, b):
    less, more = evaluate("a < b", a=a, b=b), evaluate("b > a", a=a, b=b)
    assert less is more
    difference = evaluate("a - b", a=a, b=b)
    if difference is not None:
        assert evaluate("d < zero", d=difference, zero=timedelta()) is less


@given(dates, st.integers(-(10**5), 10**5))
def test_days_added_and_taken_away_cancel_out(day, count):
    assume(abs(day.year) < 999_000_000)
    moved = evaluate("(day + d) - d", day=day, d=timedelta(days=count))
    assert moved == day


@given(years, st.integers(1, 12), st.integers(1, 28))
def test_the_ordinal_of_a_far_day_names_that_day(year, month, day):
    assert from_ordinal(ordinal(year, month, day)) == (year, month, day)


@given(st.datetimes(), st.integers(-840, 840))
def test_own_and_python_values_of_one_instant_are_one_key(plain, minutes):
    aware = plain.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    own = DateTime(
        plain.year,
        plain.month,
        plain.day,
        plain.hour,
        plain.minute,
        plain.second,
        plain.microsecond * 1000,
        minutes * 60,
    )
    assert own == aware
    if datetime(1, 1, 3, tzinfo=UTC) < aware < datetime(9990, 1, 1, tzinfo=UTC):
        assert hash(own) == hash(aware)


@given(truths, truths, truths)
def test_logic_of_three_values_obeys_its_laws(a, b, c):
    def same(left, right):
        return evaluate(left, a=a, b=b, c=c) is evaluate(right, a=a, b=b, c=c)

    assert same("not(a and b)", "not(a) or not(b)")
    assert same("not(a or b)", "not(a) and not(b)")
    assert same("a and (b or c)", "(a and b) or (a and c)")
    assert same("a or (b and c)", "(a or b) and (a or c)")
    assert same("a and b and c", "c and b and a")
    assert same("not(not(a))", "if a = null then null else a")


@given(st.lists(numbers, max_size=20))
def test_sorting_keeps_the_items_and_orders_them(items):
    assert evaluate("sort(l, function(x, y) x < y)", l=items) == sorted(items)
    assert evaluate("reverse(reverse(l))", l=items) == items
    assert evaluate("concatenate(l, l)", l=items) == items + items


@given(st.text(max_size=30), st.text(max_size=5))
def test_texts_before_and_after_a_match_rebuild_the_text(text, match):
    if evaluate("contains(t, m)", t=text, m=match):
        assert evaluate("substring before(t, m) + m + substring after(t, m)", t=text, m=match) == text
    assert evaluate("string length(t)", t=text) == len(text)


@given(st.text(max_size=60))
def test_every_text_can_be_written_as_a_literal(text):
    escaped = "".join(f"\\U{ord(character):06X}" for character in text)
    assert evaluate(f'"{escaped}"') == text


@given(st.integers(-50, 50), st.integers(-50, 50))
def test_a_loop_runs_from_one_number_to_the_other(first, last):
    expected = list(range(first, last + 1)) if first <= last else list(range(first, last - 1, -1))
    assert evaluate("for i in a..b return i", a=first, b=last) == expected


@settings(max_examples=30)
@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_float_is_taken_as_python_writes_it(value):
    assert evaluate("a", a=value) == Decimal(repr(value))


@pytest.mark.parametrize(
    "value",
    [Decimal("1.50"), Decimal("1E+3"), Decimal("-0"), Decimal(2) ** 53, Decimal("9" * 34)],
    ids=str,
)
def test_a_number_keeps_its_scale_through_json(value):
    back = from_json(to_json(value))
    assert (back, str(back)) == (value, str(value))


def test_plain_json_shows_numbers_only_where_they_are_exact():
    shown = to_plain_json(
        [Decimal("1.0"), Decimal("0.1"), Decimal(2) ** 60, Decimal("0.1234567890123456789"), time(9)]
    )
    assert shown == [1, 0.1, "1152921504606846976", "0.1234567890123456789", "09:00:00"]


def test_a_date_is_shown_in_iso_form():
    assert to_plain_json({"d": date(2026, 3, 1), "p": timedelta(hours=36)}) == {
        "d": "2026-03-01",
        "p": "P1DT12H",
    }
