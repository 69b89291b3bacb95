"""A process that answers requests ends with the one that started it.

A parent that is stopped tells its children; one that is killed cannot. They would go on and hold its port, and no service manager
could start it again before somebody ended them by hand.
"""

import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import wait
from typing import Final

SECONDS_TO_FINISH: Final = 2.0


def end_with_parent() -> None:
    """Watch the parent in the background; when it is gone, finish what is in flight, but not for long. Nothing without a parent."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), name="parent", daemon=True).start()


def _watch(parent: int) -> None:
    wait([parent])
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(SECONDS_TO_FINISH)
    os._exit(1)
