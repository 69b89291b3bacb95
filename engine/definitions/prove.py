"""Prove every executable process among files: what can go wrong on some way through it, though no single element shows it.

Called processes are found among the same files. Bounded in time; what is not decided is told. A proof is kept by the content
that it is about, so the same files are proved once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from time import monotonic
from typing import Final

from engine.bpmn import Program
from engine.bpmn.model import Graph
from engine.bpmn.proof import Proof, prove_process
from engine.bpmn.proof.ignoring import Wish, apply_wishes, wishes_of
from engine.definitions.lru import Lru
from engine.definitions.source import Source
from engine.kernel.errors import Finding

SECONDS_EACH: Final = 2.0
SECONDS_IN_ALL: Final = 20.0
KEPT_UNDECIDED: Final = 60.0
_PROOFS: Lru[Proof] = Lru(512)
_TRIED: Lru[Proof] = Lru(64)
# told by another rule of the element already
_SAID_BY: Final = {"proof-unreachable": "node-disconnected"}


class _Undecided(Exception):
    """A proof that met a bound is no proof to keep."""

    def __init__(self, proof: Proof) -> None:
        super().__init__(proof.because)
        self.proof = proof


def prove_sources(sources: Sequence[Source], told: Iterable[Finding] = ()) -> list[Finding]:
    """What the proof finds in files that could be read, beside what was `told` of them already."""
    readable = [source for source in sources if source.program is not None and source.parts]
    if not readable:
        return []
    program = _together(readable)
    content = tuple(sorted(source.hash for source in readable))
    said = {(finding.rule, finding.file, finding.element) for finding in told}
    until = monotonic() + SECONDS_IN_ALL
    found: list[Finding] = []
    for source in readable:
        wishes = wishes_of(source.content)
        for part in source.parts:
            seconds = min(SECONDS_EACH, until - monotonic())
            findings = _findings(_proof(program, part.key, content, seconds), part.key, wishes)
            found += [
                replace(finding, file=source.file)
                for finding in findings
                if (_SAID_BY.get(finding.rule), source.file, finding.element) not in said
            ]
    return found


def forget() -> None:
    """Drop all kept proofs."""
    _PROOFS.clear()
    _TRIED.clear()


def _together(sources: Iterable[Source]) -> Program:
    """One program of all files. A process that is in two of them is told of elsewhere."""
    programs = [source.program for source in sources if source.program is not None]
    graphs: dict[str, Graph] = {}
    for program in programs:
        graphs |= {name: graph for name, graph in program.graphs.items() if name not in graphs}
    return Program(
        root=programs[0].root,
        graphs=graphs,
        reads=frozenset[str]().union(*(program.reads for program in programs)),
        calls=frozenset[str]().union(*(program.calls for program in programs)),
    )


def _proof(program: Program, process: str, content: tuple[str, ...], seconds: float) -> Proof:
    if seconds <= 0:
        return Proof((), False, f"{SECONDS_IN_ALL:.0f} seconds for all files together", 0)

    def made() -> Proof:
        proof = prove_process(program, process, max_seconds=seconds)
        if not proof.decided:
            raise _Undecided(proof)
        return proof

    def tried() -> Proof:
        try:
            return _PROOFS.get((process, content), made)
        except _Undecided as undecided:
            return undecided.proof

    # with more time it may be decided, so what was not is kept for this minute only
    return _TRIED.get((process, content, int(monotonic() // KEPT_UNDECIDED)), tried)


def _findings(proof: Proof, process: str, wishes: Mapping[str, Wish]) -> Iterator[Finding]:
    yield from apply_wishes(proof.findings, wishes)
    if not proof.decided:
        yield Finding(
            "proof-undecided",
            "warning",
            f"not decided whether it is sound: the search met its bound ({proof.because})",
            process,
            help="Move parts of it into processes of their own with call activities.",
        )
