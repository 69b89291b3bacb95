"""`jingban lint`: everything that is wrong with model files, and where."""

from dataclasses import replace
from pathlib import Path

import click

from engine.bpmn import read_program
from engine.bpmn.proof import prove as prove_program
from engine.cli.files import read_models
from engine.cli.telling import tell_findings
from engine.definitions.check import check_files
from engine.kernel.errors import Finding, Refused


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option(
    "--prove", is_flag=True, help="Also explore every process for deadlocks and lost or doubled tokens."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(paths: tuple[Path, ...], prove: bool, form: str) -> None:
    """Check BPMN, DMN and form FILEs (or folders of them) and the references between them.

    Exit 0 no errors, 1 errors, 2 unreadable.

    \b
    Examples:
      jingban lint processes forms
      jingban lint main.bpmn --format json
      jingban lint processes forms --prove
    """
    files = read_models(paths)
    findings = check_files(files)
    if prove:
        findings = [*findings, *_proved(files)]
    tell_findings(findings, as_json=form == "json")
    errors = sum(1 for finding in findings if finding.severity == "error")
    if form == "text":
        click.echo(
            f"{len(files)} files: {errors} errors, {len(findings) - errors} warnings and hints", err=True
        )
    if errors:
        raise SystemExit(1)


def _proved(files: dict[str, bytes]) -> list[Finding]:
    """What exploring each file's process finds. Files that cannot be read have been reported already."""
    found: list[Finding] = []
    for name, content in files.items():
        if not name.endswith(".bpmn"):
            continue
        try:
            proof = prove_program(read_program({name: content}, linked=False))
        except Refused:
            continue
        for flaw in proof.flaws:
            way = " → ".join(move.element for move in flaw.path)
            help_text = f"{flaw.finding.help} Way there: {way}." if way else flaw.finding.help
            found.append(replace(flaw.finding, file=name, help=help_text))
        if not proof.decided:
            message = f"not decided: the search met its bound ({proof.because})"
            found.append(
                Finding("proof-undecided", "warning", message, file=name, help="Split the process by calls.")
            )
    return found
