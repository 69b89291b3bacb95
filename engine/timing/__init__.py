"""Time as the law and the process model count it: durations, timers, working days, legal clocks.

Pure arithmetic. Nothing here asks what time it is, and nothing here knows a case.
"""

from engine.timing.calendar import DayKind, UnconfirmedYear, WorkCalendar
from engine.timing.clock import (
    Light,
    Stop,
    due,
    excluded,
    is_overdue,
    light,
    remaining,
    union,
    used,
    warning_days,
)
from engine.timing.durations import Duration, parse_duration
from engine.timing.explanation import DueExplanation, Step, explain_due
from engine.timing.instants import CHINA_TIME, parse_date, parse_instant
from engine.timing.timers import TimerSpec, next_due, parse_timer, timer_of
from engine.timing.working_year import DayRule, WorkingYear

__all__ = [
    "CHINA_TIME",
    "DayKind",
    "DayRule",
    "DueExplanation",
    "Duration",
    "Light",
    "Step",
    "Stop",
    "TimerSpec",
    "UnconfirmedYear",
    "WorkCalendar",
    "WorkingYear",
    "due",
    "excluded",
    "explain_due",
    "is_overdue",
    "light",
    "next_due",
    "parse_date",
    "parse_duration",
    "parse_instant",
    "parse_timer",
    "remaining",
    "timer_of",
    "union",
    "used",
    "warning_days",
]
