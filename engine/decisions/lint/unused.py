"""dmn-unused: input data or knowledge that no decision and no service requires, and decisions without logic."""

from collections.abc import Iterator

from engine.decisions.elements import BusinessKnowledgeModel, Decision, InputData
from engine.decisions.lint.rule import finding, rule
from engine.decisions.model import Model
from engine.decisions.program import CompiledDecision, CompiledKnowledge, CompiledService
from engine.kernel.errors import Finding

NAME = "dmn-unused"


@rule(NAME)
def check_unused(model: Model) -> Iterator[Finding]:
    """One finding (info) per element of the main file that does nothing."""
    program = model.program
    used: set[tuple[int, str]] = set()
    for node in program.nodes.values():
        if isinstance(node, CompiledDecision):
            used.update((link.file, link.id) for link in (*node.values, *node.functions))
        elif isinstance(node, CompiledKnowledge):
            used.update((link.file, link.id) for link in node.functions)
        elif isinstance(node, CompiledService):
            used.update((link.file, link.id) for link in (*node.outputs, *node.parameters))
    has_decisions = bool(model.decisions)
    for key, element in program.files[program.main].nodes.items():
        if isinstance(element, Decision) and element.logic is None:
            message = (
                f"The decision {element.name!r} has no logic; it is null unless a caller gives its value."
            )
            yield finding(NAME, "info", message, element.place, "Add a table or an expression.")
        if not has_decisions or (program.main, key) in used:
            continue
        if isinstance(element, InputData | BusinessKnowledgeModel):
            message = f"Nothing requires {element.name!r}."
            yield finding(NAME, "info", message, element.place, "Draw a requirement from it, or remove it.")
