"""How the command line tells results and refusals: text for people, JSON for programs, reasons on standard error."""

import json
import sys
from collections.abc import Iterable
from typing import Any

import click

from engine.expressions import to_plain_json
from engine.kernel.errors import Finding, InvalidInput, JingbanError, Refused

UNREADABLE = 2
_SETTING_CODES = frozenset({"bad-setting"})


def tell_json(value: Any, *, pretty: bool = True) -> None:
    """Write one value to standard output as JSON in UTF-8; numbers exactly, temporal values as ISO text."""
    click.echo(json.dumps(value, default=to_plain_json, ensure_ascii=False, indent=2 if pretty else None))


def tell_findings(findings: Iterable[Finding], *, as_json: bool = False, err: bool = False) -> None:
    """Write findings: `file:line: severity rule (element): message`, the remedy and the way there, or one JSON list."""
    if as_json:
        text = json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False, indent=2)
        click.echo(text, err=err)
        return
    for finding in findings:
        place = (
            f"{finding.file or '-'}:{finding.line}" if finding.line is not None else f"{finding.file or '-'}"
        )
        element = f" ({finding.element})" if finding.element else ""
        click.echo(f"{place}: {finding.severity} {finding.rule}{element}: {finding.message}", err=err)
        if finding.help:
            click.echo(f"    {finding.help}", err=err)
        if finding.path:
            click.echo(f"    Way there: {' → '.join(finding.path)}", err=err)


def tell_error(error: JingbanError) -> int:
    """Write a refusal to standard error; returns the exit code that belongs to it (1, or 2 for a bad setting)."""
    print(f"jingban: {error.stable_code}: {error.message}", file=sys.stderr)
    if isinstance(error, Refused):
        tell_findings(error.findings, err=True)
    elif isinstance(error, InvalidInput):
        for reason in error.errors:
            print(f"  {reason.path}: {reason.message}", file=sys.stderr)
    return UNREADABLE if error.stable_code in _SETTING_CODES else 1
