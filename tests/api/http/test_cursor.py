"""Cursors come back as they went out, and from nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.http.cursor import seal, unseal
from api.http.errors import BadRequest

SECRET = "a-secret"


@given(st.text(max_size=200))
def test_a_cursor_gives_back_its_position(position: str) -> None:
    assert unseal(seal(position, "/cases", SECRET), "/cases", SECRET) == position


@pytest.mark.parametrize(
    "cursor",
    [
        pytest.param("", id="empty"),
        pytest.param("abc", id="short"),
        pytest.param("!!!", id="not base64"),
        pytest.param("字", id="not ascii"),
        pytest.param("A" * 5000, id="huge"),
        pytest.param(seal("7", "/inbox", SECRET), id="of another list"),
        pytest.param(seal("7", "/cases", "another-secret"), id="of another server"),
    ],
)
def test_a_foreign_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(BadRequest) as refused:
        unseal(cursor, "/cases", SECRET)
    assert refused.value.stable_code == "bad-cursor"


@given(st.integers(0, 30), st.integers(1, 255))
def test_one_changed_byte_is_noticed(place: int, change: int) -> None:
    cursor = seal("2026-03-02|item-7", "/cases", SECRET)
    changed = bytearray(cursor.encode())
    changed[place] ^= change
    with pytest.raises(BadRequest):
        unseal(changed.decode("latin-1"), "/cases", SECRET)
