"""`python -m engine.bpmn.gallery [ROOT]`: write the pages of a working copy anew. It writes these two files and nothing else."""

import sys
from pathlib import Path

from engine.bpmn.gallery.page import PAGES, render
from engine.bpmn.gallery.stories import read_stories


def main(arguments: list[str]) -> None:
    """Write both pages below ROOT, which is the current directory unless given."""
    root = Path(arguments[0] if arguments else ".")
    stories = read_stories(root / "processes" / "examples")
    for language, page in PAGES.items():
        (root / page).write_text(render(stories, language), encoding="utf-8")


main(sys.argv[1:])
