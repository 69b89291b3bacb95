"""Wires the catalogue: publishing, applying, and the pages that need every floor below."""

from engine.cases.clock_view import case_clock
from engine.cases.diagram import case_diagram
from engine.cases.queries import (
    CaseClock,
    CaseDiagram,
    CaseProgress,
    GetCase,
    SearchCases,
    search_cases,
)
from engine.cases.start import StartCase
from engine.catalogue.apply import start
from engine.catalogue.case_page import case_progress, get_case
from engine.catalogue.publish import PublishBundle, PublishItem, publish_bundle, publish_item
from engine.catalogue.queries import (
    Bundles,
    GetBundle,
    GetItem,
    Items,
    get_bundle,
    get_item,
    list_bundles,
    list_items,
)
from engine.dispatch import Registry, Services


def wire(registry: Registry, services: Services) -> None:
    """Register every verb and query of the catalogue and of the case page."""
    registry.command(PublishItem, publish_item)
    registry.command(PublishBundle, publish_bundle)
    registry.command(StartCase, start)
    registry.query(Items, list_items)
    registry.query(GetItem, get_item)
    registry.query(Bundles, list_bundles)
    registry.query(GetBundle, get_bundle)
    registry.query(GetCase, get_case)
    registry.query(SearchCases, search_cases)
    registry.query(CaseClock, case_clock)
    registry.query(CaseDiagram, case_diagram)
    registry.query(CaseProgress, case_progress)
