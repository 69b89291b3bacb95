"""At which revision a database stands and which one this release needs, without loading the machinery of migrations: every
process that serves asks this, and hardly any migrates.
"""

import re
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

VERSIONS = Path(__file__).parent / "migrations" / "versions"
_REVISION = re.compile(r'^revision = "(\w+)"$', re.MULTILINE)
_DOWN = re.compile(r'^down_revision = "(\w+)"$', re.MULTILINE)


@cache
def needed() -> str:
    """The head of the migrations of this release."""
    sources = [path.read_text(encoding="utf-8") for path in VERSIONS.glob("[0-9]*.py")]
    revisions = {found[1] for source in sources if (found := _REVISION.search(source))}
    followed = {found[1] for source in sources if (found := _DOWN.search(source))}
    [head] = revisions - followed
    return head


def standing(db: Connection) -> str | None:
    """The revision of a database; None before its first migration."""
    if not inspect(db).has_table("alembic_version"):
        return None
    found: str | None = db.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found
