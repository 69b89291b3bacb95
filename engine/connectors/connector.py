"""What every connector is: a name, parameters that the lint can check, and one exchange."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple, Protocol

from engine.kernel.errors import JingbanError


class Parameter(NamedTuple):
    """One input that a service task may give (`<jb:input name="…"/>`)."""

    name: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """One exchange that a service task asks for.

    `id` is the same for every attempt at the same activity, so that a service can recognise a repetition; `attempt` counts
    from 1. `errors` maps what the service says (`404`, `4xx`) to codes of BPMN errors.
    """

    id: str
    attempt: int
    inputs: Mapping[str, Any]
    secret: str | None = field(default=None, repr=False)
    errors: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str, default: str | None = None) -> str:
        """A text input; `Unavailable` (`parameter-missing`) without one."""
        value = self.inputs.get(name)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and value.strip():
            return value
        raise Unavailable("parameter-missing", f"the input {name!r} must be a text", again=False)

    def refused(self, status: int) -> str | None:
        """The BPMN error that this status means to the process, or None."""
        return self.errors.get(str(status)) or self.errors.get(f"{status // 100}xx")


class Refusal(Exception):
    """The business said no: ends the task with the BPMN error `code`, which a boundary event may catch."""

    def __init__(self, code: str, message: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = dict(data or {})


class Unavailable(JingbanError):
    """The exchange did not come about; `again`: whether trying later may help. The message holds no secret."""

    code: ClassVar[str] = "service-unavailable"

    def __init__(self, code: str, message: str, *, again: bool = True) -> None:
        super().__init__(message, code=code)
        self.again = again


class Connector(Protocol):
    """One way to reach another system."""

    name: ClassVar[str]
    parameters: ClassVar[tuple[Parameter, ...]]

    def call(self, request: Request) -> Mapping[str, Any]:
        """Do the exchange; returns what output mappings may use. Raises `Refusal` or `Unavailable`, nothing else."""
        ...
