"""`jingban export`: the event log for process mining."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

import click

from engine.cli.export.ocel import write_ocel
from engine.cli.export.reading import recorded_cases
from engine.cli.export.recorded import RecordedCase
from engine.cli.export.xes import write_xes
from engine.cli.opening import opened_platform

WRITERS: dict[str, Callable[[Iterable[RecordedCase], BinaryIO], int]] = {"xes": write_xes, "ocel": write_ocel}


@click.command()
@click.argument("form", metavar="xes|ocel", type=click.Choice(sorted(WRITERS)))
@click.option(
    "--out",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path, allow_dash=True),
    help="- for standard output.",
)
def command(form: str, out: Path) -> None:
    """Write the event log of every case as XES or OCEL 2.0 JSON.

    \b
    Example:
      jingban export xes --out log.xes
    """
    with opened_platform() as platform:
        if str(out) == "-":
            WRITERS[form](recorded_cases(platform), sys.stdout.buffer)
            return
        with out.open("wb") as file:
            written = WRITERS[form](recorded_cases(platform), file)
    click.echo(f"{written} events in {out}")
