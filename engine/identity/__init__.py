"""F6, identity: who people are, where they belong, for whom they stand in, what their roles permit."""
