"""Reading and writing files whole or not at all; what the system refuses is named."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from renderer.values.errors import DataError, WriteError

PART = ".part"
"""End of the name of a file that is not finished; such a name begins with a dot and holds the process's number."""


def part_of(path: Path) -> Path:
    """Return the temporary name beside ``path`` under which this process writes it."""
    return path.with_name(f".{path.name}.{os.getpid()}{PART}")


@contextmanager
def named_fault(where: Path | str, hint: str = "") -> Iterator[None]:
    """Turn what the system refuses while writing into a WriteError that names ``where``."""
    try:
        yield
    except OSError as fault:
        raise WriteError(
            "cannot-write", f"cannot be written: {fault.strerror or fault}", where=str(where), hint=hint
        ) from None


def write_whole(path: Path, data: bytes, where: str = "", *, make_folder: bool = False) -> None:
    """Give ``path`` these bytes in one step; raises WriteError naming ``where`` (else the path)."""
    part = part_of(path)
    with named_fault(where or path):
        try:
            if make_folder:
                path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            part.replace(path)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise


def read_whole(path: Path) -> bytes:
    """Return a file's bytes; raises DataError naming it."""
    try:
        return path.read_bytes()
    except OSError as fault:
        raise DataError("unreadable-file", f"cannot be read: {fault.strerror}", where=str(path)) from None


def sha256_of(path: Path) -> str | None:
    """Return the hash of a file's bytes, or None for one that cannot be read."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
