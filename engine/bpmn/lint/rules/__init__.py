"""The rules. Each module has one `check(graph, graphs, known)` that yields findings under the module's own name."""

from collections.abc import Callable, Iterable, Mapping

from engine.bpmn.lint.known import Known
from engine.bpmn.lint.rules import (
    call_unknown,
    decision_unknown,
    end_outgoing,
    event_gateway_targets,
    form_unknown,
    gateway_condition,
    node_disconnected,
    operation_unknown,
    receive_without_message,
    start_incoming,
    start_missing,
    user_task_offer,
)
from engine.bpmn.model import Graph
from engine.kernel.errors import Finding

Rule = Callable[[Graph, Mapping[str, Graph], Known], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    call_unknown.check,
    decision_unknown.check,
    end_outgoing.check,
    event_gateway_targets.check,
    form_unknown.check,
    gateway_condition.check,
    node_disconnected.check,
    operation_unknown.check,
    receive_without_message.check,
    start_incoming.check,
    start_missing.check,
    user_task_offer.check,
)
