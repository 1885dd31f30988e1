"""What stands in the ledger's place: nothing, a ledger's file, or what must not be taken for one.

Whatever is there and is no ledger is an error, never an empty ledger: a text that was withdrawn would be free again.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from renderer.storage.files import part_of, sync_folder, write_part
from renderer.values.errors import DataError

_MOST_BYTES = 500_000_000
"""Some hundred thousand decisions."""
_HEAD_BYTES = 100
"""The header of an SQLite file (sqlite.org/fileformat2.html)."""
_BESIDE = ("-journal", "-wal", "-shm")
"""Ends of the names of files that SQLite keeps beside its own."""
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)


def find_ledger(path: Path) -> bool:
    """Tell whether there is a ledger; raises DataError for anything else that stands in its place."""
    try:
        found = path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            raise _missing(path) from None
        return False
    except OSError as fault:
        raise broken_ledger(path, fault.strerror or str(fault)) from None
    if not stat.S_ISREG(found.st_mode):
        raise broken_ledger(path, "it is no file")
    if found.st_size == 0:
        raise broken_ledger(path, "it is an empty file, and a ledger is never empty")
    if found.st_size > _MOST_BYTES:
        raise broken_ledger(path, f"it has more than {_MOST_BYTES / 1e6:,.0f} MB")
    _check_beside(path)
    return True


def _check_beside(path: Path) -> None:
    for end in _BESIDE:
        beside = path.with_name(path.name + end)
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(beside.lstat().st_mode):
                raise broken_ledger(path, f"{beside.name} beside it is no file")


def read_head(path: Path) -> bytes:
    """Return the header of the file, which counts its changes; raises OSError and DataError."""
    if not find_ledger(path):
        raise _missing(path)
    with open(path, "rb") as file:
        return file.read(_HEAD_BYTES)


def begin_file(path: Path, data: bytes) -> bool:
    """Put the first bytes of a ledger in its place, durably and whole; False where somebody else was first.

    Raises OSError with nothing in its place.
    """
    part = part_of(path)
    try:
        write_part(part, data)
        os.link(part, path, follow_symlinks=False)
    except FileExistsError:
        return False
    except OSError as fault:
        if fault.errno not in _NO_LINKS:
            raise
        return _begin_without_links(path, data)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)
    return True


def _begin_without_links(path: Path, data: bytes) -> bool:
    """Do the same on a file system that knows no second names: one that is stopped in the middle is no ledger."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    except FileExistsError:
        return False
    try:
        if os.write(file, data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(file)
    except OSError:
        path.unlink()
        raise
    finally:
        os.close(file)
    return True


def _missing(path: Path) -> DataError:
    return DataError(
        "missing-ledger", "leads to a ledger that cannot be reached", where=str(path), hint="is its disk mounted?"
    )


def broken_ledger(path: Path, what: str) -> DataError:
    """Return the error for a file that is not the ledger that was written."""
    return DataError(
        "broken-ledger",
        f"the ledger was changed or damaged: {what}",
        where=str(path),
        hint="codong audit tells more; restore the file from a copy, or take it away if nothing was ever decided",
    )
