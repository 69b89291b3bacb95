"""Matches the pattern of a form field in time proportional to text × pattern, whatever its author wrote.

A backtracking engine can be stopped for hours by `(a+)+$`; a form file must not be able to do that. All states that
the text may have led to are followed at once, so there is nothing to go back to.
"""

from collections.abc import Callable
from dataclasses import dataclass

Test = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern: state i either tests a character and goes on, or (test None) only forks."""

    tests: tuple[Test | None, ...]
    moves: tuple[tuple[int, ...], ...]

    def matches(self, text: str) -> bool:
        """Whether the whole of `text` has this form."""
        final = len(self.tests)
        current = self._reach({0})
        for char in text:
            current = self._reach({to for at in current for to in self._step(at, char)})
            if not current:
                return False
        return final in current

    def _step(self, state: int, char: str) -> tuple[int, ...]:
        test = self.tests[state] if state < len(self.tests) else None
        return self.moves[state] if test is not None and test(char) else ()

    def _reach(self, states: set[int]) -> set[int]:
        found, waiting = set(states), list(states)
        while waiting:
            state = waiting.pop()
            if state < len(self.tests) and self.tests[state] is None:
                for to in self.moves[state]:
                    if to not in found:
                        found.add(to)
                        waiting.append(to)
        return found
