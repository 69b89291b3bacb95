"""`jingban lint`: everything that is wrong with model files, and where."""

from pathlib import Path

import click

from engine.cli.files import read_models
from engine.cli.telling import tell_findings
from engine.definitions.check import check_files


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option(
    "--prove/--no-prove",
    default=True,
    show_default=True,
    help="Explore every process for deadlocks, doubled tokens and whatever else no single element shows.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(paths: tuple[Path, ...], prove: bool, form: str) -> None:
    """Check BPMN, DMN and form FILEs (or folders of them) and the references between them.

    Exit 0 no errors, 1 errors, 2 unreadable.

    \b
    Examples:
      jingban lint processes forms
      jingban lint main.bpmn --format json
      jingban lint processes forms --no-prove
    """
    files = read_models(paths)
    findings = check_files(files, prove=prove)
    tell_findings(findings, as_json=form == "json")
    errors = sum(1 for finding in findings if finding.severity == "error")
    if form == "text":
        click.echo(
            f"{len(files)} files: {errors} errors, {len(findings) - errors} warnings and hints", err=True
        )
    if errors:
        raise SystemExit(1)
