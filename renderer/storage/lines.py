"""Files that grow line by line: read in one pass whatever their length, added to durably, and never through a link."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from renderer.storage.files import check_target
from renderer.values.errors import DataError, WriteError

MOST_LINE_BYTES = 16_000_000
"""No line of ours comes near it: a sign of a hundred panels has one of a megabyte."""


class Line(NamedTuple):
    """A line without its end: its number from 1, where it starts, and whether it has an end."""

    number: int
    start: int
    data: bytes
    complete: bool

    @property
    def end(self) -> int:
        """Where the next line starts."""
        return self.start + len(self.data) + self.complete


def scan_lines(file: BinaryIO, where: Path) -> Iterator[Line]:
    """Yield every line from the beginning; raises DataError for one that is too long to be ours."""
    file.seek(0)
    start = number = 0
    while data := file.readline(MOST_LINE_BYTES + 1):
        number += 1
        if len(data) > MOST_LINE_BYTES:
            told = f"line {number} has more than {MOST_LINE_BYTES / 1e6:g} MB"
            raise DataError("line-too-long", told, where=str(where), hint="restore the file from a copy")
        yield Line(number, start, data.removesuffix(b"\n"), data.endswith(b"\n"))
        start += len(data)


def open_lines(path: Path) -> FileIO:
    """Open a file to read it and add lines to it, unbuffered; it is made where there is none.

    Raises WriteError where anything but a regular file stands under the name, OSError where the system refuses.
    """
    check_target(path)
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    descriptor = os.open(path, flags, 0o666)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise WriteError("not-a-file", "is no file, and was one a moment ago", where=str(path))
    return open(descriptor, "ab+", buffering=0)


def write_at_end(file: FileIO, end: int, line: bytes) -> None:
    """Write ``line`` durably where the complete lines end, or leave the file with those; raises OSError.

    ``file`` is unbuffered, so that nothing of a line that failed is left to be written at close.
    """
    try:
        os.truncate(file.fileno(), end)
        if file.write(line) != len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(file.fileno())
    except OSError:
        os.truncate(file.fileno(), end)
        raise


@contextmanager
def lock_file(descriptor: int) -> Iterator[None]:
    """Hold an open file alone, waiting for whoever holds it."""
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
