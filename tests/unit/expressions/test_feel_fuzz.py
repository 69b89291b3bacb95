"""Grammar fuzzer: whatever is written, the answer is a FEEL value, a located error or a limit; and always the same."""

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.expressions import Budget, compile_expression, compile_unary_tests, to_json
from engine.expressions.functions.registry import FAMILIES
from engine.expressions.functions.table import BUILTINS
from engine.kernel.errors import InvalidInput, JingbanError, LimitExceeded

SCOPE = {
    "a": 1,
    "b": "text",
    "c": {"x": 1, "full name": "n", "l": [1, 2, 3]},
    "rows": [{"x": 1}, {"x": None}, 5],
    "a b": 2,
    "甲": None,
    "x-y": [[]],
}
BUDGET = Budget(steps=3000, items=500, characters=5000, calls=20)
ATOMS = [
    "1",
    "-2",
    "0.5",
    "1e30",
    '"text"',
    '""',
    "true",
    "false",
    "null",
    '@"2026-03-01"',
    '@"2026-03-01T10:00:00@Asia/Shanghai"',
    '@"10:00:00Z"',
    '@"P1DT2H"',
    '@"-P14M"',
    "a",
    "b",
    "c",
    "rows",
    "a b",
    "甲",
    "x-y",
    "[]",
    "{}",
    "[1..5]",
    "(< 3)",
    "item",
    "unknown",
    "?",
    "c.full name",
]
TEMPLATES = [
    "({0} {op} {1})",
    "{0} {op} {1}",
    "-{0}",
    "if {0} then {1} else {2}",
    "for v in {0} return {1}",
    "for v in 1..3, w in {0} return [v, w, partial]",
    "some v in {0} satisfies {1}",
    "every v in {0} satisfies v = {1}",
    "{0}[{1}]",
    "{0}.x",
    "({0}).start",
    "[{0}, {1}]",
    "{{k: {0}, k 2: {1}, r: k 2}}",
    "{0} in ({1}, {2})",
    "{0} in [{1}..{2}]",
    "{0} between {1} and {2}",
    "{0} instance of list<number>",
    "(function(p, q) {0})({1}, {2})",
    "(function(p: number) p)({0})",
    "{fn}({0})",
    "{fn}({0}, {1})",
    "{fn}({0}, {1}, {2})",
    "sort({0}, function(p, q) {1})",
    "string({0})",
]
OPERATORS = ["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or"]
SOUP = [
    *ATOMS,
    *OPERATORS,
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ".",
    "..",
    "if",
    "then",
    "else",
    "for",
    "in",
]
SOUP += [
    "return",
    "some",
    "satisfies",
    "function",
    "instance of",
    "between",
    "not",
    "external",
    "//",
    "/*",
    '"',
    "@",
]


def written(chance, depth):
    """A random expression of the grammar."""
    if depth == 0 or chance.random() < 0.15:
        return chance.choice(ATOMS)
    parts = [f"({written(chance, depth - 1)})" for _ in range(3)]
    template = chance.choice(TEMPLATES)
    return template.format(*parts, op=chance.choice(OPERATORS), fn=chance.choice(sorted(BUILTINS)))


def _compiled_anew(text):
    return compile_expression(text, names=["another name"])


def outcome(compiler, text, scope=SCOPE):
    """The value and its warnings, or the refusal. Anything else that is raised fails the test."""
    try:
        return repr(compiler(text).evaluate_with_warnings(scope, budget=BUDGET))
    except (InvalidInput, LimitExceeded) as refusal:
        return refusal.message


@pytest.mark.parametrize("seed", range(60))
def test_every_sentence_of_the_grammar_has_an_answer_and_always_the_same(seed):
    chance = random.Random(seed)
    for _ in range(25):
        text = written(chance, 3)
        assert outcome(compile_expression, text) == outcome(_compiled_anew, text)


@pytest.mark.parametrize("seed", range(20))
def test_every_sentence_of_the_grammar_is_a_cell_too(seed):
    chance = random.Random(1000 + seed)
    for _ in range(25):
        text = ", ".join(written(chance, 2) for _ in range(2))
        cell = compile_unary_tests(text)
        for value in (1, "text", None, [1], {"x": 1}):
            try:
                answer = cell.evaluate({**SCOPE, "?": value}, budget=BUDGET)
            except LimitExceeded:
                continue
            assert answer in (True, False, None)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(SOUP), max_size=14).map(" ".join))
def test_a_soup_of_tokens_is_answered_or_refused(text):
    outcome(compile_expression, text)
    outcome(compile_unary_tests, text)


@settings(max_examples=200)
@given(st.text(max_size=40))
def test_any_text_is_answered_or_refused(text):
    outcome(compile_expression, text)
    outcome(compile_unary_tests, text)


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_every_function_answers_any_arguments(name):
    chance = random.Random(name)
    for count in range(5):
        for _ in range(40):
            text = f"{name}({', '.join(chance.choice(ATOMS) for _ in range(count))})"
            outcome(compile_expression, text)


@pytest.mark.parametrize("seed", range(10))
def test_every_answer_can_be_stored_unless_it_holds_a_function(seed):
    chance = random.Random(2000 + seed)
    for _ in range(20):
        try:
            value = compile_expression(written(chance, 3)).evaluate(SCOPE, budget=BUDGET)
            to_json(value)
        except JingbanError as refusal:
            assert isinstance(refusal, InvalidInput | LimitExceeded)  # noqa: PT017 others fail the test


def test_every_family_of_functions_is_fuzzed():
    assert {function.family for function in BUILTINS.values()} == {
        family.__name__.rpartition(".")[2] for family in FAMILIES
    }
    assert Decimal(len(BUILTINS)) > 80
