"""Writing a file whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from renderer.errors import WriteError

PART = ".part"
"""End of the name of a file that is not finished; such a name begins with a dot and holds the process's number."""


def part_of(path: Path) -> Path:
    """Return the temporary name beside ``path`` under which this process writes it."""
    return path.with_name(f".{path.name}.{os.getpid()}{PART}")


def write_whole(path: Path, data: bytes, where: str = "", *, make_folder: bool = False) -> None:
    """Give ``path`` these bytes in one step; raises WriteError naming ``where`` (else the path)."""
    part = part_of(path)
    try:
        if make_folder:
            path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError as fault:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise WriteError("cannot-write", f"cannot be written: {fault.strerror}", where=where or str(path)) from None
