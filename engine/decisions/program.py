"""All files of a model, linked and compiled: every requirement knows its file, every decision its closure.

Nothing is evaluated here. What cannot be linked or compiled is a finding, and null when it is evaluated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.decisions import tables  # noqa: F401  # registers the compiler of decision tables
from engine.decisions.boxed import Evaluate, Unit, compile_box
from engine.decisions.boxed.compiling import ANY_NAME, UnknownName, failing, null
from engine.decisions.boxed.function import Build, compile_callable
from engine.decisions.cycles import cycles
from engine.decisions.elements import (
    BusinessKnowledgeModel,
    Decision,
    DecisionService,
    Definitions,
    InputData,
    Node,
)
from engine.decisions.item_types import ItemTypes
from engine.decisions.linking import Link, Linker
from engine.decisions.types import Type
from engine.decisions.walking import entry_names
from engine.kernel.errors import Finding

Address = tuple[int, str]
"""A node of a program: the index of its file and its id."""


@dataclass(frozen=True, slots=True)
class CompiledInput:
    """An input data element and its type."""

    node: InputData
    type: Type


@dataclass(frozen=True, slots=True)
class CompiledDecision:
    """A decision: `values` are required inputs and decisions, `functions` required knowledge and services."""

    node: Decision
    type: Type
    evaluate: Evaluate
    values: tuple[Link, ...]
    functions: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class CompiledKnowledge:
    """A business knowledge model; `build` is None when its function is not run."""

    node: BusinessKnowledgeModel
    build: Build | None
    parameters: tuple[tuple[str, Type], ...]
    functions: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class CompiledService:
    """A decision service; its parameters are the input data, then the input decisions, as the file orders them."""

    node: DecisionService
    type: Type
    outputs: tuple[Link, ...]
    parameters: tuple[Link, ...]


Compiled = CompiledInput | CompiledDecision | CompiledKnowledge | CompiledService


@dataclass(frozen=True, slots=True)
class Program:
    """The compiled nodes of all files; `main` is the index of the file that is asked, `types` those of each file."""

    files: tuple[Definitions, ...]
    nodes: Mapping[Address, Compiled]
    main: int
    types: tuple[ItemTypes, ...]
    unknown: tuple[UnknownName, ...]


def compile_program(files: Sequence[Definitions], main: int, findings: list[Finding]) -> Program:
    """Link and compile; what is wrong is added to `findings`."""
    linker = Linker(files, findings)
    types = _link_types(files, linker, findings)
    nodes: dict[Address, Compiled] = {}
    unknown: list[UnknownName] = []
    entries = frozenset[str]().union(*(entry_names(definitions) for definitions in files))
    circular = _circular(files, linker, findings)
    for number, definitions in enumerate(files):
        unit = Unit(types[number], findings, unknown, entries)
        for key, node in definitions.nodes.items():
            nodes[number, key] = _compile(unit, linker, number, node, (number, key) in circular)
    return Program(tuple(files), nodes, main, tuple(types), tuple(unknown))


def _link_types(files: Sequence[Definitions], linker: Linker, findings: list[Finding]) -> list[ItemTypes]:
    types = [ItemTypes(definitions, findings) for definitions in files]
    for number, definitions in enumerate(files):
        types[number].imported = [
            (item.name, item.namespace, types[target])
            for item in definitions.imports
            if (target := linker.file_of(number, item)) is not None
        ]
        types[number].missing = [(item.name, item.namespace) for item in linker.missing(number)]
    return types


def _circular(files: Sequence[Definitions], linker: Linker, findings: list[Finding]) -> set[Address]:
    edges: dict[Address, list[Address]] = {}
    for number, definitions in enumerate(files):
        for key, node in definitions.nodes.items():
            if isinstance(node, Decision):
                links = linker.links(number, node.decisions, node.place, Decision)
                edges[number, key] = [(link.file, link.id) for link in links]
    found: set[Address] = set()
    for group in cycles(edges):
        names = ", ".join(repr(files[number].nodes[key].name) for number, key in group)
        place = files[group[0][0]].nodes[group[0][1]].place
        message = f"The decisions {names} require one another in a circle; they are null."
        help_text = "Remove one of the requirements."
        findings.append(Finding("dmn-cycle", "warning", message, place.id, place.line, place.file, help_text))
        found.update(group)
    return found


def _compile(unit: Unit, linker: Linker, file: int, node: Node, circular: bool) -> Compiled:
    of = unit.types.resolve(node.variable.type_ref, node.place)
    if isinstance(node, InputData):
        return CompiledInput(node, of)
    if isinstance(node, Decision):
        return _compile_decision(unit, linker, file, node, of, circular)
    if isinstance(node, DecisionService):
        outputs = linker.links(file, node.output, node.place, Decision)
        inputs = linker.links(file, node.input_data, node.place, InputData)
        decisions = linker.links(file, node.input_decisions, node.place, Decision)
        return CompiledService(node, of, outputs, inputs + decisions)
    functions = linker.links(file, node.knowledge, node.place, BusinessKnowledgeModel, DecisionService)
    known = frozenset({node.variable.name} | {link.visible for link in functions}) | _unread(linker, file)
    build = None
    if node.logic is not None:
        build = compile_callable(unit, node.logic, known, node.variable.name, of)
    return CompiledKnowledge(node, build, _parameters(unit, node), functions)


def _parameters(unit: Unit, node: BusinessKnowledgeModel) -> tuple[tuple[str, Type], ...]:
    written = () if node.logic is None else node.logic.parameters
    return tuple((item.name, unit.types.resolve(item.type_ref, node.place)) for item in written)


def _compile_decision(
    unit: Unit, linker: Linker, file: int, node: Decision, of: Type, circular: bool
) -> CompiledDecision:
    if circular:
        evaluate = failing("cycle", f"The decision {node.name!r} requires itself.", node.place)
        return CompiledDecision(node, of, evaluate, (), ())
    inputs = linker.links(file, node.inputs, node.place, InputData)
    decisions = linker.links(file, node.decisions, node.place, Decision)
    functions = linker.links(file, node.knowledge, node.place, BusinessKnowledgeModel, DecisionService)
    known = frozenset(link.visible for link in (*inputs, *decisions, *functions)) | _unread(linker, file)
    evaluate = compile_box(unit, node.logic, known) if node.logic is not None else null
    return CompiledDecision(node, of, evaluate, inputs + decisions, functions)


def _unread(linker: Linker, file: int) -> frozenset[str]:
    """The aliases of imports that are not among the files: one finding says so, not one for each use."""
    return frozenset(item.name or ANY_NAME for item in linker.missing(file))
