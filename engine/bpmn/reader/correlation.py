"""Correlation keys, properties and subscriptions (BPMN 2.0.2, 8.4.2): which conversation a message belongs to.

A key is a list of properties. For each message a property has a retrieval expression that reads it from the payload; a
process's subscription binds the properties to expressions over its own data. Both sides become one FEEL expression a key,
so that the machine only compares two values.
"""

from collections.abc import Iterable, Mapping

from lxml import etree

from engine.bpmn.reader.context import ReadContext
from engine.bpmn.reader.source import BPMN, bpmn_child, bpmn_children, reference, text_of
from engine.expressions import Expression


def read_keys(context: ReadContext) -> dict[str, tuple[str, Expression]]:
    """Message name → the key that it carries and the expression that reads the key from its payload."""
    retrievals = {
        element.get("id") or "": _retrievals(context, element)
        for element in bpmn_children(context.root, "correlationProperty")
    }
    found: dict[str, tuple[str, Expression]] = {}
    for key in context.root.iter(f"{{{BPMN}}}correlationKey"):
        parts = _properties(context, key, retrievals)
        for message in retrievals[parts[0]] if parts else ():
            name = context.messages[message]
            texts = [retrievals[part].get(message) for part in parts]
            if all(texts) and name not in found:
                compiled = context.compile(key, _joined(texts), "the retrieval expression", strict=False)
                if compiled is not None:
                    found[name] = (key.get("id") or "", compiled)
    return found


def read_subscriptions(context: ReadContext, process: etree._Element) -> dict[str, Expression]:
    """Key → the expression over the process's data that a message with that key must equal."""
    keys = {key.get("id"): key for key in context.root.iter(f"{{{BPMN}}}correlationKey")}
    found: dict[str, Expression] = {}
    for subscription in bpmn_children(process, "correlationSubscription"):
        ref = reference(subscription.get("correlationKeyRef"))
        key = keys.get(ref)
        if ref is None or key is None:
            context.refuse(
                subscription,
                "correlation-reference",
                f"there is no correlation key {ref!r}",
                "Define the correlationKey in the collaboration or correct correlationKeyRef.",
            )
            continue
        bound = {
            reference(binding.get("correlationPropertyRef")): text_of(bpmn_child(binding, "dataPath"))
            for binding in bpmn_children(subscription, "correlationPropertyBinding")
        }
        texts = [bound.get(part) for part in _references(key)]
        if not texts or not all(texts):
            context.refuse(
                subscription,
                "correlation-reference",
                f"the subscription does not bind every property of the key {ref!r}",
                "Add a correlationPropertyBinding with a dataPath for each of its properties.",
            )
            continue
        compiled = context.compile(subscription, _joined(texts), "the dataPath", strict=False)
        if compiled is not None:
            found[ref] = compiled
    return found


def _retrievals(context: ReadContext, element: etree._Element) -> dict[str, str]:
    """Message id → messagePath of one property."""
    found: dict[str, str] = {}
    for retrieval in bpmn_children(element, "correlationPropertyRetrievalExpression"):
        message, path = reference(retrieval.get("messageRef")), text_of(bpmn_child(retrieval, "messagePath"))
        if message not in context.messages:
            context.refuse(
                retrieval,
                "correlation-reference",
                f"there is no message {message!r}",
                "Define the message among the root elements or correct messageRef.",
            )
        elif path is not None:
            found[message or ""] = path
    return found


def _properties(
    context: ReadContext, key: etree._Element, known: Mapping[str, Mapping[str, str]]
) -> list[str]:
    parts = _references(key)
    for part in parts:
        if part not in known:
            context.refuse(
                key,
                "correlation-reference",
                f"there is no correlation property {part!r}",
                "Define the correlationProperty among the root elements or correct the reference.",
            )
            return []
    return parts


def _references(key: etree._Element) -> list[str]:
    return [reference(text_of(part)) or "" for part in bpmn_children(key, "correlationPropertyRef")]


def _joined(texts: Iterable[str | None]) -> str:
    parts = [(text or "").strip().removeprefix("=") for text in texts]
    return parts[0] if len(parts) == 1 else "[" + ", ".join(parts) + "]"
