"""Packed bytes come back as they were, also from other threads, and whatever is not ours is told."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.store import packing
from engine.store.packing import Unpackable, pack, unpack

EVENT = b'{"act":"a5","data":{"reason":"completed"},"element":"Review","kind":"closed","process":"p","scope":"s1"}'
RELEASED = {1: "05e5d1c306dd9d48c25ecf2381d8ab62555b06d823e1fdfbfd5f77cf2f88eff6"}


def test_a_released_dictionary_is_never_changed() -> None:
    kept = {
        int(file.name.removesuffix(".zdict")): sha256(file.read_bytes()).hexdigest()
        for file in files(packing).iterdir()
        if file.name.endswith(".zdict")
    }
    assert kept == RELEASED


def test_packed_by_an_earlier_release_is_read() -> None:
    assert (
        unpack(bytes.fromhex("012468c50000207031227d06fc0c82c1b807c7628e11a386ccb7990f930b5cd31e75")) == EVENT
    )


@given(st.binary(max_size=2000) | st.text(max_size=2000).map(str.encode))
def test_what_was_packed_comes_back(data: bytes) -> None:
    assert unpack(pack(data)) == data


def test_what_is_large_comes_back() -> None:
    data = "".join(f"第{number}条，" for number in range(50_000)).encode()
    assert unpack(pack(data)) == data
    assert len(pack(data)) < len(data) / 3


def test_a_single_fact_takes_less_than_half_of_its_bytes() -> None:
    assert len(pack(EVENT)) < len(EVENT) / 2


def test_threads_do_not_disturb_each_other() -> None:
    texts = [f"{number} {EVENT.decode()}".encode() * 50 for number in range(200)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda text: unpack(pack(text)), texts)) == texts


@pytest.mark.parametrize("place", range(len(pack(EVENT))))
def test_a_changed_byte_is_told(place: int) -> None:
    packed = bytearray(pack(EVENT))
    packed[place] ^= 1
    with pytest.raises(Unpackable):
        unpack(bytes(packed))


@pytest.mark.parametrize("damaged", [b"", b"\0", b"\xff1234", b"\x01", pack(EVENT)[:-1]], ids=repr)
def test_what_is_not_ours_is_told(damaged: bytes) -> None:
    with pytest.raises(Unpackable):
        unpack(damaged)
