"""What a multi-instance activity collects has a source and a place (BPMN 2.0.2, 10.3.8)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule(
    "loop-output", "warning", "Give both: what is collected (outputDataItem) and where (loopDataOutputRef)."
)
def check(subject: Subject) -> Iterator[Spot]:
    """Multi-instance activities that name only one of the two."""
    for node in subject.nodes():
        loop = node.loop
        if loop is None or loop.kind != "multi":
            continue
        source = loop.output_item is not None or loop.output_value is not None
        if source and loop.output is None:
            yield at(node, "what each instance yields is collected nowhere")
        elif loop.output is not None and not source:
            yield at(node, f"nothing says which value of each instance goes into {loop.output!r}")
