"""`lint`: read the file, run every rule over what was read, leave out what the model says to ignore, sort by line."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.bpmn.lint.ignoring import apply_ignores
from engine.bpmn.lint.known import Known
from engine.bpmn.lint.rule import Rule
from engine.bpmn.lint.rules import RULES
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Graph
from engine.bpmn.reader.containers import read_containers
from engine.bpmn.reader.context import ReadContext, open_context
from engine.bpmn.reader.source import parse_source
from engine.kernel.errors import Finding, Refused

MAX_WORK = 4_000_000


def lint(xml: bytes, *, known: Known | None = None, file: str = "process.bpmn") -> list[Finding]:
    """All findings of one BPMN file, errors and advice, in the order of their lines. Never raises for bad models."""
    try:
        root = parse_source(xml, file)
        context = open_context(root, file)
        graphs = read_containers(context)
    except Refused as refusal:
        return list(refusal.findings)
    return judge(context, graphs, known or Known())


def judge(context: ReadContext, graphs: Mapping[str, Graph], known: Known) -> list[Finding]:
    """As `lint`, for a file that was read already."""
    findings = list(context.findings)
    # what could not be read has been said once; a rule would only repeat it in other words
    unread = {found.element for found in findings if found.severity == "error"}
    subject = Subject(context.root, context, executed(graphs), known)
    for rule in _asked(subject, readable=not unread):
        findings += [found for found in rule.findings(subject, context.file) if found.element not in unread]
    if _work(subject) > MAX_WORK:
        findings.append(_partial(subject))
    findings = apply_ignores(subject, findings)
    return sorted(
        (found if found.file else replace(found, file=context.file) for found in findings),
        key=lambda found: (found.line or 0, found.rule, found.element or ""),
    )


def forbidden(context: ReadContext, graphs: Mapping[str, Graph]) -> list[Finding]:
    """What the standard forbids in a file that was read: the errors among its rules, without ours and without searching."""
    unread = {found.element for found in context.findings if found.severity == "error"}
    subject = Subject(context.root, context, executed(graphs), Known())
    return [
        found
        for rule in RULES
        if not rule.ours and not rule.deep
        for found in rule.findings(subject, context.file)
        if found.severity == "error" and found.element not in unread
    ]


def _asked(subject: Subject, *, readable: bool) -> Iterator[Rule]:
    """Mere advice can wait until the file can be read; deep rules are left out of models that are too large for them."""
    small = _work(subject) <= MAX_WORK
    return (rule for rule in RULES if (readable or rule.severity != "info") and (small or not rule.deep))


def _work(subject: Subject) -> int:
    """Searches from every node cost at most the square of the nodes of each graph, and of the graphs."""
    return len(subject.graphs) ** 2 + sum(len(graph.nodes) ** 2 for graph in subject.graphs.values())


def _partial(subject: Subject) -> Finding:
    first = next(iter(subject.graphs.values()))
    return Finding(
        "lint-partial",
        "warning",
        "the model is too large for the rules that follow its paths; they were not asked",
        first.id,
        first.line,
        help="Split the process with call activities.",
    )


def executed(graphs: Mapping[str, Graph]) -> Mapping[str, Graph]:
    """Without the processes that only describe a partner; all of them where none is executable."""
    idle = {graph.id for graph in graphs.values() if graph.parent is None and not graph.executable}
    kept = {name: graph for name, graph in graphs.items() if graph.process not in idle}
    return kept or graphs
