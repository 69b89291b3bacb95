"""Jingban's engine: process semantics, decisions, legal clocks, cases and work, without any web code."""
