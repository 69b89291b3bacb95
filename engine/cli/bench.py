"""`jingban bench`: the benchmarks of the repository's folder `benchmarks/`."""

import subprocess
import sys
from pathlib import Path

import click

import engine

FOLDER = Path(engine.__file__).parent.parent / "benchmarks"


def benchmarks() -> list[str]:
    """The names of the benchmarks that can be run."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))


@click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(name: str | None, arguments: tuple[str, ...]) -> None:
    """Run the benchmark NAME with its own ARGUMENTS; without a name, list them."""
    names = benchmarks()
    if not names:
        raise click.ClickException(
            f"There are no benchmarks in {FOLDER}; run this in a clone of the repository."
        )
    if name is None:
        for known in names:
            click.echo(known)
        return
    if name not in names:
        raise click.UsageError(f"No benchmark {name}; there are: {', '.join(names)}.")
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *arguments], cwd=FOLDER.parent, check=False
    )
    raise SystemExit(done.returncode)
