"""Each shipped process has a page with its picture, and the page names every step that the diagram has."""

import re

import pytest
from drawn_diagrams import read_drawing
from shipped_processes import DIAGRAMS, ROOT, name_of

PAGES = ROOT / "docs" / "processes"
STEPS = ("userTask", "serviceTask", "callActivity")


def process_of(elements: dict[str, object]) -> str:
    return next(ref for ref in elements if f"Participant_{ref}" in elements)


@pytest.mark.parametrize("path", DIAGRAMS, ids=[name_of(path) for path in DIAGRAMS])
def test_a_process_has_its_page_and_picture(path) -> None:  # type: ignore[no-untyped-def]
    drawing = read_drawing(path)
    process = process_of(drawing.elements)
    page = (PAGES / f"{process}.md").read_text(encoding="utf-8")

    steps = {ref for ref in drawing.elements if drawing.kind(ref) in STEPS}
    named = set(re.findall(r"\| [^|`]+ `(\w+)` \|", page))
    assert steps <= named
    assert named <= set(drawing.elements)
    assert (PAGES / f"{process}.png").read_bytes().startswith(b"\x89PNG")
    assert f"({process}.md)" in (PAGES / "README.md").read_text(encoding="utf-8")
