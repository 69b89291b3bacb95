"""The end of a case: which status its process's end means, and what remains to be said about its items."""

from datetime import datetime

from engine.cases import national
from engine.cases.loaded import LoadedCase
from engine.cases.status import ENDED, Status

_BY_PROCESS: dict[str, Status] = {"completed": "completed", "failed": "failed", "cancelled": "withdrawn"}


def finish(case: LoadedCase, process_status: str, now: datetime) -> Status:
    """Move the case to its last status and return it. A command that ends a case may have set that status already.

    A process that ended normally after every item was withdrawn is a withdrawn case.
    """
    status = _BY_PROCESS[process_status]
    if all(member["state"] in {national.WITHDRAWN, national.RETURNED} for member in case.members.values()):
        status = "withdrawn"
    if case.row["status"] not in ENDED:
        case.change_status(status)
    case.set(finished_at=now)
    final: Status = case.row["status"]
    return final
