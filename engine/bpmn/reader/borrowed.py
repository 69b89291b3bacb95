"""What other tools say in their own namespaces because the standard's way is long: the collection of a loop, a called process.

Without it such a file could not be run at all, and nothing else can be meant; so it is read where the standard's own words
are missing. Everything else of those tools is only told (see `vendors`).
"""

from typing import NamedTuple

from lxml import etree

from engine.bpmn.reader.source import bpmn_child

_ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
_ATTRIBUTES = ("http://camunda.org/schema/1.0/bpmn", "http://activiti.org/bpmn", "http://flowable.org/bpmn")


class VendorLoop(NamedTuple):
    """What is iterated (FEEL), under which name, what is collected where."""

    collection: str | None = None
    item: str | None = None
    output: str | None = None
    output_value: str | None = None


def vendor_loop(multi: etree._Element) -> VendorLoop:
    """The collection of a multi-instance activity as Camunda, Flowable or Activiti write it."""
    for namespace in _ATTRIBUTES:
        collection = multi.get(f"{{{namespace}}}collection")
        if collection:
            return VendorLoop(_bare(collection), multi.get(f"{{{namespace}}}elementVariable"))
    told = _extension(multi, "loopCharacteristics")
    if told is None or not told.get("inputCollection"):
        return VendorLoop()
    return VendorLoop(
        _bare(told.get("inputCollection") or ""),
        told.get("inputElement"),
        told.get("outputCollection"),
        told.get("outputElement"),
    )


def called_process(call: etree._Element) -> str | None:
    """The process id that a Camunda 8 call activity names; one that is computed is not followed."""
    told = _extension(call, "calledElement")
    process = None if told is None else (told.get("processId") or "").strip()
    return process if process and not process.startswith("=") else None


def vendor_script(task: etree._Element) -> str:
    """The expression of a Camunda 8 script task as an assignment; "" where there is none."""
    told = _extension(task, "script")
    if told is None or not told.get("expression") or not told.get("resultVariable"):
        return ""
    return f"{told.get('resultVariable')} = {_bare(told.get('expression') or '')}"


def _extension(element: etree._Element, name: str) -> etree._Element | None:
    extensions = bpmn_child(element, "extensionElements")
    return None if extensions is None else extensions.find(_ZEEBE + name)


def _bare(text: str) -> str:
    text = text.strip()
    if text[:2] in ("${", "#{") and text.endswith("}"):
        return text[2:-1].strip()
    return text.removeprefix("=").strip()
