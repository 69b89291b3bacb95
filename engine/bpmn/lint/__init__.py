"""Lint: what the reader refuses, and the rules of `rules/`, each with a docs page of the same name."""

from engine.bpmn.lint.known import Known
from engine.bpmn.lint.lint import lint

__all__ = ["Known", "lint"]
