"""Wires cases: what may be done with them, what service tasks may ask for, and where operations are found."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.cases.accept import accept, deem_accept
from engine.cases.calls.answer import AnswerCall, answer_call
from engine.cases.calls.begin import BeginCall, begin_call
from engine.cases.calls.revive import ReviveCall, revive_call
from engine.cases.calls.set_back import SetBackCall, set_back_call
from engine.cases.conclude import conclude, set_state
from engine.cases.inbound.send import SendMessage, send_message
from engine.cases.incidents.answer import AnswerIncident, answer_incident
from engine.cases.incidents.list import Incidents, list_incidents
from engine.cases.incidents.retry import RetryIncident, retry_incident
from engine.cases.messages import DeliverMessage, deliver
from engine.cases.operations import Call, Operations
from engine.cases.regions import SaveRegion, save_region
from engine.cases.started_by import Starters
from engine.cases.timers import fire
from engine.cases.withdraw import (
    ResumeCase,
    SuspendCase,
    TerminateCase,
    WithdrawCase,
    resume,
    suspend,
    terminate,
    withdraw,
)
from engine.deadlines.fire import FireTimer
from engine.dispatch import Registry, Services


class RegisteredOperations:
    """The operations of a registry."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def find(self, name: str) -> Callable[[Call], Mapping[str, Any]] | None:
        """The operation of that name, or None."""
        return self._registry.find_operation(name)


def wire(registry: Registry, services: Services) -> None:
    """Register every verb and operation of cases. `case.refuse` writes a paper, so documents do it; `StartCase` is answered by the catalogue, which resolves it."""
    services.provide(Operations, RegisteredOperations(registry))  # type: ignore[type-abstract]  # found by protocol
    services.provide(Starters, Starters())
    registry.command(SaveRegion, save_region)
    registry.command(DeliverMessage, deliver)
    registry.command(SendMessage, send_message)
    registry.command(FireTimer, fire)
    registry.command(WithdrawCase, withdraw)
    registry.command(TerminateCase, terminate)
    registry.command(SuspendCase, suspend)
    registry.command(ResumeCase, resume)
    registry.command(BeginCall, begin_call)
    registry.command(AnswerCall, answer_call)
    registry.command(SetBackCall, set_back_call)
    registry.command(ReviveCall, revive_call)
    registry.command(RetryIncident, retry_incident)
    registry.command(AnswerIncident, answer_incident)
    registry.query(Incidents, list_incidents)
    registry.operation("case.accept", accept)
    registry.operation("case.deem_accept", deem_accept)
    registry.operation("case.state", set_state)
    registry.operation("case.result", conclude)
