"""From a DMN tree to frozen values: strict about what it needs, patient with what it does not know.

A fault in one element is a finding and leaves a gap there; the rest of the file is still read, since one broken
decision must not silence the others.
"""

from engine.decisions.reading.definitions import read_definitions

__all__ = ["read_definitions"]
