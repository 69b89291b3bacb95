"""The steps under a due date: complete, in order, and never in disagreement with the clock."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.timing import Stop, WorkCalendar, due, explain_due

CHINA = WorkCalendar.china()


def test_a_due_date_over_spring_festival_says_which_days_were_skipped_and_why() -> None:
    found = explain_due(CHINA, date(2026, 2, 13), 5)
    assert [
        (step.kind, step.first.isoformat(), step.last.isoformat(), step.days) for step in found.steps
    ] == [
        ("accepted", "2026-02-13", "2026-02-13", 0),
        ("swapped-workday", "2026-02-14", "2026-02-14", 1),
        ("holiday", "2026-02-15", "2026-02-23", 0),
        ("counted", "2026-02-24", "2026-02-27", 4),
        ("due", "2026-02-27", "2026-02-27", 0),
    ]
    assert found.steps[2].name == "春节"
    assert found.due == date(2026, 2, 27)


def test_a_stop_is_shown_with_the_days_it_excluded() -> None:
    found = explain_due(CHINA, date(2026, 4, 20), 10, [Stop(date(2026, 4, 24), date(2026, 5, 11))])
    stopped = [step for step in found.steps if step.kind == "stopped"]
    assert [(step.first, step.last, step.days, step.used) for step in stopped] == [
        (date(2026, 4, 25), date(2026, 5, 11), 9, 4)
    ]
    assert (found.excluded, found.due) == (9, date(2026, 5, 19))


def test_the_explanation_is_plain_json_with_the_law_it_rests_on() -> None:
    view = explain_due(CHINA, date(2026, 4, 29), 1).as_dict()
    assert view["due"] == "2026-04-30"
    assert view["steps"][0]["basis"] == "《民法典》第二百零一条"


@given(
    st.dates(date(2024, 1, 1), date(2025, 6, 30)),
    st.integers(0, 60),
    st.lists(st.tuples(st.integers(-5, 90), st.integers(0, 30)), max_size=4),
)
def test_steps_cover_each_day_once_and_add_up_to_the_limit(
    accept: date, limit: int, spans: list[tuple[int, int]]
) -> None:
    stops = [Stop(accept + timedelta(days=a), accept + timedelta(days=a + n)) for a, n in spans]
    found = explain_due(CHINA, accept, limit, stops)
    runs = found.steps[1:-1]
    assert found.due == due(CHINA, accept, limit, stops)
    assert found.steps[-1].used == limit
    assert sum(step.days for step in runs if step.kind != "stopped") == limit
    covered = [accept, *(step.last for step in runs)]
    assert all(step.first == last + timedelta(days=1) for step, last in zip(runs, covered, strict=False))
    assert covered[-1] == found.due
