"""`jingban seed`: the sample organisation, calendars, catalogue, processes and forms."""

import click

from engine.cli.opening import opened_platform
from engine.seed import load


@click.command()
def command() -> None:
    """Load the sample data that `make run` shows; loading it again changes nothing."""
    with opened_platform() as platform:
        for line in load(platform):
            click.echo(line)
