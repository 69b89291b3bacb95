"""The diagram of a case: the pinned sources as they were drawn, and how each element stands.

Element states come from the recorded facts; nothing is executed again for a picture.
"""

from collections.abc import Iterable
from typing import Any

from engine.cases.programs import program_of
from engine.cases.queries import CaseDiagram, read_case
from engine.definitions.archive import contents
from engine.dispatch import ReadContext
from engine.history.elements import Elements
from engine.history.log import read_events
from engine.store.canonical import parse
from engine.store.columns import read_instant

View = dict[str, Any]


def case_diagram(query: CaseDiagram, ctx: ReadContext) -> dict[str, Any]:
    """`{xml, definition {key, version, name}, elements, processes: [{id, name, xml, elements}]}`. Raises NotFound.

    `elements` are those of the root process; `processes` are the called ones that the case has entered.
    """
    row = read_case(ctx, query.case_id)
    pins = row["pins"]
    program = program_of(ctx, row)
    sources = contents(ctx.db, [pin["id"] for pin in pins["bpmn"].values()])
    xml = {key: sources[pin["id"]].decode("utf-8-sig") for key, pin in pins["bpmn"].items()}
    views = _elements(read_events(ctx.db, query.case_id))
    # an embedded sub-process belongs to the picture of its process
    called = [key for key in xml if key != program.root and _of(views, key)]
    return {
        "xml": xml[pins["root"]],
        "definition": {
            "key": row["definition_key"],
            "version": row["definition_version"],
            "name": row["definition_name"],
        },
        "elements": _of(views, program.root),
        "processes": [
            {
                "id": key,
                "name": program.processes[key].name or key,
                "xml": xml[key],
                "elements": _of(views, key),
            }
            for key in called
        ],
    }


def _elements(rows: Iterable[Any]) -> list[View]:
    elements = Elements()
    for row in rows:
        if row["facts"]:
            elements.take(parse(row["facts"]), row)
    return [
        {**view, "since": read_instant(view["since"]) if view["since"] else None} for view in elements.view()
    ]


def _of(views: list[View], process: str) -> list[View]:
    return [view for view in views if view["process"] == process]
