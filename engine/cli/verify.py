"""`jingban verify`: is the record whole, and does executing it again give the same?"""

from typing import Any

import click

from engine.assembly import Platform
from engine.cli.finding_cases import case_id_of
from engine.cli.opening import opened_platform
from engine.cli.telling import tell_json
from engine.dispatch import SYSTEM
from engine.history.queries import VerifyAll, VerifyCase

CONTENTS = frozenset({"data", "input", "facts", "state"})
LONGEST = 80


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
        if everything:
            found = platform.ask(VerifyAll(), SYSTEM)
        else:
            found = _some(platform, [case_id_of(platform, case) for case in cases])
    if form == "json":
        tell_json(found)
    else:
        _tell(found)
    if not found["ok"]:
        raise SystemExit(1)


def _some(platform: Platform, ids: list[str]) -> dict[str, Any]:
    views = [{"case_id": case_id, **platform.ask(VerifyCase(case_id), SYSTEM)} for case_id in ids]
    differing = [view for view in views if view["first_difference"]]
    events = sum(view["events"] for view in views)
    return {"cases": len(views), "events": events, "ok": not differing, "differing": differing}


def _tell(found: dict[str, Any]) -> None:
    for view in found["differing"]:
        difference = view["first_difference"]
        # contents may be personal; `--format json` and the auditor's page show them to those who may see them
        values = "" if difference["field"] in CONTENTS else _values(difference)
        click.echo(
            f"{view['case_id']}: chain {view['chain']}, execution {view['execution']}: event {difference['seq']}, "
            f"{difference['field']} differs{values}",
            err=True,
        )
    good = found["cases"] - len(found["differing"])
    click.echo(f"{good} of {found['cases']} cases ok, {found['events']} events checked")


def _values(difference: dict[str, Any]) -> str:
    expected, found = (str(difference[name])[:LONGEST] for name in ("expected", "found"))
    return f": expected {expected}, found {found}"
