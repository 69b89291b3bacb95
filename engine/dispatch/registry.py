"""What answers what: commands to handlers, queries to functions, events to subscribers, names to operations.

Filled explicitly, line by line, in `engine/assembly`; nothing registers itself by being imported.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from engine.dispatch.context import Context, ReadContext
from engine.dispatch.messages import Command, Event, Query

C = TypeVar("C", bound=Command)
Q = TypeVar("Q", bound=Query)
E = TypeVar("E", bound=Event)
Handler = Callable[[Any, Context], Any]
Reader = Callable[[Any, ReadContext], Any]
Operation = Callable[..., Any]


class Registry:
    """The wiring of one platform."""

    def __init__(self) -> None:
        self._commands: dict[type[Command], Handler] = {}
        self._queries: dict[type[Query], Reader] = {}
        self._subscribers: dict[type[Event], list[Handler]] = {}
        self._guards: dict[type[Command], list[Handler]] = {}
        self._operations: dict[str, Operation] = {}

    def command(self, kind: type[C], handler: Callable[[C, Context], Any]) -> None:
        """`handler` answers commands of this class."""
        self._once(self._commands, kind)
        self._commands[kind] = handler

    def query(self, kind: type[Q], reader: Callable[[Q, ReadContext], Any]) -> None:
        """`reader` answers queries of this class."""
        self._once(self._queries, kind)
        self._queries[kind] = reader

    def on(self, kind: type[E], subscriber: Callable[[E, Context], None]) -> None:
        """`subscriber` is told events of this class, in the same transaction, in order of registration."""
        self._subscribers.setdefault(kind, []).append(subscriber)

    def guard(self, kind: type[C], rule: Callable[[C, Context], None]) -> None:
        """`rule` may refuse commands of this class before their handler runs, by raising."""
        self._guards.setdefault(kind, []).append(rule)

    def operation(self, name: str, operation: Operation) -> None:
        """`operation` does what service tasks call `name`."""
        self._once(self._operations, name)
        self._operations[name] = operation

    def handler_of(self, kind: type[Command]) -> Handler:
        """The handler of a command class; `KeyError` when assembly has none."""
        return self._commands[kind]

    def reader_of(self, kind: type[Query]) -> Reader:
        """The function of a query class; `KeyError` when assembly has none."""
        return self._queries[kind]

    def subscribers_of(self, kind: type[Event]) -> tuple[Handler, ...]:
        """Who is told events of this class."""
        return tuple(self._subscribers.get(kind, ()))

    def guards_of(self, kind: type[Command]) -> tuple[Handler, ...]:
        """Which rules stand before a command class."""
        return tuple(self._guards.get(kind, ()))

    def find_operation(self, name: str) -> Operation | None:
        """The operation of that name, or None."""
        return self._operations.get(name)

    @property
    def operations(self) -> frozenset[str]:
        """The names service tasks may call."""
        return frozenset(self._operations)

    @property
    def commands(self) -> tuple[type[Command], ...]:
        """Every registered command class."""
        return tuple(self._commands)

    def permissions(self) -> Iterator[str]:
        """Every permission that a registered command or query needs."""
        for command in self._commands:
            yield command.permission
        for query in self._queries:
            yield query.permission

    @staticmethod
    def _once(table: dict[Any, Any], key: Any) -> None:
        if key in table:
            raise ValueError(f"{getattr(key, '__name__', key)} is registered twice")
