"""Shares the small approval office and the services of the tests of cases."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "cases"))

from approval_fixtures import desk

__all__ = ["desk"]
