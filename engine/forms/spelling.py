"""Finds the known name that a misspelt one probably means."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest_word(word: str, known: Iterable[str]) -> str | None:
    """The known name spelt most alike, or None when none is near. Looks at 500 names of 60 characters at most."""
    close = get_close_matches(word[:60], list(known)[:500], n=1, cutoff=0.6)
    return close[0] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question with the nearest name, or an empty text."""
    found = nearest_word(word, known)
    return f"Did you mean “{found}”?" if found else ""
