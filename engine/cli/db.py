"""`jingban db`: bring the schema to this release, or verify that it is there."""

import click

from engine.cli.opening import opened_platform, settings_of_environment
from engine.store.migrations import current, differences, head, upgrade


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
    with opened_platform() as platform:
        found, wanted = current(platform.database), head()
        told = (
            differences(platform.database)
            if found == wanted
            else [f"at {found}, this release needs {wanted}"]
        )
    if told:
        click.echo("\n".join([*told, "Run `jingban db upgrade`."]), err=True)
        raise SystemExit(1)
    click.echo(f"schema is at {found}, as this release needs it")
