"""One table of expressions for the server and the browser: here it runs on the server, in the admin UI's tests in feelin.

Values are in a JSON form: numbers whose shortest binary form is exact as JSON numbers, other values under the key "@".
"""

import json
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.expressions import compile_expression, compile_unary_tests, from_json, kind, to_plain_json

DOCS = Path(__file__).parents[3] / "docs" / "feel"
ROWS: list[dict[str, Any]] = json.loads((DOCS / "browser-table.json").read_text(encoding="utf-8"))
DIFFERING = [row for row in ROWS if row["browser"] == "differs"]
BEGIN, END = "<!-- differences: begin -->", "<!-- differences: end -->"


def shown(value: Any) -> Any:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, list):
        return [shown(item) for item in value]
    if isinstance(value, Mapping):
        return {key: shown(item) for key, item in value.items()}
    plain = to_plain_json(value)
    if isinstance(value, Decimal) and not isinstance(plain, str):
        return plain
    return {"@": kind(value), "v": plain}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["expression"])
def test_the_server_gives_the_value_of_the_table(row: dict[str, Any]) -> None:
    compiled = compile_unary_tests if row["kind"] == "unary" else compile_expression
    value = compiled(row["expression"], names=list(row["scope"])).evaluate(from_json(row["scope"]))
    found, wanted = shown(value), row["expected"]
    assert (found, type(found) is bool) == (wanted, type(wanted) is bool)


def test_the_table_is_broad_and_says_why_the_browser_differs() -> None:
    assert len(ROWS) >= 250
    assert {row["kind"] for row in ROWS} == {"expression", "unary"}
    keys = Counter(json.dumps([row["kind"], row["expression"], row["scope"]], sort_keys=True) for row in ROWS)
    assert [key for key, count in keys.items() if count > 1] == []
    for row in ROWS:
        differs = row["browser"] == "differs"
        assert ("why" in row, "browser_result" in row) == (differs, differs), row["expression"]


def _cell(value: Any) -> str:
    if isinstance(value, dict) and set(value) == {"@", "v"}:
        return f"`{value['v']}`"
    if value == {"@": "error"}:
        return "throws"
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def differences() -> str:
    """The part of the page that lists the differences, as the table gives it."""
    lines = ["| Expression | `?` | Server | Browser | Why |", "| --- | --- | --- | --- | --- |"]
    for row in sorted(DIFFERING, key=lambda row: row["why"]):
        given = _cell(row["scope"]["?"]) if "?" in row["scope"] else ""
        answers = f"{_cell(row['expected'])} | {_cell(row['browser_result'])}"
        expression = row["expression"].replace("|", "\\|")
        lines.append(f"| `{expression}` | {given} | {answers} | [{row['why']}](#{row['why']}) |")
    return "\n".join(lines)


def test_the_page_lists_exactly_the_differences_of_the_table() -> None:
    page = (DOCS / "browser.md").read_text(encoding="utf-8")
    assert page.split(BEGIN)[1].split(END)[0].strip() == differences()
    assert f"{len(ROWS)} expressions" in page
    assert f"{len(ROWS) - len(DIFFERING)} of them" in page


@pytest.mark.parametrize("reason", sorted({row["why"] for row in DIFFERING}))
def test_the_page_explains_every_reason(reason: str) -> None:
    page = (DOCS / "browser.md").read_text(encoding="utf-8")
    assert f"### {reason}\n" in page
