"""Bytes of a DMN file become a tree, or are refused: the one place where decisions touch an XML parser.

A table may be uploaded by anybody who may design. So there are no document types, no entities, no network and no
huge trees here; the size, depth and number of elements are bounded before anything else looks at the file. What
the elements mean is no business of this module.
"""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

from engine.kernel.errors import Finding, Refused

MAX_BYTES = 8 * 1024 * 1024
MAX_FILES = 100
MAX_DEPTH = 120
MAX_ELEMENTS = 400_000

DMN_NAMESPACES = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20151101/dmn11.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
    "https://www.omg.org/spec/DMN/20240513/MODEL/": "1.6",
}
"""The model namespace of each version of the standard."""


@dataclass(frozen=True, slots=True)
class Source:
    """A well-formed DMN tree: `version` is the standard's (1.1 … 1.6), `namespace` its model namespace."""

    file: str
    root: Any
    version: str
    namespace: str


def read_source(file: str, data: bytes) -> Source:
    """The tree of `data`; `Refused` with one located finding when it is not a DMN model within the bounds."""
    if len(data) > MAX_BYTES:
        raise _refused(
            file, "dmn-too-large", f"The file has {len(data)} bytes; at most {MAX_BYTES} are read."
        )
    root = _parse(file, data)
    _bound(file, root)
    namespace, name = _split(root.tag)
    if name != "definitions" or namespace not in DMN_NAMESPACES:
        message = f"The root element is {name!r} in {namespace or 'no namespace'!r}, not DMN <definitions>."
        raise _refused(file, "dmn-not-a-model", message, root.sourceline)
    return Source(file, root, DMN_NAMESPACES[namespace], namespace)


def _parse(file: str, data: bytes) -> Any:
    root: Any
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _refused(
            file, "dmn-not-xml", f"The file is not well-formed XML: {error.msg}.", error.lineno
        ) from None
    except (ValueError, LookupError) as error:
        raise _refused(file, "dmn-not-xml", f"The file cannot be read as XML: {error}.") from None
    if root.getroottree().docinfo.doctype:
        raise _refused(file, "dmn-doctype", "The file declares a document type, which could name entities.")
    return root


def _bound(file: str, root: Any) -> None:
    for count, element in enumerate(islice(root.iter(), MAX_ELEMENTS + 1)):
        if count >= MAX_ELEMENTS:
            raise _refused(file, "dmn-too-large", f"The file has more than {MAX_ELEMENTS} elements.")
        if len(element) == 0 and _deeper_than(element, MAX_DEPTH):
            raise _refused(
                file, "dmn-too-deep", f"Elements are nested deeper than {MAX_DEPTH}.", element.sourceline
            )


def _deeper_than(element: Any, limit: int) -> bool:
    return next(islice(element.iterancestors(), limit, None), None) is not None


def _split(tag: str) -> tuple[str, str]:
    namespace, _, name = tag.rpartition("}")
    return namespace.lstrip("{"), name


def _refused(file: str, rule: str, message: str, line: int | None = None) -> Refused:
    help_text = "Save the model again from a DMN editor as plain DMN 1.1–1.5 XML without a document type."
    finding = Finding(rule, "error", message, line=line or None, file=file, help=help_text)
    return Refused(f"{file}: {message}", [finding])
