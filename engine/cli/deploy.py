"""`jingban deploy`: lint, then put files into force as one deployment."""

from pathlib import Path

import click

from engine.cli.files import read_models
from engine.cli.opening import opened_platform
from engine.cli.telling import tell_findings, tell_json
from engine.definitions.check import prove_ahead
from engine.definitions.deploy import Deploy
from engine.dispatch import SYSTEM
from engine.kernel.errors import Finding


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--name", default="", help="What to call this deployment.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(paths: tuple[Path, ...], name: str, form: str) -> None:
    """Lint FILEs (or folders), then deploy all of them at once; the same content again changes nothing.

    Exit 0 deployed or unchanged, 1 refused (findings on standard error), 2 unreadable.
    """
    files = read_models(paths)
    prove_ahead(files)
    with opened_platform() as platform:
        view = platform.execute(Deploy(files=files, name=name), SYSTEM)
    if form == "json":
        tell_json(view)
        return
    tell_findings([Finding(**each) for each in view["findings"]], err=True)
    for definition in view["definitions"]:
        click.echo(f"{definition['kind']:<5}{definition['key']}  version {definition['version']}")
    click.echo("deployed" if view["created"] else "unchanged: this content is deployed already")
