"""How the examples look: everything drawn, orthogonal, nothing on top of anything else, short names."""

from itertools import combinations

import pytest
from example_drawing import Box, Drawing, Segment, read_drawing
from story_outcomes import STORIES

LONGEST_NAME = 12
CLEARANCE = 10

every_drawing = pytest.mark.parametrize(
    "drawing", [read_drawing(story.source) for story in STORIES], ids=[story.name for story in STORIES]
)


@every_drawing
def test_everything_is_drawn(drawing: Drawing) -> None:
    assert set(drawing.shapes) | set(drawing.edges) == drawing.to_draw()


@every_drawing
def test_shapes_keep_clear_and_inner_ones_lie_inside(drawing: Drawing) -> None:
    boxes = drawing.nodes()
    for (one, box), (other, another) in combinations(boxes.items(), 2):
        if one in drawing.around(other) or other in drawing.around(one):
            outer, inner = (box, another) if one in drawing.around(other) else (another, box)
            assert outer.holds(inner) or _attached_outside(drawing, one, other), f"{one} and {other}"
        elif not _attached(drawing, one, other):
            assert not box.overlaps(another, CLEARANCE), f"{one} and {other}"


@every_drawing
def test_flows_are_orthogonal_and_dock_on_their_ends(drawing: Drawing) -> None:
    for ref, segments in drawing.flows().items():
        flow = drawing.elements[ref]
        assert all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in segments), ref
        assert drawing.shapes[flow.get("sourceRef", "")].has_on_border(*segments[0][0]), ref
        assert drawing.shapes[flow.get("targetRef", "")].has_on_border(*segments[-1][1]), ref


@every_drawing
def test_flows_pass_through_no_other_shape(drawing: Drawing) -> None:
    for ref, segments in drawing.flows().items():
        flow = drawing.elements[ref]
        ends = {flow.get("sourceRef"), flow.get("targetRef"), *drawing.around(ref)}
        ends |= {drawing.elements[end].get("attachedToRef") for end in ends if end}
        for node, box in drawing.nodes().items():
            if node not in ends:
                assert not any(_hits(segment, box) for segment in segments), f"{ref} through {node}"


@every_drawing
def test_flows_do_not_cross(drawing: Drawing) -> None:
    for (one, first), (other, second) in combinations(drawing.flows().items(), 2):
        assert not any(_cross(a, b) for a in first for b in second), f"{one} and {other}"


@every_drawing
def test_labels_lie_on_nothing(drawing: Drawing) -> None:
    for ref, label in drawing.labels.items():
        for node, box in drawing.nodes().items():
            if node not in drawing.around(ref):
                assert not label.overlaps(box) or node == drawing.elements[ref].get("attachedToRef"), (
                    f"label of {ref} on {node}"
                )
        for other, another in drawing.labels.items():
            assert ref == other or not label.overlaps(another), f"labels of {ref} and {other}"
        for other, segments in drawing.flows().items():
            assert not any(_hits(segment, label) for segment in segments), f"{other} through label of {ref}"


@every_drawing
def test_names_are_short(drawing: Drawing) -> None:
    for ref in drawing.to_draw():
        assert len(drawing.elements[ref].get("name") or "") <= LONGEST_NAME, ref


def _attached(drawing: Drawing, one: str, other: str) -> bool:
    hosts = (drawing.elements[one].get("attachedToRef"), drawing.elements[other].get("attachedToRef"))
    return one == hosts[1] or other == hosts[0]


def _attached_outside(drawing: Drawing, one: str, other: str) -> bool:
    return any(drawing.elements[ref].get("attachedToRef") in drawing.around(ref) for ref in (one, other))


def _hits(segment: Segment, box: Box) -> bool:
    (x1, y1), (x2, y2) = segment
    return (
        min(x1, x2) < box.x + box.width
        and box.x < max(x1, x2)
        and min(y1, y2) < box.y + box.height
        and box.y < max(y1, y2)
    ) or _runs_inside(segment, box)


def _runs_inside(segment: Segment, box: Box) -> bool:
    (x1, y1), (x2, y2) = segment
    if x1 == x2:
        return box.x < x1 < box.x + box.width and min(y1, y2) < box.y + box.height and box.y < max(y1, y2)
    return box.y < y1 < box.y + box.height and min(x1, x2) < box.x + box.width and box.x < max(x1, x2)


def _cross(one: Segment, other: Segment) -> bool:
    """Whether two segments cut through each other; touching and running along each other is joining."""
    if (one[0][0] == one[1][0]) == (other[0][0] == other[1][0]):
        return False
    upright, level = (one, other) if one[0][0] == one[1][0] else (other, one)
    x, y = upright[0][0], level[0][1]
    return min(level[0][0], level[1][0]) < x < max(level[0][0], level[1][0]) and min(
        upright[0][1], upright[1][1]
    ) < y < max(upright[0][1], upright[1][1])
