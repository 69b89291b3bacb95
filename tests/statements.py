"""Every statement that reaches a database while a test watches, whichever way it takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from sqlalchemy import Engine, event

from engine.store.direct import Direct


class Statement(NamedTuple):
    """One statement as the driver got it."""

    text: str
    values: Any


@contextmanager
def every_statement() -> Iterator[list[Statement]]:
    """Within the block the list grows by each statement, whether through SQLAlchemy or straight to the driver."""
    seen: list[Statement] = []

    def watched(run: Any) -> Any:
        def watching(statement: Direct, connection: Any, values: Any) -> Any:
            seen.append(Statement(statement.text, statement._encoded(values)))
            return run(statement, connection, values)

        return watching

    def through_sqlalchemy(*asked: Any) -> None:
        seen.append(Statement(asked[2], asked[3]))

    event.listen(Engine, "before_cursor_execute", through_sqlalchemy)
    with pytest.MonkeyPatch.context() as patch:
        for way in ("rows", "change"):
            patch.setattr(Direct, way, watched(getattr(Direct, way)))
        yield seen
    event.remove(Engine, "before_cursor_execute", through_sqlalchemy)
