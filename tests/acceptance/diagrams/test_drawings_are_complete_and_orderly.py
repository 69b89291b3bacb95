"""How the shipped diagrams look: complete, orthogonal, nothing on top of anything else, few enough nodes to take in."""

from itertools import combinations
from pathlib import Path

import pytest
from drawn_diagrams import BPMN, Drawing, Segment, read_drawing
from shipped_processes import DIAGRAMS, name_of

SIZES = {"Event": (36, 36), "Gateway": (50, 50), "Task": (100, 80), "callActivity": (100, 80)}
MOST_NODES = 40
LONGEST_LABEL = 12
CLEARANCE = 20

every_diagram = pytest.mark.parametrize("path", DIAGRAMS, ids=[name_of(path) for path in DIAGRAMS])


@pytest.fixture
def drawing(path: Path) -> Drawing:
    return read_drawing(path)


@every_diagram
def test_every_element_is_drawn_once(drawing: Drawing) -> None:
    drawn = {ref for ref in drawing.elements if drawing.kind(ref) in ("sequenceFlow", "participant", "lane")}
    drawn |= {ref for ref, element in drawing.elements.items() if is_node(drawing, ref)}

    assert set(drawing.shapes) | set(drawing.edges) == drawn


@every_diagram
def test_a_diagram_has_at_most_forty_nodes(drawing: Drawing) -> None:
    assert len(drawing.nodes()) <= MOST_NODES


@every_diagram
def test_shapes_have_the_standard_sizes(drawing: Drawing) -> None:
    for ref, box in drawing.nodes().items():
        size = next(size for ending, size in SIZES.items() if drawing.kind(ref).endswith(ending))
        assert (box.width, box.height) == size, ref


@every_diagram
def test_shapes_keep_clear_of_each_other(drawing: Drawing) -> None:
    for (one, box), (other, another) in combinations(drawing.nodes().items(), 2):
        attached = (
            drawing.elements[one].get("attachedToRef") == other
            or drawing.elements[other].get("attachedToRef") == one
        )
        assert attached or not box.overlaps(another, CLEARANCE), f"{one} and {other}"


@every_diagram
def test_labels_lie_on_nothing(drawing: Drawing) -> None:
    for ref, label in drawing.labels.items():
        for other, box in drawing.nodes().items():
            assert not label.overlaps(box), f"label of {ref} lies on {other}"
        for other, another in drawing.labels.items():
            assert ref == other or not label.overlaps(another), f"labels of {ref} and {other}"
        for edge in drawing.edges:
            for segment in drawing.segments(edge):
                assert not label.crossed_by(segment), f"label of {ref} lies on {edge}"


@every_diagram
def test_edges_run_only_horizontally_and_vertically(drawing: Drawing) -> None:
    for ref in drawing.edges:
        assert all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in drawing.segments(ref)), ref


@every_diagram
def test_edges_dock_on_the_border_of_their_ends(drawing: Drawing) -> None:
    for ref, points in drawing.edges.items():
        flow = drawing.elements[ref]
        for end, (x, y) in ((flow.get("sourceRef"), points[0]), (flow.get("targetRef"), points[-1])):
            box = drawing.shapes[end]
            on_side = x in (box.x, box.right) and box.y < y < box.bottom
            on_top = y in (box.y, box.bottom) and box.x < x < box.right
            assert on_side or on_top, f"{ref} misses {end}"


@every_diagram
def test_edges_pass_through_no_shape(drawing: Drawing) -> None:
    for ref in drawing.edges:
        flow = drawing.elements[ref]
        for node, box in drawing.nodes().items():
            if node not in (flow.get("sourceRef"), flow.get("targetRef")):
                assert not any(box.crossed_by(segment) for segment in drawing.segments(ref)), (
                    f"{ref} through {node}"
                )


@every_diagram
def test_edges_do_not_cross(drawing: Drawing) -> None:
    for one, other in combinations(drawing.edges, 2):
        for segment in drawing.segments(one):
            for another in drawing.segments(other):
                assert not cross(segment, another), f"{one} and {other}"


@every_diagram
def test_labels_are_short(drawing: Drawing) -> None:
    for ref, element in drawing.elements.items():
        if is_node(drawing, ref) or drawing.kind(ref) == "sequenceFlow":
            assert len(element.get("name") or "") <= LONGEST_LABEL, ref


@every_diagram
def test_gateways_ask_and_their_flows_answer(drawing: Drawing) -> None:
    for ref, element in drawing.elements.items():
        outgoing = element.findall(f"{BPMN}outgoing")
        if drawing.kind(ref) in ("exclusiveGateway", "inclusiveGateway") and len(outgoing) > 1:
            assert (element.get("name") or "").endswith("？"), ref
            assert all(drawing.elements[flow.text or ""].get("name") for flow in outgoing), ref


@every_diagram
def test_nodes_lie_in_their_lane_and_lanes_fill_the_pool(drawing: Drawing) -> None:
    for lane, box in drawing.lanes().items():
        for ref in drawing.elements[lane].findall(f"{BPMN}flowNodeRef"):
            assert drawing.shapes[ref.text or ""].inside(box), f"{ref.text} leaves {lane}"
    pool = next(box for ref, box in drawing.shapes.items() if drawing.kind(ref) == "participant")
    lanes = sorted(drawing.lanes().values(), key=lambda box: box.y)
    assert sum(box.height for box in lanes) == pool.height
    assert [box.y for box in lanes[1:]] == [box.bottom for box in lanes[:-1]]
    assert {
        ref.text for lane in drawing.lanes() for ref in drawing.elements[lane].findall(f"{BPMN}flowNodeRef")
    } == set(drawing.nodes())


@every_diagram
def test_the_work_flows_from_left_to_right(drawing: Drawing) -> None:
    """What goes back to the left is a return and lies above what it returns to."""
    for ref, points in drawing.edges.items():
        flow = drawing.elements[ref]
        source, target = drawing.shapes[flow.get("sourceRef")], drawing.shapes[flow.get("targetRef")]
        if target.right < source.x:
            assert min(y for _, y in points) <= target.middle[1], ref


def is_node(drawing: Drawing, ref: str) -> bool:
    return any(drawing.kind(ref).endswith(ending) for ending in SIZES)


def cross(one: Segment, other: Segment) -> bool:
    """Whether two segments cut through each other; touching and running along each other is joining, not crossing."""
    if (one[0][0] == one[1][0]) == (other[0][0] == other[1][0]):
        return False
    upright, level = (one, other) if one[0][0] == one[1][0] else (other, one)
    x, y = upright[0][0], level[0][1]
    return min(level[0][0], level[1][0]) < x < max(level[0][0], level[1][0]) and min(
        upright[0][1], upright[1][1]
    ) < y < max(upright[0][1], upright[1][1])
