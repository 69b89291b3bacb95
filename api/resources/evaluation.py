"""Try out: a deployed decision with given inputs, a process in memory. Neither changes anything."""

from typing import Any

from api.http.exchange import ask
from api.http.routes import MIB, Resource
from api.schemas.definition import EvaluatedSchema, EvaluationSchema, SimulatedSchema, SimulationSchema
from engine.definitions.queries import EvaluateDecision, Simulate

resource = Resource("evaluation", "Evaluate decisions and simulate processes")


@resource.post("/decisions/<key>/evaluation", body=EvaluationSchema, answers=EvaluatedSchema)
def evaluate(body: dict[str, Any], key: str) -> Any:
    """Evaluate the newest version of a decision model."""
    return ask(EvaluateDecision(key=key, **body))


@resource.post("/simulations", body=SimulationSchema, answers=SimulatedSchema, largest=16 * MIB)
def simulations(body: dict[str, Any]) -> Any:
    """Run a process in memory with a virtual clock, as `jingban simulate` does."""
    return ask(Simulate(**body))
