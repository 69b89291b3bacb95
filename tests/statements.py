"""Every statement that reaches a database while a test watches, whichever way it takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from engine.store.direct import Direct


@contextmanager
def every_statement() -> Iterator[list[str]]:
    """Within the block the list grows by the text of each statement, through SQLAlchemy or straight to the driver."""
    seen: list[str] = []

    def watched(run: Any) -> Any:
        def watching(statement: Direct, connection: Any, values: Any) -> Any:
            seen.append(statement.text)
            return run(statement, connection, values)

        return watching

    def through_sqlalchemy(*asked: Any) -> None:
        seen.append(asked[2])

    event.listen(Engine, "before_cursor_execute", through_sqlalchemy)
    with pytest.MonkeyPatch.context() as patch:
        for way in ("rows", "change"):
            patch.setattr(Direct, way, watched(getattr(Direct, way)))
        yield seen
    event.remove(Engine, "before_cursor_execute", through_sqlalchemy)
