"""`jingban db`: bring the schema to this release, or verify that it is there."""

import click

from engine.cli.opening import settings_of_environment
from engine.store.migrate import check, upgrade


@click.group()
def command() -> None:
    """Migrate or verify the database schema."""


@command.command("upgrade")
def upgrade_schema() -> None:
    """Migrate the database to this release; does nothing when it is there already."""
    revision = upgrade(settings_of_environment())
    click.echo(f"schema is at {revision}")


@command.command("check")
def check_schema() -> None:
    """Verify that the database has exactly the schema of this release; exit code 1 and the differences otherwise."""
    differences = check(settings_of_environment())
    for difference in differences:
        click.echo(difference, err=True)
    if differences:
        raise SystemExit(1)
    click.echo("schema is current")
