"""What a simulation is told beforehand: answers of tasks, messages and signals, each used once and in order."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from engine.kernel.errors import InvalidInput


class Occurrence(NamedTuple):
    """A message or signal; `key` correlates a message, `targets` are the elements that its message flows lead to."""

    name: str
    payload: Mapping[str, Any]
    key: Any = None
    targets: tuple[str, ...] = ()


Told = str | Sequence[Any] | Mapping[str, Any]


def occurrences(told: Iterable[Told] | Mapping[str, Any]) -> list[Occurrence]:
    """Names, (name, payload) pairs, `{"name", "payload", "key"}` mappings, or one mapping name → payload."""
    if isinstance(told, Mapping):
        return [_occurrence((name, payload)) for name, payload in told.items()]
    return [_occurrence(item) for item in told]


def _occurrence(item: Told) -> Occurrence:
    if isinstance(item, str):
        return Occurrence(item, {})
    if isinstance(item, Mapping) and isinstance(item.get("name"), str):
        return Occurrence(item["name"], _named(item.get("payload")), item.get("key", item.get("correlation")))
    if isinstance(item, Sequence) and item and isinstance(item[0], str):
        name, payload, key = (*item, None, None)[:3]
        return Occurrence(str(name), _named(payload), key)
    raise InvalidInput(
        f"{item!r} is no message or signal; give a name or (name, payload)", code="simulation-script"
    )


def _named(value: Any) -> Mapping[str, Any]:
    """What came as variables: a value that is no context is `result`, and so the item of an event that has one output."""
    if value is None or isinstance(value, Mapping):
        return value or {}
    return {"result": value}


class Answers:
    """Element id → the data it is completed with. A list gives successive answers; its last one is used again.

    None leaves the task waiting. `{"@error": code}` ends it with that BPMN error, `{"@escalation": code}` escalates.
    """

    def __init__(self, answers: Mapping[str, Any] | None) -> None:
        self._answers = dict(answers or {})
        self._used: dict[str, int] = {}

    def __contains__(self, element: str) -> bool:
        return element in self._answers

    def has_list(self, element: str) -> bool:
        """Whether successive answers were told for an element."""
        return isinstance(self._answers.get(element), list)

    def exhausted(self, element: str) -> bool:
        """Whether every answer of a list has been given; a single answer never is."""
        answer = self._answers.get(element)
        return isinstance(answer, list) and self._used.get(element, 0) >= len(answer)

    def next(self, element: str) -> Mapping[str, Any] | None:
        """The next answer; an element without one is answered with no data, None means "leave it"."""
        if element not in self._answers:
            return {}
        answer = self._answers[element]
        if isinstance(answer, list):
            position = self._used.get(element, 0)
            self._used[element] = position + 1
            answer = answer[min(position, len(answer) - 1)] if answer else {}
        return None if answer is None else _named(answer)
