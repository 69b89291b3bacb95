"""`jingban worker`: background work only. Any number, on any machine that reaches the database."""

import os
import signal
import sys
import threading

import click

from engine.cli.opening import opened_platform
from engine.cli.sweeping import Sweeper


@click.command()
def command() -> None:
    """Fire due timers and do background jobs until Ctrl-C."""
    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopped.set())
    with opened_platform() as platform:
        sweeper = Sweeper(platform)
        sweeper.start()
        click.echo("Jingban worker: timers and jobs (Ctrl-C stops)")
        stopped.wait()
        sweeper.stop()
    if "engine.jobs.worker" in sys.modules and sys.modules["engine.jobs.worker"].is_busy():
        # what still runs belongs to another worker by now; the interpreter would wait for it
        sys.stdout.flush()
        os._exit(0)
