"""`jingban simulate`: run a process in memory with a virtual clock; no database."""

from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from engine.cli.files import Unreadable, read_json_option, read_models
from engine.cli.telling import UNREADABLE, tell_findings, tell_json
from engine.kernel.errors import Refused
from engine.simulation import Figures, Trace, follow_path, monte_carlo, read_steps, simulate

EXIT_CODES = {"completed": 0, "cancelled": 0, "failed": 1, "waiting": 3}


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option(
    "--process", metavar="ID", help="The process to start; else the only, or the first executable one."
)
@click.option("--data", metavar="JSON|@FILE", default="{}", help="Variables at the start.")
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="ELEMENT=JSON",
    help="Answer of a waiting element; repeat for several.",
)
@click.option("--message", "messages", multiple=True, metavar="NAME[=JSON]", help="A message to deliver.")
@click.option("--signal", "signals", multiple=True, metavar="NAME", help="A signal to broadcast.")
@click.option("--max-steps", type=click.IntRange(1), default=10_000, show_default=True)
@click.option("--until", metavar="DATETIME", help="Stop the virtual clock here (ISO 8601 with offset).")
@click.option("--runs", type=click.IntRange(1, 100_000), help="Run so often and tell percentiles and paths.")
@click.option(
    "--duration",
    "durations",
    multiple=True,
    metavar="ELEMENT=HOURS",
    help='With --runs: hours of a task, a number or {"min", "likely", "max"}.',
)
@click.option(
    "--seed", type=int, default=0, show_default=True, help="With --runs: the same seed, the same figures."
)
@click.option(
    "--follow",
    metavar="JSON|@FILE",
    help="Go the way to a finding of `jingban lint --format json`: the finding, or the list (its first with a way).",
)
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
def command(
    files: tuple[Path, ...],
    process: str | None,
    data: str,
    answers: tuple[str, ...],
    messages: tuple[str, ...],
    signals: tuple[str, ...],
    max_steps: int,
    until: str | None,
    runs: int | None,
    durations: tuple[str, ...],
    seed: int,
    follow: str | None,
    form: str,
) -> None:
    """Run the process in the first FILE in memory; further FILEs hold called processes and decisions.

    User tasks without an answer are completed with no data; when nothing else can move, the clock jumps to the next timer.
    Exit 0 ended, 3 still waiting, 1 failed, 2 the file was refused (findings on standard error).

    \b
    Examples:
      jingban simulate main.bpmn --data '{"amount": 5}' --answer Review='{"decision": "agree"}'
      jingban simulate main.bpmn --runs 1000 --duration Review='{"min": 4, "max": 24}' \\
        --answer Decide='{"@random": [[0.9, {"ok": true}], [0.1, {"ok": false}]]}'
    """
    if runs is not None and (messages or signals or until):
        raise click.UsageError(
            "--runs draws answers and durations; it takes no --message, --signal or --until."
        )
    try:
        if follow is not None:
            steps = read_steps(read_json_option(follow, "--follow"))
            _end(follow_path(read_models(files), steps, process=process), form)
        if runs is not None:
            figures = monte_carlo(
                read_models(files),
                runs=runs,
                durations=_durations(durations),
                process=process,
                data=read_json_option(data, "--data"),
                answers=_answers(answers),
                seed=seed,
                max_steps=max_steps,
            )
            _tell_figures(figures, form)
            return
        trace = simulate(
            read_models(files),
            process=process,
            data=read_json_option(data, "--data"),
            answers=_answers(answers),
            messages=[_message(text) for text in messages],
            signals=signals,
            until=_instant(until),
            max_steps=max_steps,
        )
    except Refused as refused:
        tell_findings(refused.findings, err=True)
        raise SystemExit(UNREADABLE)
    _end(trace, form)


def _end(trace: Trace, form: str) -> NoReturn:
    _tell(trace, form)
    raise SystemExit(EXIT_CODES[trace.end["state"]])


def _answers(texts: tuple[str, ...]) -> dict[str, Any]:
    gathered: dict[str, list[Any]] = {}
    for text in texts:
        element, separator, value = text.partition("=")
        if not separator:
            raise Unreadable(f"--answer {text}: write ELEMENT=JSON")
        gathered.setdefault(element, []).append(read_json_option(value, f"--answer {element}"))
    return {element: given[0] if len(given) == 1 else given for element, given in gathered.items()}


def _durations(texts: tuple[str, ...]) -> dict[str, Any]:
    gathered: dict[str, Any] = {}
    for text in texts:
        element, separator, value = text.partition("=")
        if not separator:
            raise Unreadable(f"--duration {text}: write ELEMENT=HOURS")
        gathered[element] = read_json_option(value, f"--duration {element}")
    return gathered


def _tell_figures(figures: Figures, form: str) -> None:
    if form == "jsonl":
        tell_json(figures.as_dict(), pretty=False)
        return
    click.echo(f"runs: {figures.runs}")
    for state, share in figures.ends.items():
        click.echo(f"  {share:7.1%}  {state}")
    if figures.hours:
        spread = "  ".join(f"p{percent} {hours:.1f}" for percent, hours in figures.hours.items())
        click.echo(f"hours: {spread}  mean {figures.mean_hours:.1f}")
    click.echo("paths:")
    for path, share in figures.paths.items():
        click.echo(f"  {share:7.1%}  {path}")


def _message(text: str) -> Any:
    name, separator, payload = text.partition("=")
    return (name, read_json_option(payload, f"--message {name}")) if separator else name


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Unreadable(f"--until {text}: write an instant such as 2026-03-02T09:00:00+08:00") from None


def _tell(trace: Trace, form: str) -> None:
    if form == "jsonl":
        for line in (*trace.events, trace.end):
            tell_json(line, pretty=False)
        return
    for event in trace.events:
        name = f"  {event['name']}" if event.get("name") else ""
        click.echo(
            f"{event['seq']:>5}  {event['at']}  {event['event']:<11} {event['type'] or '':<24} {event['element'] or ''}{name}"
        )
    end = trace.end
    click.echo(
        f"end: {end['state']}"
        + (f", waiting at {', '.join(map(str, end['waiting']))}" if end.get("waiting") else "")
    )
    if end.get("error"):
        click.echo(f"error: {end['error']['code']}: {end['error']['message']}", err=True)
