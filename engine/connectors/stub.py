"""`stub`: a service that is played, for demonstrations, trainings and tests of a process before its partner is ready."""

from collections.abc import Mapping
from typing import Any, ClassVar

from engine.connectors.connector import Parameter, Refusal, Request, Unavailable


class Stub:
    """Answers what it is told: `answer`, or the BPMN error `error`; the first `unavailable` attempts fail."""

    name: ClassVar[str] = "stub"
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("answer"),
        Parameter("error"),
        Parameter("unavailable"),
    )

    def call(self, request: Request) -> Mapping[str, Any]:
        """The context given as `answer`; another value comes back as `{answer: value}`."""
        if request.attempt <= int(request.inputs.get("unavailable") or 0):
            raise Unavailable("service-unreachable", f"the stub is away at attempt {request.attempt}")
        error = request.inputs.get("error")
        if error is not None:
            raise Refusal(str(error), "the stub refuses")
        answer = request.inputs.get("answer")
        return answer if isinstance(answer, Mapping) else {"answer": answer}
