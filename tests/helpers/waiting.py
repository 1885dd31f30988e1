"""Waiting for what another process or thread does, never for ever."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

STEP_S = 0.02


def wait_until(
    met: Callable[[], bool], what: str, *, seconds: float = 60.0, over: Callable[[], object] = lambda: None
) -> None:
    """Wait until ``met``; fail naming ``what`` after ``seconds``, or as soon as ``over`` returns why it cannot come."""
    deadline = time.monotonic() + seconds
    while not met():
        if why := over():
            if met():  # it came with the end
                return
            raise AssertionError(f"never came: {what}: {why}")
        if time.monotonic() > deadline:
            raise AssertionError(f"never came in {seconds:g} s: {what}")
        time.sleep(STEP_S)


@contextmanager
def bounded(process: subprocess.Popen[str], seconds: float = 120.0) -> Iterator[subprocess.Popen[str]]:
    """Kill a process that runs longer, so that nobody waits for its words for ever, and fail; it is over afterwards."""
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, end)
    timer.start()
    try:
        yield process
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
        if late.is_set():
            raise AssertionError(f"was still running after {seconds:g} s: {process.args}")
