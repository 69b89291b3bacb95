"""`jingban verify`: is the record whole, and does executing it again give the same?"""

from typing import Any

import click

from engine.cli.finding_cases import all_case_ids, case_id_of
from engine.cli.opening import opened_platform
from engine.cli.telling import tell_json
from engine.dispatch import SYSTEM
from engine.history.queries import VerifyCase


@click.command()
@click.argument("cases", nargs=-1, metavar="[CASE…]")
@click.option("--all", "everything", is_flag=True, help="Every case.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(cases: tuple[str, ...], everything: bool, form: str) -> None:
    """Check the hash chain and execute the history of each CASE (id or number) again.

    Exit 0 when all agree; 1 with the first differing event of each case that does not.
    """
    if bool(cases) == everything:
        raise click.UsageError("Name one or more cases, or give --all.")
    with opened_platform() as platform:
        ids = all_case_ids(platform) if everything else [case_id_of(platform, case) for case in cases]
        results = {case_id: platform.ask(VerifyCase(case_id), SYSTEM) for case_id in ids}
    if form == "json":
        tell_json(results)
    else:
        _tell(results)
    if any(result["first_difference"] for result in results.values()):
        raise SystemExit(1)


def _tell(results: dict[str, dict[str, Any]]) -> None:
    for case_id, result in results.items():
        difference = result["first_difference"]
        if difference:
            click.echo(
                f"{case_id}: chain {result['chain']}, execution {result['execution']}: event {difference['seq']}, "
                f"{difference['field']}: expected {difference['expected']}, found {difference['found']}",
                err=True,
            )
    events = sum(result["events"] for result in results.values())
    good = sum(1 for result in results.values() if not result["first_difference"])
    click.echo(f"{good} of {len(results)} cases ok, {events} events checked")
