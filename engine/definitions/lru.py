"""A bounded map of what is costly to make and never changes, such as compiled programs. Safe for threads."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Lru(Generic[V]):
    """Keeps up to `capacity` values; the least recently used leave first."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._lock = threading.Lock()
        self._held: OrderedDict[Hashable, V] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value of a key, made when it is not held. Two threads may make one value twice; the first one is kept."""
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
                return held
        made = make()
        with self._lock:
            kept = self._held.setdefault(key, made)
            self._held.move_to_end(key)
            while len(self._held) > self._capacity:
                self._held.popitem(last=False)
            return kept

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._held.clear()

    def __len__(self) -> int:
        return len(self._held)
