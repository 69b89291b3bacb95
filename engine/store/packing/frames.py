"""Zstandard frames without what every one of ours has in common, each behind the number of its dictionary."""

import threading
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

import zstandard

NEWEST: Final = 1
"""The dictionary that is written with. Every number from 1 to this can be read."""
LEVELS: Final[tuple[tuple[int, int, Mapping[str, int]], ...]] = (
    (1_024, 5, {}),
    (16_384, 1, {"source_size": 16_384, "dict_size": 16_384}),
    (0, 1, {}),
)
"""Up to how many bytes (0: any number), how thoroughly, and the sizes to prepare for. What is short costs little anyway and is
most of what is kept; for what is longer the tables are no larger than it, so that they stay in the cache of the processor.
"""
_FORMAT: Final = zstandard.FORMAT_ZSTD1_MAGICLESS


class Unpackable(ValueError):
    """These bytes are not what `pack` wrote."""


class _Machines(threading.local):
    """Compressors of one thread; they must not be shared between threads."""

    def __init__(self) -> None:
        dictionary = _dictionary(NEWEST)
        self.writers = [
            zstandard.ZstdCompressor(dict_data=dictionary, compression_params=_parameters(level, sizes))
            for _, level, sizes in LEVELS
        ]
        self.readers = {
            number: zstandard.ZstdDecompressor(dict_data=_dictionary(number), format=_FORMAT)
            for number in range(1, NEWEST + 1)
        }


def pack(data: bytes) -> bytes:
    """The packed form of some bytes; the same bytes may be packed differently by another release."""
    size = len(data)
    level = next(place for place, (most, *_) in enumerate(LEVELS) if size <= most or not most)
    return _TAG + _machines.writers[level].compress(data)


def unpack(packed: bytes) -> bytes:
    """What was packed. Raises `Unpackable` for anything that is not as it was written."""
    reader = _machines.readers.get(packed[0]) if packed else None
    if reader is None:
        raise Unpackable("packed with a dictionary that this release does not know")
    try:
        return reader.decompress(packed[1:])
    except (zstandard.ZstdError, MemoryError):
        raise Unpackable("not the bytes that were written")


def _parameters(level: int, sizes: Mapping[str, int]) -> zstandard.ZstdCompressionParameters:
    return zstandard.ZstdCompressionParameters.from_level(
        level, **sizes, format=_FORMAT, write_content_size=1, write_dict_id=0, write_checksum=1
    )


@cache
def _dictionary(number: int) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict((files(__package__) / f"{number}.zdict").read_bytes())


_TAG: Final = bytes([NEWEST])
_machines: Final = _Machines()
