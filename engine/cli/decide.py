"""`jingban decide`: evaluate one decision of a DMN file, with the files it imports beside it."""

from pathlib import Path

import click

from engine.cli.files import Unreadable, read_file, read_json_option
from engine.cli.telling import UNREADABLE, tell_findings, tell_json
from engine.decisions import read_model
from engine.kernel.errors import Refused


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("imported", nargs=-1, type=click.Path(path_type=Path))
@click.option("--decision", required=True, metavar="NAME", help="Name or id of the decision.")
@click.option("--inputs", default="{}", metavar="JSON|@FILE", help="Input data by name.")
def command(file: Path, imported: tuple[Path, ...], decision: str, inputs: str) -> None:
    """Evaluate one decision of FILE and print its value as JSON.

    IMPORTED are the files that FILE imports, directly or through each other.

    Exit 0 evaluated, 1 could not be evaluated, 2 the file was refused.

    \b
    Example:
      jingban decide fees.dmn --decision Fee --inputs '{"area": 1200}'
      jingban decide fees.dmn rates.dmn --decision Fee --inputs @area.json
    """
    values = read_json_option(inputs, "--inputs")
    if not isinstance(values, dict):
        raise Unreadable("--inputs: must be a JSON object of input names and values")
    try:
        model = read_model({str(path): read_file(path) for path in (file, *imported)})
    except Refused as refused:
        tell_findings(refused.findings, err=True)
        raise SystemExit(UNREADABLE)
    tell_json(model.decide(decision, values))
