"""dmn-variable-name: an element and its variable have different names, which the standard forbids (6.3.7, 6.3.8)."""

from collections.abc import Iterator

from engine.decisions.lint.rule import finding, rule
from engine.decisions.model import Model
from engine.kernel.errors import Finding

NAME = "dmn-variable-name"


@rule(NAME)
def check_variables(model: Model) -> Iterator[Finding]:
    """One finding per element whose variable is called otherwise."""
    for file in model.program.files:
        for node in file.nodes.values():
            if node.variable.name != node.name:
                message = (
                    f"The variable of {node.name!r} is called {node.variable.name!r}; FEEL knows the latter."
                )
                yield finding(NAME, "warning", message, node.place, "Give both the same name.")
