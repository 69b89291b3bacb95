"""Activities: tasks, call activities and sub-processes with their loops and data (BPMN 2.0.2, 10.3 and 10.4)."""

from typing import Any

from lxml import etree

from engine.bpmn.model import Assign, EventDefinition, Loop
from engine.bpmn.reader.borrowed import called_process, vendor_loop
from engine.bpmn.reader.context import (
    ReadContext,
    event_definitions,
    expression_child,
    message_ref,
    our_assigns,
)
from engine.bpmn.reader.events import message_event, read_event
from engine.bpmn.reader.scripts import read_assign, read_script
from engine.bpmn.reader.source import JB, bpmn_child, bpmn_children, flag, local, reference, text_of
from engine.expressions import Expression


def read_activity(context: ReadContext, element: etree._Element) -> dict[str, Any]:
    """The fields of `Node` that an activity fills."""
    kind = local(element)
    fields: dict[str, Any] = {
        "for_compensation": flag(element, "isForCompensation"),
        "start_quantity": _quantity(context, element, "startQuantity"),
        "completion_quantity": _quantity(context, element, "completionQuantity"),
        "loop": _loop(context, element),
        "inputs": our_assigns(context, element, "input") + _input_associations(context, element),
        "outputs": our_assigns(context, element, "output") + _output_associations(context, element),
        "data_outputs": _data_outputs(context, element) + _properties(context, element),
    }
    if kind == "scriptTask" or kind == "globalScriptTask":
        fields["script"] = read_script(context, element)
    if kind in ("sendTask", "receiveTask"):
        fields["message"] = (
            message_event(context, element, element)
            if message_ref(context, element) or element.get("id") in context.message_flows
            else None
        )
        fields["instantiate"] = flag(element, "instantiate")
    elif element.get("id") in context.routes:
        fields["message"] = message_event(context, element, element)
    if kind == "callActivity":
        fields["called"] = reference(element.get("calledElement")) or called_process(element)
        if fields["called"] is None:
            context.refuse(
                element,
                "call-without-target",
                "the call activity calls nothing",
                "Set calledElement to a process id.",
            )
    if kind in ("subProcess", "transaction", "adHocSubProcess"):
        fields["triggered_by_event"] = flag(element, "triggeredByEvent")
    if kind == "adHocSubProcess":
        fields["sequential"] = (element.get("ordering") or "").strip() == "Sequential"
        fields["cancel_remaining"] = flag(element, "cancelRemainingInstances", True)
        fields["completion"] = expression_child(
            context, element, "completionCondition", "the completion condition", strict=False
        )
    return fields


def _loop(context: ReadContext, element: etree._Element) -> Loop | None:
    standard = bpmn_child(element, "standardLoopCharacteristics")
    multi = bpmn_child(element, "multiInstanceLoopCharacteristics")
    if standard is not None and multi is not None:
        context.refuse(
            multi,
            "loop-count-twice",
            "an activity is a standard loop or multi-instance, not both",
            "Keep one of them, or put one on a sub-process around the other.",
        )
    if standard is not None:
        maximum = standard.get("loopMaximum")
        return Loop(
            "standard",
            test_before=flag(standard, "testBefore"),
            maximum=_maximum(context, standard, maximum),
            condition=expression_child(context, standard, "loopCondition", "the loop condition"),
        )
    return None if multi is None else _multi(context, element, multi)


def _multi(context: ReadContext, element: etree._Element, multi: etree._Element) -> Loop:
    collection = multi.get(f"{{{JB}}}collection")
    reference_text = text_of(bpmn_child(multi, "loopDataInputRef"))
    compiled: Expression | None = None
    if collection is not None:
        compiled = context.compile(multi, collection.lstrip().removeprefix("="), "jb:collection")
    elif reference_text is not None:
        name = context.variable(reference_text) or reference_text
        compiled = context.compile(multi, name, "loopDataInputRef")
    cardinality = expression_child(context, multi, "loopCardinality", "the loop cardinality")
    vendor = vendor_loop(multi)
    if compiled is None and cardinality is None and vendor.collection is not None:
        compiled = context.compile(multi, vendor.collection, "the collection")
    if (
        vendor.collection is None
        and collection is None
        and reference_text is None
        and text_of(bpmn_child(multi, "loopCardinality")) is None
    ):
        context.refuse(
            multi,
            "loop-without-count",
            "a multi-instance activity needs a cardinality or a collection",
            "Add loopCardinality, loopDataInputRef or jb:collection.",
        )
    item, output_item = bpmn_child(multi, "inputDataItem"), bpmn_child(multi, "outputDataItem")
    output_value = multi.get(f"{{{JB}}}outputValue") or vendor.output_value
    return Loop(
        "multi",
        sequential=flag(multi, "isSequential"),
        cardinality=cardinality,
        collection=compiled,
        item=multi.get(f"{{{JB}}}element") or _data_name(context, item) or vendor.item,
        output=multi.get(f"{{{JB}}}output")
        or context.variable(text_of(bpmn_child(multi, "loopDataOutputRef")))
        or vendor.output,
        output_item=_data_name(context, output_item),
        output_value=(
            context.compile(multi, output_value.lstrip().removeprefix("="), "jb:outputValue", strict=False)
            if output_value
            else None
        ),
        condition=expression_child(context, multi, "completionCondition", "the completion condition"),
        behavior=multi.get("behavior", "All").strip(),
        behavior_events=_behavior(context, element, multi),
    )


def _behavior(
    context: ReadContext, element: etree._Element, multi: etree._Element
) -> tuple[tuple[Expression | None, EventDefinition], ...]:
    behavior = multi.get("behavior", "All").strip()
    if behavior in ("None", "One"):
        ref = reference(multi.get("noneBehaviorEventRef" if behavior == "None" else "oneBehaviorEventRef"))
        definition = context.definitions.get(ref or "")
        if definition is None:
            definition = next((d for d in _all_definitions(context) if d.get("id") == ref and ref), None)
        if definition is None and ref is None:
            return ((None, EventDefinition("signal", unnamed=True)),)
        if definition is None:
            context.refuse(
                multi,
                "loop-behavior-event",
                f"there is no event definition {ref!r}",
                "Correct the reference, or leave it out for the default signal.",
            )
            return ()
        event = read_event(context, element, definition)
        return () if event is None else ((None, event),)
    if behavior != "Complex":
        return ()
    found: list[tuple[Expression | None, EventDefinition]] = []
    for complex_behavior in bpmn_children(multi, "complexBehaviorDefinition"):
        condition = expression_child(
            context, complex_behavior, "condition", "the behavior condition", strict=False
        )
        thrower = bpmn_child(complex_behavior, "event")
        for definition in [] if thrower is None else event_definitions(context, thrower):
            event = read_event(context, element, definition)
            if event is not None:
                found.append((condition, event))
    return tuple(found)


def _all_definitions(context: ReadContext) -> list[etree._Element]:
    return [element for element in context.root.iter() if local(element).endswith("EventDefinition")]


def _input_associations(context: ReadContext, element: etree._Element) -> tuple[Assign, ...]:
    return tuple(
        assign
        for association in bpmn_children(element, "dataInputAssociation")
        for assign in _association(context, association)
    )


def _output_associations(context: ReadContext, element: etree._Element) -> tuple[Assign, ...]:
    return tuple(
        assign
        for association in bpmn_children(element, "dataOutputAssociation")
        for assign in _association(context, association)
    )


def _data_outputs(context: ReadContext, element: etree._Element) -> tuple[str, ...]:
    """Names of the data outputs that an output association copies from."""
    specification = bpmn_child(element, "ioSpecification")
    own = [] if specification is None else bpmn_children(specification, "dataOutput")
    copied = {
        reference(text_of(source))
        for association in bpmn_children(element, "dataOutputAssociation")
        for source in bpmn_children(association, "sourceRef")
    }
    return tuple(context.names[output.get("id") or ""] for output in own if output.get("id") in copied)


def _properties(context: ReadContext, element: etree._Element) -> tuple[str, ...]:
    """Properties of a task live as long as it does; those of a sub-process are variables of its graph."""
    own = [] if "rocess" in local(element) else bpmn_children(element, "property")
    return tuple(context.names[part.get("id") or ""] for part in own if part.get("id"))


def read_associations(
    context: ReadContext, element: etree._Element
) -> tuple[tuple[Assign, ...], tuple[Assign, ...]]:
    """The data associations of an event: a catch event has outputs, a throw event inputs."""
    return (
        our_assigns(context, element, "input") + _input_associations(context, element),
        our_assigns(context, element, "output") + _output_associations(context, element),
    )


def _association(context: ReadContext, association: etree._Element) -> list[Assign]:
    """One data association: assignments, a transformation, or a plain copy (BPMN 2.0.2, 10.4.2)."""
    assignments = bpmn_children(association, "assignment")
    target = context.variable(text_of(bpmn_child(association, "targetRef")))
    if assignments:
        found = []
        for assignment in assignments:
            source, to = text_of(bpmn_child(assignment, "from")), text_of(bpmn_child(assignment, "to"))
            name = context.variable(to) if to else target
            assign = (
                read_assign(context, assignment, name, source, "the assignment of")
                if source and name
                else None
            )
            if assign is not None:
                found.append(assign)
        return found
    if target is None:
        return []
    transformation = expression_child(
        context, association, "transformation", "the transformation", strict=False
    )
    if transformation is not None:
        return [Assign(target, transformation)]
    source_name = context.variable(text_of(bpmn_child(association, "sourceRef")))
    if source_name is None:
        return []
    compiled = context.compile(association, source_name, "the source", strict=False)
    return [] if compiled is None else [Assign(target, compiled)]


def _data_name(context: ReadContext, element: etree._Element | None) -> str | None:
    if element is None:
        return None
    return context.names.get(element.get("id") or "") or element.get("name")


def _maximum(context: ReadContext, element: etree._Element, text: str | None) -> int | Expression | None:
    if text is None:
        return None
    # the schema's integers may have a sign
    text = text.strip().removeprefix("+")
    return int(text) if text.isdigit() else context.compile(element, text, "loopMaximum")


def _quantity(context: ReadContext, element: etree._Element, name: str) -> int:
    text = element.get(name, "1").strip().removeprefix("+")
    if text.isdigit() and 1 <= int(text) <= 1000:
        return int(text)
    context.refuse(element, "quantity-range", f"{name} is {text!r}", "Give a whole number from 1 to 1000.")
    return 1
