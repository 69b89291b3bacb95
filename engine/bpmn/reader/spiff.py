"""SpiffWorkflow's parser drives the reading; its documented override mechanism hands every flow node to us.

SpiffWorkflow finds processes, collaborations, messages and errors and owns the spec objects. Its
own element parsers refuse or misread much of BPMN (no complex gateway, no compensation, no global task, several
outgoing flows of a task refused, quantities and `eventDefinitionRef` ignored, recursion along the flow), so each flow
node becomes one spec class that carries the node as we read it. Its run time is never used: this is the only module
that imports it.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec

from engine.bpmn.model import Node
from engine.bpmn.reader.context import ReadContext
from engine.bpmn.reader.nodes import FLOW_NODES, SUB_PROCESSES, read_node
from engine.bpmn.reader.source import BPMN, local
from engine.kernel.errors import Finding


class FlowNodeSpec(BpmnTaskSpec):  # type: ignore[misc]  # SpiffWorkflow is untyped
    """A spec that carries our reading of the node."""

    node: Node
    element: etree._Element


class FlowNodeParser(TaskParser):  # type: ignore[misc]
    """Reads one flow node without following its flows, so that depth does not grow with length."""

    def parse_node(self) -> FlowNodeSpec:
        """The spec of this node, registered under a prefix that no internal name of SpiffWorkflow has."""
        spec = FlowNodeSpec(
            self.spec, f"bpmn:{self.bpmn_id}", lane=self.lane, bpmn_name=self.node.get("name")
        )
        spec.node = read_node(self.process_parser.parser.context, self.node, self.lane)
        spec.element = self.node
        if local(self.node) in SUB_PROCESSES:
            self.process_parser.parser.create_parser(self.node, self.filename, self.lane)
            self.process_parser.parser.process_parsers[self.bpmn_id].get_spec()
        return spec


class ContainerParser(ProcessParser):  # type: ignore[misc]
    """Reads every flow node of a process or sub-process, reachable or not, executable or not."""

    def create_spec(self) -> Any:
        """SpiffWorkflow's process spec, without its refusal of non-executable processes."""
        return BpmnProcessSpec(name=self.bpmn_id, description=self.get_name(), filename=self.filename)

    def add_tasks(self) -> None:
        """One spec a flow node, in document order. Not `parse_node`: it takes the ids Start and End for its own."""
        for child in self.node:
            if local(child) in FLOW_NODES and child.get("id"):
                parser, spec_class = self.parser._get_parser_class(child.tag)
                parser(self, spec_class, child, self.nsmap, lane=self.lane).parse_node()

    def _parse(self) -> None:
        self.spec = self.create_spec()
        self.add_tasks()


class ModelParser(BpmnParser):  # type: ignore[misc]
    """SpiffWorkflow's parser with our flow-node reading in place of each of its element parsers."""

    OVERRIDE_PARSER_CLASSES: ClassVar[dict[str, Any]] = {
        f"{{{BPMN}}}{name}": (FlowNodeParser, FlowNodeSpec) for name in FLOW_NODES
    }
    PROCESS_PARSER_CLASS = ContainerParser

    def __init__(self, context: ReadContext) -> None:
        super().__init__()
        self.context = context

    def _add_diagram_indexes(self, bpmn: etree._Element) -> None:
        """Lanes are read with our attributes; a broken picture must not refuse the process behind it."""

    def _add_data_stores(self, bpmn: etree._Element) -> None:
        """Data stores are variables to us; SpiffWorkflow would ask for an implementation class of each."""

    def _add_correlations(self, bpmn: etree._Element) -> None:
        """Correlation keys are read with the messages that they belong to."""

    def _add_messages(self, bpmn: etree._Element) -> None:
        """What events refer to is in the tables of the context; one without an id, which is legal, refuses nothing."""

    _add_signals = _add_errors = _add_escalations = _add_messages


def drive(context: ReadContext) -> dict[str, list[FlowNodeSpec]]:
    """Container id → its flow-node specs, for every process and sub-process of the file."""
    parser = ModelParser(context)
    try:
        parser.add_bpmn_xml(context.root, context.file)
        for container in list(parser.process_parsers.values()):
            container.get_spec()
    except ValidationException as error:
        context.findings.append(
            Finding(
                "model-invalid",
                "error",
                str(error),
                line=error.line_number,
                file=context.file,
                help="Correct the model.",
            )
        )
        return {}
    return {name: list(_specs(container.spec)) for name, container in parser.process_parsers.items()}


def _specs(spec: Any) -> Iterable[FlowNodeSpec]:
    return (found for found in spec.task_specs.values() if isinstance(found, FlowNodeSpec))
