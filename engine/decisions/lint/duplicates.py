"""dmn-duplicate-name: two elements of one file with one name; only the first can be asked or meant by name."""

from collections.abc import Iterator

from engine.decisions.lint.rule import finding, rule
from engine.decisions.model import Model
from engine.kernel.errors import Finding

NAME = "dmn-duplicate-name"


@rule(NAME)
def check_duplicates(model: Model) -> Iterator[Finding]:
    """One finding per further element or type of the same name, and per element without a name."""
    for file in model.program.files:
        for elements in (tuple(file.nodes.values()), file.items):
            seen: set[str] = set()
            for element in elements:
                if not element.name:
                    yield finding(NAME, "error", "The element has no name.", element.place, "Name it.")
                elif element.name in seen:
                    message = f"There is another {element.name!r} in this file."
                    yield finding(NAME, "error", message, element.place, "Give it a name of its own.")
                seen.add(element.name)
