"""Serial numbers: gapless enough for people, never given twice.

A serial is taken at once in the command's own transaction, so that two cases of one second wait for each other by the
row of the series and a rolled-back case gives its number back. Everything else waits for the end of the command.
"""

from datetime import date
from functools import lru_cache

from engine.cases.tables import serials
from engine.dispatch import Context
from engine.forms.identifiers import case_number
from engine.store.codecs import decoder, encoder
from engine.store.direct import Direct

_NEXT = "INSERT INTO serials (series, last) VALUES ($1, 1) ON CONFLICT (series) DO UPDATE SET last = serials.last + 1 RETURNING last"


def next_serial(ctx: Context, series: str) -> int:
    """The next number of a series, from 1."""
    ctx.begin()
    [(last,)] = _statement(ctx.db.dialect.name).rows(ctx.db, [series])
    return int(last)


@lru_cache
def _statement(dialect: str) -> Direct:
    text = _NEXT if dialect == "postgresql" else _NEXT.replace("$1", "?")
    return Direct(text, [encoder(serials.c.series.type, dialect)], [decoder(serials.c.last.type, dialect)])


def next_case_number(ctx: Context, prefix: str, received: date) -> str:
    """The next 办件编号 of a region prefix (6 digits) and day: 22010120260302000001M."""
    return case_number(prefix, received, next_serial(ctx, f"case {prefix} {received:%Y%m%d}"))
