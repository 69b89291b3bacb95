"""Worked examples of the legal clock, T1 to T25: each was computed by hand from the holiday notices."""

from datetime import date
from decimal import Decimal

import pytest

from engine.timing import Stop, WorkCalendar, due, excluded, is_overdue, light, remaining, used, warning_days
from engine.timing.statutory import (
    DECISION,
    DECISION_EXTENSION,
    DELIVERY,
    HEARING_REQUEST,
    INTAKE_CHECK,
    JOINT_DECISION,
    JOINT_EXTENSION,
    calendar_period_end,
    compression,
    deemed_accepted_on,
    hearing_notice_by,
    renewal_by,
)

CHINA = WorkCalendar.china()


def d(text: str) -> date:
    return date.fromisoformat(text)


def stop(since: str, until: str) -> Stop:
    return Stop(d(since), d(until))


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        pytest.param("2026-02-13", 5, "2026-02-27", id="T1-over-spring-festival"),
        pytest.param("2026-04-29", 5, "2026-05-09", id="T2-ends-on-a-swapped-saturday"),
        pytest.param("2026-09-18", 5, "2026-09-24", id="T3-swapped-sunday-counts"),
        pytest.param("2026-09-19", 5, "2026-09-24", id="T4-received-on-saturday"),
        pytest.param("2026-09-27", 5, "2026-10-09", id="T4-received-on-mid-autumn"),
        pytest.param("2026-10-01", 5, "2026-10-13", id="T4-received-online-on-national-day"),
        pytest.param("2026-01-28", 20, "2026-03-03", id="T5"),
        pytest.param("2026-01-28", 30, "2026-03-17", id="T5-extended"),
        pytest.param("2026-02-13", 20, "2026-03-19", id="T6-20"),
        pytest.param("2026-02-13", 30, "2026-04-02", id="T6-30"),
        pytest.param("2026-02-13", 45, "2026-04-24", id="T6-45"),
        pytest.param("2026-02-13", 60, "2026-05-19", id="T6-60"),
        pytest.param("2026-09-07", 20, "2026-10-10", id="T7-due-on-a-swapped-saturday"),
        pytest.param("2026-09-07", DECISION + DECISION_EXTENSION, "2026-10-23", id="T7-extended"),
        pytest.param("2025-01-20", 20, "2025-02-21", id="T8-2025"),
        pytest.param("2024-09-10", 20, "2024-10-14", id="T8-2024"),
        pytest.param("2026-03-02", JOINT_DECISION, "2026-05-08", id="T10-joint"),
        pytest.param("2026-03-02", JOINT_DECISION + JOINT_EXTENSION, "2026-05-28", id="T10-joint-extended"),
        pytest.param("2026-03-02", 10 + 15 + 5 + 12, "2026-04-30", id="T16-serial"),
        pytest.param("2026-03-02", max(10, 10) + 5 + 2, "2026-03-25", id="T16-overlapped"),
        pytest.param("2026-01-05", 81, "2026-05-08", id="T18"),
        pytest.param("2026-09-28", DELIVERY, "2026-10-16", id="T19-autumn"),
        pytest.param("2026-02-12", DELIVERY, "2026-03-04", id="T19-spring"),
        pytest.param("2026-09-24", 5, "2026-10-09", id="T21-publicity-5"),
        pytest.param("2026-09-24", 10, "2026-10-15", id="T21-publicity-10"),
        pytest.param("2025-12-31", 1, "2026-01-04", id="T22-first-day-is-a-swapped-sunday"),
        pytest.param("2025-12-31", 5, "2026-01-08", id="T22-5"),
        pytest.param("2025-12-24", 10, "2026-01-08", id="T22-10-over-the-year"),
        pytest.param("2026-04-29", 2, "2026-05-06", id="T23-whistle"),
        pytest.param("2026-03-17", DECISION, "2026-04-15", id="T24-from-acceptance-after-the-supplement"),
    ],
)
def test_due_without_stops(start: str, days: int, expected: str) -> None:
    assert due(CHINA, d(start), days) == d(expected)
    assert CHINA.add_workdays(d(start), days) == d(expected)


@pytest.mark.parametrize(
    ("start", "limit", "stops", "not_counted", "expected"),
    [
        pytest.param("2026-04-20", 10, [stop("2026-04-24", "2026-05-11")], 9, "2026-05-19", id="T11"),
        pytest.param("2026-04-20", 10, [], 0, "2026-05-07", id="T11-no-stop"),
        pytest.param(
            "2026-09-21",
            15,
            [stop("2026-09-24", "2026-09-30"), stop("2026-10-12", "2026-10-15")],
            6,
            "2026-10-27",
            id="T12-two",
        ),
        pytest.param("2026-09-21", 15, [], 0, "2026-10-19", id="T12-no-stop"),
        pytest.param(
            "2026-09-21",
            15,
            [stop("2026-09-24", "2026-10-12"), stop("2026-09-30", "2026-10-15")],
            10,
            "2026-11-02",
            id="T13-overlapping",
        ),
        pytest.param(
            "2026-03-02", 20, [stop("2026-03-10", "2026-04-13")], 23, "2026-05-06", id="T15-hearing"
        ),
        pytest.param("2026-03-02", 20, [], 0, "2026-03-30", id="T15-no-hearing"),
        pytest.param(
            "2026-01-05", 81, [stop("2026-03-02", "2026-03-18")], 12, "2026-05-25", id="T18-expert-review"
        ),
    ],
)
def test_due_with_stops(start: str, limit: int, stops: list[Stop], not_counted: int, expected: str) -> None:
    assert due(CHINA, d(start), limit, stops) == d(expected)
    assert excluded(CHINA, d(start), d(expected), stops) == not_counted
    assert remaining(CHINA, d(start), limit, d(expected), stops) == 0


def test_t11_used_and_remaining_when_the_clock_resumes() -> None:
    stops = [stop("2026-04-24", "2026-05-11")]
    assert used(CHINA, d("2026-04-20"), d("2026-05-11"), stops) == 4
    assert remaining(CHINA, d("2026-04-20"), 10, d("2026-05-11"), stops) == 6


def test_t15_the_hearing_and_its_own_periods() -> None:
    assert used(CHINA, d("2026-03-02"), d("2026-04-13"), [stop("2026-03-10", "2026-04-13")]) == 6
    assert CHINA.add_workdays(d("2026-03-10"), HEARING_REQUEST) == d("2026-03-17")
    assert hearing_notice_by(CHINA, d("2026-04-13")) == d("2026-04-01")


def test_t9_deemed_acceptance_counts_from_receipt_and_not_from_day_five() -> None:
    received = d("2026-04-29")
    assert deemed_accepted_on(CHINA, received, d("2026-05-09")) is None
    accepted = deemed_accepted_on(CHINA, received, d("2026-05-10"))
    assert accepted == received
    assert due(CHINA, accepted, DECISION) == d("2026-05-29")
    assert due(CHINA, CHINA.add_workdays(received, INTAKE_CHECK), DECISION) == d("2026-06-05")


@pytest.mark.parametrize(
    ("day", "left", "colour"),
    [("05-08", 3, "green"), ("05-09", 2, "yellow"), ("05-12", 0, "yellow"), ("05-13", -1, "red")],
)
def test_t14_lights(day: str, left: int, colour: str) -> None:
    accept, limit = d("2026-04-29"), 7
    assert warning_days(limit) == 2
    assert due(CHINA, accept, limit) == d("2026-05-12")
    assert remaining(CHINA, accept, limit, d(f"2026-{day}")) == left
    assert light(left, limit) == colour


def test_t16_overlapping_saves_25_days() -> None:
    assert compression(42, 17) == Decimal("59.5")


@pytest.mark.parametrize(
    ("parts", "ends"),
    [
        pytest.param([30, 20, 16, 15], ["04-14", "05-14", "06-05", "06-29"], id="81-days"),
        pytest.param([2, 3, 3, 5], ["03-04", "03-09", "03-12", "03-19"], id="13-days"),
    ],
)
def test_t17_stages_one_after_the_other(parts: list[int], ends: list[str]) -> None:
    day, reached = d("2026-03-02"), []
    for part in parts:
        day = due(CHINA, day, part)
        reached.append(day)
    assert reached == [d(f"2026-{end}") for end in ends]


def test_t20_late_for_the_promise_but_lawful() -> None:
    accept, finished = d("2026-02-12"), d("2026-02-28")
    assert used(CHINA, accept, finished) == 7
    assert (due(CHINA, accept, 5), due(CHINA, accept, 20)) == (d("2026-02-26"), d("2026-03-18"))
    assert is_overdue(finished, due(CHINA, accept, 5))
    assert not is_overdue(finished, due(CHINA, accept, 20))


@pytest.mark.parametrize(("days", "expected"), [(7, "2026-10-08"), (30, "2026-10-26")])
def test_t21_a_period_of_calendar_days_rolls_off_holidays(days: int, expected: str) -> None:
    assert calendar_period_end(CHINA, d("2026-09-24"), days) == d(expected)


def test_t24_the_intake_check_runs_anew_after_a_supplement() -> None:
    assert CHINA.count_workdays(d("2026-03-02"), d("2026-03-05")) <= INTAKE_CHECK
    assert CHINA.count_workdays(d("2026-03-16"), d("2026-03-17")) <= INTAKE_CHECK


@pytest.mark.parametrize(
    ("promised", "immediate_days", "percent"), [(3, None, "85.0"), (1, 0, "100.0"), (1, 1, "95.0")]
)
def test_t25_compression(promised: int, immediate_days: int | None, percent: str) -> None:
    assert compression(20, promised, immediate_days=immediate_days) == Decimal(percent)


def test_renewal_is_applied_for_thirty_days_before_expiry() -> None:
    assert renewal_by(d("2026-12-31")) == d("2026-12-01")
