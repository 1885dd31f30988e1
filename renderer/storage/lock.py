"""Who writes into a folder: one batch alone, or any number of single renders."""

from __future__ import annotations

import fcntl
import os
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from renderer.storage.files import check_target, name_fault
from renderer.values.errors import WriteError

LOCK_NAME = ".codong.lock"
_TRIES, _WAIT_SECONDS = 20, 0.02
_MOST_BYTES = 5_000
"""A lock says who holds it, in one line."""
_TAKE_AWAY = "look what it is, and move it away"
_OTHER_FOLDER = "choose another folder with `out`"


@contextmanager
def lock_folder(folder: Path, job: str, *, elsewhere: str = _OTHER_FOLDER) -> Iterator[None]:
    """Hold the folder for one run of ``job`` alone; the system frees it however the process ends.

    ``elsewhere`` tells how to write into another folder, if one can.
    """
    with _hold(folder, fcntl.LOCK_EX, elsewhere) as descriptor:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{job} (process {os.getpid()} on {os.uname().nodename})\n".encode(), 0)
        yield


@contextmanager
def share_folder(folder: Path, tidy: Callable[[], None]) -> Iterator[None]:
    """Write into a folder beside others that do so file by file, but not beside a batch.

    ``tidy`` is called at the end by whoever is the last: what is unfinished then was left by the dead.
    """
    with _hold(folder, fcntl.LOCK_SH, _OTHER_FOLDER, tidy):
        yield


@contextmanager
def _hold(folder: Path, how: int, elsewhere: str, tidy: Callable[[], None] | None = None) -> Iterator[int]:
    path = folder / LOCK_NAME
    check_target(path)
    with name_fault(folder, elsewhere or "see that you may write into it"):
        descriptor = _open(path, how, elsewhere)
    try:
        yield descriptor
    finally:
        # Removed by the last one, while it is still held, so that nobody's new lock is taken away.
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if tidy is not None:
                tidy()
            path.unlink()
        os.close(descriptor)


def _open(path: Path, how: int, elsewhere: str) -> int:
    while True:
        descriptor = _open_file(path)
        if not _take(descriptor, how):
            holder = os.pread(descriptor, 500, 0).decode(errors="replace").strip() or "a single render"
            os.close(descriptor)
            hint = f"wait for it, or {elsewhere}" if elsewhere else "wait until it has ended, and try again"
            raise WriteError(
                "folder-in-use", f"another run writes into this folder: {holder}", where=str(path.parent), hint=hint
            ) from None
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), path.lstat()):
                return descriptor
        os.close(descriptor)  # the run before removed it in between


def _take(descriptor: int, how: int) -> bool:
    """Take the lock; whoever holds it for the moment of its end is waited for, a run is not."""
    for _ in range(_TRIES):
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, how | fcntl.LOCK_NB)
            return True
        threading.Event().wait(_WAIT_SECONDS)
    return False


def _open_file(path: Path) -> int:
    """Open the lock's file, and nothing that somebody put in its place: it is written into."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o644)
    found = os.fstat(descriptor)
    if stat.S_ISREG(found.st_mode) and found.st_nlink <= 1 and found.st_size <= _MOST_BYTES:
        return descriptor
    os.close(descriptor)
    raise WriteError("not-a-file", "is no lock of ours, and is not written into", where=str(path), hint=_TAKE_AWAY)
