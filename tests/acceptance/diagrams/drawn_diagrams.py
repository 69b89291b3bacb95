"""The diagram interchange of a shipped BPMN file as plain boxes and lines, for the tests that judge the drawing."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from lxml import etree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"
CONTAINERS = ("participant", "lane")
Point = tuple[float, float]
Segment = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Box:
    """Bounds in diagram units."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    def overlaps(self, other: "Box", gap: float = 0) -> bool:
        return (
            self.x < other.right + gap
            and other.x < self.right + gap
            and self.y < other.bottom + gap
            and other.y < self.bottom + gap
        )

    def inside(self, other: "Box") -> bool:
        return (
            other.x <= self.x
            and self.right <= other.right
            and other.y <= self.y
            and self.bottom <= other.bottom
        )

    def crossed_by(self, segment: Segment) -> bool:
        (x1, y1), (x2, y2) = segment
        line = Box(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2))
        return (
            line.x < self.right
            and self.x < line.right + 0.01
            and line.y < self.bottom
            and self.y < line.bottom + 0.01
        )


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything in one file: `elements` the BPMN elements by id, boxes of shapes and labels, way points of edges."""

    elements: dict[str, etree._Element]
    shapes: dict[str, Box]
    labels: dict[str, Box]
    edges: dict[str, list[Point]]

    def kind(self, ref: str) -> str:
        return etree.QName(self.elements[ref]).localname

    def nodes(self) -> dict[str, Box]:
        """Shapes of flow nodes: no pools, no lanes."""
        return {ref: box for ref, box in self.shapes.items() if self.kind(ref) not in CONTAINERS}

    def lanes(self) -> dict[str, Box]:
        return {ref: box for ref, box in self.shapes.items() if self.kind(ref) == "lane"}

    def segments(self, ref: str) -> list[Segment]:
        points = self.edges[ref]
        return list(pairwise(points))


def read_drawing(path: Path) -> Drawing:
    """The drawing of one file."""
    root = etree.parse(str(path)).getroot()
    elements = {
        e.get("id"): e
        for e in root.iter()
        if isinstance(e.tag, str) and e.tag.startswith(BPMN) and e.get("id")
    }
    drawing = Drawing(elements, {}, {}, {})
    for shape in root.iter(f"{BPMNDI}BPMNShape"):
        drawing.shapes[shape.get("bpmnElement")] = _box(shape.find(f"{DC}Bounds"))
        _label(drawing, shape)
    for edge in root.iter(f"{BPMNDI}BPMNEdge"):
        points = [(float(p.get("x")), float(p.get("y"))) for p in edge.findall(f"{DI}waypoint")]
        drawing.edges[edge.get("bpmnElement")] = points
        _label(drawing, edge)
    return drawing


def _label(drawing: Drawing, owner: etree._Element) -> None:
    bounds = owner.find(f"{BPMNDI}BPMNLabel/{DC}Bounds")
    if bounds is not None:
        drawing.labels[owner.get("bpmnElement")] = _box(bounds)


def _box(bounds: etree._Element) -> Box:
    return Box(*(float(bounds.get(name)) for name in ("x", "y", "width", "height")))
