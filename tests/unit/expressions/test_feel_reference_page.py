"""The documents agree with the code: the reference page with the table, the examples of the introduction with FEEL."""

import re
from pathlib import Path

import pytest

from engine.expressions import compile_expression, compile_unary_tests
from engine.expressions.functions.table import BUILTINS
from engine.expressions.reference import PAGE, page

_ROOT = Path(__file__).parents[3]
_INTRODUCTIONS = ("docs/feel/ten-minutes.md", "docs/feel/ten-minutes.zh-CN.md")
_CELLS = ("-", "< 5", '"A","B"', '"甲","乙"')
_NO_EXPRESSIONS = re.compile(r"^(not\(…\)|\[…\]|[=+!<>*/ -]+|and|or|else|\?|item|.*\.md)$")


def test_the_reference_page_is_the_one_the_table_gives():
    assert (_ROOT / PAGE).read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_every_function_is_described_in_both_languages(name):
    for overload in BUILTINS[name].overloads:
        assert re.search("[a-z]", overload.english)
        assert re.search("[一-鿿]", overload.chinese)
        assert name in page()


def _examples(path):
    text = (_ROOT / path).read_text(encoding="utf-8")
    fences = re.findall(r"```\n(.*?)```", text, re.DOTALL)
    lines = [line for fence in fences for line in ([fence] if fence.startswith("{") else fence.splitlines())]
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return [example.strip() for example in [*lines, *inline] if not _NO_EXPRESSIONS.match(example)]


@pytest.mark.parametrize("example", sorted({text for path in _INTRODUCTIONS for text in _examples(path)}))
def test_every_example_of_the_introduction_is_feel(example):
    if example in _CELLS or "?" in example:
        compile_unary_tests(example)
    else:
        compile_expression(example)
