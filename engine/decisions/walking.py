"""Goes through boxed expressions without knowing their kinds, and gathers the names of context entries in a file.

FEEL allows `Pre-bureau risk` or `terms and conditions` as the name of an entry, but can only tell it from a
subtraction or a conjunction when it knows that there is such a name. Scopes show the names of variables; the names of entries inside values are gathered here.
"""

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import lru_cache
from typing import Any

from engine.decisions.boxes import Box, Context, DecisionTable, Relation
from engine.decisions.elements import BusinessKnowledgeModel, Decision, Definitions, ItemDefinition
from engine.expressions.cursor import STOP_WORDS

MAX_NAMES = 1_000
_KEYWORDS = STOP_WORDS | {"function", "true", "false", "null"}
_BEGINNINGS = frozenset({"if", "for", "some", "every"})
_PLAIN = re.compile(r"[\w ]*")
_WORDS = re.compile(r"\w+")


def parts(box: Box) -> Iterator[Box]:
    """The boxes directly inside a box."""
    for field in fields(box):
        yield from _boxes(getattr(box, field.name))


def _boxes(value: Any) -> Iterator[Box]:
    if isinstance(value, Box):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _boxes(item)
    elif hasattr(value, "value"):
        yield from _boxes(value.value)


def entry_names(definitions: Definitions) -> frozenset[str]:
    """The names of entries that hold operator characters or keywords: of types, contexts, relations, table outputs."""
    names: set[str] = set()
    for item in definitions.items:
        names.update(_component_names(item))
    for node in definitions.nodes.values():
        names.add(node.variable.name)
        if isinstance(node, Decision | BusinessKnowledgeModel) and node.logic is not None:
            names.update(_box_names(node.logic))
    special = sorted(name for name in names if _is_special(name))
    return frozenset(special[:MAX_NAMES])


def _is_special(name: str) -> bool:
    """Whether the name must be known. `every day` must not: `every day in week satisfies …` would be read as that name."""
    words = name.split()
    if _PLAIN.fullmatch(name):
        return len(words) > 1 and words[0] not in _BEGINNINGS and not _KEYWORDS.isdisjoint(words)
    return True


@lru_cache(maxsize=512)
def unmistakable(names: frozenset[str], known: frozenset[str]) -> frozenset[str]:
    """Those of the names that cannot be read as an operation on known variables, as `a-b` or `a and b` could."""
    return frozenset(name for name in names if not known.issuperset(_operands(name)))


def _operands(name: str) -> set[str]:
    return set(_WORDS.findall(name)) - _KEYWORDS


def _component_names(item: ItemDefinition) -> Iterator[str]:
    for component in item.components:
        yield component.name
        yield from _component_names(component)


def _box_names(box: Box) -> Iterator[str]:
    if isinstance(box, Context):
        yield from (entry.name for entry in box.entries if entry.name)
    elif isinstance(box, Relation):
        yield from (name for name, _ in box.columns)
    elif isinstance(box, DecisionTable):
        yield from (clause.name for clause in box.outputs)
    for part in parts(box):
        yield from _box_names(part)
