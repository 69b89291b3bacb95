"""Load the sample through the same commands that people use, so that it is checked like everything else.

Idempotent: what is there already with the same content stays as it is, passwords that somebody changed included. It is
sample data for trying out and showing; an installation that serves people starts from its own directory.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from engine.assembly import Platform
from engine.cases.regions import SaveRegion
from engine.catalogue.publish import PublishBundle, PublishItem
from engine.definitions.deploy import Deploy
from engine.dispatch import SYSTEM
from engine.identity.save import SaveDepartment, SaveUser
from engine.identity.tables import users

SAMPLE_PASSWORD: Final = "jingban-demo"
REGION: Final = "jingkai"
DATA: Final = Path(__file__).parent / "data"
PROJECT: Final = Path(__file__).parents[2]
EXAMPLES: Final = "examples"
"""Folder of diagrams that explain BPMN to designers; nobody applies for them."""
FOLDERS: Final = (("processes", ("*.bpmn", "*.dmn")), ("forms", ("*.json",)))


def load(
    platform: Platform, project: Path = PROJECT, *, password: str | None = SAMPLE_PASSWORD
) -> Iterator[str]:
    """Load everything, telling what was done line by line. `project` holds the folders `processes` and `forms`.

    `password` is what new people log in with; None: they have none and act by tokens alone.
    """
    yield from _organisation(platform, password)
    yield from _definitions(platform, project)
    yield from _catalogue(platform)


def read_data(name: str) -> list[dict[str, Any]]:
    """The rows of one data file."""
    rows: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return rows


def definition_files(project: Path) -> dict[str, bytes]:
    """Every process, decision and form of the project, by path."""
    return {
        str(path.relative_to(project)): path.read_bytes()
        for folder, patterns in FOLDERS
        for pattern in patterns
        for path in sorted((project / folder).rglob(pattern))
        if EXAMPLES not in path.parts
    }


def _organisation(platform: Platform, password: str | None) -> Iterator[str]:
    for region in read_data("regions"):
        platform.execute(SaveRegion(**region), SYSTEM)
    for department in read_data("departments"):
        platform.execute(SaveDepartment(**department, region=REGION), SYSTEM)
    known = _usernames(platform)
    people = read_data("users")
    for person in people:
        places = tuple((person["department"], role) for role in person["roles"])
        # hashing is slow on purpose, and a password once set is its owner's
        first = None if person["username"] in known else password
        platform.execute(SaveUser(person["username"], person["name"], REGION, places, first), SYSTEM)
    new = sum(1 for person in people if person["username"] not in known)
    yield f"Organisation: {len(read_data('departments'))} departments, {len(people)} people ({new} new)"


def _definitions(platform: Platform, project: Path) -> Iterator[str]:
    files = definition_files(project)
    deployed = platform.execute(Deploy(files, "sample"), SYSTEM)
    new = len(deployed["definitions"]) if deployed["created"] else 0
    yield f"Definitions: {len(files)} files ({new} new versions)"


def _catalogue(platform: Platform) -> Iterator[str]:
    items = [platform.execute(PublishItem(content), SYSTEM) for content in read_data("items")]
    bundles = [platform.execute(PublishBundle(content), SYSTEM) for content in read_data("bundles")]
    new = sum(1 for told in (*items, *bundles) if told["changed"])
    yield f"Catalogue: {len(items)} items, {len(bundles)} bundles ({new} new versions)"


def _usernames(platform: Platform) -> set[str]:
    with platform.database.read() as db:
        return set(db.execute(select(users.c.username)).scalars())
