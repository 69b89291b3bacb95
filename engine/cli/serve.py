"""`jingban serve`: REST, user interface and background worker in one command."""

import socket
import sys

import click

from engine.assembly import Platform, metrics
from engine.cli.opening import opened_platform, settings_of_environment
from engine.cli.reaching import WhenReachable
from engine.cli.supervising import serve_until_stopped
from engine.cli.sweeping import Sweeper, leave
from engine.dispatch import SYSTEM
from engine.identity.queries import Departments, Users
from engine.kernel.settings import Settings
from engine.kernel.signals import notice_signals
from engine.seed import SAMPLE_PASSWORD, load

SHOWN_SAMPLES = (
    "clerk",
    "housing.review",
    "fire.review",
    "housing.chief",
    "supervisor",
    "auditor",
    "applicant",
)


@click.command()
@click.option("--host", help="Address to serve on (JINGBAN_HOST).")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port to serve on; 0 takes a free one (JINGBAN_PORT)."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes; more than 1 needs PostgreSQL.",
)
@click.option(
    "--sample", is_flag=True, help="First migrate the database and load the sample data, as `make run` does."
)
@click.option("--no-worker", is_flag=True, help="Do not fire timers here; run `jingban worker` elsewhere.")
def command(host: str | None, port: int | None, workers: int, sample: bool, no_worker: bool) -> None:
    """Serve the API, the user interface and the background worker until Ctrl-C.

    \b
    Examples:
      jingban serve
      jingban serve --port 8080 --no-worker
    """
    settings = settings_of_environment()
    if workers > 1 and settings.url.startswith("sqlite"):
        raise click.UsageError(
            "--workers needs PostgreSQL; set JINGBAN_DATABASE_URL or serve with one worker."
        )
    address = host or settings.host
    bound = _usable_port(address, settings.port if port is None else port)
    if sample:
        _migrate(settings)
    metrics.share(settings.var)
    notice_signals()
    try:
        with opened_platform() as platform:
            if sample:
                _load_sample(platform)
            sweeper = None if no_worker else Sweeper(platform)
            if sweeper:
                sweeper.start()
            greeting = WhenReachable(address, bound, lambda: _greet(platform, address, bound))
            serve_until_stopped(settings, address, bound, workers, greeting)
            if sweeper:
                sweeper.stop()
    finally:
        metrics.unshare()
    leave()


def _migrate(settings: Settings) -> None:
    from engine.store.migrations import upgrade  # what only migrating needs is not kept in memory for serving

    upgrade(settings)


def _greet(platform: Platform, host: str, port: int) -> None:
    click.echo(f"Jingban 经办  http://{host}:{port}   (Ctrl-C stops)")
    people = {user["username"]: user for user in platform.ask(Users(), SYSTEM)}
    samples = [people[name] for name in SHOWN_SAMPLES if name in people]
    if samples:
        departments = {each["code"]: each["name"]["zh-CN"] for each in platform.ask(Departments(), SYSTEM)}
        click.echo(f"Sample log-ins, password {SAMPLE_PASSWORD}:")
        for user in samples:
            places = dict.fromkeys(departments[place["department"]] for place in user["memberships"])
            roles = ", ".join(place["role"] for place in user["memberships"])
            click.echo(f"  {user['username']:<16}{user['name']}  {'、'.join(places)} ({roles})")
    sys.stdout.flush()


def _load_sample(platform: Platform) -> None:
    for line in load(platform):
        click.echo(line)


def _usable_port(host: str, port: int) -> int:
    """This port, or a free one for 0; a ClickException with exit code 1 when somebody else has it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = error.strerror or str(error)
            raise click.ClickException(
                f"Cannot serve on {host}:{port} ({reason}); choose another --port or --host."
            )
        found: int = probe.getsockname()[1]
        return found
