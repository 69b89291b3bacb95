"""A decision without any requirement sees what is given, as the author of a table drawn alone expects."""

from engine.decisions import read_model

HEAD = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:alone">'
    '{0}<decision id="fee" name="fee"><variable name="fee"/>{1}'
    "<literalExpression><text>amount * 2</text></literalExpression></decision></definitions>"
)


def test_it_sees_the_inputs_by_name() -> None:
    assert read_model({"m": HEAD.format("", "").encode()}).decide("fee", {"amount": 21}) == 42


def test_a_decision_with_requirements_sees_these_alone() -> None:
    declared = '<inputData id="i" name="area"><variable name="area"/></inputData>'
    needs = '<informationRequirement id="r"><requiredInput href="#i"/></informationRequirement>'
    model = read_model({"m": HEAD.format(declared, needs).encode()})
    assert model.decide("fee", {"amount": 21, "area": 1}) is None
