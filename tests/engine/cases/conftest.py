"""Shares the small approval office."""

from approval_fixtures import desk

__all__ = ["desk"]
