"""The rules of the proof, in the order in which they are asked."""

from engine.bpmn.proof.rules import (
    deadlock,
    failure,
    improper_end,
    join_waits,
    multiplied,
    no_end,
    same_person,
    time_bound,
    uncaught_error,
    unreachable,
    wait_without_way_out,
)

RULES = (
    deadlock.check,
    join_waits.check,
    multiplied.check,
    no_end.check,
    unreachable.check,
    improper_end.check,
    wait_without_way_out.check,
    uncaught_error.check,
    failure.check,
    same_person.check,
    time_bound.check,
)

__all__ = ["RULES"]
