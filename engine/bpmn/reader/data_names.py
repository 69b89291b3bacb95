"""Which variable a data element stands for: its name; or its id, where the expressions of the file speak of it by that.

Editors keep the name on the reference and leave the object without one; authors whose names hold blanks write ids into
their expressions. Either way one element is one variable.
"""

import re
from collections.abc import Iterator

from lxml import etree

from engine.bpmn.reader.source import BPMN, JB, local, reference

_ITEM_AWARE = (
    "dataObject",
    "dataObjectReference",
    "dataStoreReference",
    "dataStore",
    "property",
    "dataInput",
    "dataOutput",
    "inputDataItem",
    "outputDataItem",
)
_EXPRESSIONS = (
    "script",
    "conditionExpression",
    "condition",
    "from",
    "transformation",
    "loopCardinality",
    "loopCondition",
    "completionCondition",
    "activationCondition",
    "timeDate",
    "timeDuration",
    "timeCycle",
    "dataPath",
)
_WORD = re.compile(r"\w+")


def data_names(root: etree._Element) -> dict[str, str]:
    """Id of every data element → the variable that it stands for."""
    elements = [e for e in root.iter(f"{{{BPMN}}}*") if local(e) in _ITEM_AWARE and e.get("id")]
    names = {e.get("id") or "": e.get("name") or e.get("id") or "" for e in elements}
    own = {e.get("id") or "": e.get("name") for e in elements}
    groups: dict[str, list[str]] = {}
    for element in elements:
        own_id = element.get("id") or ""
        target = reference(element.get("dataObjectRef")) or ""
        if local(element) != "dataObjectReference" or target not in own:
            groups.setdefault(own_id, []).append(own_id)
            continue
        name = element.get("name")
        if not own[target] and name:
            own[target] = names[target] = name
        groups.setdefault(target, []).append(own_id)
    words = {word for text in _expressions(root) for word in _WORD.findall(text)}
    for main, members in groups.items():
        variable = names.get(main) or main
        if not all(word in words for word in _WORD.findall(variable)):
            variable = next((other for other in (main, *members) if other in words), variable)
        names.update(dict.fromkeys((main, *members), variable))
    return names


def _expressions(root: etree._Element) -> Iterator[str]:
    for element in root.iter(*(f"{{{BPMN}}}{name}" for name in _EXPRESSIONS)):
        yield "".join(str(part) for part in element.itertext())
    for element in root.iter():
        for name, value in element.attrib.items():
            if str(name).startswith("{" + JB + "}") or (str(element.tag).startswith("{" + JB + "}")):
                yield str(value)
