"""A signal that the system hands to a thread that works wakes the main thread all the same."""

import subprocess
import sys

PROGRAM = """
import signal, threading
from engine.kernel.signals import notice_signals

notice_signals()
told = threading.Event()
signal.signal(signal.SIGTERM, lambda number, frame: told.set())

def work():
    stat = f"/proc/self/task/{threading.main_thread().native_id}/stat"
    while open(stat).read().rsplit(")")[-1].split()[0] != "S":
        pass
    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
    threading.Event().wait()

threading.Thread(target=work, daemon=True).start()
told.wait()
print("noticed")
"""


def test_a_signal_that_another_thread_receives_is_noticed() -> None:
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=20)
    assert (ran.stdout, ran.stderr, ran.returncode) == ("noticed\n", "", 0)
