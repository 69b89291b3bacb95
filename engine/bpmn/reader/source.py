"""Bytes from a stranger become a bounded lxml tree, or a located refusal.

Refused before anything looks at it: document types and entities, files over 8 MiB, nesting over 120, more than 20,000
flow elements. Nothing is ever fetched from a network or a disk.
"""

from typing import Any

from lxml import etree

from engine.kernel.errors import Finding, Refused

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
JB = "http://jingban.dev/schema/bpmn"
MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 120
MAX_ELEMENTS = 400_000
MAX_FLOW_ELEMENTS = 20_000

_FLOW_ELEMENT_HINTS = ("Task", "task", "Event", "Gateway", "sequenceFlow", "rocess", "callActivity")


def parse_source(data: bytes, file: str) -> etree._Element:
    """The root element of a BPMN file. Raises `Refused` with findings that name the file and the line."""
    if len(data) > MAX_BYTES:
        raise _refused(
            file, "source-size", f"the file has {len(data):,} bytes; at most {MAX_BYTES:,} are read", None
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _refused(
            file, "source-xml", f"this is not well-formed XML: {error.msg}", error.lineno
        ) from None
    info: Any = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise _refused(
            file, "source-doctype", "document types and entities are not accepted; remove the DOCTYPE", 1
        )
    if root.tag != f"{{{BPMN}}}definitions":
        raise _refused(
            file,
            "source-root",
            f"the root must be bpmn:definitions of BPMN 2.0, not {root.tag}",
            line_of(root),
        )
    _bound(root, file)
    return root


def line_of(element: etree._Element) -> int | None:
    """The 1-based line of an element, as lxml knows it."""
    line: Any = element.sourceline
    return line if isinstance(line, int) else None


def local(element: etree._Element) -> str:
    """The local name of a BPMN element, "" for elements of other namespaces."""
    tag = element.tag
    if isinstance(tag, str) and tag.startswith("{" + BPMN + "}"):
        return tag[len(BPMN) + 2 :]
    return ""


def bpmn_children(element: etree._Element, *names: str) -> list[etree._Element]:
    """Direct BPMN children, all of them or those with one of the local names."""
    return [child for child in element if local(child) and (not names or local(child) in names)]


def bpmn_child(element: etree._Element, name: str) -> etree._Element | None:
    """The first direct BPMN child with that local name."""
    return element.find(f"{{{BPMN}}}{name}")


def text_of(element: etree._Element | None) -> str | None:
    """The stripped text of an element; None when there is none.

    An expression may be documented and extended like any other element (8.3.1); that is no part of what it says.
    """
    if element is None:
        return None
    if len(element) == 0:
        return (element.text or "").strip() or None
    parts = [element.text or ""]
    for child in element:
        if local(child) not in ("documentation", "extensionElements"):
            parts.extend(str(part) for part in child.itertext())
        parts.append(child.tail or "")
    return "".join(parts).strip() or None


def reference(value: str | None) -> str | None:
    """The id in a QName reference: a prefix in front of it is dropped."""
    if value is None:
        return None
    value = value.strip()
    return value.rsplit(":", 1)[-1] if value else None


def flag(element: etree._Element, name: str, default: bool = False) -> bool:
    """A boolean attribute; the schema writes true, false, 1 or 0, white space around it does not count."""
    value = element.get(name)
    return default if value is None else value.strip() in ("true", "1")


def _bound(root: etree._Element, file: str) -> None:
    total = flow_elements = 0
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        total += 1
        if depth > MAX_DEPTH:
            raise _refused(
                file, "source-depth", f"elements are nested deeper than {MAX_DEPTH}", line_of(element)
            )
        name = local(element)
        if name and any(hint in name for hint in _FLOW_ELEMENT_HINTS):
            flow_elements += 1
        if total > MAX_ELEMENTS or flow_elements > MAX_FLOW_ELEMENTS:
            raise _refused(
                file,
                "source-elements",
                f"more than {MAX_FLOW_ELEMENTS:,} flow elements; split the process with call activities",
                line_of(element),
            )


def _refused(file: str, rule: str, message: str, line: int | None) -> Refused:
    return Refused(
        f"{file}: {message}",
        [Finding(rule, "error", message, line=line, file=file, help="Mend the file and try again.")],
    )
