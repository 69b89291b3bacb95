"""`jingban replay`: a case as it was at one event."""

from typing import Any

import click

from engine.cli.finding_cases import case_id_of
from engine.cli.opening import opened_platform
from engine.cli.telling import tell_json
from engine.dispatch import SYSTEM
from engine.history.queries import ReplayCase


@click.command()
@click.argument("case")
@click.option("--seq", type=click.IntRange(1), help="The event; the last when not given.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(case: str, seq: int | None, form: str) -> None:
    """Show state, inbox, data and clock of CASE (id or number) as of one event."""
    with opened_platform() as platform:
        view = platform.ask(ReplayCase(case_id_of(platform, case), seq), SYSTEM)
    if form == "json":
        tell_json(view)
    else:
        _tell(view)


def _tell(view: dict[str, Any]) -> None:
    click.echo(f"event {view['seq']} at {view['at']}")
    click.echo("elements:")
    for element in view["elements"]:
        click.echo(f"  {element['state']:<10} {element['element']}  ×{element['count']}")
    click.echo("work items:")
    for item in view["work_items"]:
        click.echo(f"  {item['state']:<10} {item.get('name') or item['element']}  {item['department']}")
    clock = view["clock"] or {}
    click.echo(
        f"clock: promised {clock.get('due_promise') or '-'}, legal {clock.get('due_legal') or '-'}, {clock.get('light') or '-'}"
    )
