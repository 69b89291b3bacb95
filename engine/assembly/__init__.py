"""F12, assembly: everything is put together here, line by line, and nowhere else.

Each floor has one module of wiring with `wire(registry, services)`; `parts` lists them. `build` opens the database and hands
out the one object through which the doors (REST, command line, tests) act.
"""

from engine.assembly.platform import Platform, build

__all__ = ["Platform", "build"]
