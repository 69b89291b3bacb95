"""The diagram interchange of an example as boxes and lines. Sub-processes are boxes that hold others."""

from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from engine.bpmn.reader.nodes import FLOW_NODES, SUB_PROCESSES

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
_POINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
_DRAWN_BESIDES = {
    "sequenceFlow", "messageFlow", "association", "participant", "dataObjectReference", "dataStoreReference",
    "dataInputAssociation", "dataOutputAssociation",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """Bounds in diagram units."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: "Box", gap: float = 0) -> bool:
        """Whether the two have area in common, or come nearer than `gap`."""
        return (
            self.x < other.x + other.width + gap
            and other.x < self.x + self.width + gap
            and self.y < other.y + other.height + gap
            and other.y < self.y + self.height + gap
        )

    def holds(self, other: "Box") -> bool:
        """Whether the other lies wholly inside."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )

    def has_on_border(self, x: float, y: float) -> bool:
        """Whether a point lies on one of the four sides."""
        level = self.x <= x <= self.x + self.width and y in (self.y, self.y + self.height)
        return level or (self.y <= y <= self.y + self.height and x in (self.x, self.x + self.width))


Segment = tuple[tuple[float, float], tuple[float, float]]


@dataclass(slots=True)
class Drawing:
    """`elements` by id; `shapes`, `labels` and `edges` (way points) by the id of what they draw."""

    elements: dict[str, etree._Element] = field(default_factory=dict)
    shapes: dict[str, Box] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)
    edges: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def kind(self, ref: str) -> str:
        """Name of the BPMN element."""
        return etree.QName(self.elements[ref]).localname

    def to_draw(self) -> set[str]:
        """Ids of all that must be drawn."""
        return {ref for ref in self.elements if self.kind(ref) in FLOW_NODES | _DRAWN_BESIDES}

    def nodes(self) -> dict[str, Box]:
        """Shapes of flow nodes."""
        return {ref: box for ref, box in self.shapes.items() if self.kind(ref) in FLOW_NODES}

    def around(self, ref: str) -> list[str]:
        """Sub-processes that hold an element, innermost first."""
        found, parent = [], self.elements[ref].getparent()
        while parent is not None:
            if etree.QName(parent).localname in SUB_PROCESSES:
                found.append(parent.get("id", ""))
            parent = parent.getparent()
        return found

    def flows(self) -> dict[str, list[Segment]]:
        """Sequence flows and associations as segments."""
        return {
            ref: list(pairwise(e))
            for ref, e in self.edges.items()
            if self.kind(ref) in ("sequenceFlow", "association")
        }


def read_drawing(source: bytes) -> Drawing:
    """The drawing of one file."""
    root = etree.fromstring(source)
    drawing = Drawing()
    for element in root.iter():
        if str(element.tag).startswith(BPMN) and element.get("id"):
            drawing.elements[element.get("id", "")] = element
    for shape in root.iter(f"{_DI}BPMNShape", f"{_DI}BPMNEdge"):
        ref = shape.get("bpmnElement", "")
        bounds, label = shape.find(_BOUNDS), shape.find(f"{_DI}BPMNLabel/{_BOUNDS}")
        if bounds is not None:
            drawing.shapes[ref] = _box(bounds)
        else:
            drawing.edges[ref] = [(float(p.get("x", "")), float(p.get("y", ""))) for p in shape.iter(_POINT)]
        if label is not None:
            drawing.labels[ref] = _box(label)
    return drawing


def _box(bounds: etree._Element) -> Box:
    return Box(*(float(bounds.get(name, "")) for name in ("x", "y", "width", "height")))
