"""What time brings in one simulation: armed timers, processes that a timer starts, and tasks that are done at last."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from engine.bpmn import Fact, inputs
from engine.simulation.starting import DeployedTimers
from engine.timing import CHINA_TIME, WorkCalendar

if TYPE_CHECKING:
    from engine.simulation.world import World


class Agenda:
    """Moves the virtual clock to whatever is due first."""

    def __init__(self, world: "World", start: datetime) -> None:
        self._world = world
        self._due: dict[tuple[str, str], datetime] = {}
        self._deployed = DeployedTimers(world.program, start)
        self._calendar = WorkCalendar.china()

    def note(self, instance: str, fact: Fact) -> None:
        """Remember a timer that was armed, forget one that was disarmed; other facts are no business of the agenda."""
        if fact.data is None:
            return
        if fact.kind == "armed" and fact.data["kind"] == "timer":
            self._arm(instance, fact.data)
        elif fact.kind == "disarmed":
            self._due.pop((instance, fact.data["wait"]), None)

    def fire_next(self) -> bool:
        """Go on to what is due first and let it happen; False when nothing is due, or nothing before the end."""
        world = self._world
        running = any(state.status == "active" for state in world.states.values())
        timer = min(((due, key) for key, due in self._due.items()), key=_armed_first, default=None)
        done = world.desk.next_done()
        start = self._deployed.next_due() if running else None
        ahead = [due for due in (timer[0] if timer else None, done) if due is not None]
        if start is not None and all(start < due for due in ahead):
            if not self._reach(start):
                return False
            process, element = self._deployed.take()
            world.start(inputs.Start({}, process, element))
            return True
        if not ahead or not self._reach(min(ahead)):
            return False
        if timer is not None and (done is None or timer[0] < done):
            instance, wait = timer[1]
            del self._due[instance, wait]
            world.apply(instance, inputs.Fire(wait))
        return True

    def _reach(self, due: datetime) -> bool:
        """Set the clock on, unless the simulation ends before."""
        if self._world.until is not None and due > self._world.until:
            return False
        self._world.now = max(self._world.now, due)
        return True

    def _arm(self, instance: str, armed: Mapping[str, Any]) -> None:
        if armed["workdays"] is not None:
            last = self._calendar.add_workdays(date.fromisoformat(armed["after"]), armed["workdays"])
            due = datetime(last.year, last.month, last.day, tzinfo=CHINA_TIME) + timedelta(days=1)
        elif armed["due"] is None:
            return
        else:
            due = datetime.fromisoformat(armed["due"])
        self._due[instance, armed["wait"]] = due


def _armed_first(pending: tuple[datetime, tuple[str, str]]) -> tuple[datetime, int, int]:
    """Of timers that are due at one instant, the one that was armed first."""
    due, (instance, wait) = pending
    return due, int(instance[1:]), int(wait[1:])
