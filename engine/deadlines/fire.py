"""The command that a due timer becomes. What firing does to a case is the business of the floor of cases."""

from dataclasses import dataclass

from engine.dispatch import Command


@dataclass(frozen=True, slots=True)
class FireTimer(Command):
    """The timer `wait` of a case is due; only the platform itself may say so."""

    case_id: str
    wait: str
