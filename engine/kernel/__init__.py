"""F0, the ground: errors, clock, identifiers, settings and logging. No domain words; beyond the standard library only structlog."""
