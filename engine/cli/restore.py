"""`jingban restore`: a backup comes back."""

from pathlib import Path

import click

from engine.cli.opening import settings_of_environment
from engine.cli.stopping import stopped_by_signals
from engine.store.backup import restore


@click.command()
@click.argument("source", metavar="IN", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Also into a database that holds data; that data is lost.")
def command(source: Path, replace: bool) -> None:
    """Check the backup IN and load it into the database of JINGBAN_DATABASE_URL, which must be empty.

    Stop servers and workers first. Stopped half-way, it has changed nothing. Run `jingban verify --all` afterwards.
    """
    with stopped_by_signals():
        manifest = restore(
            settings_of_environment(), source, replace=replace, tell=lambda line: click.echo(line, err=True)
        )
    click.echo(f"restored the state of {manifest.made_at}; run `jingban verify --all` to check every case")
