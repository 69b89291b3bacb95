"""What exists beside the files that are checked: what is deployed, the operations of the platform, the directory."""

from sqlalchemy import select

from engine.bpmn.lint import Known
from engine.definitions.pins import Newest
from engine.definitions.programs import Programs
from engine.dispatch import ReadContext, Registry
from engine.identity.roles import ROLES
from engine.identity.tables import departments


class OperationNames:
    """The operations that service tasks may call; asked when needed, because assembly registers them later."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def names(self) -> frozenset[str]:
        """Their names."""
        return self._registry.operations


def known_here(ctx: ReadContext) -> Known:
    """Everything that a file may refer to. An empty directory is not asked: departments may be founded later."""
    newest = ctx.services[Programs].newest(ctx.db)
    found = frozenset(ctx.db.execute(select(departments.c.code)).scalars())
    return Known(
        processes=_names(newest, "bpmn"),
        decisions=_names(newest, "dmn"),
        forms=_names(newest, "form"),
        operations=ctx.services[OperationNames].names(),
        departments=found or None,
        roles=frozenset(ROLES),
    )


def _names(newest: Newest, kind: str) -> frozenset[str]:
    return frozenset(name for found, name in newest.found if found == kind)
