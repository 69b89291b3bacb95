"""Service tasks with connectors: answers, errors of business, failures, incidents, answers by hand; replay never calls out."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from approvals import Desk
from calling import (
    TAKEN,
    Service,
    called,
    calling_process,
    drips,
    drops,
    publish,
    run_jobs,
    says,
    serving,
)
from sqlalchemy import select
from statements import every_statement

from engine.assembly import Platform, build
from engine.assembly.jobs import handlers
from engine.cases.calls.answer import AnswerCall
from engine.cases.calls.ask import CALL_SERVICE
from engine.cases.calls.begin import BeginCall
from engine.cases.calls.perform import CallService
from engine.cases.calls.revive import revive_calls
from engine.cases.calls.tables import service_calls
from engine.cases.incidents.answer import AnswerIncident
from engine.cases.incidents.list import Incidents
from engine.cases.incidents.retry import RetryIncident
from engine.cases.queries import GetCase
from engine.cases.withdraw import ResumeCase, SuspendCase, WithdrawCase
from engine.connectors import Connectors
from engine.dispatch import SYSTEM, Command
from engine.history.queries import CaseHistory, ReplayCase, VerifyCase
from engine.kernel.clock import FrozenClock
from engine.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound, Unavailable
from engine.kernel.settings import Settings

OUTPUT = '<jb:output name="registered" value="=body.number"/>'


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as running:
        yield running


@pytest.fixture
def platform(settings: Settings, clock: FrozenClock, service: Service) -> Iterator[Platform]:
    reaching = replace(
        settings,
        service_hosts=(service.host,),
        service_seconds=1,
        service_kib=16,
        service_attempts=3,
        credentials={"TAX": "s3cret"},
    )
    opened = build(reaching, clock)
    yield opened
    opened.close()


def asking(desk: Desk, service: Service, **attributes: str) -> dict[str, Any]:
    ask = called(
        "Ask",
        "http",
        inputs={"url": service.url, "body": "={name: address}", "query": "={q: 1}"},
        outputs=OUTPUT,
        **attributes,
    )
    publish(desk, "asking", calling_process(ask), TAKEN)
    return desk.start("asking")


def state(desk: Desk, case: dict[str, Any]) -> str:
    return str(desk.platform.ask(GetCase(case["id"]), desk.who("auditor"))["state"])


def history(desk: Desk, case: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.platform.ask(CaseHistory(case["id"]), desk.who("auditor"))["items"]
    return found


def incident(desk: Desk) -> dict[str, Any]:
    (found,) = desk.platform.ask(Incidents(), desk.who("admin"))["items"]
    return dict(found)


def verified(desk: Desk, case: dict[str, Any]) -> None:
    told = desk.platform.ask(VerifyCase(case["id"]), desk.who("auditor"))
    assert (told["chain"], told["execution"], told["first_difference"]) == ("ok", "ok", None)


def test_an_answer_goes_through_its_mapping_and_the_case_goes_on(desk: Desk, service: Service) -> None:
    service.acts = [says({"number": 12345678901234567890})]
    case = asking(desk, service, secret="TAX")
    assert (state(desk, case), service.asked) == ("active", [])
    assert run_jobs(desk.platform) == 1
    assert state(desk, case) == "completed"
    (asked,) = service.asked
    assert (asked["method"], asked["path"]) == ("POST", "/register?q=1")
    assert "洋浦大街" in asked["body"].decode()
    assert asked["headers"]["Idempotency-Key"].startswith(case["id"])
    assert asked["headers"]["Authorization"] == "Bearer s3cret"
    data = desk.platform.ask(ReplayCase(case["id"]), desk.who("auditor"))["data"]
    assert str(data["registered"]) == "12345678901234567890"
    verified(desk, case)
    assert len(service.asked) == 1, "verification calls nobody"


def test_no_secret_is_in_the_log_or_the_rows(desk: Desk, service: Service) -> None:
    service.acts = [says({}, 500)]
    case = asking(desk, service, secret="TAX")
    run_jobs(desk.platform)
    with desk.platform.database.read() as db:
        rows = db.execute(select(service_calls)).all()
    assert "s3cret" not in str(rows) + str(history(desk, case)) + repr(desk.platform.settings)


def test_a_status_that_the_process_names_is_a_business_error(desk: Desk, service: Service) -> None:
    service.acts = [says({"why": "taken"}, 409)]
    case = asking(desk, service, errors="409=name-taken, 4xx=other")
    run_jobs(desk.platform)
    assert state(desk, case) == "completed"
    assert [event["action"] for event in history(desk, case)] == ["case:started", "case:call_refused"]
    verified(desk, case)


def test_a_service_that_is_away_is_asked_again_later_with_the_same_key(desk: Desk, service: Service) -> None:
    service.acts = [says({}, 503), drops, says({"number": 1})]
    case = asking(desk, service)
    assert (run_jobs(desk.platform), run_jobs(desk.platform)) == (1, 0), "the second attempt waits"
    assert (run_jobs(desk.platform, delayed=True), run_jobs(desk.platform, delayed=True)) == (1, 1)
    assert state(desk, case) == "completed"
    assert len({asked["headers"]["Idempotency-Key"] for asked in service.asked}) == 1


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (says({}, 404), "service-rejected"),
        (says(b"<html>", headers={"Content-Type": "text/html"}), "answer-unreadable"),
        (says(b"{garbage", 200), "answer-unreadable"),
        (says(b"[" * 5000, 200), "answer-unreadable"),
        (says(b'{"a": NaN}', 200), "answer-unreadable"),
        (says(b'"' + b"x" * 20_000 + b'"'), "answer-too-large"),
        (says(b"", 302, {"Location": "http://169.254.169.254/latest/meta-data"}), "redirect-refused"),
    ],
    ids=["404", "html", "garbage", "deep", "no number", "huge", "redirect"],
)
def test_a_lying_service_is_an_incident_at_once(desk: Desk, service: Service, act: Any, code: str) -> None:
    service.acts = [act]
    case = asking(desk, service)
    run_jobs(desk.platform)
    found = incident(desk)
    assert (found["code"], found["attempts"], found["case_number"]) == (code, 1, case["number"])
    assert found["cause"]["zh-CN"]
    assert found["remedy"]["en"]
    assert len(service.asked) == 1


def test_an_error_that_nothing_catches_is_an_incident_and_the_case_stays(
    desk: Desk, service: Service
) -> None:
    service.acts = [says({}, 409)]
    case = asking(desk, service, errors="409=nobody-catches-this")
    run_jobs(desk.platform)
    assert (incident(desk)["code"], state(desk, case)) == ("answer-unusable", "active")
    verified(desk, case)


@pytest.mark.parametrize("act", [drips, drops, says({}, 503)], ids=["slow", "dropping", "broken"])
def test_a_failing_service_is_an_incident_when_its_attempts_are_used_up(
    desk: Desk, service: Service, act: Any
) -> None:
    service.acts = [act]
    asking(desk, service)
    for _ in range(4):
        run_jobs(desk.platform, delayed=True)
    found = incident(desk)
    assert found["code"] in ("service-timeout", "service-unreachable", "service-error")
    assert (found["attempts"], len(service.asked)) == (3, 3)


def test_a_host_that_nobody_permitted_is_never_reached(desk: Desk, service: Service) -> None:
    body = calling_process(called("Ask", "http", inputs={"url": "http://169.254.169.254/latest"}))
    publish(desk, "elsewhere", body, TAKEN)
    desk.start("elsewhere")
    run_jobs(desk.platform)
    assert incident(desk)["code"] == "host-not-allowed"


def test_an_incident_is_retried_and_the_case_goes_on(desk: Desk, service: Service) -> None:
    service.acts = [says({}, 404), says({"number": 7})]
    case = asking(desk, service)
    run_jobs(desk.platform)
    admin = desk.who("admin")
    desk.platform.execute(RetryIncident(incident(desk)["id"]), admin)
    assert desk.platform.ask(Incidents(), admin)["items"] == []
    run_jobs(desk.platform)
    assert state(desk, case) == "completed"


def test_an_incident_is_answered_by_hand_and_the_log_says_who(desk: Desk, service: Service) -> None:
    service.acts = [says({}, 404)]
    case = asking(desk, service)
    run_jobs(desk.platform)
    admin, found = desk.who("admin"), incident(desk)
    answer = AnswerIncident(found["id"], "税务局电话答复", {"body": {"number": 9}})
    told = desk.platform.execute(answer, admin)
    assert told["state"] == "completed"
    last = history(desk, case)[-1]
    assert (last["action"], last["actor"]["name"]) == ("case:call_answered_by_hand", admin.name)
    assert last["data"]["reason"] == "税务局电话答复"
    assert last["capacity"] is not None
    verified(desk, case)
    with pytest.raises(NotFound):
        desk.platform.execute(answer, admin)


def test_an_answer_by_hand_may_be_the_business_error(desk: Desk, service: Service) -> None:
    service.acts = [says({}, 404)]
    case = asking(desk, service)
    run_jobs(desk.platform)
    desk.platform.execute(
        AnswerIncident(incident(desk)["id"], "电话告知重名", error="name-taken"), desk.who("admin")
    )
    assert state(desk, case) == "completed"
    verified(desk, case)


def test_who_may_not_answer_is_refused_and_a_reason_is_asked_for(desk: Desk, service: Service) -> None:
    service.acts = [says({}, 404)]
    asking(desk, service)
    run_jobs(desk.platform)
    found = incident(desk)
    with pytest.raises(Forbidden):
        desk.platform.execute(AnswerIncident(found["id"], "x"), desk.who("supervisor"))
    with pytest.raises(InvalidInput):
        desk.platform.execute(AnswerIncident(found["id"], " "), desk.who("admin"))


@pytest.mark.parametrize("code", ["database-busy", "database-too-slow", "database-unreachable"])
def test_an_answer_that_the_database_cannot_take_now_is_asked_for_again(
    desk: Desk, service: Service, code: str
) -> None:
    service.acts = [says({"number": 1})]
    case = asking(desk, service)
    (job,) = desk.platform.jobs.list(["waiting"])
    desk.platform.jobs.cancel(job.id)

    def away_for_answers(command: Command) -> object:
        if isinstance(command, AnswerCall):
            raise Unavailable("Not now.", code=code, retry_after=2)
        return desk.platform.execute(command, SYSTEM)

    CallService(away_for_answers, desk.platform.services[Connectors])(*job.id.split(":")[1:])
    assert run_jobs(desk.platform, delayed=True) == 1, "the second attempt waits"
    assert state(desk, case) == "completed"
    verified(desk, case)


def test_an_answer_that_comes_twice_counts_once(desk: Desk, service: Service) -> None:
    service.acts = [says({"number": 1})]
    case = asking(desk, service)
    run_jobs(desk.platform)
    before = history(desk, case)
    again = AnswerCall(case["id"], "a1", {"body": {"number": 2}})
    assert desk.platform.execute(again, SYSTEM) == {"answered": False}
    assert history(desk, case) == before


def test_two_workers_on_one_call_answer_it_once(desk: Desk, service: Service) -> None:
    both = threading.Barrier(2)

    def answers(handler: Any) -> None:
        both.wait(10)
        says({"number": 1})(handler)

    service.acts = [answers]
    case = asking(desk, service)
    (job,) = desk.platform.jobs.list(["waiting"])
    desk.platform.jobs.cancel(job.id)
    call = handlers(desk.platform)[CALL_SERVICE]
    workers = [threading.Thread(target=call, args=job.id.split(":")[1:]) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(service.asked) == 2, "the service was asked twice, with one key"
    assert len({asked["headers"]["Idempotency-Key"] for asked in service.asked}) == 1
    assert [event["action"] for event in history(desk, case)] == ["case:started", "case:call_answered"]
    verified(desk, case)


def test_a_late_run_does_nothing(desk: Desk, service: Service) -> None:
    service.acts = [says({}, 503)]
    case = asking(desk, service)
    (job,) = desk.platform.jobs.list(["waiting"])
    act = job.id.split(":")[2]
    run_jobs(desk.platform)
    assert desk.platform.execute(BeginCall(case["id"], act, 1), SYSTEM) is None
    assert desk.platform.execute(BeginCall(case["id"], act, 2), SYSTEM)["attempt"] == 2


def test_a_call_that_always_brings_its_worker_down_is_given_up(desk: Desk, service: Service) -> None:
    case = asking(desk, service)
    (job,) = desk.platform.jobs.list(["waiting"])
    begin = BeginCall(case["id"], job.id.split(":")[2], 1)
    for _ in range(3):
        assert desk.platform.execute(begin, SYSTEM) is not None
    assert desk.platform.execute(begin, SYSTEM) is None
    assert incident(desk)["code"] == "worker-lost"
    assert service.asked == []


def test_a_withdrawn_case_calls_nobody_any_more(desk: Desk, service: Service) -> None:
    case = asking(desk, service)
    desk.platform.execute(WithdrawCase(case["id"], "不办了"), desk.who("clerk"))
    run_jobs(desk.platform)
    assert service.asked == []
    with desk.platform.database.read() as db:
        assert db.execute(select(service_calls)).all() == []


def test_a_suspended_case_waits_with_its_call(desk: Desk, service: Service, clock: FrozenClock) -> None:
    service.acts = [says({"number": 1})]
    case = asking(desk, service)
    desk.platform.execute(SuspendCase(case["id"], "补正"), desk.who("housing.chief"))
    run_jobs(desk.platform)
    assert service.asked == []
    desk.platform.execute(ResumeCase(case["id"]), desk.who("housing.chief"))
    clock.advance(timedelta(seconds=30))
    run_jobs(desk.platform, delayed=True)
    assert state(desk, case) == "completed"


def test_a_stub_plays_a_service(desk: Desk) -> None:
    ask = called("Ask", "stub", inputs={"answer": "={number: 5}", "unavailable": "=1"}, attempts="2")
    publish(desk, "played", calling_process(ask), TAKEN)
    case = desk.start("played")
    run_jobs(desk.platform)
    run_jobs(desk.platform, delayed=True)
    assert state(desk, case) == "completed"


def test_a_call_whose_job_is_gone_gets_another_run(desk: Desk, service: Service) -> None:
    service.acts = [says({"number": 1})]
    case = asking(desk, service)

    def revive() -> int:
        platform = desk.platform
        return revive_calls(
            platform.database, platform.jobs, lambda command: platform.execute(command, SYSTEM)
        )

    assert revive() == 0
    (job,) = desk.platform.jobs.list(["waiting"])
    desk.platform.jobs.cancel(job.id)
    assert (revive(), revive()) == (1, 0)
    run_jobs(desk.platform)
    assert state(desk, case) == "completed"


def test_a_completion_that_calls_nobody_asks_nothing_of_calls_messages_or_jobs(desk: Desk) -> None:
    case = desk.start()
    item = desk.item("clerk", "Accept", case)
    desk.claim("clerk", item)
    with every_statement() as said:
        desk.complete("clerk", item)
    assert said
    strange = ("service_calls", "kept_messages", "workflow", "advisory")
    assert [told.text for told in said if any(word in told.text for word in strange)] == []


def test_incidents_come_in_pages_and_can_be_narrowed(
    desk: Desk, service: Service, clock: FrozenClock
) -> None:
    service.acts = [says({}, 404)]
    asking(desk, service)
    for _ in range(4):
        clock.advance(timedelta(seconds=1))
        desk.start("asking")
    run_jobs(desk.platform)
    admin = desk.who("admin")
    first = desk.platform.ask(Incidents(limit=2, count=True), admin)
    assert (len(first["items"]), first["total"]) == (2, 5)
    seen = [item["id"] for item in first["items"]]
    while first["next"]:
        first = desk.platform.ask(Incidents(limit=2, cursor=first["next"]), admin)
        seen += [item["id"] for item in first["items"]]
    assert len(set(seen)) == 5
    assert desk.platform.ask(Incidents(kind="timer"), admin)["items"] == []
    with pytest.raises(InvalidInput):
        desk.platform.ask(Incidents(kind="other"), admin)


def test_a_timer_cannot_be_answered(desk: Desk) -> None:
    with pytest.raises((Conflict, NotFound)):
        desk.platform.execute(AnswerIncident("nobody-w1", "x"), desk.who("admin"))
