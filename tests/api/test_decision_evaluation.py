"""Deployed decisions are evaluated over REST: value, trace and warnings; what is unknown is said."""

import io
from decimal import Decimal
from typing import Any

import pytest
from rest import Office

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"
RATES = f"""<definitions xmlns="{DMN}" id="test_rates" name="rates" namespace="urn:test:rates">
<decision id="rate" name="Rate"><variable name="Rate"/><literalExpression><text>0.1</text></literalExpression>
</decision></definitions>"""
FEES = f"""<definitions xmlns="{DMN}" id="test_fees" name="fees" namespace="urn:test:fees">
<import name="r" namespace="urn:test:rates" importType="{DMN}"/>
<inputData id="area" name="area"><variable name="area" typeRef="number"/></inputData>
<decision id="fee" name="Test fee"><variable name="Test fee"/>
<informationRequirement id="q1"><requiredInput href="#area"/></informationRequirement>
<informationRequirement id="q2"><requiredDecision href="urn:test:rates#rate"/></informationRequirement>
<literalExpression><text>area * r.Rate</text></literalExpression></decision></definitions>"""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough: an evaluation writes nothing."""
    return sqlite_url


@pytest.fixture
def deployed(office: Office) -> Office:
    parts = {"files": [(io.BytesIO(t.encode()), n) for n, t in (("fees.dmn", FEES), ("rates.dmn", RATES))]}
    answer = office("publisher").ask("POST", "/deployments", data=parts, content_type="multipart/form-data")
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return office


@pytest.mark.parametrize(
    "body", [{"decision": "Test fee"}, {"decision": "fee"}, {}], ids=["name", "id", "only"]
)
def test_a_decision_answers_exactly_with_its_trace(deployed: Office, body: dict[str, Any]) -> None:
    found = deployed("designer").post("/decisions/test_fees/evaluation", {**body, "inputs": {"area": 3}})
    assert found["value"] == Decimal("0.3")
    assert found["trace"]
    assert found["warnings"] == []


def test_a_missing_input_gives_null(deployed: Office) -> None:
    assert deployed("designer").post("/decisions/test_fees/evaluation", {})["value"] is None


@pytest.mark.parametrize(
    ("key", "body", "status"),
    [
        ("nothing", {}, 404),
        ("test_fees", {"decision": "nothing"}, 404),
        ("test_fees", {"inputs": [1]}, 422),
        ("test_fees", {"further": 1}, 422),
    ],
    ids=["unknown model", "unknown decision", "inputs no object", "unknown field"],
)
def test_what_cannot_be_evaluated_is_refused(
    deployed: Office, key: str, body: dict[str, Any], status: int
) -> None:
    assert deployed("designer").post(f"/decisions/{key}/evaluation", body, expect=status)["code"]


def test_the_source_of_a_decision_is_read_as_it_was_deployed(deployed: Office) -> None:
    [found] = deployed("designer").get("/definitions", key="test_fees", latest="true")["items"]
    source = deployed("designer").ask("GET", f"/definitions/{found['id']}/xml")
    assert source.get_data(as_text=True) == FEES
