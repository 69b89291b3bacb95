"""The pattern language: agrees with Python's engine where both know the pattern, and cannot be made slow."""

import re
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forms.pattern_reading import compile_pattern
from engine.kernel.errors import InvalidInput


@pytest.mark.parametrize(
    ("pattern", "fits", "misses"),
    [
        (r"\d{4}-\d{2}", ["2026-03"], ["2026-3", "x2026-03", "2026-03x", "２０２６-03"]),
        ("a|bc|", ["a", "bc", ""], ["ab", "b"]),
        ("(ab)+c?", ["ab", "ababc"], ["", "c", "aba"]),
        ("[A-Z0-9_-]{2,3}", ["A-", "Z_9"], ["A", "ABCD", "a1"]),
        ("[^0-9]*", ["", "abc"], ["a1"]),
        ("x{2,}", ["xx", "xxxxx"], ["x"]),
        ("x{0}", [""], ["x"]),
        ("(?:吉|鲁)[A-Z]·?[A-Z0-9]{5}", ["吉A12345", "鲁E·A1B2C"], ["京A12345"]),
        (r"\w+\s\S\.", ["ab c."], ["ab c", "ab  ."]),
        (r"[\d.]+", ["1.2"], ["1,2"]),
        (r"[a\]\-]+", ["a]-"], ["b"]),
        ("[\u4e00-\u9fa5]{2,4}", ["王明"], ["王", "Wang"]),
        (".", ["a", "中"], ["", "\n"]),
        ("((a?)*)*", ["", "aaa"], ["b"]),
    ],
)
def test_patterns_match_whole_texts(pattern: str, fits: list[str], misses: list[str]) -> None:
    compiled = compile_pattern(pattern)
    assert [text for text in fits if not compiled.matches(text)] == []
    assert [text for text in misses if compiled.matches(text)] == []


@pytest.mark.parametrize(
    "pattern",
    [
        "(", ")", "a)", "[", "[]", "[a", "*", "a**", "a+?", "a{", "a{2", "a{x}", "a{3,2}", "a{,3}", "a{9999}", "^a", "a$", "\\",
        r"\1", r"\b", r"(?=a)", r"(?P<x>a)", "[z-a]", "a" * 201, "((a{99}){99}){99}", "(" * 150,
    ],
)  # fmt: skip
def test_what_is_not_of_the_language_is_refused(pattern: str) -> None:
    with pytest.raises(InvalidInput, match="The pattern") as caught:
        compile_pattern(pattern)
    assert caught.value.stable_code == "pattern-invalid"


parts = st.recursive(
    st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "\\d", "1"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{0,2}", "{2}", "{1,}"])).map(
            lambda pair: f"({pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=6,
)


@given(parts, st.text("ab1", max_size=7))
def test_matching_agrees_with_pythons_engine(pattern: str, text: str) -> None:
    assert compile_pattern(pattern).matches(text) == (re.fullmatch(pattern, text) is not None)


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("(a+)+b", id="nested-repeats"),
        pytest.param("(a|a)*b", id="ambiguous-choice"),
        pytest.param("a*a*a*a*a*a*a*a*b", id="many-stars"),
        pytest.param("(" * 45 + "a" + "?)" * 44 + ")", id="deeply-nested-options"),
        pytest.param("(" * 33 + "a" + "{1})" * 32 + ")", id="deeply-nested-counts"),
    ],
)
def test_no_pattern_can_stop_the_server(pattern: str) -> None:
    began = perf_counter()
    assert not compile_pattern(pattern).matches("a" * 3_000 + "c")
    assert perf_counter() - began < 5
