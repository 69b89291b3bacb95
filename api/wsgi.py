"""What a WSGI server loads: `granian --interface wsgi --factory api.wsgi:application`. Reads the settings from the environment."""

import atexit
import gc
import multiprocessing
import os
import signal
import sys
import threading
import time

from flask import Flask

from api.app import create_app
from engine.assembly import build
from engine.kernel import log
from engine.kernel.settings import read_settings
from engine.kernel.signals import notice_signals

SWITCH_SECONDS = 0.0005
"""A thread that comes back from the database waits that long for one that computes, not the usual 5 ms; each request comes back
many times. Shorter intervals gave a shorter p95 of a completion with four threads in one process, on a busy machine.
"""


def application() -> Flask:
    """A new platform with its application, once in each worker process."""
    settings = read_settings(os.environ)
    log.configure(settings.log_level)
    platform = build(settings)
    atexit.register(platform.close)
    notice_signals()
    _end_with_supervisor(settings.drain_seconds)
    app = create_app(platform)
    # what was loaded lives as long as the process: the collector need not look at it again with every full collection
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(SWITCH_SECONDS)
    return app


def _end_with_supervisor(seconds: int) -> None:
    """Leave when whoever started this process is gone, killed perhaps: else it would keep the port and serve unseen."""
    supervisor = multiprocessing.parent_process()
    if supervisor is None:
        return

    def follow() -> None:
        supervisor.join()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(seconds)
        os._exit(1)

    threading.Thread(target=follow, name="supervisor", daemon=True).start()
