"""Runs cases in copies of a warm process, under limits, and judges what came of each.

A copy costs a few milliseconds where a process costs half a second; what it does to itself stays in it.
"""

from __future__ import annotations

import faulthandler
import io
import json
import os
import random
import re
import resource
import select
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from renderer.batch import run as batch_run
from renderer.batch.workers import SignOutcome, WorkerConfig, _carry_out
from renderer.cli.main import main
from renderer.layout import Store
from renderer.studio import Studio
from renderer.workspace import Workspace

from .case import ANY_ANSWER, Bench, Case
from .doors import DOORS

SECONDS, BYTES = 20.0, 1_000_000_000
"""What one call may take at most."""
_KILLED_AT = 1.5
"""A case is ended when it takes so many times what it may."""
_STEP = 0.05
_TRACE = re.compile(rb"^Traceback \(most recent|^  File \".*\", line \d+|internal fault", re.MULTILINE)
_ACTS = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]")
"""What acts on a terminal: controls but tab and line end, line separators, turns of direction."""
_PREPARE_SECONDS = 30.0


@dataclass
class Outcome:
    """What came of a case: its exit code (None where it was ended), what it took, and what is wrong with that."""

    door: str
    index: int
    words: list[str] = field(default_factory=list)
    note: str = ""
    code: int | None = None
    seconds: float = 0.0
    cpu: float = 0.0
    peak: int = 0
    faults: list[str] = field(default_factory=list)
    told: str = ""


class InThisProcess:
    """An executor of a batch's signs for a process that is a copy already."""

    def __init__(self, config: WorkerConfig, size: int) -> None:
        self.config = config

    def run(self, rows: object) -> Iterator[SignOutcome]:
        studio = Studio(Workspace(self.config.root, packed=self.config.packed), Store(self.config.store))
        for row in rows:
            yield SignOutcome(row, *_carry_out(studio, self.config, row))

    def wind_up(self) -> None:
        pass


def stay_in_one_process() -> None:
    """Let batches make their signs in the process that reads the job."""
    batch_run.check.__defaults__ = batch_run.make.__defaults__ = (InThisProcess,)


def call(folder: Path, words: object) -> int:
    """Run the command in a copy of this process, standing in ``folder``, and return its exit code."""
    child = os.fork()
    if child == 0:
        _stand_in(folder, folder)
        _end(_code_of(list(words)))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _code_of(words: list[str]) -> int:
    try:
        return main(words)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1


def _end(code: int) -> None:
    with suppress(Exception):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code & 0xFF)


def _stand_in(folder: Path, tell: Path) -> None:
    """Give a copy its folder, streams of its own and its cache."""
    os.setsid()
    os.chdir(folder)
    os.environ["CODONG_CACHE"] = str(tell / "cache")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(tell / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), number)
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w", closefd=False)), encoding="utf-8")
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(2, "w", closefd=False)),
        encoding="utf-8",
        errors="backslashreplace",
        line_buffering=True,
    )
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def draw(seed: str, door: str, index: int, folder: Path, bench: Bench) -> Case:
    """Return the case of a seed; its input is put into ``folder``."""
    make, _ = DOORS[door]
    return make(random.Random(f"{seed}:{door}:{index}"), folder, bench)


def _run_copy(seed: str, door: str, index: int, place: Path, bench: Bench, send: int) -> None:
    """Draw and run one case in the copy; send what it is before it runs, and its code afterwards."""
    code = 99
    try:
        folder = place / "case"
        folder.mkdir(parents=True)
        _stand_in(folder, place)
        faulthandler.register(signal.SIGUSR1, file=sys.stderr, all_threads=False)
        drawn = draw(seed, door, index, folder, bench)
        os.write(send, json.dumps([list(drawn.words), sorted(drawn.codes), drawn.note]).encode() + b"\n")
        start = time.monotonic()
        try:
            code = main(list(drawn.words))
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except BaseException as fault:
            print(f"escaped: {type(fault).__name__}: {fault}", file=sys.stderr)
            import traceback

            traceback.print_exc()
            code = 1
        os.write(send, json.dumps([code, time.monotonic() - start]).encode() + b"\n")
    finally:
        _end(code)


class Run:
    """Cases in copies, some at a time."""

    def __init__(self, seed: str, bench: Bench, scratch: Path, keep: Path | None, patience: float = 1.0) -> None:
        self.seed, self.bench, self.scratch, self.keep, self.patience = seed, bench, scratch, keep, patience

    def all(self, cases: Iterator[tuple[str, int]], at_once: int) -> Iterator[Outcome]:
        """Yield the outcome of every case as it comes."""
        busy: list[_Running] = []
        waiting = iter(cases)
        while True:
            while len(busy) < at_once and (following := next(waiting, None)):
                busy.append(_Running(self, *following))
            if not busy:
                return
            select.select([r.receive for r in busy if not r.heard], [], [], _STEP) if any(
                not r.heard for r in busy
            ) else time.sleep(0.002)
            for running in list(busy):
                if running.look():
                    busy.remove(running)
                    yield running.judge()


class _Running:
    """One copy at work."""

    def __init__(self, run: Run, door: str, index: int) -> None:
        self._run, self.outcome = run, Outcome(door, index)
        self.place = run.scratch / f"{re.sub(r'[^a-z]+', '-', door.lower()).strip('-')}-{index}"
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir(parents=True)
        self.receive, send = os.pipe()
        self._data, self.heard, self._start, self._peak = b"", False, time.monotonic(), 0
        self._looked = 0.0
        self._ended = ""
        self.child = os.fork()
        if self.child == 0:
            os.close(self.receive)
            _run_copy(run.seed, door, index, self.place, run.bench, send)
        os.close(send)

    def look(self) -> bool:
        """Tell whether the copy has ended; end it where it takes too much."""
        if not self.heard and select.select([self.receive], [], [], 0)[0]:
            part = os.read(self.receive, 1 << 20)
            self._data += part
            if b"\n" in self._data and not self._looked:
                self._looked = self._start = time.monotonic()
            self.heard = not part
        done, status, usage = os.wait4(self.child, os.WNOHANG)
        if done:
            self._status, self._usage = status, usage
            return True
        passed = time.monotonic() - self._start
        now = _resident(self.child)
        self._peak = max(self._peak, now)
        most = SECONDS * _KILLED_AT * self._run.patience if self._looked else _PREPARE_SECONDS * self._run.patience
        if not self._ended and (passed > most or self._peak > BYTES * _KILLED_AT):
            self._ended = "too slow" if passed > most else "too much memory"
            with suppress(ProcessLookupError):
                os.kill(self.child, signal.SIGUSR1)
                time.sleep(0.1)
                os.killpg(self.child, signal.SIGKILL)
        return False

    def judge(self) -> Outcome:
        while part := os.read(self.receive, 1 << 20):
            self._data += part
        os.close(self.receive)
        with suppress(ProcessLookupError):
            os.killpg(self.child, signal.SIGKILL)
        found = self.outcome
        lines = [json.loads(line) for line in self._data.splitlines()]
        codes = ANY_ANSWER
        if lines:
            found.words, listed, found.note = lines[0]
            codes = frozenset(listed)
        if len(lines) > 1:
            found.code, found.seconds = lines[1]
        else:
            found.seconds = time.monotonic() - self._start
        found.cpu = self._usage.ru_utime + self._usage.ru_stime
        found.peak = max(self._peak, self._usage.ru_maxrss * 1024)
        self._find_faults(codes)
        return found

    def _find_faults(self, codes: frozenset[int]) -> None:
        found = self.outcome
        out, err = (
            (self.place / name).read_bytes() if (self.place / name).exists() else b"" for name in ("out", "err")
        )
        found.told = err[-6000:].decode(errors="replace")
        if not self._data:
            found.faults.append("not drawn")
        elif self._ended == "too slow" or found.seconds > SECONDS * self._run.patience:
            found.faults.append("time")
        elif self._ended or found.peak > BYTES:
            found.faults.append("memory")
        elif found.code not in codes:
            found.faults.append("trace" if found.code == 1 or found.code is None else "code")
        if _TRACE.search(err) and not self._ended:
            found.faults.append("trace")
        if not self._ended and _ACTS.search(out + err):
            found.faults.append("controls")
        if "--json" in found.words and out and not self._ended and not _is_json(out):
            found.faults.append("json")
        if any(self.place.glob("case/**/.*.part")) and not self._ended:
            found.faults.append("left half-written")
        found.faults = sorted(set(found.faults))
        if found.faults and self._run.keep is not None:
            self._keep()
        else:
            shutil.rmtree(self.place, ignore_errors=True)

    def _keep(self) -> None:
        """Keep what the case was: its own files (not what is linked from the bench), words and what was said."""
        for path in sorted(self.place.glob("case/**/*"), reverse=True):
            info = path.lstat()
            if path.is_dir() and not path.is_symlink():
                with suppress(OSError):
                    path.rmdir()
            elif info.st_nlink > 1 or info.st_size > 3_000_000 or not path.is_file():
                path.unlink()
        about = {**self.outcome.__dict__, "seed": self._run.seed}
        (self.place / "case.json").write_text(json.dumps(about, indent=1), encoding="utf-8")
        target = self._run.keep / self.place.name
        shutil.rmtree(target, ignore_errors=True)
        shutil.move(self.place, target)


def _is_json(out: bytes) -> bool:
    try:
        json.loads(out, parse_constant=_refuse)
    except ValueError:
        try:
            return all(isinstance(json.loads(line, parse_constant=_refuse), dict) for line in out.splitlines())
        except ValueError:
            return False
    return True


def _refuse(name: str) -> None:
    raise ValueError(name)


def _resident(process: int) -> int:
    """Return the bytes of memory that a process and those below it hold."""
    most = 0
    for number in (process, *_below(process)):
        with suppress(OSError, ValueError, IndexError), open(f"/proc/{number}/statm", "rb") as file:
            most = max(most, int(file.read().split()[1]) * resource.getpagesize())
    return most


def _below(process: int) -> list[int]:
    with suppress(OSError):
        return [int(n) for n in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return []
