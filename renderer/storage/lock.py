"""Who writes into a folder: one batch alone, or any number of single renders."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from renderer.storage.files import check_target, name_fault
from renderer.values.errors import WriteError

LOCK_NAME = ".codong.lock"
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
def share_folder(folder: Path) -> Iterator[None]:
    """Write into a folder beside others that do so file by file, but not beside a batch."""
    with _hold(folder, fcntl.LOCK_SH, _OTHER_FOLDER):
        yield


@contextmanager
def _hold(folder: Path, how: int, elsewhere: str) -> Iterator[int]:
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
            path.unlink()
        os.close(descriptor)


def _open(path: Path, how: int, elsewhere: str) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, how | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 500, 0).decode(errors="replace").strip() or "a single render"
            os.close(descriptor)
            hint = f"wait for it, or {elsewhere}" if elsewhere else "wait until it has ended, and try again"
            raise WriteError(
                "folder-in-use", f"another run writes into this folder: {holder}", where=str(path.parent), hint=hint
            ) from None
        with suppress(FileNotFoundError):
            if os.fstat(descriptor).st_ino == path.stat().st_ino:
                return descriptor
        os.close(descriptor)  # the run before removed it in between
