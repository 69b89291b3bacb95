"""The command `jingban`: a table of commands, each loaded only when it is called, and one way of telling what went wrong.

Exit codes: 0 done; 1 refused or failed; 2 the command line, a setting or a file could not be read; 130 interrupted.
A command documents any further code itself.
"""

import importlib
import sys
from collections.abc import Mapping
from typing import Final

import click

from engine.cli.telling import tell_error
from engine.kernel.errors import JingbanError

COMMANDS: Final[Mapping[str, str]] = {
    "serve": "engine.cli.serve",
    "worker": "engine.cli.worker",
    "db": "engine.cli.db",
    "seed": "engine.cli.seed",
    "token": "engine.cli.token",
    "lint": "engine.cli.lint",
    "deploy": "engine.cli.deploy",
    "simulate": "engine.cli.simulate",
    "decide": "engine.cli.decide",
    "replay": "engine.cli.replay",
    "verify": "engine.cli.verify",
    "doctor": "engine.cli.doctor",
    "backup": "engine.cli.backup",
    "restore": "engine.cli.restore",
    "export": "engine.cli.export.command",
    "bench": "engine.cli.bench",
}


class CommandTable(click.Group):
    """Finds commands in `COMMANDS`; the module's attribute is `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the table, which is the order of a day: serve first, benchmarks last."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None when there is none."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = importlib.import_module(module).command
        return command


@click.group(
    cls=CommandTable, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="jingban")
def jingban() -> None:
    """Approval platform for government services.

    \b
    Settings come from the environment (JINGBAN_VAR, JINGBAN_PORT, JINGBAN_DATABASE_URL, …); docs/operators.md
    lists them all.

    \b
    Examples:
      jingban serve
      jingban lint processes
      jingban simulate processes/open-business/main.bpmn --format jsonl
      jingban verify --all
    """


def main() -> None:
    """Run the command line of this process; every refusal of ours becomes a line on standard error and exit code 1."""
    try:
        jingban(prog_name="jingban")
    except JingbanError as error:
        sys.exit(tell_error(error))
