"""`jingban worker`: background work only. Any number, on any machine that reaches the database."""

import signal
import threading

import click

from engine.cli.opening import opened_platform
from engine.cli.sweeping import Sweeper, leave
from engine.kernel.signals import notice_signals


@click.command()
@click.option(
    "--metrics-port",
    type=click.IntRange(0, 65535),
    help="Also tell this worker's numbers to Prometheus on this port of JINGBAN_HOST; 0 takes a free one.",
)
def command(metrics_port: int | None) -> None:
    """Fire due timers and do background jobs until Ctrl-C. At the end it finishes what is at hand and gives the rest back."""
    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopped.set())
    notice_signals()
    with opened_platform() as platform:
        sweeper = Sweeper(platform)
        sweeper.start()
        click.echo("Jingban worker: timers and jobs (Ctrl-C stops)")
        if metrics_port is not None:
            host = platform.settings.host
            click.echo(f"metrics at http://{host}:{platform.metrics.serve(host, metrics_port)}/metrics")
        stopped.wait()
        sweeper.stop()
    leave()
