"""Event definitions: triggers and results (BPMN 2.0.2, 10.5)."""

from collections.abc import Callable

from lxml import etree

from engine.bpmn.model import EventDefinition, Timer
from engine.bpmn.reader.context import (
    ReadContext,
    event_definitions,
    expression_child,
    message_ref,
    our_assigns,
)
from engine.bpmn.reader.source import JB, bpmn_child, flag, local, reference, text_of
from engine.kernel.errors import JingbanError
from engine.timing import CHINA_TIME, parse_timer

Reader = Callable[[ReadContext, etree._Element, etree._Element], EventDefinition | None]

_TIMERS = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


def read_events(context: ReadContext, element: etree._Element) -> tuple[EventDefinition, ...]:
    """All event definitions of one event element, in order."""
    found = (read_event(context, element, definition) for definition in event_definitions(context, element))
    return tuple(event for event in found if event is not None)


def read_event(
    context: ReadContext, owner: etree._Element, element: etree._Element
) -> EventDefinition | None:
    """One event definition; `owner` is the event that carries it (our attributes may stand on either)."""
    kind = local(element).removesuffix("EventDefinition")
    reader = _READERS.get(kind)
    if reader is None:
        context.refuse(
            element,
            "event-definition-unknown",
            f"{local(element)} is not executable",
            "Use another event definition.",
        )
        return None
    return reader(context, owner, element)


def message_event(context: ReadContext, owner: etree._Element, element: etree._Element) -> EventDefinition:
    """A message reference: on an event definition, or on a send or receive task itself."""
    ref = message_ref(context, element)
    if ref is not None and ref not in context.messages:
        _unknown(context, element, "message", ref)
    key = owner.get(f"{{{JB}}}key") or element.get(f"{{{JB}}}key")
    return EventDefinition(
        "message",
        element.get("id"),
        name=context.messages.get(ref or "")
        or context.message_flows.get(owner.get("id") or "")
        or _named_after(owner, ref),
        key=context.compile(owner, key.lstrip("= "), "jb:key") if key else None,
        payload=our_assigns(context, owner, "payload") or our_assigns(context, element, "payload"),
    )


def _signal(context: ReadContext, owner: etree._Element, element: etree._Element) -> EventDefinition:
    ref = reference(element.get("signalRef"))
    if ref is not None and ref not in context.signals:
        _unknown(context, element, "signal", ref)
    return EventDefinition(
        "signal",
        element.get("id"),
        name=context.signals.get(ref or "") or _named_after(owner, ref),
        unnamed=ref is None,
        payload=our_assigns(context, owner, "payload") or our_assigns(context, element, "payload"),
    )


def _error(context: ReadContext, owner: etree._Element, element: etree._Element) -> EventDefinition:
    ref = reference(element.get("errorRef"))
    if ref is not None and ref not in context.errors:
        _unknown(context, element, "error", ref)
    code = context.errors.get(ref or "") or None
    if code is None and local(owner) == "endEvent":
        code = ref
    return EventDefinition("error", element.get("id"), name=ref, code=code)


def _escalation(context: ReadContext, owner: etree._Element, element: etree._Element) -> EventDefinition:
    ref = reference(element.get("escalationRef"))
    if ref is not None and ref not in context.escalations:
        _unknown(context, element, "escalation", ref)
    code = context.escalations.get(ref or "") or None
    if code is None and local(owner) in ("endEvent", "intermediateThrowEvent"):
        code = ref
    return EventDefinition("escalation", element.get("id"), name=ref, code=code)


def _timer(context: ReadContext, owner: etree._Element, element: etree._Element) -> EventDefinition | None:
    workdays = element.get(f"{{{JB}}}workdays")
    if workdays is not None:
        after = element.get(f"{{{JB}}}after")
        value = context.attribute(element, workdays, "jb:workdays")
        if isinstance(value, str) and not value.strip().isdigit():
            context.refuse(
                element,
                "timer-workdays",
                f"jb:workdays is {value!r}",
                'Give a whole number or "=" and an expression.',
            )
            return None
        timer = Timer(
            "workdays",
            text=value.strip() if isinstance(value, str) else None,
            value=None if isinstance(value, str) else value,
            after=context.compile(element, after.lstrip().removeprefix("="), "jb:after") if after else None,
        )
        return EventDefinition("timer", element.get("id"), timer=timer)
    for name, kind in _TIMERS.items():
        child = bpmn_child(element, name)
        text = text_of(child)
        if child is not None and text is not None:
            return EventDefinition("timer", element.get("id"), timer=_timer_text(context, child, kind, text))
    context.refuse(
        element,
        "timer-empty",
        "the timer says neither when nor how long",
        "Add timeDate, timeDuration or timeCycle.",
    )
    return None


def _timer_text(context: ReadContext, child: etree._Element, kind: str, text: str) -> Timer:
    try:
        if parse_timer(text, zone=CHINA_TIME) is not None:
            return Timer(kind, text=text)
    except JingbanError as error:
        context.refuse(child, "timer-literal", f"the timer {text!r} cannot be read: {error}", "Use ISO 8601.")
        return Timer(kind, text=text)
    return Timer(kind, value=context.compile(child, text, "the timer"))


def _conditional(context: ReadContext, owner: etree._Element, element: etree._Element) -> EventDefinition:
    condition = expression_child(context, element, "condition", "the condition", strict=False)
    if condition is None and text_of(bpmn_child(element, "condition")) is None:
        context.refuse(
            element, "condition-empty", "a conditional event needs a condition", "Write one in FEEL."
        )
    return EventDefinition("conditional", element.get("id"), condition=condition)


def _link(context: ReadContext, owner: etree._Element, element: etree._Element) -> EventDefinition:
    return EventDefinition("link", element.get("id"), name=element.get("name") or owner.get("name"))


def _compensate(context: ReadContext, owner: etree._Element, element: etree._Element) -> EventDefinition:
    return EventDefinition(
        "compensate",
        element.get("id"),
        activity=reference(element.get("activityRef")),
        wait_for_completion=flag(element, "waitForCompletion", True),
    )


def _plain(kind: str) -> Reader:
    def read(context: ReadContext, owner: etree._Element, element: etree._Element) -> EventDefinition:
        return EventDefinition(kind, element.get("id"))

    return read


def _unknown(context: ReadContext, element: etree._Element, what: str, ref: str) -> None:
    context.refuse(
        element,
        "reference-unknown",
        f"there is no {what} {ref!r}",
        f"Define the {what} among the root elements or correct the reference.",
    )


def _named_after(owner: etree._Element, ref: str | None) -> str | None:
    return ref or owner.get("name") or owner.get("id")


_READERS: dict[str, Reader] = {
    "message": message_event,
    "timer": _timer,
    "signal": _signal,
    "error": _error,
    "escalation": _escalation,
    "conditional": _conditional,
    "link": _link,
    "compensate": _compensate,
    "cancel": _plain("cancel"),
    "terminate": _plain("terminate"),
}
