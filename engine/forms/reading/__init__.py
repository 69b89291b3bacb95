"""Reads form files strictly: every key is known or refused, and every refusal says where and what to write."""

from engine.forms.reading.form import read_form

__all__ = ["read_form"]
