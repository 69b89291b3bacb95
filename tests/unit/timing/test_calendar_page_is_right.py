"""The figures of docs/calendar.md are what the code computes."""

from datetime import date
from pathlib import Path

import pytest

import engine.timing
from engine.timing import CHINA_TIME, WorkCalendar, parse_timer

PAGE = (Path(engine.timing.__file__).parents[2] / "docs" / "calendar.md").read_text("utf-8")


@pytest.mark.parametrize("year", WorkCalendar.china().confirmed_years)
def test_each_shipped_year_stands_with_its_working_days(year: int) -> None:
    days = WorkCalendar.china().count_workdays(date(year - 1, 12, 31), date(year, 12, 31))
    assert f"{year} ({days}" in PAGE.replace(" working days", "")


def test_the_examples_of_the_calendar_are_right() -> None:
    calendar = WorkCalendar.china()
    assert calendar.is_workday(date(2026, 2, 14))
    assert calendar.add_workdays(date(2026, 2, 13), 5) == date(2026, 2, 27)
    assert calendar.subtract_workdays(date(2026, 4, 13), 7) == date(2026, 4, 1)


def test_every_timer_text_on_the_page_is_a_literal() -> None:
    table = PAGE.split("| Text | Fires |")[1].split("\n\n")[0]
    texts = [
        text for row in table.splitlines() for text in row.split("|")[1:2] for text in text.split("`")[1::2]
    ]
    assert len(texts) >= 12
    assert [text for text in texts if parse_timer(text, zone=CHINA_TIME) is None] == []
