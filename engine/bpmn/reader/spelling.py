"""The nearest name that exists, for the question "did you mean …?". Bounded: long words and long lists get no answer."""

from collections.abc import Collection
from difflib import get_close_matches

MAX_LENGTH = 60
MAX_NAMES = 500


def nearest(word: str, names: Collection[str], cutoff: float = 0.75) -> str | None:
    """The name most like `word`, or None. `cutoff` from 0 to 1 is how alike they must be."""
    if len(word) > MAX_LENGTH or len(names) > MAX_NAMES:
        return None
    found = get_close_matches(word, names, 1, cutoff)
    return found[0] if found else None
