"""Worker processes with a warm studio each. One sign at a time, so that a death is one sign's fault.

A worker writes and proves files; only the parent writes the manifest.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Literal, Protocol

from renderer.batch.plan import Planned
from renderer.layout import Store
from renderer.pipeline import prepare, produce
from renderer.studio import Studio
from renderer.values.errors import CodongError, WriteError
from renderer.values.surprises import internal_fault
from renderer.workspace import Workspace

Work = Literal["check", "make"]
_TRIES = 2
"""A sign whose worker dies is tried once more: it may have been the worker's misfortune, not the sign's fault."""


@dataclass(frozen=True)
class WorkerConfig:
    """What every worker needs to set up: picklable, the same for all."""

    root: Path
    packed: bool
    store: Path
    out: Path
    work: Work


@dataclass(frozen=True)
class SignOutcome:
    """A sign's outcome: its line of the manifest (empty for a check) and warnings, or its error."""

    row: Planned
    line: bytes = b""
    warnings: tuple[str, ...] = ()
    error: CodongError | None = None


class Executor(Protocol):
    """What carries out the signs of a batch: processes of this machine, or a cluster."""

    def run(self, rows: Iterable[Planned]) -> Iterator[SignOutcome]:
        """Yield the outcome of every sign as it comes; after ``wind_up`` only of those already in hand."""

    def wind_up(self) -> None:
        """Give no more signs out."""


class _Worker:
    """One worker process, its pipe, and the sign it has in hand."""

    def __init__(self, config: WorkerConfig) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs, config, os.getpid()), daemon=True)
        self.process.start()
        theirs.close()
        self.row: Planned | None = None
        self.group: object = None

    def give(self, row: Planned) -> None:
        self.row, self.group = row, row.spec
        self.pipe.send(row)

    def stop(self, *, at_once: bool) -> None:
        if at_once:
            self.process.kill()
        self.pipe.close()
        self.process.join()


class WorkerPool:
    """Workers that take the signs of one master after another."""

    def __init__(self, config: WorkerConfig, size: int) -> None:
        self.config, self.size = config, size
        self._workers: list[_Worker] = []
        self._stopping = False

    def run(self, rows: Iterable[Planned]) -> Iterator[SignOutcome]:
        """Yield the outcome of every sign as it comes; after ``wind_up`` only of those already in hand."""
        groups: dict[object, deque[Planned]] = {}
        for row in rows:
            groups.setdefault(row.spec, deque()).append(row)
        waiting = sum(map(len, groups.values()))
        tries: dict[int, int] = {}
        try:
            self._hire(min(self.size, waiting))
            while True:
                self._give_out(groups)
                busy = [(worker, worker.row) for worker in self._workers if worker.row is not None]
                if not busy:
                    return
                ready = wait([worker.pipe for worker, _ in busy])
                for worker, row in [pair for pair in busy if pair[0].pipe in ready]:
                    worker.row = None
                    done = self._hear(worker, row, tries, groups)
                    if done is not None:
                        yield done
        finally:
            for worker in self._workers:
                worker.stop(at_once=self._stopping or worker.row is not None)

    def wind_up(self) -> None:
        """Give no more signs out."""
        self._stopping = True

    def _hire(self, count: int) -> None:
        """Start so many workers, or as many as the system allows; raises WriteError where there is none at all."""
        for _ in range(count):
            try:
                self._workers.append(_Worker(self.config))
            except (OSError, RuntimeError) as fault:
                if self._workers:
                    return
                raise _no_worker(fault) from None

    def _give_out(self, groups: dict[object, deque[Planned]]) -> None:
        for worker in self._workers:
            if worker.row is None and not self._stopping and (given := _take_next(groups, worker.group)):
                # A worker that died while idle is found dead when it is heard.
                with suppress(OSError):
                    worker.give(given)

    def _hear(
        self, worker: _Worker, row: Planned, tries: dict[int, int], groups: dict[object, deque[Planned]]
    ) -> SignOutcome | None:
        try:
            line, warnings, error = worker.pipe.recv()
            return SignOutcome(row, line, warnings, error)
        except (EOFError, OSError):
            worker.stop(at_once=True)
            code = worker.process.exitcode
            self._workers.remove(worker)
            self._hire(1)
        tries[row.index] = tries.get(row.index, 1) + 1
        if tries[row.index] <= _TRIES and not self._stopping:
            groups.setdefault(row.spec, deque()).append(row)
            return None
        return SignOutcome(row, error=_report_death(row, code))


def _no_worker(fault: Exception) -> WriteError:
    return WriteError(
        "no-worker",
        f"no worker process can be started: {fault}",
        hint="use fewer workers (`jobs` 1), or allow more open files and processes (ulimit -n, ulimit -u)",
    )


def _take_next(groups: dict[object, deque[Planned]], liked: object) -> Planned | None:
    """Return a sign of the group that a worker is warm for, else of the group with most signs left."""
    if not groups.get(liked):
        left = {key: rows for key, rows in groups.items() if rows}
        if not left:
            return None
        liked = max(left, key=lambda key: len(left[key]))
    return groups[liked].popleft()


def _report_death(row: Planned, code: int | None) -> CodongError:
    how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
    return CodongError(
        "worker-died",
        f"its worker process died twice ({how})",
        where=row.where,
        hint="if memory ran out, use fewer workers (`jobs` 1) or a smaller picture",
    )


# -- in the worker --------------------------------------------------------------------------------


def _serve(pipe: Connection, config: WorkerConfig, parent: int) -> None:
    _die_with(parent)
    # Ctrl-C reaches the whole group; only the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # No worker may hold the parent's terminal when it is gone.
    sys.stdin.close()
    studio = Studio(Workspace(config.root, packed=config.packed), Store(config.store))
    while True:
        try:
            row = pipe.recv()
        except (EOFError, OSError):
            return
        answer = _carry_out(studio, config, row)
        try:
            pipe.send(answer)
        except OSError:
            return


def _carry_out(studio: Studio, config: WorkerConfig, row: Planned) -> tuple[bytes, tuple[str, ...], CodongError | None]:
    try:
        prepared = prepare(studio, row.order)
        if config.work == "check":
            return b"", prepared.warnings, None
        entry = produce(studio, prepared, config.out, below=row.folder, note=row.note, overwrite=True)
        return entry.as_line(), entry.warnings, None
    except CodongError as error:
        return b"", (), error
    except MemoryError:
        return (
            b"",
            (),
            CodongError(
                "no-memory", "not enough memory for this sign", where=row.where, hint="use fewer workers (`jobs` 1)"
            ),
        )
    except Exception as fault:  # one sign's surprise must not end the others
        return b"", (), internal_fault(fault, row.where, "please report this with the row")


_PR_SET_PDEATHSIG = 1
"""prctl(2): the signal that a process gets when its parent dies."""


def _die_with(parent: int) -> None:
    """Let this process end when its parent does, so that nothing writes into the folder of a run that is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
