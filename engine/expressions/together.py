"""Whether conditions can have given answers at the same time. "Not sure" counts as yes: no way is ever excluded by a guess."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from engine.expressions.atoms import ANY_TRUTH, Atom, Truth
from engine.expressions.logic import Condition, Formula, Junction
from engine.expressions.values import Range

MAX_TRIED: Final = 3_000
MAX_CONSTANTS: Final = 40
_OTHER: Final = object()


def can_hold(answers: Iterable[tuple[Condition, bool]]) -> bool:
    """Whether some values of the variables give each condition its answer; True as well when that takes too long to tell."""
    wanted = [(condition.formula, answer) for condition, answer in answers]
    atoms = {atom.key: atom for formula, _ in wanted for atom in _atoms(formula)}
    terms: dict[tuple[str, ...], list[Atom]] = {}
    for atom in atoms.values():
        if atom.term is not None:
            terms.setdefault(atom.term, []).append(atom)
    if any(len(atom.constants) > MAX_CONSTANTS for atom in atoms.values()) or len(atoms) > MAX_CONSTANTS:
        return True
    choices = [list(_regions(same)) for same in terms.values()]
    choices += [
        [{key: frozenset({truth})} for truth in (True, False, None)]
        for key, atom in atoms.items()
        if atom.term is None
    ]
    return _search(wanted, choices, {}, [0])


def _search(
    wanted: list[tuple[Formula, bool]],
    choices: list[list[dict[str, frozenset[Truth]]]],
    chosen: dict[str, frozenset[Truth]],
    tried: list[int],
) -> bool:
    tried[0] += 1
    if tried[0] > MAX_TRIED:
        return True
    if any(answer not in _truths(formula, chosen) for formula, answer in wanted):
        return False
    if not choices:
        return True
    return any(_search(wanted, choices[1:], chosen | option, tried) for option in choices[0])


def _regions(atoms: list[Atom]) -> Iterator[dict[str, frozenset[Truth]]]:
    """The answers of all comparisons of one variable, once for each region of its values that they tell apart."""
    seen = set()
    constants = frozenset[Any]().union(*(atom.constants for atom in atoms))
    ranges = _ranges(constants) if any(atom.ranges for atom in atoms) else ()
    for value in (*_values(constants), *ranges, _OTHER):
        answers = {
            atom.key: atom.of_other() if value is _OTHER else frozenset({atom.ask(value)}) for atom in atoms
        }
        mark = tuple(answers.values())
        if mark not in seen:
            seen.add(mark)
            yield answers


def _values(constants: frozenset[Any]) -> Iterator[Any]:
    """One value for each region: between and beyond the numbers, every string and one other, both booleans, null."""
    yield from (True, False, None, [True], [False])
    strings = sorted(value for value in constants if isinstance(value, str))
    yield from strings
    yield "".join(strings) + "…"
    yield from _points(constants)


def _points(constants: frozenset[Any]) -> Iterator[Decimal]:
    numbers = sorted({value for value in constants if isinstance(value, Decimal)}) or [Decimal(0)]
    yield numbers[0] - 1
    for position, number in enumerate(numbers):
        yield number
        yield number + 1 if position + 1 == len(numbers) else (number + numbers[position + 1]) / 2


def _ranges(constants: frozenset[Any]) -> Iterator[Range]:
    """A variable may hold a range, and a range may lie in another; open ends lie between the points like closed ones."""
    points = list(_points(constants))
    for position, start in enumerate(points):
        for end in points[position:]:
            yield Range(start, end, True, True)


def _atoms(formula: Formula) -> Iterator[Atom]:
    if isinstance(formula, Atom):
        yield formula
    elif isinstance(formula, Junction):
        for part in formula.parts:
            yield from _atoms(part)


def _truths(formula: Formula, chosen: dict[str, frozenset[Truth]]) -> frozenset[Truth]:
    if isinstance(formula, bool):
        return frozenset({formula})
    if isinstance(formula, Atom):
        return chosen.get(formula.key, ANY_TRUTH)
    parts = [_truths(part, chosen) for part in formula.parts]
    if formula.operator == "not":
        return frozenset(None if truth is None else not truth for truth in parts[0])
    decisive = formula.operator == "or"
    return frozenset(_joined(decisive, left, right) for left in parts[0] for right in parts[1])


def _joined(decisive: bool, left: Truth, right: Truth) -> Truth:
    if left is decisive or right is decisive:
        return decisive
    return None if left is None or right is None else not decisive
