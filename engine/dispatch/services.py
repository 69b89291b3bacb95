"""What handlers need besides the database, found by its class: `ctx.services[WorkCalendar]`.

Floors below cannot import what floors above provide; keyed by class, the container stays typed without knowing anyone.
"""

from typing import Any, TypeVar

T = TypeVar("T")


class Services:
    """A container keyed by class. Filled once in assembly, read everywhere."""

    def __init__(self) -> None:
        self._held: dict[type[Any], Any] = {}

    def provide(self, kind: type[T], service: T) -> T:
        """Hold a service under its class; returns it. Providing one class twice is a wiring fault (`ValueError`)."""
        if kind in self._held:
            raise ValueError(f"{kind.__name__} is provided twice")
        self._held[kind] = service
        return service

    def __getitem__(self, kind: type[T]) -> T:
        """The service of that class; `KeyError` names the class when assembly provides none."""
        try:
            held: T = self._held[kind]
        except KeyError:
            raise KeyError(f"assembly provides no {kind.__name__}")
        return held

    def __contains__(self, kind: type[Any]) -> bool:
        return kind in self._held
