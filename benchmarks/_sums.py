"""The sum from one measured case to a city, a province and a country; the tables of docs/scaling.md.

What is multiplied is measured, what it is multiplied by is assumed, and both are in the table.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from benchmarks.load.day import peak_share

PLACES: Mapping[str, int] = {"city": 10_000, "province": 100_000, "country": 6_000_000}
"""Cases a working day. City: given. Province: Jilin with its 9 prefectures and 60 counties taken as ten such cities.
Country: sixty such provinces by population."""

BURST = 3.0
"""How much busier the busiest minute is than the average of the busiest hour."""

USABLE = 0.6
"""Of a core that one plans for."""

DAYS = 250
"""Working days a year."""


def markdown(measured: Mapping[str, float], command: str) -> str:
    """Both tables with the command that made them."""
    lines = [
        f"Measured {datetime.now(UTC):%Y-%m-%d}: `{command}`",
        "",
        "| A case costs | |",
        "|---|---|",
        f"| requests (with looking at inbox and item) | {measured['requests']:.1f} |",
        f"| CPU of the server | {measured['server_ms']:.0f} ms |",
        f"| CPU of PostgreSQL | {measured['postgres_ms']:.0f} ms |",
        f"| acts, each a durable commit | {measured['acts']:.1f} |",
        f"| statements · transactions, reads among them | {measured['statements']:.0f} · {measured['transactions']:.0f} |",
        f"| write-ahead log | {measured['wal_bytes'] / 1000:.0f} kB |",
        f"| tables and indexes, for ever | {measured['table_bytes'] / 1000:.0f} kB |",
        f"| answers kept for repetitions, until they are forgotten | {measured['answer_bytes'] / 1000:.0f} kB |",
        "",
        f"| | {' | '.join(PLACES)} |",
        f"|---|{'---|' * len(PLACES)}",
    ]
    for name, formula in _ROWS.items():
        cells = " | ".join(_short(formula(measured, cases)) for cases in PLACES.values())
        lines.append(f"| {name} | {cells} |")
    return "\n".join(lines)


def peak_cases(cases: int) -> float:
    """Cases a second in the busiest minute."""
    return cases * peak_share() / 3600 * BURST


_ROWS = {
    "cases a working day": lambda _, cases: float(cases),
    "cases a second, busiest minute": lambda _, cases: peak_cases(cases),
    "requests a second, busiest minute": lambda m, cases: peak_cases(cases) * m["requests"],
    "cores for the server": lambda m, cases: peak_cases(cases) * m["server_ms"] / 1000 / USABLE,
    "cores for PostgreSQL": lambda m, cases: peak_cases(cases) * m["postgres_ms"] / 1000 / USABLE,
    "durable commits a second, busiest minute": lambda m, cases: peak_cases(cases) * m["acts"],
    "write-ahead log, MB/s, busiest minute": lambda m, cases: peak_cases(cases) * m["wal_bytes"] / 1e6,
    "tables and indexes, GB a year": lambda m, cases: cases * DAYS * m["table_bytes"] / 1e9,
    "write-ahead log to archive, GB a day": lambda m, cases: cases * m["wal_bytes"] / 1e9,
}


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}" if value >= 1 else f"{value:.2g}"
