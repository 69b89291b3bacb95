"""The Grafana dashboard and the metrics agree: every series it asks for exists, every series we tell is on it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from engine.assembly.gauges import GAUGES
from engine.assembly.metrics import Metrics

DASHBOARD = Path(__file__).parents[2] / "deploy" / "grafana" / "jingban.json"
_SERIES = re.compile(r"\bjingban_[a-z_]+")
_SUFFIXES = ("_bucket", "_total", "_count", "_sum")


@pytest.fixture
def dashboard() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    return read


def family(series: str) -> str:
    """The metric that a series belongs to."""
    for suffix in _SUFFIXES:
        series = series.removesuffix(suffix)
    return series


def told() -> set[str]:
    """The metrics that an installation tells."""
    metrics = Metrics()
    of_processes = {found.name for found in metrics._registry.collect()}
    return of_processes | {gauge.name for gauge in GAUGES}


def asked(dashboard: dict[str, Any]) -> set[str]:
    """The metrics that the dashboard asks for."""
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    return {family(series) for expression in expressions for series in _SERIES.findall(expression)}


def test_every_series_of_the_dashboard_exists(dashboard: dict[str, Any]) -> None:
    assert asked(dashboard) - told() == set()


def test_every_metric_is_on_the_dashboard(dashboard: dict[str, Any]) -> None:
    assert told() - asked(dashboard) == set()


def test_panels_do_not_overlap_and_have_ids_of_their_own(dashboard: dict[str, Any]) -> None:
    panels = dashboard["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels]
    assert len(set(places)) == len(places)


def test_every_metric_is_documented() -> None:
    page = (DASHBOARD.parents[2] / "docs" / "operators.md").read_text(encoding="utf-8")
    assert {name for name in told() if f"`{name}" not in page} == set()
