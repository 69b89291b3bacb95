"""What a DMN file says, element by element, as frozen values: the standard's metamodel without its diagram.

Nothing here is checked or evaluated; names of types and requirements are still text. Clause numbers are those of
DMN 1.5 (OMG formal/2024-01-01).
"""

from dataclasses import dataclass, field

from engine.decisions.boxes import Box, FunctionDefinition, Place, UnaryTests


@dataclass(frozen=True, slots=True)
class Variable:
    """7.3.4: the name by which a value is known to FEEL, and the text of its type (None: any)."""

    name: str
    type_ref: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """6.3.13: an element meant by `href`: its namespace (None: this model's) and its id."""

    namespace: str | None
    id: str


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """7.3.2: a named type; exactly one of `type_ref`, `components`, `function_output` says what it is made of."""

    place: Place
    name: str
    type_ref: str | None
    is_collection: bool
    components: tuple["ItemDefinition", ...]
    allowed_values: UnaryTests | None
    type_constraint: UnaryTests | None
    is_function: bool = False
    function_output: str | None = None
    function_parameters: tuple[Variable, ...] = ()


@dataclass(frozen=True, slots=True)
class InputData:
    """6.3.7: a value that comes from outside."""

    place: Place
    name: str
    variable: Variable


@dataclass(frozen=True, slots=True)
class Decision:
    """6.3.5: a value computed from its requirements by its logic (None: the model gives no logic)."""

    place: Place
    name: str
    variable: Variable
    logic: Box | None
    inputs: tuple[Reference, ...]
    decisions: tuple[Reference, ...]
    knowledge: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class BusinessKnowledgeModel:
    """6.3.8: a function with a name."""

    place: Place
    name: str
    variable: Variable
    logic: FunctionDefinition | None
    knowledge: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class DecisionService:
    """6.3.9: decisions offered as a function of input data and of other decisions' results."""

    place: Place
    name: str
    variable: Variable
    output: tuple[Reference, ...]
    encapsulated: tuple[Reference, ...]
    input_decisions: tuple[Reference, ...]
    input_data: tuple[Reference, ...]


Node = InputData | Decision | BusinessKnowledgeModel | DecisionService


@dataclass(frozen=True, slots=True)
class Import:
    """6.3.3: another model; `name` is its alias, the empty string makes its names ours (1.5)."""

    place: Place
    name: str
    namespace: str
    location: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Definitions:
    """6.3.2: one file. `nodes` by id; `prefixes` are the XML namespace prefixes for 1.1's qualified type names."""

    file: str
    place: Place
    name: str
    namespace: str
    version: str
    imports: tuple[Import, ...]
    items: tuple[ItemDefinition, ...]
    nodes: dict[str, Node]
    prefixes: dict[str, str] = field(default_factory=dict)

    def decisions(self) -> tuple[Decision, ...]:
        """The decisions of this file in document order."""
        return tuple(node for node in self.nodes.values() if isinstance(node, Decision))

    def input_data(self) -> tuple[InputData, ...]:
        """The input data of this file in document order."""
        return tuple(node for node in self.nodes.values() if isinstance(node, InputData))
