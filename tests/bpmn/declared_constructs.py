"""What BPMN 2.0.2 has and we promise to run, construct by construct, and the examples that show it."""

from collections.abc import Mapping

_TRIGGERS_THAT_MAY_GO_ON = (
    "message", "timer-date", "timer-duration", "timer-workdays", "signal", "conditional", "multiple", "parallel-multiple",
)  # fmt: skip

CONSTRUCTS: Mapping[str, tuple[str, ...]] = {
    "exclusive gateway": ("exclusive-merge", "exclusive-gateway", "exclusive-gateway-no-match"),
    "parallel gateway": ("parallel-join-counts-flows", "parallel-fork-without-join", "parallel-gateway",),
    "inclusive gateway": ("inclusive-joins-in-a-row", "inclusive-gateway", "inclusive-join-waits", "inclusive-join-in-a-loop"),
    "event-based gateway": ("event-based-gateway-conditions", "event-based-gateway", "event-based-gateway-receive"),
    "instantiating event-based gateway": ("event-based-gateway-instantiating", "event-based-gateway-parallel"),
    "complex gateway": ("complex-gateway", "complex-gateway-reset"),
    "implicit split, merge and termination": ("retry-by-loop-back", "implicit-split", "implicit-merge", "implicit-termination"),
    "conditional and default flows of activities": ("conditional-flow",),
    "tasks": (
        "task", "user-task", "manual-task", "service-task", "script-task", "business-rule-task", "send-task", "receive-task",
    ),
    "global tasks": (
        "global-task", "global-user-task", "global-manual-task", "global-script-task", "global-business-rule-task",
    ),
    "instantiating receive task": ("receive-task-instantiating",),
    "call activity": ("call-activity-escalation", "call-activity-terminate", "call-activity", "call-activity-mapping", "call-activity-error", "call-copies"),
    "embedded sub-process": ("sub-process", "sub-process-without-start"),
    "transaction": ("transaction", "boundary-cancel", "end-cancel", "transaction-hazard"),
    "ad-hoc sub-process": (
        "ad-hoc-parallel", "ad-hoc-sequential", "ad-hoc-completion", "ad-hoc-keep-remaining", "ad-hoc-inner-flow",
    ),
    "standard loop": ("loop-test-before", "loop-test-after", "loop-maximum", "loop-sub-process"),
    "multi-instance": ("multi-instance-error", "multi-instance-boundary-timer", "multi-instance-terminate", 
        "multi-instance-parallel", "multi-instance-sequential", "multi-instance-collection",
        "multi-instance-sequential-collection", "multi-instance-data", "multi-instance-completion",
        "multi-instance-sub-process", "multi-instance-call",
    ),
    "multi-instance behavior": tuple(f"multi-instance-behavior-{name}" for name in ("all", "none", "one", "complex")),
    "quantities": ("start-quantity", "completion-quantity"),
    "data": (
        "data-object", "data-assignment", "data-transformation", "data-store", "property", "sub-process-scope", "event-data",
    ),
    "start events": tuple(
        f"start-{name}"
        for name in (
            "none", "message", "timer-date", "timer-duration", "timer-cycle", "signal", "conditional", "multiple",
            "several",
        )
    ),
    "catching intermediate events": tuple(
        f"catch-{name}"
        for name in (
            "message", "timer-date", "timer-duration", "timer-workdays", "timer-expression", "signal", "conditional",
            "multiple", "parallel-multiple",
        )
    ),
    "throwing intermediate events": tuple(
        f"throw-{name}" for name in ("none", "message", "signal", "escalation", "multiple")
    ),
    "link events": ("link", "link-many-sources"),
    "boundary events": tuple(
        f"boundary-{name}{ending}" for name in _TRIGGERS_THAT_MAY_GO_ON for ending in ("", "-non-interrupting")
    ),
    "working days after a date": ("catch-timer-workdays-after",),
    "repeating boundary timer": ("boundary-timer-cycle",),
    "error and escalation at the boundary": (
        "boundary-error", "boundary-error-catch-all", "boundary-error-exact-first", "boundary-error-outer-level",
        "boundary-escalation", "boundary-escalation-non-interrupting", "boundary-escalation-catch-all",
    ),
    "compensation at the boundary": ("boundary-compensation",),
    "interrupting everything below": ("signal-to-own-boundary", "boundary-on-sub-process", "end-terminate", "end-terminate-sub-process"),
    "end events": tuple(
        f"end-{name}"
        for name in (
            "none", "message", "signal", "error", "error-uncaught", "escalation", "cancel", "compensation", "terminate",
            "multiple",
        )
    ),
    "event sub-processes": tuple(
        f"event-sub-process-{name}{ending}"
        for name in _TRIGGERS_THAT_MAY_GO_ON
        for ending in ("", "-non-interrupting")
    ),
    "error, escalation and compensation event sub-processes": (
        "event-sub-process-error", "event-sub-process-error-catch-all", "event-sub-process-escalation",
        "event-sub-process-escalation-non-interrupting", "event-sub-process-escalation-catch-all",
        "event-sub-process-before-boundary", "compensation-event-sub-process",
    ),
    "repeating timer of an event sub-process": ("event-sub-process-timer-cycle",),
    "compensation": ("compensation-handler-sub-process", "compensation-not-from-inside", "compensation-nested", 
        "compensation-default-order", "compensation-named", "compensation-only-completed", "compensation-sub-process",
        "compensation-multi-instance", "compensation-multi-instance-sub-process", "compensation-in-event-sub-process",
        "compensation-no-wait",
    ),
    "eventDefinitionRef": ("event-definition-reference",),
    "correlation": ("correlation-key", "correlation-subscription", "correlation-two-waits", "message-kept-until-awaited"),
    "between the processes of a file": ("messages-between-processes", "signals-between-processes"),
}  # fmt: skip
