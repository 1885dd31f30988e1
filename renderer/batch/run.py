"""Running a plan: what is missing, changed or unproven is made; the rest is checked by hash and kept."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Protocol

from renderer.batch.journal import Journal, is_intact
from renderer.batch.plan import Fault, Plan, Planned
from renderer.batch.workers import SignOutcome, WorkerConfig, WorkerPool
from renderer.layout import Store
from renderer.storage.files import PART, named_fault
from renderer.storage.lock import locked
from renderer.studio import Studio

_UNFINISHED = re.compile(rf"\.(.+_[0-9a-f]{{8}}.*\.(pdf|png)|manifest\.jsonl)\.\d+{re.escape(PART)}")


class Reporter(Protocol):
    """Who is told how a run goes."""

    def start(self, total: int, to_do: int, kept: int) -> None: ...
    def made(self, row: Planned, warnings: tuple[str, ...]) -> None: ...
    def fault(self, fault: Fault) -> None: ...
    def winding_up(self) -> None: ...
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


def check(studio: Studio, plan: Plan, out: Path, jobs: int, store: Path, reporter: Reporter) -> Summary:
    """Find every fault that a run would find, without drawing; nothing is written."""
    summary = Summary(len(plan))
    reporter.start(len(plan), len(plan.rows), 0)
    _note_faults(plan, summary, reporter)
    crew = WorkerPool(WorkerConfig(studio.workspace.root, studio.workspace.packed, store, out, "check"), jobs)
    _work(crew, plan.rows, summary, reporter, lambda done: None)
    return _ended(summary, reporter)


def make(studio: Studio, plan: Plan, out: Path, job: str, jobs: int, store: Path, reporter: Reporter) -> Summary:
    """Make every sign of a plan in ``out``. A faulty sign is told of; the others are made.

    Raises WriteError where the folder cannot be written or another run holds it.
    """
    with named_fault(out, "choose another folder with `out`"):
        out.mkdir(parents=True, exist_ok=True)
    with named_fault(out, "make room; running the same job again goes on from here"), locked(out, job):
        _sweep(out)
        journal = Journal(out)
        try:
            summary = _made(studio, plan, journal, jobs, store, reporter)
            journal.put_in_order(row.key for row in plan.rows)
        finally:
            journal.close()
            _sweep(out)
    Store(store).tidy()
    return _ended(summary, reporter)


def _made(studio: Studio, plan: Plan, journal: Journal, jobs: int, store: Path, reporter: Reporter) -> Summary:
    summary = Summary(len(plan))
    to_do = [row for row in plan.rows if not _kept(row, journal)]
    summary.kept = len(plan.rows) - len(to_do)
    reporter.start(len(plan), len(to_do), summary.kept)
    _note_faults(plan, summary, reporter)
    bench = WorkerConfig(studio.workspace.root, studio.workspace.packed, store, journal.folder, "make")
    _work(WorkerPool(bench, jobs), to_do, summary, reporter, lambda done: journal.append(done.row.key, done.line))
    planned = {row.key for row in plan.rows}
    summary.leftover_files = sorted(
        path
        for key in journal
        if key not in planned and (recorded := journal.recorded(key))
        for path in recorded.files
        if (journal.folder / path).exists()
    )
    return summary


def _kept(row: Planned, journal: Journal) -> bool:
    """Tell whether a sign's files are all recorded and untouched; a changed note is recorded on the way."""
    recorded = journal.recorded(row.key)
    if recorded is None or not is_intact(journal.folder, recorded):
        return False
    if recorded.note != row.note.model_dump(mode="json"):
        if "ticket" in row.order.formats:
            return False  # a ticket says quantity and place
        journal.renote(row.key, row.note)
    return True


def _work(
    crew: WorkerPool,
    rows: tuple[Planned, ...] | list[Planned],
    summary: Summary,
    reporter: Reporter,
    keep: Callable[[SignOutcome], None],
) -> None:
    with _winding_up(crew, summary, reporter):
        for done in crew.run(rows):
            if done.error is not None:
                fault = Fault(done.row.index, done.row.where, done.error)
                summary.faults.append(fault)
                reporter.fault(fault)
                continue
            keep(done)
            summary.made += 1
            summary.warned += bool(done.warnings)
            reporter.made(done.row, done.warnings)


def _note_faults(plan: Plan, summary: Summary, reporter: Reporter) -> None:
    for fault in plan.faults:
        summary.faults.append(fault)
        reporter.fault(fault)


def _ended(summary: Summary, reporter: Reporter) -> Summary:
    summary.faults.sort(key=lambda fault: fault.index)
    reporter.end()
    return summary


@contextmanager
def _winding_up(crew: WorkerPool, summary: Summary, reporter: Reporter) -> Iterator[None]:
    """Let the first Ctrl-C (or SIGTERM) finish the signs in hand, the second stop at once."""

    def asked(number: int, frame: FrameType | None) -> None:
        if summary.interrupted:
            raise KeyboardInterrupt
        summary.interrupted = True
        crew.wind_up()
        reporter.winding_up()

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _sweep(folder: Path) -> None:
    """Remove what a run that was killed left unfinished; other programs' files of such names are not ours."""
    for path in folder.rglob(f".*{PART}"):
        if _UNFINISHED.fullmatch(path.name) and path.is_file():
            path.unlink(missing_ok=True)
