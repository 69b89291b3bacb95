"""Finds an element by what people call it: its name, its variable's name, its id, or `alias.name` for imported ones."""

from dataclasses import dataclass
from difflib import get_close_matches

from engine.decisions.paths import Key
from engine.decisions.program import CompiledDecision, CompiledKnowledge, CompiledService, Program
from engine.kernel.errors import NotFound

Kinds = tuple[type, ...]
DECISION_FIRST: Kinds = (CompiledDecision, CompiledService, CompiledKnowledge)
CALLABLE_FIRST: Kinds = (CompiledKnowledge, CompiledService, CompiledDecision)
"""What a name means when elements of different kinds share it."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Per kind of element the key of every name; `names` are those to suggest."""

    keys: dict[type, dict[str, Key]]
    names: tuple[str, ...]

    def find(self, name: str, kinds: Kinds) -> Key:
        """The element that a name means; NotFound with near names if there is none."""
        wanted = " ".join(name.split())
        for kind in kinds:
            found = self.keys[kind].get(wanted)
            if found is not None:
                return found
        near = get_close_matches(wanted, self.names[:1000], 3) or self.names[:5]
        shown = ", ".join(repr(other) for other in near) or "none"
        message = f"The model has no {wanted!r:.100} to evaluate; it has {shown}."
        raise NotFound(message, code="decision-not-found")


def directory_of(program: Program) -> Directory:
    """The directory of a program; names of the main file go before those of its imports, names before ids."""
    keys: dict[type, dict[str, Key]] = {kind: {} for kind in DECISION_FIRST}
    names: dict[str, None] = {}
    for path, file in _files(program):
        for key, node in program.files[file].nodes.items():
            found = keys.get(type(program.nodes[file, key]))
            if found is not None:
                place = (path, file, key)
                found.setdefault(".".join((*path, node.name)), place)
                for called in (node.name, node.variable.name, key):
                    found.setdefault(called, place)
                names[node.name] = None
    return Directory(keys, tuple(names))


def _files(program: Program) -> list[tuple[tuple[str, ...], int]]:
    """Every file once, with the aliases that lead to it from the main one (none for files never imported)."""
    files = program.files
    found: dict[int, tuple[str, ...]] = {program.main: ()}
    waiting = [program.main]
    while waiting:
        number = waiting.pop(0)
        for item in files[number].imports:
            for other, definitions in enumerate(files):
                if other not in found and definitions.namespace == item.namespace:
                    found[other] = (*found[number], item.name) if item.name else found[number]
                    waiting.append(other)
    found.update({number: () for number in range(len(files)) if number not in found})
    return [(path, number) for number, path in found.items()]
