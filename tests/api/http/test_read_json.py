"""The JSON reader is exact, strict and bounded."""

from decimal import Decimal

import pytest

from api.http.errors import BadRequest
from api.http.json import DEEPEST, read_json


def test_numbers_stay_exact() -> None:
    assert read_json(b'{"fee": 0.10, "count": 9007199254740993}') == {
        "fee": Decimal("0.10"),
        "count": 9007199254740993,
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="cut off"),
        pytest.param(b"{'a': 1}", id="single quotes"),
        pytest.param(b'{"a": NaN}', id="NaN"),
        pytest.param(b"[Infinity]", id="Infinity"),
        pytest.param(b'{"a": 1, "a": 2}', id="a name twice"),
        pytest.param(b'"\xff"', id="not UTF-8"),
        pytest.param(b"[" * 100_000, id="very deep, unfinished"),
        pytest.param(b"[" * 100_000 + b"]" * 100_000, id="very deep"),
        pytest.param(b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), id="just too deep"),
        pytest.param(b"9" * 10_000, id="a number of ten thousand digits"),
    ],
)
def test_what_is_not_plain_json_is_refused(text: bytes) -> None:
    with pytest.raises(BadRequest) as refused:
        read_json(text)
    assert refused.value.stable_code == "malformed-json"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(r'"a\u0000b"', id="NUL"),
        pytest.param(r'{"a": ["\ud800"]}', id="half a character"),
        pytest.param(r'{"\udfff": 1}', id="half a character in a name"),
    ],
)
def test_text_that_nothing_can_hold_is_refused(text: str) -> None:
    with pytest.raises(BadRequest) as refused:
        read_json(text)
    assert refused.value.stable_code == "unusable-text"


def test_a_character_beyond_the_first_plane_is_a_character() -> None:
    assert read_json(r'"\ud842\udfb7"') == "𠮷"


def test_the_deepest_allowed_nesting_is_read() -> None:
    assert read_json(b"[" * DEEPEST + b"]" * DEEPEST)


def test_a_mistake_is_located() -> None:
    with pytest.raises(BadRequest, match="line 2, column 7"):
        read_json('{"a": 1,\n "b": }')
