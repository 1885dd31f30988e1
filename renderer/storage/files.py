"""Reading and writing files whole or not at all; what the system refuses is named.

One place decides what may be written: regular files and new names. Whatever else stands under a name (a device, a
pipe, a socket, a link, a folder) was not put there to be replaced: it is refused by name, or, where a stream makes
sense, written through.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader, FileIO
from pathlib import Path

from renderer.values.errors import DataError, WriteError

PART = ".part"
"""End of the name of a file that is not finished; such a name begins with a dot and holds the process's number."""


_PART_NAME = re.compile(rf"\.(.+)\.(\d{{1,9}}){re.escape(PART)}")


def part_of(path: Path) -> Path:
    """Return the temporary name beside ``path`` under which this process writes it; raises WriteError for no name."""
    if path.name in ("", ".."):
        raise WriteError("not-a-file", "is a folder, not the name of a file", where=str(path), hint="name a file")
    return path.with_name(f".{path.name}.{os.getpid()}{PART}")


@contextmanager
def open_part(part: Path) -> Iterator[FileIO]:
    """Open a temporary file that nobody else had before, unbuffered; raises OSError.

    What stands under its name is taken away, not written: it may be a link that somebody put there.
    """
    part.unlink(missing_ok=True)
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with open(os.open(part, flags, 0o666), "wb", buffering=0) as file:
        yield file


def write_part(part: Path, data: bytes) -> None:
    """Write ``data`` durably under a temporary name; raises OSError."""
    with open_part(part) as file:
        rest = memoryview(data)
        while rest:
            rest = rest[file.write(rest) :]
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_unfinished(folder: Path, is_ours: Callable[[str], bool], *, below: bool = True) -> None:
    """Remove the temporary files of processes that are gone, in a folder and (``below``) in those in it.

    ``is_ours`` judges the name that a file was to have. What a link leads to stays.
    """
    for path in folder.rglob(f".*{PART}") if below else folder.glob(f".*{PART}"):
        match = _PART_NAME.fullmatch(path.name)
        if match is None or not is_ours(match[1]) or is_alive(int(match[2])):
            continue
        if path.is_symlink() or path.is_file():
            path.unlink(missing_ok=True)


def is_alive(process: int) -> bool:
    """Tell whether another process of this machine has this number."""
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


@contextmanager
def name_fault(where: Path | str, hint: str = "") -> Iterator[None]:
    """Turn what the system refuses while writing into a WriteError that names ``where``."""
    try:
        yield
    except (OSError, ValueError) as fault:
        if isinstance(fault, ValueError) and "null byte" not in str(fault):
            raise  # only a name with a zero byte is refused so
        reason = fault.strerror if isinstance(fault, OSError) else None
        raise WriteError("cannot-write", f"cannot be written: {reason or fault}", where=str(where), hint=hint) from None


_KINDS = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
)


def check_target(path: Path, where: str = "", hint: str = "put a file in its place, or choose another name") -> None:
    """Raise WriteError unless a file may be put under this name: it is new, or that of a regular file."""
    try:
        mode = path.lstat().st_mode
    except (OSError, ValueError):
        return  # new, or to be refused by the system with its own reason
    if stat.S_ISREG(mode):
        return
    kind = next((name for is_kind, name in _KINDS if is_kind(mode)), "no file")
    raise WriteError("not-a-file", f"is {kind}, which is not replaced", where=where or str(path), hint=hint)


def write_whole(path: Path, data: bytes, where: str = "", *, make_folder: bool = False) -> None:
    """Give ``path`` these bytes in one step; raises WriteError naming ``where`` (else the path)."""
    part = part_of(path)
    check_target(path, where)
    with name_fault(where or path):
        try:
            if make_folder:
                path.parent.mkdir(parents=True, exist_ok=True)
            write_part(part, data)
            part.replace(path)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise


def check_new(path: Path) -> None:
    """Raise WriteError if anything stands under this name, be it a link that leads nowhere."""
    if os.path.lexists(path):
        raise WriteError("exists", "a file of this name exists", where=str(path), hint="choose another name")


def write_new(path: Path, data: bytes) -> None:
    """Give a new name these bytes in one step; raises WriteError if anything stands there."""
    check_new(path)
    write_whole(path, data)


STANDARD_OUTPUT = Path("-")


def write_stream(path: Path, data: bytes) -> None:
    """Give ``path`` these bytes; ``-`` is standard output, and a pipe or a terminal is written through.

    ``/dev/stdout`` is a link to such a thing, and so is what a shell puts in the place of ``>(command)``.
    """
    if path == STANDARD_OUTPUT:
        _write_standard_output(data)
        return
    if not _is_stream(path):
        check_target(path, hint="choose the name of a file, or - for standard output")
        write_whole(path, data)
        return
    with name_fault(path), open(path, "wb") as stream:
        stream.write(data)


def _write_standard_output(data: bytes) -> None:
    """Write ``data`` unbuffered: what a full disk did not take is not tried again at the end; raises WriteError.

    BrokenPipeError passes, for whoever reads may have enough.
    """
    if sys.stdout is None:
        raise WriteError("cannot-write", "is closed", where="standard output")
    stream, rest = getattr(sys.stdout.buffer, "raw", sys.stdout.buffer), memoryview(data)
    try:
        sys.stdout.flush()
        while rest:
            rest = rest[stream.write(rest) :]
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise WriteError("cannot-write", f"cannot be written: {fault.strerror}", where="standard output") from None


def _is_stream(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


def is_file(path: Path) -> bool:
    """Tell whether a file stands under this name, be it one that no system takes (too long, with a zero byte)."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Tell whether a folder stands under this name, be it one that no system takes."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):
        return False


@contextmanager
def open_regular(path: Path, most: int | None = None) -> Iterator[BufferedReader]:
    """Open a file for reading, and nothing but a file: a pipe or a device may have no end.

    Raises DataError naming it where it is no file, cannot be read or is larger than ``most`` bytes.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as fault:  # ValueError: a name that holds a zero byte
        reason = fault.strerror if isinstance(fault, OSError) else str(fault)
        raise DataError("unreadable-file", f"cannot be read: {reason}", where=str(path)) from None
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        kind = next((name for is_kind, name in _KINDS if is_kind(found.st_mode)), "no file")
        raise DataError("not-a-file", f"is {kind}, not a file", where=str(path), hint="give the name of a file")
    with open(descriptor, "rb") as file:
        if most is not None and found.st_size > most:
            raise DataError(
                "file-too-large",
                f"has {found.st_size / 1e6:,.0f} MB; at most {most / 1e6:,.0f} MB are read",
                where=str(path),
            )
        yield file


def read_whole(path: Path, most: int | None = None) -> bytes:
    """Return a file's bytes, at most ``most``; raises DataError naming it."""
    with open_regular(path, most) as file:
        try:
            return file.read()
        except OSError as fault:
            raise DataError("unreadable-file", f"cannot be read: {fault.strerror}", where=str(path)) from None


def hash_file(path: Path) -> str:
    """Return the sha256 of a file's bytes; raises DataError naming it."""
    with open_regular(path) as file:
        try:
            return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as fault:
            raise DataError("unreadable-file", f"cannot be read: {fault.strerror}", where=str(path)) from None


def sha256_of(path: Path) -> str | None:
    """Return the sha256 of a file's bytes, or None for one that cannot be read."""
    try:
        return hash_file(path)
    except DataError:
        return None
