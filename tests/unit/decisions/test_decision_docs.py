"""The page for designers names every rule that the code can report, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_page_lists_exactly_the_rules_of_the_code():
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "engine" / "decisions").rglob("*.py")
    )
    page = (ROOT / "docs" / "dmn.md").read_text(encoding="utf-8")
    in_code = set(re.findall(r'"(dmn-[a-z-]+)"', code))
    in_page = set(re.findall(r"`(dmn-[a-z-]+)`", page))
    assert in_code == in_page
