"""The periods that the law itself sets, as named figures and the few questions that follow from them.

Figures are the Administrative Licensing Law's (行政许可法). A local promise may be shorter and is data elsewhere;
nothing here decides whether a licence is granted.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from engine.kernel.errors import InvalidInput
from engine.timing.calendar import WorkCalendar

INTAKE_CHECK: Final = 5
"""Working days to say once everything that is missing (art. 32)."""
DECISION: Final = 20
"""Working days for a decision by one organ (art. 42(1))."""
DECISION_EXTENSION: Final = 10
"""Working days the organ's head may add, once (art. 42(1))."""
JOINT_DECISION: Final = 45
"""Working days where organs decide together (art. 42(2))."""
JOINT_EXTENSION: Final = 15
"""Working days the head of that government may add, once (art. 42(2))."""
DELIVERY: Final = 10
"""Working days from the decision to handing over the licence (art. 44)."""
HEARING_REQUEST: Final = 5
"""Working days to ask for a hearing after being told of the right (art. 47)."""
HEARING_HOLD: Final = 20
"""Working days within which the organ holds the hearing that was asked for (art. 47)."""
HEARING_NOTICE: Final = 7
"""Working days before the hearing by which its time and place are told (art. 48)."""
RENEWAL_APPLICATION: Final = 30
"""Calendar days before expiry by which renewal is applied for (art. 50)."""


def deemed_accepted_on(calendar: WorkCalendar, received: date, today: date) -> date | None:
    """The day an application counts as accepted when nobody answered: the day it was received (art. 32(4)).

    None while the intake check still runs; on its last day it still does.
    """
    return received if today > calendar.add_workdays(received, INTAKE_CHECK) else None


def hearing_notice_by(calendar: WorkCalendar, hearing: date) -> date:
    """The last working day on which the hearing's time and place may be told (art. 48)."""
    return calendar.subtract_workdays(hearing, HEARING_NOTICE)


def renewal_by(expiry: date) -> date:
    """The last day to apply for renewal of a licence valid until `expiry` (art. 50). Not moved by holidays."""
    return expiry - timedelta(days=RENEWAL_APPLICATION)


def calendar_period_end(calendar: WorkCalendar, start: date, days: int) -> date:
    """The last day of a period of calendar days (公示 and the like), rolled off non-working days (民法典 art. 203)."""
    if days < 0:
        raise InvalidInput(f"A period of {days} days is not a period.", code="limit-negative")
    return calendar.roll(start + timedelta(days=days))


def compression(statutory: int, promised: int, *, immediate_days: int | None = None) -> Decimal:
    """By how many per cent a promise is shorter than the statutory limit, to one decimal place.

    `immediate_days` is given for a case decided on the spot (即办件) and is what its promise counts as: 0 or 1, by
    local rule. Raises InvalidInput (`limit-negative`) when there is no statutory limit to compare with.
    """
    if statutory <= 0 or promised < 0:
        raise InvalidInput(
            "Compression compares a promise with a statutory limit above 0.", code="limit-negative"
        )
    counted = promised if immediate_days is None else immediate_days
    return (Decimal(100 * (statutory - counted)) / statutory).quantize(Decimal("0.1"))
