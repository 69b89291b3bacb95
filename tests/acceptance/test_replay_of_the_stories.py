"""Replay of every event equals what was live then, for both stories."""

from typing import Any

import pytest
from rest import Office
from sqlalchemy import select
from stories import accept, apply_for_permit, decide_and_deliver, receive, reload, review_all
from test_open_business import REVIEWERS, apply, deliver, handle

from engine.cases import advance
from engine.cases.tables import cases
from engine.definitions.programs import Programs
from engine.history.fold import fold
from engine.history.log import read_events

Live = dict[tuple[str, int], str]


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> Live:
    """The state of each case right after each step, while it runs, by case id and number of the event just recorded."""
    seen: Live = {}
    run = advance._run

    def watched(ctx: Any, case: Any, move: Any, work: Any) -> None:
        run(ctx, case, move, work)
        seen[case.id, ctx.heads[case.id].seq] = case.state.dump()

    monkeypatch.setattr(advance, "_run", watched)
    return seen


def compare_every_event(office: Office, case_id: str, live: Live) -> None:
    """The log folded to any event, also one inside a transaction, gives the state that was live after that event."""
    with office.platform.database.read() as db:
        pins = db.execute(select(cases.c.pins).where(cases.c.id == case_id)).scalar_one()
        rows = read_events(db, case_id)
        program = office.platform.services[Programs].program(db, pins)
        was, compared = None, 0
        for folded in fold(program, rows):
            was = live.pop((case_id, folded.seq), was)
            assert folded.state is not None
            assert folded.state.dump() == was, f"event {folded.seq}"
            compared += 1
    assert compared > 20
    assert not [key for key in live if key[0] == case_id], "a step that was live left no event"


class Witness:
    """Notes how a case stands after each thing that anybody does, under the number of its last event."""

    def __init__(self, office: Office, case: dict[str, Any]) -> None:
        self.office = office
        self.case = case
        self.seen: dict[int, dict[str, Any]] = {}
        self.note()
        office.witnesses.append(self.note)

    def note(self) -> None:
        live = reload(self.office, self.case, "auditor")
        events = self.office("auditor").get(f"/cases/{self.case['id']}/history", limit=1000)["items"]
        diagram = self.office("auditor").get(f"/cases/{self.case['id']}/diagram")
        self.seen[events[-1]["seq"]] = {
            "open": sorted((item["id"], item["state"]) for item in live["work_items"]),
            "elements": states(diagram["elements"]),
        }

    def compare(self) -> None:
        assert len(self.seen) > 10
        for seq, live in self.seen.items():
            then = self.office("auditor").get(f"/cases/{self.case['id']}/replay", seq=seq)
            was_open = [item for item in then["work_items"] if item["state"] in ("ready", "claimed")]
            assert sorted((item["id"], item["state"]) for item in was_open) == live["open"], f"event {seq}"
            replayed = states(then["elements"])
            assert {key: replayed.get(key) for key in live["elements"]} == live["elements"], f"event {seq}"


def states(elements: list[dict[str, Any]]) -> dict[tuple[str | None, str], str]:
    return {
        (each.get("process"), each["element"]): each["state"]
        for each in elements
        if each["state"] != "skipped"
    }


def test_the_construction_permit_can_be_replayed_to_every_moment(office: Office, live: Live) -> None:
    witness = Witness(office, apply_for_permit(office))
    for act in (receive, accept, review_all):
        act(office, witness.case)
    office("housing.chief").work(witness.case, "Consolidate", "consistent", "意见一致")
    decide_and_deliver(office, witness.case)
    witness.compare()
    compare_every_event(office, witness.case["id"], live)


def test_the_bundle_can_be_replayed_to_every_moment(office: Office, live: Live) -> None:
    witness = Witness(office, apply(office))
    for item in REVIEWERS:
        handle(office, witness.case, item, "refuse" if item == "seal" else "grant")
    deliver(office, witness.case, "business-licence")
    witness.compare()
    compare_every_event(office, witness.case["id"], live)


def test_every_event_of_a_case_can_be_replayed(office: Office) -> None:
    case = apply_for_permit(office)
    receive(office, case)
    accept(office, case)
    review_all(office, case)
    events = office("auditor").get(f"/cases/{case['id']}/history", limit=1000)["items"]
    for event in events:
        then = office("auditor").get(f"/cases/{case['id']}/replay", seq=event["seq"])
        assert then["seq"] == event["seq"]
        assert then["at"] == event["at"]
