"""Says what is wrong with decision models before they run: one rule a module, each finding located, with a remedy."""

from engine.decisions.lint.check import lint_dmn, lint_dmn_files

__all__ = ["lint_dmn", "lint_dmn_files"]
