"""Names of several words: FEEL allows spaces and operator characters in names, so only the scope tells a name apart.

DMN 1.5, 10.3.1.2: the longest name that the scope knows wins. Single words need no such look-up.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from engine.expressions.lexer import Token, words


class NameIndex:
    """The names of several words that one scope knows, found by their first word."""

    __slots__ = ("_by_first",)

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Know one more name; single words and names that cannot be written are skipped."""
        if is_single_word(name):
            return
        cut = _words(name)
        if cut is None or len(cut) < 2:
            return
        known = self._by_first.setdefault(cut[0], [])
        if (cut, name) not in known:
            known.append((cut, name))
            known.sort(key=lambda entry: len(entry[0]), reverse=True)

    def match(self, tokens: list[Token], start: int) -> tuple[int, str] | None:
        """How many tokens from `start` make the longest known name, and that name as the scope spells it."""
        for cut, name in self._by_first.get(tokens[start].text, ()):
            if _same(cut, tokens, start):
                return len(cut), name
        return None


def is_single_word(name: str) -> bool:
    """Whether the name is one word that needs no look-up (letters, digits, underscores)."""
    return name.isidentifier()


def near(name: str, known: Iterable[str]) -> list[str]:
    """Up to three known names that are spelt like the unknown one, best first."""
    candidates = [candidate for candidate in known if isinstance(candidate, str)][:500]
    return get_close_matches(name, candidates, n=3, cutoff=0.6)


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...] | None:
    return words(name)


def _same(cut: tuple[str, ...], tokens: list[Token], start: int) -> bool:
    if start + len(cut) > len(tokens):
        return False
    return all(tokens[start + offset].text == word for offset, word in enumerate(cut))
