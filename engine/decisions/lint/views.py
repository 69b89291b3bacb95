"""The decision tables of a model, wherever they stand, with the types of the names that they see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.decisions.boxes import Box, Context, DecisionTable, FunctionDefinition, InputClause, OutputClause
from engine.decisions.cells import Cell, read_cell
from engine.decisions.item_types import ItemTypes
from engine.decisions.linking import Link
from engine.decisions.model import Model
from engine.decisions.program import CompiledDecision, CompiledInput, CompiledKnowledge, Program
from engine.decisions.types import ANY, Constrained, ContextOf, ListOf, Named, Type, unwrapped
from engine.decisions.walking import parts


@dataclass(frozen=True, slots=True)
class TableView:
    """A table, the name of its decision or knowledge model, and the types of the names around it."""

    table: DecisionTable
    owner: str
    names: Mapping[str, Type]
    types: ItemTypes

    def input_type(self, clause: InputClause) -> Type:
        """The type of what a column tests: that of the name or path it consists of, else the declared one."""
        found = self.known_type(clause)
        if found is not ANY or clause.expression is None:
            return found
        return self.types.find(clause.expression.type_ref or "Any") or ANY

    def known_type(self, clause: InputClause) -> Type:
        """The type of the name or path that a column tests; unlike a declared one it is certain at run time."""
        return ANY if clause.expression is None else self._path(clause.expression.text) or ANY

    def output_type(self, clause: OutputClause) -> Type:
        """The declared type of a column of results."""
        return self.types.find(clause.type_ref or "Any") or ANY

    def allowed(self, clause: InputClause) -> Cell | None:
        """The allowed values of a column as far as they are constants: its own, else those of its type."""
        if clause.allowed is not None:
            return read_cell(clause.allowed.text)
        of = self.input_type(clause)
        return read_cell(of.tests.text) if isinstance(of, Constrained) else None

    def _path(self, text: str) -> Type | None:
        name = " ".join(text.split())
        if name in self.names:
            return self.names[name]
        head, dot, field = name.rpartition(".")
        if not dot:
            return None
        owner = self._path(head.strip())
        bare = None if owner is None else unwrapped(owner)
        return dict(bare.fields).get(field.strip()) if isinstance(bare, ContextOf) else None


def tables(model: Model) -> Iterator[TableView]:
    """Every decision table of every file, in document order."""
    program = model.program
    for (file, _), node in program.nodes.items():
        if isinstance(node, CompiledDecision) and node.node.logic is not None:
            names = visible(program, node.values)
            yield from _inside(node.node.logic, node.node.name, names, program.types[file])
        elif isinstance(node, CompiledKnowledge) and node.node.logic is not None:
            yield from _inside(node.node.logic, node.node.name, {}, program.types[file])


def visible(program: Program, links: tuple[Link, ...]) -> dict[str, Type]:
    """The types of required values by the name (or `alias.name`) that FEEL knows them by."""
    names: dict[str, Type] = {}
    for link in links:
        node = program.nodes[link.file, link.id]
        if isinstance(node, CompiledInput | CompiledDecision):
            names[f"{link.alias}.{link.name}" if link.alias else link.name] = node.type
    return names


def _inside(box: Box, owner: str, names: Mapping[str, Type], types: ItemTypes) -> Iterator[TableView]:
    if isinstance(box, DecisionTable):
        yield TableView(box, owner, names, types)
        return
    if isinstance(box, FunctionDefinition):
        names = {**names, **{item.name: types.find(item.type_ref or "Any") or ANY for item in box.parameters}}
    elif isinstance(box, Context):
        entries = {
            entry.name: types.find(entry.type_ref or "Any") or ANY for entry in box.entries if entry.name
        }
        names = {**names, **entries}
    for part in parts(box):
        yield from _inside(part, owner, names, types)


def plain_kind(of: Type) -> str | None:
    """The FEEL kind of a type's values when they are all of one kind."""
    bare = unwrapped(of)
    if isinstance(bare, ListOf):
        return "list"
    if isinstance(bare, ContextOf):
        return "context"
    return None if bare is ANY or isinstance(bare, Named) else bare.name
