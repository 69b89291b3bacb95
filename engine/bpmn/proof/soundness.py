"""`prove`: what can go wrong in a process whatever the data, each with a shortest path that leads there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from engine.bpmn.program import Program
from engine.bpmn.proof.abstract import without_data
from engine.bpmn.proof.explore import Exploration, Move, Situation, explore, multiplied
from engine.kernel.errors import Finding, Severity

MAX_STATES = 20_000
MAX_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that can go wrong. `path` leads there from the start."""

    finding: Finding
    path: tuple[Move, ...]

    def as_dict(self) -> dict[str, Any]:
        """Finding and path as JSON-compatible values."""
        steps = [{"what": m.what, "element": m.element, "gateways": list(m.gateways)} for m in self.path]
        return {**self.finding.as_dict(), "path": steps}


@dataclass(frozen=True, slots=True)
class Proof:
    """`decided` False: the search met a bound (`because`), so silence proves nothing. `states`: situations looked at."""

    flaws: tuple[Flaw, ...]
    decided: bool
    because: str
    states: int

    @property
    def sound(self) -> bool:
        """Proved: every situation was looked at and no error was found."""
        return self.decided and not any(flaw.finding.severity == "error" for flaw in self.flaws)


def prove(program: Program, *, max_states: int = MAX_STATES, max_seconds: float = MAX_SECONDS) -> Proof:
    """Explore the program without data.

    Rules: proof-deadlock (a join waits for a token that cannot come), proof-multiplied (two tokens where one is meant),
    proof-unreachable (no situation starts the element), proof-no-end (the process can get where it never ends),
    proof-uncaught-error (an error that no event catches).
    """
    abstract = without_data(program)
    flaws: list[Flaw] = []
    states, because = 0, ""
    for process in called_processes(program):
        one = replace(abstract, root=process)
        found = explore(one, max_states=max_states, max_seconds=max_seconds)
        doubled = list(_multiplied(one, found))
        flaws += [*_stuck(one, found), *doubled, *_failed(one, found, process != program.root)]
        if found.complete:
            # behind a doubled token nothing was looked at
            flaws += [*([] if doubled else _unreachable(one, found)), *_endless(one, found)]
        else:
            because = because or f"{process}: {found.because}"
        states += len(found.situations)
    return Proof(tuple(_distinct(flaws)), not because, because, states)


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


def _stuck(program: Program, found: Exploration) -> Iterator[Flaw]:
    for here in found.situations:
        state = here.state
        if state.status != "active" or multiplied(state):
            continue
        joins = [node for _, node in state.joins]
        if not state.waits and not any(act.phase == "open" for act in state.acts.values()):
            for element in joins or [act.node for act in state.acts.values()]:
                yield _flaw(
                    program,
                    here,
                    "proof-deadlock",
                    "error",
                    element,
                    "the process can get stuck here: what this element waits for cannot come any more",
                    "Join with the kind of gateway that split, or give the missing branch a way here.",
                )


def _multiplied(program: Program, found: Exploration) -> Iterator[Flaw]:
    for here in found.situations:
        place = multiplied(here.state) if here.state.status == "active" else None
        if place is not None:
            yield _flaw(
                program,
                here,
                "proof-multiplied",
                "error",
                place[1],
                "two tokens can be here at the same time: what was split is not joined before this element",
                "Join the branches with a parallel or inclusive gateway first.",
            )


def _failed(program: Program, found: Exploration, called: bool) -> Iterator[Flaw]:
    """Errors that nobody catches; what leaves a called process is its caller's to catch."""
    for here in found.situations:
        if here.state.status == "failed" and not called:
            element = (here.state.error or {}).get("element", program.root)
            yield _flaw(
                program,
                here,
                "proof-uncaught-error",
                "warning",
                element,
                "an error thrown here is caught nowhere; the case would fail",
                "Catch it with a boundary event or an event sub-process.",
            )
    for here, move, error in found.failures:
        yield Flaw(
            Finding("proof-failure", "error", error.message, error.details.get("element") or move.element),
            (*here.path(), move),
        )


def _unreachable(program: Program, found: Exploration) -> Iterator[Flaw]:
    for graph in program.graphs.values():
        if graph.process != program.root:
            continue
        for node in graph.nodes.values():
            if node.instantiate and not node.incoming:
                continue
            handler = node.for_compensation or node.type == "boundaryEvent" or node.triggered_by_event
            if (graph.process, node.id) in found.started or handler or _within_handler(program, graph.id):
                continue
            finding = Finding(
                "proof-unreachable",
                "error" if node.is_activity else "warning",
                "no way through the process ever comes here",
                node.id,
                node.line,
                help="Give it an incoming flow that can be taken, or remove it.",
            )
            yield Flaw(finding, ())


def _within_handler(program: Program, graph: str) -> bool:
    """Bodies of handlers run only after errors and compensations that data decide."""
    owner = graph.rsplit("/", 1)[-1]
    return any(
        node.id == owner and (node.triggered_by_event or node.for_compensation)
        for other in program.graphs.values()
        for node in other.nodes.values()
    )


def _endless(program: Program, found: Exploration) -> Iterator[Flaw]:
    """Situations from which neither an end nor another flaw can be reached: walk back from these."""
    before: dict[int, list[Situation]] = {}
    for here in found.situations:
        for there in here.after:
            before.setdefault(id(there), []).append(here)
    ending = {id(here): here for here in found.situations if here.state.status != "active" or not here.after}
    stack = list(ending.values())
    while stack:
        for here in before.get(id(stack.pop()), ()):
            if id(here) not in ending:
                ending[id(here)] = here
                stack.append(here)
    for here in found.situations:
        lost = id(here) not in ending and here.state.status == "active"
        if lost:
            element = next((act.node for act in here.state.acts.values()), program.root)
            yield _flaw(
                program,
                here,
                "proof-no-end",
                "error",
                element,
                "from here the process can go on for ever but never end",
                "Give the loop a way out that leads to an end event.",
            )


def _flaw(
    program: Program, here: Situation, rule: str, severity: Severity, element: str, message: str, help: str
) -> Flaw:
    line = next((g.nodes[element].line for g in program.graphs.values() if element in g.nodes), None)
    return Flaw(Finding(rule, severity, message, element, line, help=help), tuple(here.path()))


def _distinct(flaws: Iterable[Flaw]) -> Iterator[Flaw]:
    """The shortest path for each rule and element."""
    best: dict[tuple[str, str | None], Flaw] = {}
    for flaw in flaws:
        key = (flaw.finding.rule, flaw.finding.element)
        if key not in best or len(flaw.path) < len(best[key].path):
            best[key] = flaw
    yield from best.values()
