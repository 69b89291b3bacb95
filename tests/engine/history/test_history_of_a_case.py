"""A small case from its start to its end: recorded, read, replayed to every event, verified, and tampering found."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from engine.assembly import Platform
from engine.bpmn import State
from engine.cases.applicant import Applicant
from engine.cases.regions import SaveRegion
from engine.cases.start import Opening, open_case
from engine.cases.tables import cases
from engine.definitions.deploy import Deploy
from engine.definitions.tables import definitions
from engine.dispatch import SYSTEM, Actor, Command, Context
from engine.history.queries import CaseHistory, ReplayCase, VerifyAll, VerifyCase
from engine.history.tables import events
from engine.kernel.errors import NotFound
from engine.work.claim import ClaimWorkItem
from engine.work.complete import CompleteWorkItem
from engine.work.release import ReleaseWorkItem
from engine.work.tables import work_items

BPMN = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:jb="http://jingban.dev/schema/bpmn"
             id="d" targetNamespace="http://jingban.dev/test">
  <process id="two_reviews" name="\xe4\xb8\xa4\xe5\xae\xb6\xe4\xbc\x9a\xe5\xae\xa1" isExecutable="true">
    <startEvent id="Begin"/>
    <sequenceFlow id="f1" sourceRef="Begin" targetRef="Split"/>
    <parallelGateway id="Split"/>
    <sequenceFlow id="f2" sourceRef="Split" targetRef="Housing"/>
    <sequenceFlow id="f3" sourceRef="Split" targetRef="Fire"/>
    <userTask id="Housing" name="Housing review" jb:department="housing" jb:role="reviewer"/>
    <userTask id="Fire" name="Fire review" jb:department="fire" jb:role="reviewer"/>
    <sequenceFlow id="f4" sourceRef="Housing" targetRef="Join"/>
    <sequenceFlow id="f5" sourceRef="Fire" targetRef="Join"/>
    <parallelGateway id="Join"/>
    <sequenceFlow id="f6" sourceRef="Join" targetRef="Finish"/>
    <endEvent id="Finish"/>
  </process>
</definitions>"""


@dataclass(frozen=True, slots=True)
class OpenTestCase(Command):
    permission: ClassVar[str] = "case:start"


def open_test_case(command: OpenTestCase, ctx: Context) -> str:
    applicant = Applicant(
        kind="organisation", name="长春示范科技有限公司", id_type="uscc", id_number="91220101MA0000000X"
    )
    opening = Opening(
        definition="two_reviews",
        region="jingkai",
        title={"zh-CN": "两家会审", "en": "Two reviews"},
        members={},
        applicant=applicant,
        channel="window",
        department="housing",
    )
    return open_case(ctx, opening).id


@pytest.fixture
def office(organisation: Platform) -> Platform:
    organisation.execute(
        SaveRegion("jingkai", {"zh-CN": "长春示范经济技术开发区", "en": "Changchun"}, "220100"), SYSTEM
    )
    organisation.execute(Deploy({"two.bpmn": BPMN}), SYSTEM)
    organisation.registry.command(OpenTestCase, open_test_case)
    return organisation


@pytest.fixture
def case_id(office: Platform, actor: Callable[[str], Actor]) -> str:
    found: str = office.execute(OpenTestCase(), actor("clerk"))
    return found


def finish(office: Platform, case_id: str, actor: Callable[[str], Actor]) -> None:
    with office.database.read() as db:
        items = {
            row.element: row.id
            for row in db.execute(
                select(work_items.c.id, work_items.c.element).where(work_items.c.case_id == case_id)
            )
        }
    office.execute(ClaimWorkItem(items["Housing"]), actor("housing.review"))
    office.execute(ReleaseWorkItem(items["Housing"]), actor("housing.review"))
    office.execute(ClaimWorkItem(items["Housing"]), actor("housing.deputy"))
    office.execute(CompleteWorkItem(items["Housing"], opinion="同意"), actor("housing.deputy"))
    office.execute(ClaimWorkItem(items["Fire"]), actor("fire.review"))
    office.execute(CompleteWorkItem(items["Fire"], opinion="同意"), actor("fire.review"))


def test_every_step_is_in_the_history_with_who_and_in_which_capacity(
    office: Platform, case_id: str, actor: Callable[[str], Actor]
) -> None:
    finish(office, case_id, actor)
    page = office.ask(CaseHistory(case_id), actor("auditor"))
    assert [entry["action"] for entry in page["items"]] == [
        "case:started",
        "work:claimed",
        "work:released",
        "work:claimed",
        "work:completed",
        "work:claimed",
        "work:completed",
    ]
    last = page["items"][-1]
    assert (last["seq"], last["actor"]["name"], last["element_name"]) == (7, "李强", "Fire review")
    assert last["capacity"]["department_name"] == {"zh-CN": "消防审验中心", "en": "Fire Safety Review"}
    assert page["next"] is None


def test_the_history_comes_in_pages(office: Platform, case_id: str, actor: Callable[[str], Actor]) -> None:
    finish(office, case_id, actor)
    seen, after = [], 0
    while after is not None:
        page = office.ask(CaseHistory(case_id, after=after, limit=3), actor("auditor"))
        seen += [entry["seq"] for entry in page["items"]]
        after = page["next"]
    assert seen == [1, 2, 3, 4, 5, 6, 7]


def test_the_history_shows_no_personal_data(
    office: Platform, case_id: str, actor: Callable[[str], Actor]
) -> None:
    page = office.ask(CaseHistory(case_id), actor("auditor"))
    assert "91220101MA0000000X" not in repr(page)
    assert "长春示范科技有限公司" not in repr(page)


def test_whoever_may_not_know_of_the_case_finds_none(
    office: Platform, case_id: str, actor: Callable[[str], Actor]
) -> None:
    with pytest.raises(NotFound):
        office.ask(CaseHistory(case_id), actor("tax.review"))


def test_replay_of_every_event_is_what_was_live_then(
    office: Platform, case_id: str, actor: Callable[[str], Actor]
) -> None:
    finish(office, case_id, actor)
    views = {seq: office.ask(ReplayCase(case_id, seq), actor("auditor")) for seq in range(1, 8)}
    states = {
        seq: {item["element"]: item["state"] for item in view["work_items"]} for seq, view in views.items()
    }
    assert states == {
        1: {"Housing": "ready", "Fire": "ready"},
        2: {"Housing": "claimed", "Fire": "ready"},
        3: {"Housing": "ready", "Fire": "ready"},
        4: {"Housing": "claimed", "Fire": "ready"},
        5: {"Housing": "completed", "Fire": "ready"},
        6: {"Housing": "completed", "Fire": "claimed"},
        7: {"Housing": "completed", "Fire": "completed"},
    }
    assert [views[seq]["state"] for seq in (1, 6, 7)] == ["active", "active", "completed"]
    elements = {entry["element"]: entry["state"] for entry in views[5]["elements"]}
    assert (elements["Housing"], elements["Fire"]) == ("done", "waiting")
    assert views[4]["work_items"][0]["assignee_name"] == "刘洋"


@pytest.mark.parametrize("seq", [-1, 0, 2, 2**31, 10**30])
def test_replay_of_an_event_that_is_not_there_says_which_are(
    office: Platform, case_id: str, actor: Callable[[str], Actor], seq: int
) -> None:
    with pytest.raises(NotFound, match="events 1 to 1"):
        office.ask(ReplayCase(case_id, seq), actor("auditor"))


@pytest.mark.parametrize("after", [1, 2**31, 10**30])
def test_nothing_comes_after_the_last_event(
    office: Platform, case_id: str, actor: Callable[[str], Actor], after: int
) -> None:
    assert office.ask(CaseHistory(case_id, after), actor("auditor")) == {"items": [], "next": None}


def test_an_untouched_case_verifies(office: Platform, case_id: str, actor: Callable[[str], Actor]) -> None:
    finish(office, case_id, actor)
    assert office.ask(VerifyCase(case_id), actor("auditor")) == {
        "chain": "ok",
        "execution": "ok",
        "events": 7,
        "first_difference": None,
    }
    assert office.ask(VerifyAll(), actor("auditor"))["ok"] is True


def one_changed(value: Any) -> Any:
    """The value with another last character, byte or unit."""
    if isinstance(value, int):
        return value + 1
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1])
    return value[:-1] + ("x" if value[-1] != "x" else "y")


@pytest.mark.parametrize("column", [c.name for c in events.columns if c.name not in ("case_id", "seq")])
def test_a_column_changed_in_the_database_is_named(
    office: Platform, case_id: str, actor: Callable[[str], Actor], column: str
) -> None:
    finish(office, case_id, actor)
    with office.database.write() as db:
        where = (events.c.case_id == case_id) & (events.c.seq == 5)
        value = db.execute(select(events.c[column]).where(where)).scalar_one()
        assert value
        changed = one_changed(value)
        db.execute(update(events).where(where).values({column: changed}))
    first = office.ask(VerifyCase(case_id), actor("auditor"))["first_difference"]
    assert (first["seq"], first["field"]) == (5, column)


def test_bytes_that_are_no_text_are_named_or_cannot_be_stored(
    office: Platform, case_id: str, actor: Callable[[str], Actor]
) -> None:
    sqlite = text("UPDATE events SET element = CAST(x'7bff7d' AS TEXT)")
    postgres = text("UPDATE events SET element = convert_from(decode('7bff7d', 'hex'), 'UTF8')")
    if not office.database.is_sqlite:
        with pytest.raises(DBAPIError), office.database.write() as db:
            db.execute(postgres)
        return
    with office.database.write() as db:
        db.execute(sqlite)
    first = office.ask(VerifyCase(case_id), actor("auditor"))["first_difference"]
    assert (first["seq"], first["field"]) == (1, "element")


def test_a_changed_state_of_the_case_row_is_found(
    office: Platform, case_id: str, actor: Callable[[str], Actor]
) -> None:
    with office.database.write() as db:
        stored = db.execute(select(cases.c.state).where(cases.c.id == case_id)).scalar_one()
        other = State.load(stored)
        other.serial += 1
        db.execute(update(cases).where(cases.c.id == case_id).values(state=other.dump()))
    found = office.ask(VerifyCase(case_id), actor("auditor"))
    assert (found["chain"], found["execution"], found["first_difference"]["field"]) == (
        "ok",
        "differs",
        "case.state",
    )


def test_a_case_row_that_cannot_be_read_is_found_and_hides_no_other(
    office: Platform, case_id: str, actor: Callable[[str], Actor]
) -> None:
    office.execute(OpenTestCase(), actor("clerk"))
    with office.database.write() as db:
        db.execute(text("UPDATE cases SET members = '{broken' WHERE id = :id"), {"id": case_id})
    found = office.ask(VerifyAll(), actor("auditor"))
    assert (found["cases"], found["ok"]) == (2, False)
    assert [(entry["case_id"], entry["first_difference"]["field"]) for entry in found["differing"]] == [
        (case_id, "case")
    ]


@pytest.mark.parametrize(
    ("column", "value"), [("state", "cancelled"), ("assignee", "somebody"), ("completed_by", "somebody")]
)
def test_a_changed_inbox_row_is_found(
    office: Platform, case_id: str, actor: Callable[[str], Actor], column: str, value: str
) -> None:
    with office.database.write() as db:
        db.execute(update(work_items).where(work_items.c.element == "Fire").values({column: value}))
    first = office.ask(VerifyCase(case_id), actor("auditor"))["first_difference"]
    assert first["field"].endswith(f".{column}")
    assert first["found"] == value


def test_a_missing_and_an_added_inbox_row_are_found(
    office: Platform, case_id: str, actor: Callable[[str], Actor]
) -> None:
    with office.database.write() as db:
        row: dict[str, Any] = dict(
            db.execute(select(work_items).where(work_items.c.element == "Fire")).mappings().one()
        )
        db.execute(work_items.delete().where(work_items.c.element == "Fire"))
    assert office.ask(VerifyCase(case_id), actor("auditor"))["first_difference"]["found"] is None
    with office.database.write() as db:
        db.execute(work_items.insert().values(row))
        db.execute(work_items.insert().values({**row, "id": "extra", "act": "a99"}))
    assert office.ask(VerifyCase(case_id), actor("auditor"))["first_difference"]["field"] == "work_items.a99"


def test_a_definition_that_was_changed_in_the_archive_is_found(
    office: Platform, case_id: str, actor: Callable[[str], Actor]
) -> None:
    with office.database.write() as db:
        db.execute(update(definitions).values(content=BPMN.replace(b"Fire review", b"Fire REVIEW")))
    first = office.ask(VerifyCase(case_id), actor("auditor"))["first_difference"]
    assert first["field"] == "definition two_reviews"
