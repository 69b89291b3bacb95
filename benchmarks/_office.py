"""An office in process: one platform with the sample people and the reference processes, and cases that are played through."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from benchmarks._models import FORM, LARGE_FORM, eng14, joint
from benchmarks._places import Place
from benchmarks.load.people import APPLICANT, PEOPLE, TEXT, who_does
from engine.assembly import Platform, build
from engine.cases.start import StartCase
from engine.definitions.deploy import Deploy
from engine.dispatch import SYSTEM, Actor
from engine.seed.load import load
from engine.work.claim import ClaimWorkItem
from engine.work.complete import CompleteWorkItem

ANSWERS: Mapping[str, Any] = {"agreed": True, "remarks": TEXT}
Item = dict[str, Any]


class Office:
    """Starts cases and works on their items; `seconds` and `cpu` are those of the last completion."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self._actors: dict[str, Actor] = {name: platform.actor(name) for name in PEOPLE.values()}
        self.seconds = self.cpu = 0.0

    def start(self, definition: str, data: Mapping[str, Any] = ANSWERS) -> dict[str, Any]:
        """A new case; its page."""
        command = StartCase(APPLICANT, definition=definition, data=data, channel="window")
        return dict(self.platform.execute(command, self._actors["clerk"]))

    def claim(self, item: Item) -> None:
        """Whoever works at the item takes it."""
        self.platform.execute(ClaimWorkItem(item["id"]), self._actors[who_does(item)])

    def complete(self, item: Item, answers: Mapping[str, Any] = ANSWERS) -> list[Item]:
        """Complete a claimed item, timed; what it opened."""
        actor = self._actors[who_does(item)]
        command = CompleteWorkItem(item["id"], answers, opinion="同意")
        began, began_cpu = time.perf_counter(), time.process_time()
        done = self.platform.execute(command, actor)
        self.seconds, self.cpu = time.perf_counter() - began, time.process_time() - began_cpu
        return list(done["opened"])

    def play(
        self,
        items: list[Item],
        answers: Callable[[Item], Mapping[str, Any]] = lambda _: ANSWERS,
        *,
        until: Callable[[Item], bool] = lambda _: False,
    ) -> Iterator[float]:
        """Work off open items and what follows from them, yielding the seconds of each completion; stops before an `until`."""
        waiting = list(items)
        while waiting:
            item = waiting.pop(0)
            if until(item):
                return
            self.claim(item)
            waiting += self.complete(item, answers(item))
            yield self.seconds


@contextmanager
def office(place: Place) -> Iterator[Office]:
    """An office at a place, with everything deployed; closed at the end."""
    platform = build(place.settings)
    try:
        for _ in load(platform, password=None):
            pass
        files = {"joint4.bpmn": joint(4), "joint12.bpmn": joint(12), "eng14.bpmn": eng14()}
        large = {"large4.bpmn": joint(4, "large4", "benchmark_large")}
        forms = {"review.json": FORM, "large.json": LARGE_FORM}
        platform.execute(Deploy({**files, **large, **forms}, "benchmark"), SYSTEM)
        yield Office(platform)
    finally:
        platform.close()
