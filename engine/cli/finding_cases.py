"""A case on the command line may be named by its id or by its number, as it stands on paper."""

from engine.assembly import Platform
from engine.cases.queries import SearchCases
from engine.dispatch import SYSTEM


def case_id_of(platform: Platform, named: str) -> str:
    """The id of the case with this number; any other text is taken for an id."""
    found = platform.ask(SearchCases(q=named, limit=2), SYSTEM)["items"]
    matching = [case["id"] for case in found if case["number"] == named]
    return str(matching[0]) if matching else named
