"""A model that was damaged at random is read or refused, linted and asked; nothing but our own errors ever comes out."""

import copy
import random
from contextlib import suppress
from pathlib import Path

import pytest
from dmn_writing import (
    conditional,
    context,
    decision,
    filtered,
    function,
    imported,
    input_data,
    invocation,
    item,
    iteration,
    knowledge,
    model,
    relation,
    service,
    table,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.decisions import Model, lint_dmn, read_model
from engine.kernel.errors import JingbanError, Refused

PROCESSES = Path(__file__).parents[3] / "processes"
EVERYTHING = model(
    imported("urn:other", "lib"),
    item("tKind", "string", allowed='"A","B"'),
    item("tKinds", "tKind", many=True),
    input_data("x", "number"),
    input_data("k", "tKind"),
    knowledge("f", {"n": "number"}, "n + 1", result="number"),
    decision("T", table("P", ["x", "k"], [("o", '"u","v"')], [["< 5", '"A"', '"u"'], ["-", "-", '"v"']]), inputs=["x", "k"]),
    decision("C", context({"a": ("number", "x"), "g": function({"z": None}, "z * 2")}, "g(a)"), inputs=["x"]),
    decision("L", filtered(relation(["p", "q"], ["1", "2"], ["3", "4"]), "p > 2")),
    decision("I", iteration("for", "i", "1..3", "f(i)"), knows=["f"]),
    decision("Q", conditional(iteration("some", "i", "[1, 2]", "i > x"), "T", "null"), inputs=["x"], decisions=["T"]),
    decision("V", invocation("f", n="x"), inputs=["x"], knows=["f"]),
    service("S", ["Q"], decisions=["T"], inputs=["x"]),
)  # fmt: skip
SEEDS = [EVERYTHING, *(path.read_bytes() for path in sorted(PROCESSES.rglob("*.dmn")))]
TEXTS = [
    "",
    "-",
    "x",
    "1 +",
    '"A"',
    "[1..",
    "not(",
    "null",
    "tKind",
    "#id-T",
    "UNIQUE",
    "FIRST",
    "COLLECT",
    "SUM",
    "true",
    "\u0000"[:0],
    "number",
    "T",
    "f",
]


def damaged(data: bytes, seed: int, wounds: int) -> bytes:
    """The model with elements removed, doubled, moved or renamed and texts and attributes replaced."""
    chance = random.Random(seed)
    root = etree.fromstring(data)
    for _ in range(wounds):
        elements = list(root.iter("*"))[1:] or [root]
        one, other = chance.choice(elements), chance.choice(elements)
        act = chance.randrange(6)
        if act == 0 and one.getparent() is not None:
            one.getparent().remove(one)
        elif act == 1:
            other.append(copy.deepcopy(one))
        elif act == 2:
            one.text = chance.choice(TEXTS)
        elif act == 3 and one.attrib:
            one.set(chance.choice(list(one.attrib)), chance.choice(TEXTS))
        elif act == 4:
            one.tag, other.tag = other.tag, one.tag
        elif one.attrib:
            del one.attrib[chance.choice(list(one.attrib))]
        if len(etree.tostring(root)) > 400_000:
            break
    return bytes(etree.tostring(root))


@settings(max_examples=150, deadline=None)
@given(which=st.integers(0, len(SEEDS) - 1), seed=st.integers(0, 2**32), wounds=st.integers(1, 12))
def test_a_damaged_model_is_refused_or_answers(which, seed, wounds):
    data = damaged(SEEDS[which], seed, wounds)
    findings = lint_dmn(data, file="damaged.dmn")
    try:
        read = read_model({"damaged.dmn": data})
    except Refused as refused:
        reasons = refused.findings
    else:
        ask_everything(read)
        return
    assert list(reasons) == findings != []


def ask_everything(read: Model) -> None:
    """Ask every name in every way; only errors of ours may come out."""
    for name in (*read.decisions, *read.services, *read.knowledge):
        for inputs in ({}, {"x": 1, "k": "A"}, {"x": "text", "k": [1]}):
            with suppress(JingbanError):
                read.evaluate(name, inputs)
            with suppress(JingbanError):
                read.invoke(name, inputs)


@settings(max_examples=100, deadline=None)
@given(which=st.integers(0, len(SEEDS) - 1), cut=st.floats(0, 1), junk=st.binary(max_size=8))
def test_a_file_cut_or_overwritten_anywhere_is_refused_or_read(which, cut, junk):
    data = SEEDS[which]
    place = int(cut * len(data))
    for broken in (data[:place], data[:place] + junk + data[place + len(junk) :]):
        with suppress(Refused):
            read_model({"broken.dmn": broken})


@pytest.mark.parametrize("data", SEEDS[:1])
def test_the_undamaged_model_answers(data):
    read = read_model({"whole.dmn": data})
    inputs = {"x": 1, "k": "A"}
    assert [read.decide(name, inputs) for name in "TCLIQV"] == ["u", 2, [{"p": 3, "q": 4}], [2, 3, 4], "u", 2]
    assert read.decide("S", {"x": 1, "T": "v"}) == "v"
