"""A name in an expression comes from somewhere (our own rule: an unknown name stops the case when it is needed).

Provided are data objects and properties, what scripts and mappings write, answers that tasks take over, payloads, the
variables of a case, and the fields of forms where these are known. Where a task may answer anything or the start
data are free, a name without any source is only told, unless it looks like a misspelling of one that has a source.
"""

from collections.abc import Iterator, Set

from engine.bpmn.lint.expressions import Use, provided, uses
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.reader.spelling import nearest

_ENOUGH = 200


@rule(
    "name-unknown",
    "warning",
    "Correct the name, or provide it by a form, a script, a mapping or a data object.",
    deep=True,
)
def check(subject: Subject) -> Iterator[Spot]:
    """The first use of each name that nothing in the file provides."""
    processes = {graph.process for graph in subject.graphs.values()}
    for process in processes:
        known, closed = provided(subject, process), _closed(subject, process)
        told: set[str] = set()
        for use in uses(subject, process):
            if len(told) >= _ENOUGH:
                break
            for name in sorted(use.names - use.local - known - told):
                told.add(name)
                yield _spot(use, name, known, closed)


def _spot(use: Use, name: str, known: Set[str], closed: bool) -> Spot:
    near = nearest(name, known, 0.8) if len(name) > 3 else None
    if near is not None and not _numbered(near, name):
        return at(use.place, f"{use.what} reads {name!r}, which nothing provides; did you mean {near!r}?")
    return at(
        use.place,
        f"{use.what} reads {name!r}, which nothing in this file provides",
        help="Give it with the start data or a message, or correct the name.",
        severity="warning" if closed else "info",
    )


def _closed(subject: Subject, process: str) -> bool:
    """Whether all that people may answer is known: the process has forms, and the fields of each are given."""
    forms = {node.attributes.get("form") for node in subject.nodes() if node.process == process} - {None}
    return bool(forms) and forms <= set(subject.known.fields or ())


def _numbered(one: str, other: str) -> bool:
    """opinion1 and opinion2 are two names, not a misspelling."""
    return one.rstrip("0123456789") == other.rstrip("0123456789")
