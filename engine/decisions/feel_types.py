"""Our types as FEEL knows them: by name with their constraints, in signatures of functions without."""

from engine.decisions.types import AnyType, Constrained, ContextOf, FunctionOf, ListOf, Named, RangeOf, Type
from engine.expressions.types import (
    ANY,
    ContextType,
    Defined,
    FeelType,
    ListType,
    RangeType,
    Simple,
)

MAX_DEPTH = 20


def defined(of: Type) -> FeelType:
    """A type of a model as FEEL text may name it: a value that its constraints forbid is none of its values."""
    return Defined(as_feel(of), of.admits)


def as_feel(of: Type, depth: int = 0) -> FeelType:
    """The FEEL type; anything below a recursive type or 20 levels is Any."""
    if isinstance(of, Constrained):
        return as_feel(of.base, depth)
    if depth > MAX_DEPTH or isinstance(of, AnyType | Named):
        return ANY
    if isinstance(of, ListOf):
        return ListType(as_feel(of.item, depth + 1))
    if isinstance(of, RangeOf):
        return RangeType(as_feel(of.item, depth + 1))
    if isinstance(of, ContextOf):
        return ContextType(tuple((name, as_feel(field, depth + 1)) for name, field in of.fields))
    if isinstance(of, FunctionOf):
        return of.signature
    return Simple(of.name)
