"""Decision models (DMN 1.1–1.5) on our own FEEL: read safely, checked, evaluated exactly, with a trace.

`read_model` gives a `Model`; `lint_dmn` says what is wrong with a file. No database, no web, no clock.
"""

from engine.decisions.lint import lint_dmn, lint_dmn_files
from engine.decisions.model import Model
from engine.decisions.reader import read_model
from engine.decisions.run import DecisionWarning
from engine.decisions.trace import Evaluation

__all__ = ["DecisionWarning", "Evaluation", "Model", "lint_dmn", "lint_dmn_files", "read_model"]
