"""The REST door of an installation with the sample data, on each database."""

import json
from pathlib import Path
from typing import Any

import pytest
from sample_installation import (  # noqa: F401 fixtures are found by their names
    office,
    postgres_url,
    sample_postgres,
    sample_sqlite,
    sqlite_url,
)


@pytest.fixture
def application() -> dict[str, Any]:
    """A complete application for the construction-permit stage."""
    path = Path(__file__).parent.parent / "acceptance" / "applications" / "construction_permit.json"
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read
