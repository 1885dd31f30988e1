"""One run a folder: a second one is refused and told who holds it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from renderer.errors import WriteError

LOCK_NAME = ".codong.lock"


@contextmanager
def locked(folder: Path, job: str) -> Iterator[None]:
    """Hold the folder for one run of ``job``; the system frees it however the process ends."""
    path = folder / LOCK_NAME
    try:
        descriptor = _opened(path)
    except OSError as fault:
        raise WriteError("cannot-write", f"cannot be written: {fault.strerror}", where=str(folder),
                         hint="choose another folder with --out") from None  # fmt: skip
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{job} (process {os.getpid()} on {os.uname().nodename})\n".encode(), 0)
        yield
    finally:
        # Removed while it is still held, so that nobody's new lock is taken away.
        with suppress(OSError):
            path.unlink()
        os.close(descriptor)


def _opened(path: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 500, 0).decode(errors="replace").strip() or "another run"
            os.close(descriptor)
            raise WriteError("folder-in-use", f"another run writes into this folder: {holder}",
                             where=str(path.parent),
                             hint="wait for it, or choose another folder with --out") from None  # fmt: skip
        with suppress(FileNotFoundError):
            if os.fstat(descriptor).st_ino == path.stat().st_ino:
                return descriptor
        os.close(descriptor)  # the run before removed it in between
