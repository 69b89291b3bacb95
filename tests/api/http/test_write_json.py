"""What leaves as JSON is exact, whatever its size."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from api.http.json import ExactJSON


@dataclass(frozen=True, slots=True)
class Point:
    x: int


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(Decimal("0.10"), "0.10", id="decimal as written"),
        pytest.param(Decimal("1E+5"), "1E+5", id="decimal with exponent"),
        pytest.param(2**70, str(2**70), id="beyond 64 bits"),
        pytest.param([2**70, Decimal("0.5")], f"[{2**70}, 0.5]", id="beyond 64 bits beside a decimal"),
        pytest.param("周敏", '"周敏"', id="Chinese as it is"),
        pytest.param(date(2026, 3, 2), '"2026-03-02"', id="date"),
        pytest.param(datetime(2026, 3, 2, tzinfo=UTC), '"2026-03-02T00:00:00+00:00"', id="instant"),
        pytest.param(Point(1), '{"x":1}', id="dataclass"),
        pytest.param(frozenset({"b", "a"}), '["a","b"]', id="set in order"),
    ],
)
def test_a_value_leaves_exactly(value: Any, text: str) -> None:
    assert ExactJSON(Flask(__name__)).dumps(value) == text
