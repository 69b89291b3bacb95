"""`prove`: what can go wrong in a process, each with a shortest way that leads there.

First whatever the data: what is sound then is sound. Where something was found, and to see what no data reach, the process
is explored again with its conditions, which leaves out the ways that no data allow.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from time import monotonic

from engine.bpmn.program import Program
from engine.bpmn.proof.abstract import without_data
from engine.bpmn.proof.explore import Exploration, explore
from engine.bpmn.proof.knowledge import Data
from engine.bpmn.proof.rule import Explored
from engine.bpmn.proof.rules import RULES
from engine.kernel.errors import Finding

MAX_STATES = 20_000
MAX_SECONDS = 10.0
MAX_NODES_WITH_DATA = 3_000
MAX_FINDINGS = 100
"""Of one process, the worst; more than that nobody reads, and each carries its way."""
_SHARE_WITHOUT_DATA = 0.6
_SHARE_OF_A_LOOK = 0.25
_WEIGHT = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Proof:
    """`decided` False: the search met a bound (`because`), so silence proves nothing. `states`: situations looked at.

    `findings` carry the steps that lead there. `with_data` says that conditions were looked at.
    """

    findings: tuple[Finding, ...]
    decided: bool
    because: str
    states: int
    with_data: bool = False

    @property
    def sound(self) -> bool:
        """Proved: every situation was looked at and no error was found."""
        return self.decided and not any(finding.severity == "error" for finding in self.findings)


def prove(program: Program, *, max_states: int = MAX_STATES, max_seconds: float = MAX_SECONDS) -> Proof:
    """Prove the root process and every process that it calls, each by itself. See docs/bpmn.md for the rules."""
    proofs = {
        process: prove_process(program, process, max_states=max_states, max_seconds=max_seconds)
        for process in called_processes(program)
    }
    because = next((f"{name}: {proof.because}" for name, proof in proofs.items() if not proof.decided), "")
    return Proof(
        tuple(finding for proof in proofs.values() for finding in proof.findings),
        not because,
        because,
        sum(proof.states for proof in proofs.values()),
        any(proof.with_data for proof in proofs.values()),
    )


def prove_process(
    program: Program,
    process: str,
    *,
    max_states: int = MAX_STATES,
    max_seconds: float = MAX_SECONDS,
) -> Proof:
    """Prove one process; its calls are waits, and the processes that it calls are taken as they are."""
    program = replace(program, root=process)
    own = {name: graph for name, graph in program.graphs.items() if graph.process == process}
    alone = replace(program, graphs=own)
    blind = without_data(alone)
    until = monotonic() + max_seconds
    first = explore(blind, max_states=max_states, max_seconds=max_seconds * _SHARE_WITHOUT_DATA)
    found = list(_findings(program, first))
    errors = any(finding.severity == "error" for finding in found)
    data = _data(alone)
    if not data.conditions or not (errors or first.complete):
        return Proof(tuple(found), first.complete, first.because, len(first.situations))
    # what is sound whatever the data needs no more than a look at what no data reach
    rest = until - monotonic() if errors else min(until - monotonic(), max_seconds * _SHARE_OF_A_LOOK)
    second = explore(blind, max_states=max_states, max_seconds=rest, data=data)
    states = len(first.situations) + len(second.situations)
    if second.complete:
        return Proof(tuple(_findings(program, second)), True, "", states, True)
    if first.complete and not errors:
        return Proof(tuple(found), True, "", states)
    confirmed = tuple(_findings(program, second))
    return Proof(_merged(found, confirmed), False, second.because, states, True)


def called_processes(program: Program) -> list[str]:
    """The root and every process it calls, directly or through others."""
    found: list[str] = []
    pending = [program.root]
    while pending:
        process = pending.pop()
        if process in found or process not in program.graphs:
            continue
        found.append(process)
        for graph in program.graphs.values():
            if graph.process == process:
                pending.extend(node.called for node in graph.nodes.values() if node.called)
    return found


def _data(program: Program) -> Data:
    size = sum(len(graph.nodes) for graph in program.graphs.values())
    return Data(program if size <= MAX_NODES_WITH_DATA else replace(program, graphs={}))


def _findings(program: Program, found: Exploration) -> Iterator[Finding]:
    explored = Explored(program, found)
    distinct = list(_distinct(finding for rule in RULES for finding in rule.findings(explored)))
    worst = sorted(distinct, key=lambda finding: _WEIGHT[finding.severity])[:MAX_FINDINGS]
    yield from (distinct if len(distinct) <= MAX_FINDINGS else worst)


def _merged(possible: Iterable[Finding], confirmed: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What was confirmed before the bound, and what might be as advice: whether any data lead there is not decided."""
    told = {(finding.rule, finding.element) for finding in confirmed}
    doubtful = (
        replace(
            finding,
            severity="warning",
            message=f"{finding.message} (whether any data lead there was not decided)",
        )
        if finding.severity == "error"
        else finding
        for finding in possible
        if (finding.rule, finding.element) not in told
    )
    return (*confirmed, *doubtful)


def _distinct(findings: Iterable[Finding]) -> Iterator[Finding]:
    """For each rule and element the worst, and of these the one with the shortest way."""
    best: dict[tuple[str, str | None], Finding] = {}
    for finding in findings:
        key = (finding.rule, finding.element)
        if key not in best or _rank(finding) < _rank(best[key]):
            best[key] = finding
    yield from best.values()


def _rank(finding: Finding) -> tuple[int, int]:
    return _WEIGHT[finding.severity], len(finding.steps)
