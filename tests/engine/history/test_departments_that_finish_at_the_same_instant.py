"""Four departments complete their reviews of one case at the same instant: all succeed, the join fires once, the chain holds."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select
from test_history_of_a_case import OpenTestCase, open_test_case

from engine.assembly import Platform
from engine.cases.regions import SaveRegion
from engine.cases.tables import cases
from engine.definitions.deploy import Deploy
from engine.dispatch import SYSTEM, Actor
from engine.history.queries import VerifyCase
from engine.work.claim import ClaimWorkItem
from engine.work.complete import CompleteWorkItem
from engine.work.tables import work_items

DEPARTMENTS = ("planning", "fire", "defence", "landscape")
ROUNDS = 5


def joint() -> bytes:
    """A process in which the four review in parallel and a chief decides."""
    tasks = "".join(
        f'<userTask id="{d}" jb:department="{d}" jb:role="reviewer"/>'
        f'<sequenceFlow id="s_{d}" sourceRef="Split" targetRef="{d}"/>'
        f'<sequenceFlow id="j_{d}" sourceRef="{d}" targetRef="Join"/>'
        for d in DEPARTMENTS
    )
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:jb="http://jingban.dev/schema/bpmn" id="d" targetNamespace="t"><process id="two_reviews" isExecutable="true">'
        '<startEvent id="Begin"/><sequenceFlow id="f1" sourceRef="Begin" targetRef="Split"/><parallelGateway id="Split"/>'
        f'{tasks}<parallelGateway id="Join"/><sequenceFlow id="f2" sourceRef="Join" targetRef="Decide"/>'
        '<userTask id="Decide" jb:department="housing" jb:role="chief"/>'
        '<sequenceFlow id="f3" sourceRef="Decide" targetRef="Finish"/><endEvent id="Finish"/></process></definitions>'
    ).encode()


@pytest.fixture
def office(organisation: Platform) -> Platform:
    organisation.execute(SaveRegion("jingkai", {"zh-CN": "区", "en": "Zone"}, "220100"), SYSTEM)
    organisation.execute(Deploy({"joint.bpmn": joint()}), SYSTEM)
    organisation.registry.command(OpenTestCase, open_test_case)
    return organisation


def items_of(office: Platform, case_id: str, *states: str) -> dict[str, str]:
    with office.database.read() as db:
        wanted = select(work_items.c.id, work_items.c.element).where(
            work_items.c.case_id == case_id, work_items.c.state.in_(states)
        )
        return {row.element: row.id for row in db.execute(wanted)}


def test_all_succeed_and_nothing_is_lost_or_doubled(office: Platform, actor: Callable[[str], Actor]) -> None:
    reviewers = {department: actor(f"{department}.review") for department in DEPARTMENTS}
    for _ in range(ROUNDS):
        case_id = office.execute(OpenTestCase(), actor("clerk"))
        items = items_of(office, case_id, "ready")
        for department, reviewer in reviewers.items():
            office.execute(ClaimWorkItem(items[department]), reviewer)
        failures: list[Exception] = []
        together = threading.Barrier(len(DEPARTMENTS))

        def finish(
            department: str,
            items: dict[str, str] = items,
            failures: list[Exception] = failures,
            together: threading.Barrier = together,
        ) -> None:
            together.wait()
            try:
                office.execute(CompleteWorkItem(items[department], opinion="同意"), reviewers[department])
            except Exception as error:  # noqa: BLE001  # whatever it was, the test must say so
                failures.append(error)

        threads = [threading.Thread(target=finish, args=(department,)) for department in DEPARTMENTS]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert set(items_of(office, case_id, "ready", "claimed")) == {"Decide"}
        assert set(items_of(office, case_id, "completed")) == set(DEPARTMENTS)
        assert office.ask(VerifyCase(case_id), actor("auditor"))["first_difference"] is None
        with office.database.read() as db:
            assert db.execute(select(cases.c.seq).where(cases.c.id == case_id)).scalar_one() == 9
