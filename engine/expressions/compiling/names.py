"""Variables: which frame holds a name is settled here, once, so that a look-up is one or two dictionary accesses."""

from decimal import Decimal
from typing import Any

from engine.expressions.adopt import DIRECT, EXACT_BITS, adopt
from engine.expressions.budget import Frame
from engine.expressions.compiling.compiler import Closure, Compiler, compiles
from engine.expressions.errors import EvaluationError
from engine.expressions.functions.table import BUILTINS
from engine.expressions.hints import half_width
from engine.expressions.names import near
from engine.expressions.syntax import Name

_ABSENT = object()


@compiles(Name)
def _name(compiler: Compiler, node: Name) -> Closure:
    return look_up(compiler, node, function=not compiler.strict)


def look_up(compiler: Compiler, node: Name, *, function: bool) -> Closure:
    """The closure of a name. `function`: a built-in function may be meant, because it is called or handed on.

    In strict mode a bare `count > 5` means a variable, and its absence is an error like any other.
    """
    name = node.name
    places: list[int] = []
    in_function = recursive = False
    for distance, scope in enumerate(reversed(compiler.scopes)):
        if name in scope.certain:
            return _certain(name, distance) if not places else _search(name, [*places, distance], None)
        if scope.item or name == scope.own:
            places.append(distance)
            recursive = recursive or (in_function and not scope.item)
        in_function = in_function or scope.function
    inside_filter = any(scope.item for scope in compiler.scopes)
    if not (inside_filter and name == "item"):
        _note(compiler, name, function=function, recursive=recursive)
    missing = _missing(compiler, node, function=function, dynamic=inside_filter)
    if places:
        return _search(name, [*places, len(compiler.scopes)], missing)
    return _outermost(name, len(compiler.scopes), missing)


def _note(compiler: Compiler, name: str, *, function: bool, recursive: bool) -> None:
    """Remember a name that no scope of the text binds for certain."""
    if name not in BUILTINS or name in compiler.known:
        (compiler.doubtful if recursive else compiler.free).add(name)
    elif not function:
        compiler.doubtful.add(name)


def _certain(name: str, distance: int) -> Closure:
    def bound(frame: Frame) -> Any:
        for _ in range(distance):
            frame = frame.outer  # type: ignore[assignment]
        return frame.names[name]

    def nearest(frame: Frame) -> Any:
        return frame.names[name]

    return bound if distance else nearest


def _outermost(name: str, distance: int, missing: Closure) -> Closure:
    def variable(frame: Frame) -> Any:
        scope = frame
        for _ in range(distance):
            scope = scope.outer  # type: ignore[assignment]
        value = scope.names.get(name, _ABSENT)
        if type(value) in DIRECT:
            return value
        return missing(frame) if value is _ABSENT else adopt(value, frame.run)

    def global_variable(frame: Frame) -> Any:
        value = frame.names.get(name, _ABSENT)
        kind = type(value)
        if kind in DIRECT:
            return value
        if kind is int and value.bit_length() <= EXACT_BITS:
            return Decimal(value)
        return missing(frame) if value is _ABSENT else adopt(value, frame.run)

    return variable if distance else global_variable


def _search(name: str, places: list[int], missing: Closure | None) -> Closure:
    is_item = name == "item"

    def searched(frame: Frame) -> Any:
        scope, at = frame, 0
        for place in places:
            while at < place:
                scope = scope.outer  # type: ignore[assignment]
                at += 1
            value = scope.names.get(name, _ABSENT)
            if value is not _ABSENT:
                kind = type(value)
                return value if kind in DIRECT or kind is Decimal else adopt(value, frame.run)
            if is_item and scope.item is not None:
                return scope.item[0]
        return missing(frame) if missing is not None else None

    return searched


def _missing(compiler: Compiler, node: Name, *, function: bool, dynamic: bool) -> Closure:
    name, position = node.name, node.position
    builtin = BUILTINS.get(name) if function or dynamic else None
    lenient = dynamic or not compiler.strict
    bound = sorted(set().union(*(scope.certain for scope in compiler.scopes)))

    def missing(frame: Frame) -> Any:
        if builtin is not None:
            return builtin
        frame.run.spend(1)
        if lenient and not frame.run.wants("unknown-variable", position):
            return None
        outer = frame
        while outer.outer is not None:
            outer = outer.outer
        message = unknown_name(name, [*outer.names, *bound])
        if not lenient:
            raise EvaluationError(message, code="unknown-variable", name=name, position=position)
        frame.run.warn("unknown-variable", message, position)
        return None

    return missing


def unknown_name(name: str, known: list[str]) -> str:
    """The sentence that names an unknown variable and its neighbours in spelling."""
    neighbours = near(name, known)
    hint = f" Did you mean {', '.join(repr(found) for found in neighbours)}?" if neighbours else ""
    return f"There is no variable {name!r:.80}.{half_width(name)}{hint}"
