"""Dates, times and durations as FEEL means them: Python's own types where they hold a value, own values elsewhere."""
