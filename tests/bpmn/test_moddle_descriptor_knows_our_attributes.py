"""The descriptor that drawing tools read, and the table that our reader goes by, name the same attributes in the same places."""

import json
from pathlib import Path
from typing import Any

from engine.bpmn.reader.extensions import CHILDREN, PLACES
from engine.bpmn.reader.source import JB

DESCRIPTOR = Path(__file__).parents[2] / "admin_ui" / "src" / "diagram" / "jingban.moddle.json"


def test_every_attribute_stands_where_the_reader_takes_it() -> None:
    descriptor: dict[str, Any] = json.loads(DESCRIPTOR.read_text(encoding="utf-8"))
    assert (descriptor["prefix"], descriptor["uri"]) == ("jb", JB)
    told: dict[str, set[str]] = {}
    for kind in descriptor["types"]:
        for attribute in kind["properties"]:
            if "extends" in kind:
                told.setdefault(attribute["name"], set()).update(kind["extends"])
    anywhere = {"bpmn:BaseElement"}
    known = {
        name: anywhere if places is None else {f"bpmn:{place[0].upper()}{place[1:]}" for place in places}
        for name, places in PLACES.items()
    }
    assert told == known
    elements = {kind["name"].lower() for kind in descriptor["types"] if "superClass" in kind}
    assert elements == CHILDREN
