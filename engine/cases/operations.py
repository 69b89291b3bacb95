"""Operations: what a service task of a process asks the platform to do to its case, by registered name.

An operation runs inside the transaction of the command that reached it; its result is recorded as an input of the
process, so a replay never runs it again. It refuses nothing silently: a refusal that the process may handle is a
`BusinessFailure` (a BPMN error), anything else refuses the whole command.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from engine.cases import members as matter
from engine.cases.loaded import LoadedCase
from engine.dispatch import Context
from engine.kernel.clock import office_day
from engine.kernel.errors import ExecutionFailed
from engine.timing import parse_date


class BusinessFailure(Exception):
    """The operation ends with the BPMN error `code`, which an error boundary event of the process may catch."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an operation. `inputs` are evaluated; `variables` those of the scope of the service task."""

    ctx: Context
    case: LoadedCase
    operation: str
    element: str
    act: str
    inputs: Mapping[str, Any]
    variables: Mapping[str, Any]

    @property
    def member(self) -> matter.Member:
        """The item that this call concerns: `item_code` of the inputs, of the scope, or the only one."""
        code = self.inputs.get("item_code") or self.variables.get("item_code")
        return matter.member_of(self.case.members, code if isinstance(code, str) else None, self.element)

    def text(self, name: str, default: str | None = None) -> str:
        """A text input; raises ExecutionFailed (`operation-input`) when it is missing or no text."""
        value = self.inputs.get(name)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and value.strip():
            return value
        raise self.failed(f"needs the input {name!r} as text, got {value!r}", "operation-input")

    def day(self, name: str, default: date) -> date:
        """A date input (date, instant or ISO text); `default` when it is absent."""
        value = self.inputs.get(name)
        if value is None:
            return default
        if isinstance(value, datetime):
            return office_day(value)
        if isinstance(value, date):
            return value
        if isinstance(value, str):
            return parse_date(value)
        raise self.failed(f"needs the input {name!r} as a date, got {value!r}", "operation-input")

    def whole(self, name: str) -> int:
        """A whole-number input. Raises ExecutionFailed (`operation-input`)."""
        value = self.inputs.get(name)
        try:
            return int(str(value))
        except ValueError:
            raise self.failed(f"needs the input {name!r} as a whole number, got {value!r}", "operation-input")

    def failed(self, why: str, code: str) -> ExecutionFailed:
        """An error located at the service task."""
        return ExecutionFailed(
            f"The operation {self.operation!r} of {self.element!r} {why}.", element=self.element, code=code
        )


class Operations(Protocol):
    """Finds operations by name; assembly provides the one that its registry fills."""

    def find(self, name: str) -> Callable[[Call], Mapping[str, Any]] | None:
        """The operation of that name, or None."""
        ...
