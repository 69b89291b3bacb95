"""One tree of errors. Each class has a stable `code`; the message tells the reader what to do next.

    JingbanError
    ├── InvalidInput        what was sent cannot be accepted          (HTTP 422)
    │   └── Refused         a model, form or table with findings      (HTTP 422)
    ├── NotFound            no such thing, or not yours to know of    (HTTP 404)
    ├── Forbidden           known, but not allowed                    (HTTP 403)
    ├── Unauthenticated     we do not know who asks                   (HTTP 401)
    ├── Conflict            the thing is in another state             (HTTP 409)
    │   └── StaleVersion    somebody changed it in between            (HTTP 412)
    ├── LimitExceeded       a bound on size, time or steps was hit    (HTTP 413/422)
    └── ExecutionFailed     a process could not go on                 (HTTP 422, located)

HTTP status is chosen in one table in `api/http/errors.py`, never here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, NamedTuple

Severity = Literal["error", "warning", "info"]


class Step(NamedTuple):
    """One step of the way to what is wrong: `what` happens at `element` (start, done, occurs, fails, escalates).

    `elements` are started then, in this order; `choices` are the answers to the conditions met, in order; `code` is that of
    an error or escalation. `engine.simulation.follow_path` goes the way again.
    """

    what: str
    element: str
    elements: tuple[str, ...] = ()
    choices: tuple[bool, ...] = ()
    code: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """`{what, element, elements, choices}`, and `code` where there is one."""
        told: dict[str, Any] = {
            "what": self.what,
            "element": self.element,
            "elements": list(self.elements),
            "choices": list(self.choices),
        }
        return told if self.code is None else {**told, "code": self.code}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a file, and where.

    `rule` is a stable id (also the name of its docs page); `element` the id of the model element or None; `line` is
    1-based or None; `help` says how to mend it; `steps` lead from the start to what a proof found.
    """

    rule: str
    severity: Severity
    message: str
    element: str | None = None
    line: int | None = None
    file: str | None = None
    help: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """The elements along `steps`, in order."""
        along: list[str] = []
        for step in self.steps:
            first = () if step.what == "start" else (step.element,)
            along.extend(element for element in (*first, *step.elements) if along[-1:] != [element])
        return tuple(along)

    def as_dict(self) -> dict[str, Any]:
        """The shape of `jingban lint --format json`: file, rule, severity, element, line, message, help.

        A finding of the proof has as well its `path`, a list of elements, and the `steps` that `jingban simulate --follow` goes.
        """
        told: dict[str, Any] = {
            "file": self.file,
            "rule": self.rule,
            "severity": self.severity,
            "element": self.element,
            "line": self.line,
            "message": self.message,
            "help": self.help,
        }
        if self.steps:
            told |= {"path": list(self.path), "steps": [step.as_dict() for step in self.steps]}
        return told


@dataclass(frozen=True, slots=True)
class FieldError:
    """One invalid place of an input: `path` is a dotted path such as `data.applicant.phone`."""

    path: str
    message: str
    code: str = "invalid"


class JingbanError(Exception):
    """Base of every error we raise on purpose. `code` is stable; `details` is JSON-compatible."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str, *, code: str | None = None, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details: dict[str, Any] = details
        # what a process did before it could not go on; only `engine.bpmn` fills it
        self.facts: tuple[Any, ...] = ()
        self._code = code

    @property
    def stable_code(self) -> str:
        """The code of this very error: the class's, unless a more exact one was given."""
        return self._code or self.code


class InvalidInput(JingbanError):
    """What was sent cannot be accepted; `errors` locates each reason."""

    code = "invalid-input"

    def __init__(
        self, message: str, errors: Sequence[FieldError] = (), *, code: str | None = None, **details: Any
    ) -> None:
        super().__init__(message, code=code, **details)
        self.errors = tuple(errors)


class Refused(InvalidInput):
    """A model, form or table was refused; `findings` says what is wrong, where, and the remedy."""

    code = "refused"

    def __init__(self, message: str, findings: Sequence[Finding], **details: Any) -> None:
        super().__init__(message, **details)
        self.findings = tuple(findings)


class NotFound(JingbanError):
    """There is no such thing, or the asker may not know that there is."""

    code = "not-found"


class Forbidden(JingbanError):
    """The asker is known but may not do this."""

    code = "forbidden"


class Unauthenticated(JingbanError):
    """We do not know who asks."""

    code = "unauthenticated"


class Conflict(JingbanError):
    """The thing is in another state than the act needs."""

    code = "conflict"


class StaleVersion(Conflict):
    """Somebody changed the thing since the asker read it."""

    code = "stale-version"


class LimitExceeded(JingbanError):
    """A bound on size, time, memory or steps was hit; the message names the bound."""

    code = "limit-exceeded"


class Unavailable(JingbanError):
    """We cannot answer now and nothing was done; `retry_after` in the details says in how many seconds to ask again."""

    code = "unavailable"


class ExecutionFailed(JingbanError):
    """A process could not go on: `element` names the place. The instance is as it was before the step."""

    code = "execution-failed"

    def __init__(
        self, message: str, *, element: str | None = None, code: str | None = None, **details: Any
    ) -> None:
        super().__init__(message, code=code, element=element, **details)
        self.element = element


@dataclass(frozen=True, slots=True)
class Findings:
    """Collects findings while reading; `errors` is what refuses a file."""

    items: list[Finding] = field(default_factory=list)

    def add(self, finding: Finding) -> None:
        """Keep one more finding."""
        self.items.append(finding)

    @property
    def errors(self) -> list[Finding]:
        """Only those that refuse the file."""
        return [finding for finding in self.items if finding.severity == "error"]
