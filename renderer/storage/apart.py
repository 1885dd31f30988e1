"""Readers of foreign files in a process of their own, under limits of memory and time.

Libraries that read PDF, fonts or workbooks, and templates that compute, may be driven by a hostile or a broken file
into any amount of either, and no check beforehand knows all the ways. The process is a copy of this one (it need not
import anything again), so what it reads comes back by pickle and nothing that it changed stays.
"""

from __future__ import annotations

import math
import os
import pickle
import resource
import select
import signal
import time
import traceback
import warnings
from collections.abc import Callable
from typing import NoReturn, TypeVar

from renderer.values.errors import CodongError, DataError
from renderer.values.limits import Limits

Result = TypeVar("Result")
_CHUNK = 1 << 20
_PATIENCE = 4
"""A reader's seconds are of its own work; on a machine with other work it may take so many times as long."""
_NOT_ENOUGH = "needs more than {:,.0f} MB of memory to be read"


def read_apart(read: Callable[[], Result], limits: Limits, where: str, hint: str = "") -> Result:
    """Return what ``read`` returns, from a process of its own under ``limits``.

    A CodongError that it raises is raised here. Whatever else happens to it (any exception of a library, too much
    memory, too much time, a crash) is a DataError that names ``where``; the result must pickle.
    """
    fault = _broken(where, hint)
    data, status = _ask_copy(read, limits)
    if data is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
        raise fault("too-slow", f"cannot be read within {limits.seconds:g} s")
    if not data or os.WIFSIGNALED(status):
        how = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else f"code {status >> 8}"
        raise fault("broken-file", f"ends its reader ({how})")
    kind, value = pickle.loads(data)  # written by our own copy
    if kind == "result":
        return value  # type: ignore[no-any-return]
    if kind == "fault":
        raise value
    if kind == "memory":
        raise fault("too-large", _NOT_ENOUGH.format(limits.memory_bytes / 1e6))
    name, told, trace = value
    error = fault("broken-file", f"cannot be read: {name}: {told}" if told else f"cannot be read: {name}")
    error.add_note(trace)
    raise error


def _ask_copy(read: Callable[[], object], limits: Limits) -> tuple[bytes | None, int]:
    """Return what a copy of this process sends, None if it did not end in time, and how it ended (``waitpid``)."""
    receive, send = os.pipe()
    with warnings.catch_warnings():
        # Python 3.12 warns of threads in a process that forks; the copy only reads, and starts none.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.close(receive)
        _run(read, limits, send)
    os.close(send)
    data = None
    try:
        data = _receive(receive, time.monotonic() + _PATIENCE * limits.seconds)
    finally:
        os.close(receive)
        if data is None:  # too slow, or interrupted
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    return data, status


def _broken(where: str, hint: str) -> Callable[[str, str], DataError]:
    return lambda code, message: DataError(code, message, where=where, hint=hint)


def _run(read: Callable[[], object], limits: Limits, send: int) -> NoReturn:
    """Run in the copy: read, send what came of it, end without any of this process's farewells."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        _limit(limits)
        try:
            answer = pickle.dumps(("result", read()))
        except CodongError as fault:
            answer = pickle.dumps(("fault", fault))
        except MemoryError:
            answer = pickle.dumps(("memory", None))
        except BaseException as fault:  # whatever a foreign file does to its reader is one finding
            answer = pickle.dumps(("surprise", (type(fault).__name__, str(fault)[:500], traceback.format_exc())))
        _send(send, answer)
    finally:
        os._exit(0)


def _limit(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_CPU, math.ceil(limits.seconds))
    held = _held_bytes()
    if held is not None:
        _lower(resource.RLIMIT_AS, held + limits.memory_bytes)


def _lower(kind: int, most: int) -> None:
    """Lower a limit of this process; one that is lower already stays."""
    soft, hard = resource.getrlimit(kind)
    known = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(kind, (min([most, *known]), hard))


def _held_bytes() -> int | None:
    """Return the address space that this process holds, or None where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return None


def _send(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _receive(descriptor: int, deadline: float) -> bytes | None:
    """Return all that is sent until the sender ends, or None if it did not end in time."""
    parts: list[bytes] = []
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            return None
        part = os.read(descriptor, _CHUNK)
        if not part:
            return b"".join(parts)
        parts.append(part)
