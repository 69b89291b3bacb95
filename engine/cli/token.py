"""`jingban token`: a bearer token for scripts and development."""

import click

from engine.cli.opening import opened_platform
from engine.dispatch import SYSTEM
from engine.identity.issue_token import IssueToken


@click.command()
@click.argument("user")
def command(user: str) -> None:
    """Print a bearer token of USER (a user name).

    \b
    Example:
      curl -H "Authorization: Bearer $(jingban token clerk)" http://127.0.0.1:8000/api/v1/me
    """
    with opened_platform() as platform:
        click.echo(platform.execute(IssueToken(username=user), SYSTEM)["token"])
