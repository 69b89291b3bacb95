"""A disk that is full: a small file system of its own where that may be mounted, else a limit on the size of files.

With the limit SQLite is told that the file is too large and not that the disk is full; `kind` says which of the two it was.
"""

import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.fire.battle import Battle

MIB = 1024 * 1024
LEFT = MIB


@contextmanager
def small_disk(mebibytes: int) -> Iterator[Path | None]:
    """A folder on a file system of that size; None where none may be mounted."""
    with tempfile.TemporaryDirectory(prefix="jingban-disk-") as folder:
        command = ["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "tmpfs", folder]
        try:
            mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
        except OSError:
            mounted = False
        try:
            yield Path(folder) if mounted else None
        finally:
            if mounted:
                subprocess.run(["umount", "-l", folder], capture_output=True, check=False)


def limit_files(pid: int, size: int) -> None:
    """From now on no file of that process grows beyond `size` bytes."""
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def fill(battle: Battle, *, mounted: bool) -> None:
    """Leave a little room, wait until the server refuses for want of it, look how it says so, make room again."""
    var = battle.installation.var
    ballast = var / "ballast"

    def harm() -> None:
        if mounted:
            while (room := _room(var)) > LEFT:
                with ballast.open("ab") as file:
                    file.write(b"\0" * min(MIB, room - LEFT + 1))
        else:
            size = (var / "jingban.sqlite3").stat().st_size + LEFT // 2
            for process in battle.server.family():
                limit_files(process.pid, size)

    battle.strike(harm)
    deadline = time.perf_counter() + 30
    while not battle.crowd.inconclusive and time.perf_counter() < deadline:
        time.sleep(0.1)
    if not battle.crowd.inconclusive:
        battle.findings.append(
            "disk: the server went on for 30 s on a full disk, or nobody asked it anything"
        )
    time.sleep(1)
    for (status, code), count in sorted(battle.crowd.inconclusive.items()):
        if status == 500:
            battle.findings.append(f"disk: unclear error: {count} answers 500 {code} on a full disk")
    if mounted:
        ballast.unlink()
    else:
        for process in battle.server.family():
            limit_files(process.pid, resource.RLIM_INFINITY)
    battle.manage()


def _room(folder: Path) -> int:
    told = subprocess.run(
        ["stat", "-f", "-c", "%a %S", str(folder)], capture_output=True, text=True, check=True
    )
    blocks, size = told.stdout.split()
    return int(blocks) * int(size)
