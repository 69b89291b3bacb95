"""`jingban lint`: everything that is wrong with model files, and where."""

from pathlib import Path

import click

from engine.cli.files import read_models
from engine.cli.telling import tell_findings
from engine.definitions.check import check_files


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(paths: tuple[Path, ...], form: str) -> None:
    """Check BPMN, DMN and form FILEs (or folders of them) and the references between them.

    Exit 0 no errors, 1 errors, 2 unreadable.

    \b
    Examples:
      jingban lint processes forms
      jingban lint main.bpmn --format json
    """
    findings = check_files(read_models(paths))
    tell_findings(findings, as_json=form == "json")
    if any(finding.severity == "error" for finding in findings):
        raise SystemExit(1)
