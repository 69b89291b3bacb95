"""The compiled form of a model: what the machine walks over. Built once per deployment, never changed, shared by all cases.

Terms are those of BPMN 2.0.2 (OMG formal/2013-12-09). A `Graph` is one flow-elements container: a process, a global task
or a sub-process; a `Node` is one flow node in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.expressions import Expression

Attribute = str | Expression


@dataclass(frozen=True, slots=True)
class Assign:
    """`target` gets the value of `source`: an expression, or literal text."""

    target: str
    source: Attribute


@dataclass(slots=True, eq=False)
class Flow:
    """A sequence flow. `condition` None means unconditional."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: Expression | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Timer:
    """`kind` is date | duration | cycle | workdays. Text that is no ISO literal is an expression.

    For workdays, `text` or `value` is the number of working days and `after` the date that is not counted
    (行政许可法 art. 82: limits count working days; 民法典 art. 201: from the next day).
    """

    kind: str
    text: str | None = None
    value: Expression | None = None
    after: Expression | None = None


@dataclass(frozen=True, slots=True)
class EventDefinition:
    """One trigger or result of an event.

    `kind`: message timer signal error escalation conditional link cancel compensate terminate. `name` is the message,
    signal or link name, or the id of the error or escalation; `code` their code (None catches all). `unnamed` tells a
    signal that no signalRef names, whose name is that of its event.
    """

    kind: str
    id: str | None = None
    name: str | None = None
    code: str | None = None
    timer: Timer | None = None
    condition: Expression | None = None
    activity: str | None = None
    wait_for_completion: bool = True
    key: Expression | None = None
    payload: tuple[Assign, ...] = ()
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Loop:
    """Loop characteristics: `kind` is standard or multi.

    `behavior` says when a multi-instance activity throws (All: never; None: each time; One: first time; Complex: by
    condition), `behavior_events` what it throws.
    """

    kind: str
    sequential: bool = True
    test_before: bool = False
    maximum: Expression | int | None = None
    condition: Expression | None = None
    cardinality: Expression | None = None
    collection: Expression | None = None
    item: str | None = None
    output: str | None = None
    output_item: str | None = None
    output_value: Expression | None = None
    behavior: str = "All"
    behavior_events: tuple[tuple[Expression | None, EventDefinition], ...] = ()


@dataclass(slots=True, eq=False)
class Node:
    """One flow node. Only the fields of its type are filled; the rest keep their defaults."""

    id: str
    type: str
    name: str = ""
    process: str = ""
    graph: str = ""
    line: int | None = None
    lane: str | None = None
    incoming: tuple[Flow, ...] = ()
    outgoing: tuple[Flow, ...] = ()
    default: Flow | None = None
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    # events
    events: tuple[EventDefinition, ...] = ()
    interrupting: bool = True
    parallel_multiple: bool = False
    attached_to: str | None = None
    # it throws a signal
    broadcasts: bool = False
    # activities
    loop: Loop | None = None
    boundary: tuple["Node", ...] = ()
    compensation: "Node | None" = None
    for_compensation: bool = False
    start_quantity: int = 1
    completion_quantity: int = 1
    inputs: tuple[Assign, ...] = ()
    outputs: tuple[Assign, ...] = ()
    # properties, and data outputs that an association copies: they live as long as the activity
    data_outputs: tuple[str, ...] = ()
    script: tuple[Assign, ...] = ()
    message: EventDefinition | None = None
    instantiate: bool = False
    inner: str | None = None
    called: str | None = None
    triggered_by_event: bool = False
    # ad-hoc sub-process
    sequential: bool = False
    cancel_remaining: bool = True
    completion: Expression | None = None
    # gateways
    activation: Expression | None = None
    parallel_events: bool = False
    conditional_outgoing: bool = False

    @property
    def is_activity(self) -> bool:
        """Tasks, sub-processes and call activities."""
        return self.type in ACTIVITIES


ACTIVITIES = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "scriptTask",
        "businessRuleTask",
        "sendTask",
        "receiveTask",
        "callActivity",
        "subProcess",
        "transaction",
        "adHocSubProcess",
    }
)


@dataclass(slots=True, eq=False)
class Graph:
    """One container of flow nodes. `variables` are the data objects and properties declared in it."""

    id: str
    process: str
    type: str
    name: str = ""
    line: int | None = None
    executable: bool = True
    # whether the file says so itself
    told_executable: bool = False
    parent: str | None = None
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    variables: tuple[str, ...] = ()
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    starts: tuple[Node, ...] = ()
    event_starts: tuple[Node, ...] = ()
    implicit_starts: tuple[Node, ...] = ()
    event_sub_processes: tuple[Node, ...] = ()
    links: Mapping[str, Node] = field(default_factory=dict)
    # correlation key id → what messages of that key must equal, an expression over the data of this process
    subscriptions: Mapping[str, Expression] = field(default_factory=dict)
    # join id → incoming flow id → ids of the nodes from which that flow can be reached without passing the join
    upstream: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    # the same without the ways over boundary events: what certainly comes, unless it goes elsewhere
    drawn: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
