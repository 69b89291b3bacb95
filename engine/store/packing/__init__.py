"""Packed bytes: what the database keeps compressed, against a dictionary that knows the words of our JSON.

An event is a few hundred bytes in which nearly everything but a name, a date and a number is known beforehand. A compressor
that starts from nothing finds little in so short a text; one that starts from a dictionary needs a quarter of its bytes and
two or three microseconds. The first byte of packed bytes is the number of the dictionary; a dictionary that was ever released
is never changed and never removed, a better one gets the next number. Each frame ends with its own checksum.
"""

from engine.store.packing.frames import Unpackable, pack, unpack

__all__ = ["Unpackable", "pack", "unpack"]
