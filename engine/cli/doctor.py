"""`jingban doctor`: what is wrong with this installation, and the remedy."""

from typing import Final

import click

from engine.assembly.examination import Check, examine
from engine.cli.opening import settings_of_environment
from engine.cli.telling import tell_json

_SIGNS: Final = {"ok": "ok      ", "warning": "warning ", "problem": "PROBLEM "}


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(form: str) -> None:
    """Look at settings, machine, database and background work; name what is wrong and what to do.

    Exit 0 when nothing is wrong (warnings are told), 1 with problems, 2 when a setting cannot be read.
    """
    found = list(examine(settings_of_environment()))
    if form == "json":
        tell_json([check._asdict() for check in found])
    else:
        for check in found:
            _tell(check)
    if any(check.status == "problem" for check in found):
        raise SystemExit(1)


def _tell(check: Check) -> None:
    click.echo(f"{_SIGNS[check.status]}{check.name}: {check.found}")
    if check.remedy:
        click.echo(f"        {check.remedy}")
