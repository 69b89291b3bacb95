"""Try out: a deployed decision with given inputs, a process in memory. Neither changes anything."""

from typing import Any

from api.http.exchange import ask
from api.http.routes import MIB, Resource
from api.schemas.definition import EvaluatedSchema, EvaluationSchema, SimulatedSchema, SimulationSchema
from engine.definitions.queries import DefinitionSource, EvaluateDecision, Lint
from engine.kernel.errors import FieldError, InvalidInput, Refused

resource = Resource("evaluation", "Evaluate decisions and simulate processes")


@resource.post("/decisions/<key>/evaluation", body=EvaluationSchema, answers=EvaluatedSchema)
def evaluate(body: dict[str, Any], key: str) -> Any:
    """Evaluate the newest version of a decision model."""
    return ask(EvaluateDecision(key=key, **body))


@resource.post("/simulations", body=SimulationSchema, answers=SimulatedSchema, largest=16 * MIB)
def simulations(body: dict[str, Any]) -> Any:
    """Run a process in memory with a virtual clock, as `jingban simulate` does."""
    from engine.simulation import follow_path, read_steps, simulate  # few ask; the others need not keep it

    files = _files(body.pop("files"), body.pop("definition"))
    # Whoever may lint files may run them in memory; what lint refuses is not run, what the proof finds may be looked at
    findings = ask(Lint(files, prove=False))
    if any(finding.severity == "error" for finding in findings):
        raise Refused("The files have errors; nothing was run.", findings)
    steps = body.pop("follow")
    if steps is not None:
        trace = follow_path(files, read_steps(steps), process=body["process"])
    else:
        trace = simulate(files, **body)
    return {"events": trace.events, "end": trace.end}


def _files(sources: dict[str, str] | None, definition: str | None) -> dict[str, bytes]:
    if (sources is None) == (definition is None):
        raise InvalidInput(
            "Send either `files` or the id of a `definition`.",
            [FieldError("files", "exactly one of the two", "choice")],
        )
    if definition is not None:
        return {"definition.bpmn": ask(DefinitionSource(definition))}
    return {name: text.encode() for name, text in (sources or {}).items()}
