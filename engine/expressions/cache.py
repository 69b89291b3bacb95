"""Keeps compiled expressions, bounded by the length of their texts: a compiled text takes up to half a kilobyte a
character, so counting entries would not bound the memory."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class TextCache(Generic[Value]):
    """The most recently used values, whose texts have at most `characters` together. Safe to share by threads."""

    def __init__(self, characters: int) -> None:
        self.characters = characters
        self.held = 0
        self._values: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Hashable, size: int, make: Callable[[], Value]) -> Value:
        """The value of the key, made now if it is not held; `size` is the length of its text."""
        with self._lock:
            found = self._values.get(key)
            if found is not None:
                self._values.move_to_end(key)
                return found[0]
        value = make()
        with self._lock:
            if key not in self._values:
                self._values[key] = (value, size)
                self.held += size
            while self.held > self.characters:
                _, (_, dropped) = self._values.popitem(last=False)
                self.held -= dropped
        return value
