"""Shares the services of the tests of cases."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "cases"))
