"""`jingban backup`: everything in one file, while people work."""

from pathlib import Path

import click

from engine.cli.opening import settings_of_environment
from engine.cli.stopping import stopped_by_signals
from engine.kernel.clock import SystemClock
from engine.store.backup import take


@click.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
def command(out: Path) -> None:
    """Write a backup of the whole installation, uploaded files included, to the new file OUT.

    It can be taken at any time and stopped at any time; OUT appears only when it is whole. It holds personal data: keep it
    as you keep the database. Progress goes to standard error.
    """
    with stopped_by_signals():
        manifest = take(
            settings_of_environment(), out, SystemClock().now(), lambda line: click.echo(line, err=True)
        )
    click.echo(f"{out}: {manifest.database} at {manifest.revision}, {out.stat().st_size:,} bytes")
