"""Running a plan: what is missing, changed or unproven is made; the rest is checked by hash and kept."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Protocol

from renderer.batch.journal import Journal, is_intact, key_of_entry
from renderer.batch.plan import Fault, Plan, Planned
from renderer.batch.workers import Executor, SignOutcome, WorkerConfig, WorkerPool
from renderer.contract.formats import FORMATS
from renderer.contract.manifest import MANIFEST_NAME, ManifestEntry, is_made_here
from renderer.contract.manifest_file import iterate_newest
from renderer.layout import Store
from renderer.storage.files import name_fault, remove_unfinished
from renderer.storage.lock import lock_folder
from renderer.storage.stage import make_folder
from renderer.studio import Studio

ExecutorFactory = Callable[[WorkerConfig, int], Executor]
"""Gives what carries out the signs of a run, so many at a time."""


class Reporter(Protocol):
    """Who is told how a run goes."""

    def start(self, total: int, to_do: int, kept: int) -> None: ...
    def tell_made(self, row: Planned, warnings: tuple[str, ...]) -> None: ...
    def tell_fault(self, fault: Fault) -> None: ...
    def tell_stopping(self) -> None: ...
    def end(self) -> None: ...


@dataclass
class Summary:
    """How a run ended. ``leftover_files`` are recorded files in the folder that belong to no sign of the job."""

    total: int
    made: int = 0
    kept: int = 0
    faults: list[Fault] = field(default_factory=list)
    warned: int = 0
    leftover_files: list[str] = field(default_factory=list)
    interrupted: bool = False


def check(
    studio: Studio,
    plan: Plan,
    out: Path,
    jobs: int,
    store: Path,
    reporter: Reporter,
    executor_for: ExecutorFactory = WorkerPool,
) -> Summary:
    """Find every fault that a run would find, without drawing; nothing is written."""
    summary = Summary(len(plan))
    reporter.start(len(plan), len(plan.rows), 0)
    _note_faults(plan, summary, reporter)
    config = WorkerConfig(studio.workspace.root, studio.workspace.packed, store, out, "check")
    _carry_out(executor_for(config, jobs), plan.rows, summary, reporter, lambda done: None)
    return _end(summary, reporter)


def make(
    studio: Studio,
    plan: Plan,
    out: Path,
    job: str,
    jobs: int,
    store: Path,
    reporter: Reporter,
    executor_for: ExecutorFactory = WorkerPool,
) -> Summary:
    """Make every sign of a plan in ``out``. A faulty sign is told of; the others are made.

    ``jobs`` signs are made at a time, by what ``executor_for`` gives. Raises WriteError where the folder cannot be
    written or another run holds it.
    """
    config = WorkerConfig(studio.workspace.root, studio.workspace.packed, store, out, "make")
    make_folder(out)
    with name_fault(out, "make room; running the same job again goes on from here"), lock_folder(out, job):
        remove_unfinished(out, is_made_here)
        journal = Journal(out)
        try:
            summary = _make_missing(plan, journal, executor_for(config, jobs), reporter)
            journal.put_in_order(row.key for row in plan.rows)
        finally:
            journal.close()
            remove_unfinished(out, is_made_here)
    Store(store).tidy()
    return _end(summary, reporter)


def _make_missing(plan: Plan, journal: Journal, executor: Executor, reporter: Reporter) -> Summary:
    summary = Summary(len(plan))
    to_do = [row for row in plan.rows if not _keep(row, journal)]
    summary.kept = len(plan.rows) - len(to_do)
    reporter.start(len(plan), len(to_do), summary.kept)
    _note_faults(plan, summary, reporter)
    _carry_out(executor, to_do, summary, reporter, lambda done: journal.append(done.row.key, done.line))
    summary.leftover_files = _find_leftovers(plan, journal)
    return summary


def list_made(plan: Plan, out: Path) -> list[ManifestEntry]:
    """Return what the manifest of a folder records of a plan's signs, in the plan's order."""
    planned = {row.key for row in plan.rows}
    return [entry for entry in iterate_newest(out / MANIFEST_NAME) if key_of_entry(entry) in planned]


def _find_leftovers(plan: Plan, journal: Journal) -> list[str]:
    """Return the recorded files in the folder that belong to no sign of the plan."""
    planned = {row.key for row in plan.rows}
    others = (journal.find(key) for key in journal if key not in planned)
    paths = (path for recorded in others if recorded for path in recorded.files)
    return sorted(path for path in paths if (journal.folder / path).exists())


def _keep(row: Planned, journal: Journal) -> bool:
    """Tell whether a sign's files are all recorded and untouched; a changed note is recorded on the way."""
    recorded = journal.find(row.key)
    if recorded is None or not is_intact(journal.folder, recorded):
        return False
    if recorded.note != row.note.model_dump(mode="json"):
        if any(FORMATS[kind].tells_job for kind in row.order.formats):
            return False
        journal.renote(row.key, row.note)
    return True


def _carry_out(
    executor: Executor,
    rows: Iterable[Planned],
    summary: Summary,
    reporter: Reporter,
    keep: Callable[[SignOutcome], None],
) -> None:
    with _winding_up(executor, summary, reporter):
        for done in executor.run(rows):
            if done.error is not None:
                fault = Fault(done.row.index, done.row.where, done.error)
                summary.faults.append(fault)
                reporter.tell_fault(fault)
                continue
            keep(done)
            summary.made += 1
            summary.warned += bool(done.warnings)
            reporter.tell_made(done.row, done.warnings)


def _note_faults(plan: Plan, summary: Summary, reporter: Reporter) -> None:
    for fault in plan.faults:
        summary.faults.append(fault)
        reporter.tell_fault(fault)


def _end(summary: Summary, reporter: Reporter) -> Summary:
    summary.faults.sort(key=lambda fault: fault.index)
    reporter.end()
    return summary


@contextmanager
def _winding_up(executor: Executor, summary: Summary, reporter: Reporter) -> Iterator[None]:
    """Let the first Ctrl-C (or SIGTERM) finish the signs in hand, the second stop at once."""

    def asked(number: int, frame: FrameType | None) -> None:
        if summary.interrupted:
            raise KeyboardInterrupt
        summary.interrupted = True
        executor.wind_up()
        reporter.tell_stopping()

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
