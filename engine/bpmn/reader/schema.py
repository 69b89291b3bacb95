"""The BPMN 2.0.2 schema as a vocabulary: which attributes and children each element may have, and of which type.

Read once from the semantic schema that SpiffWorkflow ships (OMG formal/2013-12-09); nothing is fetched. It
is no validator: the order of children and how often they occur are not looked at, because no reading depends on them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from lxml import etree

_XSD = "{http://www.w3.org/2001/XMLSchema}"
_FOLDER = ("bpmn", "parser", "schema")
_FILES = ("BPMN20.xsd", "Semantic.xsd")


@dataclass(frozen=True, slots=True)
class ElementType:
    """One element: `attributes` name → type, `required` attributes, `children` local names that may stand in it."""

    attributes: Mapping[str, str]
    required: frozenset[str]
    children: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`types` by type name, `elements` name → type name for global ones, `locals` (type, child) → type name of a local one.

    `choices` holds the closed enumerations, `attributes` every attribute name of the schema.
    """

    types: Mapping[str, ElementType]
    elements: Mapping[str, str]
    locals: Mapping[tuple[str, str], str]
    choices: Mapping[str, frozenset[str]]
    attributes: frozenset[str]
    names: frozenset[str]

    def child_type(self, parent: str, name: str) -> str | None:
        """The type of the child `name` in an element of type `parent`; None where the schema has no place for it."""
        if name not in self.types[parent].children:
            return None
        return self.locals.get((parent, name)) or self.elements.get(name)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The tables, built on first use (about 15 ms)."""
    root = etree.Element("schemas")
    for name in _FILES:
        root.extend(etree.fromstring(files("SpiffWorkflow").joinpath(*_FOLDER, name).read_bytes()))
    complex_types = {str(t.get("name")): t for t in root.iterchildren(f"{_XSD}complexType")}
    elements = {str(e.get("name")): str(e.get("type")) for e in root.iterchildren(f"{_XSD}element")}
    substitutes: dict[str, set[str]] = {}
    for element in root.iterchildren(f"{_XSD}element"):
        substitutes.setdefault(element.get("substitutionGroup", ""), set()).add(str(element.get("name")))
    types: dict[str, ElementType] = {}
    local_types: dict[tuple[str, str], str] = {}
    for name in complex_types:
        attributes: dict[str, str] = {}
        required: set[str] = set()
        children: set[str] = set()
        for part in _lineage(name, complex_types):
            for attribute in part.iter(f"{_XSD}attribute"):
                attributes[str(attribute.get("name"))] = str(attribute.get("type"))
                if attribute.get("use") == "required":
                    required.add(str(attribute.get("name")))
            for child in part.iter(f"{_XSD}element"):
                if child.get("ref") is not None:
                    children |= _substitutable(str(child.get("ref")), substitutes)
                else:
                    children.add(str(child.get("name")))
                    local_types[name, str(child.get("name"))] = str(child.get("type"))
        types[name] = ElementType(attributes, frozenset(required), frozenset(children))
    local_names = {name for _, name in local_types}
    return Vocabulary(
        types,
        elements,
        local_types,
        _choices(root),
        frozenset(name for kind in types.values() for name in kind.attributes),
        frozenset(elements) | local_names,
    )


def _lineage(name: str, complex_types: Mapping[str, etree._Element]) -> list[etree._Element]:
    """A type and the types that it extends."""
    found = []
    current: str | None = name
    while current is not None and current in complex_types:
        element = complex_types[current]
        found.append(element)
        extension = element.find(f".//{_XSD}extension")
        current = None if extension is None else extension.get("base")
    return found


def _substitutable(name: str, substitutes: Mapping[str, set[str]]) -> set[str]:
    found, stack = set(), [name]
    while stack:
        current = stack.pop()
        found.add(current)
        stack.extend(substitutes.get(current, ()))
    return found


def _choices(root: etree._Element) -> dict[str, frozenset[str]]:
    """Closed enumerations; those in a union accept other values and are left out."""
    return {
        str(simple.get("name")): frozenset(str(v.get("value")) for v in simple.iter(f"{_XSD}enumeration"))
        for simple in root.iterchildren(f"{_XSD}simpleType")
        if simple.find(f"{_XSD}union") is None
    }
