"""The files that a step's answers name: each a material of this very case, handed in before.

Only for forms with file fields: it costs a statement that the completion of other forms does not pay.
"""

from collections.abc import Collection
from typing import Any, Final, Protocol

from engine.dispatch import ReadContext
from engine.forms import Form, StoredFile, named_files, refuse_files, settle_files
from engine.kernel.errors import FieldError
from engine.work.item import ItemAtHand

HANDS_IN: Final = "case:material"
"""The permission to hand in a material; without it a file field is not theirs to fill in."""


class FilesOfCase(Protocol):
    """Where the files of a case are found; work does not know documents."""

    def __call__(self, ctx: ReadContext, case_id: str, keys: Collection[str], /) -> dict[str, StoredFile]:
        """The stored files among `keys`, by key."""


def check_files(ctx: ReadContext, at: ItemAtHand, form: Form, filled: dict[str, Any]) -> list[FieldError]:
    """Put the stored facts of each named file into `filled`; returns located errors for those that cannot stand."""
    named = named_files(form, filled, role=at.item["role"])
    if not named or not ctx.actor.may(HANDS_IN):
        return refuse_files(named)
    find = ctx.services[FilesOfCase]  # type: ignore[type-abstract]  # a port, found by its protocol
    return settle_files(named, find(ctx, at.case["id"], {each.key for each in named}))
