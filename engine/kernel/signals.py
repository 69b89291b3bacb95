"""Signals that a process of many threads cannot miss."""

import signal
import socket
import threading


def notice_signals() -> None:
    """Wake the main thread for each signal that has a handler. Call in the main thread.

    Python runs handlers there only, and that thread may sleep while others work. The system may hand a signal to any of them: on a
    busy machine one SIGTERM in six woke another thread, and the process went on accepting requests until it was killed
    with them. SIGURG, by default ignored, does nothing here but wake.
    """
    arrived, noted = socket.socketpair()
    noted.setblocking(False)
    signal.signal(signal.SIGURG, lambda number, frame: None)
    signal.set_wakeup_fd(noted.fileno(), warn_on_full_buffer=False)
    main = threading.main_thread().ident
    assert main is not None

    def wake() -> None:
        with noted:  # held open here: it is written to as long as the process lives
            while number := arrived.recv(1):
                if number[0] != signal.SIGURG:
                    signal.pthread_kill(main, signal.SIGURG)

    threading.Thread(target=wake, name="signals", daemon=True).start()
