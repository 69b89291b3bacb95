"""Where an element is used: the import aliases that lead to it, and how its value and its inputs are found there."""

from collections.abc import Mapping
from typing import Any

from engine.decisions.linking import Link

Key = tuple[tuple[str, ...], int, str]
"""An element in its place: the aliases of the imports that lead to it, its file, its id."""


def follow(path: tuple[str, ...], link: Link) -> Key:
    """The key of what a link means when it is followed from a path."""
    return (*path, link.alias) if link.alias else path, link.file, link.id


def put(names: dict[str, Any], link: Link, value: Any) -> None:
    """Make a linked value visible: under its bare name, or inside the context of its import's alias."""
    if link.alias:
        names.setdefault(link.alias, {})[link.name] = value
    else:
        names[link.name] = value


def find_input(
    inputs: Mapping[str, Any] | None, path: tuple[str, ...], name: str, key: str
) -> tuple[bool, Any]:
    """(whether given, value) of an input: nested under its aliases, else with fewer of them, else bare or by id."""
    if inputs is None:
        return False, None
    for cut in range(len(path) + 1):
        level: Any = inputs
        for alias in path[cut:]:
            level = _entry(level, alias)[1]
        found, value = _entry(level, name)
        if not found:
            found, value = _entry(level, key)
        if found:
            return True, value
    dotted = ".".join((*path, name))
    return _entry(inputs, dotted)


def _entry(level: Any, name: str) -> tuple[bool, Any]:
    if not isinstance(level, Mapping):
        return False, None
    if name in level:
        return True, level[name]
    for other in level:
        if isinstance(other, str) and " ".join(other.split()) == name:
            return True, level[other]
    return False, None
