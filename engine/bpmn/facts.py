"""What a step of the machine reports. Facts are frozen, small and JSON-compatible; everything outside is built on them.

Trace kinds (what `simulate` prints): started completed cancelled thrown caught error compensated.
Platform kinds: opened closed (a wait for people or services), armed disarmed (a wait for an event), ended (the instance).
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from engine.expressions import to_json

TRACE_KINDS = frozenset({"started", "completed", "cancelled", "thrown", "caught", "error", "compensated"})
PLATFORM_KINDS = frozenset({"opened", "closed", "armed", "disarmed", "ended"})


class Fact(NamedTuple):
    """One thing that happened: `kind` at `element` of `process`, in activity `act` of `scope` (machine ids).

    `index` is the 1-based number of an inner instance of a loop or multi-instance activity, else None.
    """

    kind: str
    element: str
    process: str
    act: str
    scope: str
    index: int | None = None  # type: ignore[assignment]  # hides tuple.index, which nobody calls
    data: Mapping[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """The form that the event log keeps; empty parts are left out."""
        out: dict[str, Any] = {
            "kind": self.kind,
            "element": self.element,
            "process": self.process,
            "act": self.act,
            "scope": self.scope,
        }
        if self.index is not None:
            out["index"] = self.index
        if self.data:
            out["data"] = to_json(dict(self.data))
        return out
