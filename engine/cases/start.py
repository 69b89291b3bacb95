"""Opening a case. What is applied for (an item, a bundle, a bare process) is resolved by the catalogue above, which answers
`StartCase`; this module opens whatever it resolved to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from engine.cases.advance import advance
from engine.cases.loaded import LoadedCase
from engine.cases.opening import Opening, prepare
from engine.dispatch import Command, Context


@dataclass(frozen=True, slots=True)
class StartCase(Command):
    """Apply: for an item, a bundle, or (without a catalogue entry) a process by its definition key.

    `applicant` {kind, name, id_type?, id_number, contact_name?, contact_phone?, agent?}; `data` the form; `materials`
    [{key, file_name, media_type, content (bytes) | None, promise?}]; exactly one of item, bundle, definition.
    """

    permission: ClassVar[str] = "case:start"
    applicant: Mapping[str, Any]
    item: str | None = None
    bundle: str | None = None
    definition: str | None = None
    project_code: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    materials: tuple[Mapping[str, Any], ...] = ()
    channel: str = "web"


def open_case(ctx: Context, opening: Opening) -> LoadedCase:
    """Open a case and run its first step. Raises NotFound for an unknown definition, and what `advance` raises."""
    case, move = prepare(ctx, opening)
    advance(ctx, case, move)
    return case
