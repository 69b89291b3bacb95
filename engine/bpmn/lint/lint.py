"""`lint`: read the file, run every rule over what was read, sort the findings by line."""

from collections.abc import Mapping
from dataclasses import replace

from engine.bpmn.lint.known import Known
from engine.bpmn.lint.rules import RULES
from engine.bpmn.model import Graph
from engine.bpmn.reader.context import open_context
from engine.bpmn.reader.graphs import read_graphs
from engine.bpmn.reader.source import parse_source
from engine.kernel.errors import Finding, Refused


def lint(xml: bytes, *, known: Known | None = None, file: str = "process.bpmn") -> list[Finding]:
    """All findings of one BPMN file, errors and advice, in the order of their lines. Never raises for bad models."""
    try:
        root = parse_source(xml, file)
        context = open_context(root, file)
        graphs: Mapping[str, Graph] = read_graphs(context)
    except Refused as refusal:
        return list(refusal.findings)
    findings = list(context.findings)
    outside = known or Known()
    # what could not be read has been said once; a rule would only repeat it in other words
    unread = {found.element for found in findings}
    for rule in RULES:
        findings.extend(
            replace(found, file=file)
            for graph in graphs.values()
            for found in rule(graph, graphs, outside)
            if found.element not in unread
        )
    return sorted(findings, key=lambda found: (found.line or 0, found.rule, found.element or ""))
