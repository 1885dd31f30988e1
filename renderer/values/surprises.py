"""What nobody foresaw, as one error: what the system refused, or a fault of the program with its place."""

from __future__ import annotations

import errno
import os
import traceback
from pathlib import Path

from renderer.values.errors import CodongError, DataError, WriteError

_PACKAGE = Path(__file__).parents[1]
_TOLD = 300
"""Characters of an exception's text that are told: some hold the whole of what they could not read."""
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}
_NO_MORE = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.ENOBUFS}


def place_of(fault: BaseException) -> str:
    """Return where a fault arose: the last line of this package that led to it, as ``file.py, line 12``."""
    frames = traceback.extract_tb(fault.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
    if not frames:
        return "an unknown place"
    frame = (own or frames)[-1]
    path = Path(frame.filename)
    name = path.relative_to(_PACKAGE).as_posix() if own else path.name
    return f"{name}, line {frame.lineno}"


def kind_of(fault: BaseException) -> str:
    """Return an exception's type and text in one line."""
    told = " ".join(str(fault).split())
    told = told if len(told) <= _TOLD else told[:_TOLD] + "…"
    return f"{type(fault).__name__}: {told}" if told else type(fault).__name__


def internal_fault(fault: Exception, where: str = "", hint: str = "please report this") -> CodongError:
    """Return the error for an exception that nobody caught: what the system refused, or a fault of the program."""
    told = system_fault(fault)
    if told is not None:
        return told if told.where or not where else told.at(where)
    return CodongError("internal", f"internal fault: {kind_of(fault)} ({place_of(fault)})", where=where, hint=hint)


def system_fault(fault: Exception) -> CodongError | None:
    """Return the error for what the system refused, or None for any other exception."""
    if isinstance(fault, RuntimeError) and "can't start new thread" in str(fault):
        return _no_more("no thread can be started", "")
    if isinstance(fault, ImportError) or (isinstance(fault, OSError) and fault.errno is None):
        return WriteError(
            "missing-library",
            f"a library cannot be loaded: {kind_of(fault)}",
            hint="give it more memory, or install it anew",
        )
    if not isinstance(fault, OSError) or isinstance(fault, BrokenPipeError):
        return None
    where = os.fsdecode(fault.filename) if isinstance(fault.filename, str | bytes) else ""
    reason = fault.strerror or str(fault)
    if fault.errno in _NO_MORE:
        return _no_more(reason, where)
    if fault.errno in _NO_ROOM:
        return WriteError("cannot-write", f"cannot be written: {reason}", where=where, hint="make room")
    if where:
        return DataError("unreadable-file", f"cannot be used: {reason}", where=where)
    return None


def _no_more(reason: str, where: str) -> WriteError:
    hint = "raise the limits of open files, processes or memory (ulimit), or use fewer workers (`jobs` 1)"
    return WriteError("no-resources", f"the system gives no more: {reason}", where=where, hint=hint)
