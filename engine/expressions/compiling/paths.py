"""`value.name`: entries of contexts, properties of dates, times, durations and ranges; on a list, of every item."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.expressions.adopt import DIRECT, adopt
from engine.expressions.budget import Frame, Run
from engine.expressions.compiling.compiler import Closure, Compiler, compiles
from engine.expressions.errors import NoValue
from engine.expressions.names import near
from engine.expressions.properties import property_of
from engine.expressions.syntax import Path

_ABSENT = object()


@compiles(Path)
def _path(compiler: Compiler, node: Path) -> Closure:
    source, name, position = compiler.compile(node.source), node.name, node.position

    def path(frame: Frame) -> Any:
        return _entry(source(frame), name, frame.run, position)

    return path


def _entry(value: Any, name: str, run: Run, position: int) -> Any:
    """As `step`, quickly for the entry of a plain context."""
    if type(value) is dict:
        found = value.get(name, _ABSENT)
        if type(found) in DIRECT or type(found) is Decimal:
            return found
        if found is not _ABSENT:
            return adopt(found, run)
    return step(value, name, run, position)


def step(value: Any, name: str, run: Run, position: int) -> Any:
    """One step of a path from any value; null with a warning where there is no such entry or property."""
    if isinstance(value, Mapping):
        found = value.get(name, _ABSENT)
        if found is not _ABSENT:
            return adopt(found, run)
        if not run.wants("unknown-entry", position):
            return None
        neighbours = near(name, value)
        hint = f" Did you mean {', '.join(repr(known) for known in neighbours)}?" if neighbours else ""
        run.warn("unknown-entry", f"The context has no entry {name!r:.80}.{hint}", position)
        return None
    if isinstance(value, list):
        run.spend_items(len(value))
        return [_entry(item, name, run, position) for item in value]
    try:
        return property_of(value, name)
    except NoValue as reason:
        run.warn(reason.code, reason.message, position)
        return None
