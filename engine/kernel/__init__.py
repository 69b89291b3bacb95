"""F0, the ground: errors, clock, identifiers, settings and logging. Standard library only, no domain words."""
