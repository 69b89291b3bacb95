"""`jingban decide`: one decision, its value as JSON."""

from pathlib import Path

import pytest
from told import Jingban

MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="fees" namespace="t">
  <inputData id="i" name="area"><variable name="area" typeRef="number"/></inputData>
  <decision id="fee" name="Fee"><variable name="Fee" typeRef="number"/>
    <informationRequirement id="r"><requiredInput href="#i"/></informationRequirement>
    <literalExpression><text>area * 0.10</text></literalExpression></decision></definitions>"""


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "fees.dmn"
    path.write_text(MODEL, encoding="utf-8")
    return path


def test_the_value_is_exact(jingban: Jingban, model: Path) -> None:
    told = jingban("decide", model, "--decision", "Fee", "--inputs", '{"area": 3}')
    assert (told.code, told.out.strip()) == (0, "0.3")


@pytest.mark.parametrize("inputs", ["{", "[1]", "7"])
def test_inputs_must_be_a_json_object(jingban: Jingban, model: Path, inputs: str) -> None:
    told = jingban("decide", model, "--decision", "Fee", "--inputs", inputs)
    assert told.code == 2
    assert "--inputs" in told.err


def test_an_unknown_decision_leaves_with_1(jingban: Jingban, model: Path) -> None:
    assert jingban("decide", model, "--decision", "Nothing", "--inputs", "{}").code == 1


def test_a_refused_file_leaves_with_2(jingban: Jingban, tmp_path: Path) -> None:
    path = tmp_path / "bad.dmn"
    path.write_text("<definitions")
    told = jingban("decide", path, "--decision", "Fee")
    assert told.code == 2
    assert "bad.dmn" in told.err


RATES = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="rates" name="rates" namespace="urn:rates">
  <decision id="rate" name="Rate"><variable name="Rate"/><literalExpression><text>0.25</text></literalExpression>
  </decision></definitions>"""
IMPORTING = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="fees" namespace="urn:fees">
  <import name="r" namespace="urn:rates" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>
  <decision id="fee" name="Fee"><variable name="Fee"/>
    <informationRequirement id="q"><requiredDecision href="urn:rates#rate"/></informationRequirement>
    <literalExpression><text>r.Rate * 2</text></literalExpression></decision></definitions>"""


@pytest.mark.parametrize(
    ("given", "expected"),
    [(["fees.dmn", "rates.dmn"], "0.5"), (["fees.dmn"], "null")],
    ids=["with what it imports", "alone it has no rate"],
)
def test_imported_files_are_named_after_the_file(
    jingban: Jingban, tmp_path: Path, given: list[str], expected: str
) -> None:
    (tmp_path / "fees.dmn").write_text(IMPORTING, encoding="utf-8")
    (tmp_path / "rates.dmn").write_text(RATES, encoding="utf-8")
    told = jingban("decide", *(tmp_path / name for name in given), "--decision", "Fee")
    assert (told.code, told.out.strip()) == (0, expected)
