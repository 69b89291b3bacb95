"""Wires the event log: who writes it, and how it is read, replayed and verified."""

from engine.assembly.case_book import Books
from engine.cases.tables import cases
from engine.dispatch import Recorder, Registry, Services
from engine.history.book import CaseBook
from engine.history.queries import (
    CaseHistory,
    ReplayCase,
    VerifyAll,
    VerifyCase,
    case_history,
    replay_case,
    verify_all,
    verify_case,
)
from engine.history.record import EventLog


def wire(registry: Registry, services: Services) -> None:
    """Provide the recorder and the case book; register the queries of the log."""
    services.provide(Recorder, EventLog(cases))
    services.provide(CaseBook, Books())  # type: ignore[type-abstract]  # a port, found by its protocol
    registry.query(CaseHistory, case_history)
    registry.query(ReplayCase, replay_case)
    registry.query(VerifyCase, verify_case)
    registry.query(VerifyAll, verify_all)
