"""Which field's visibility depends on which, so that a form is evaluated once and in an order that is right."""

from graphlib import CycleError, TopologicalSorter

from engine.forms.conditions import Condition
from engine.forms.model import Field
from engine.kernel.errors import InvalidInput


def free_names(condition: Condition | None) -> frozenset[str]:
    """The free names of a condition; none when there is no condition."""
    return condition.names if condition is not None else frozenset()


def evaluation_order(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields of one level, each behind those that decide whether it is shown; form order where that allows.

    Raises InvalidInput (`form-cycle`) that names the fields when they decide about each other.
    """
    if all(field.visible_if is None and not field.fields for field in fields):
        return fields
    needs = {field.key: _needs(field) for field in fields}
    if not any(needs.values()):
        return fields
    by_key = {field.key: field for field in fields}
    try:
        order = TopologicalSorter(
            {key: sorted(need & set(by_key)) for key, need in needs.items()}
        ).static_order()
        return tuple(by_key[key] for key in order)
    except CycleError as error:
        circle = " → ".join(error.args[1])
        raise InvalidInput(
            f"Whether these fields are shown depends on each other: {circle}.", code="form-cycle"
        )


def _needs(field: Field) -> frozenset[str]:
    """Names that the visibility of a field, or of what is inside it, takes from the field's own level."""
    inside = frozenset[str]().union(*(_needs(inner) for inner in field.fields))
    return free_names(field.visible_if) | (inside - {inner.key for inner in field.fields})
