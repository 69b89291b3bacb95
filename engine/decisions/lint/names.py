"""dmn-unknown-name: FEEL text uses a name that nothing around it defines, so that it is null."""

from collections.abc import Iterator
from difflib import get_close_matches

from engine.decisions.lint.rule import finding, rule
from engine.decisions.model import Model
from engine.kernel.errors import Finding

MAX_NAMES = 500
MAX_KNOWN = 200


@rule("dmn-unknown-name")
def check_names(model: Model) -> Iterator[Finding]:
    """One finding per name and place, with known names that are spelt alike, or the missing requirement."""
    program = model.program
    elsewhere = {node.name for file in program.files for node in file.nodes.values()}
    for unknown in program.unknown[:MAX_NAMES]:
        near = get_close_matches(unknown.name, sorted(unknown.known)[:MAX_KNOWN], 3)
        message = f"Nothing here is called {unknown.name!r:.100}; it is null."
        if unknown.name in elsewhere:
            help_text = "Draw a requirement from that element to this one."
        elif near:
            help_text = f"Did you mean {' or '.join(repr(name) for name in near)}?"
        else:
            help_text = "Correct the name, or draw the requirement that brings it here."
        yield finding("dmn-unknown-name", "error", message, unknown.place, help_text)
