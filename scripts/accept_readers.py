"""Readers of foreign PDF, fonts and templates under thousands of broken and hostile files; write docs/readers.md.

Run by hand: ``python scripts/accept_readers.py --pdfs FOLDER`` with a folder of PDFs that nobody here made (the test
files of PDF programs are the worst). Without one only what is made here is tried. Every case is a process of its own,
whose exit code, time and memory are measured; what is made is drawn from seeds that the report names.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from renderer.cli.main import main as run_codong  # noqa: E402
from tests.helpers.damaged_files import TEMPLATES, damaged_fonts, damaged_pdfs  # noqa: E402
from tests.helpers.hostile_pdfs import HOSTILE, hostile  # noqa: E402
from tests.helpers.signs import HANG  # noqa: E402
from tests.helpers.workspaces import copy_workspace  # noqa: E402

MOST_SECONDS, MOST_MB = 20.0, 1_000.0
KILLED_AFTER = 180.0
"""Seconds by the clock, on a machine that may be busy; the others are of its processors."""
DOCUMENTED = {0, 2, 3, 4, 5}
"""Exit codes that a foreign file may lead to."""


@dataclass(frozen=True)
class Outcome:
    """How one call of the command ended, with all that it started; ``code`` is None where it had to be killed."""

    name: str
    code: int | None
    seconds: float
    mb: float
    told: str

    @property
    def fault(self) -> str:
        """What must not be, or nothing."""
        if self.code is None:
            return "no end"
        if "Traceback" in self.told:
            return "traceback"
        if self.code not in DOCUMENTED:
            return f"exit {self.code}"
        if " at 0x" in self.told:
            return "an address in memory"
        if self.seconds > MOST_SECONDS:
            return "slow"
        return "large" if self.mb > MOST_MB else ""


@dataclass
class Tally:
    """What came of one kind of cases."""

    kind: str
    outcomes: list[Outcome] = field(default_factory=list)

    def row(self) -> str:
        codes = Counter(o.code for o in self.outcomes)
        faults = Counter(o.fault for o in self.outcomes if o.fault)
        slowest = max((o.seconds for o in self.outcomes), default=0.0)
        largest = max((o.mb for o in self.outcomes), default=0.0)
        said = ", ".join(f"{count} x {code}" for code, count in sorted(codes.items(), key=lambda c: str(c[0])))
        wrong = ", ".join(f"{count} {fault}" for fault, count in sorted(faults.items())) or "none"
        return f"| {self.kind} | {len(self.outcomes)} | {said} | {wrong} | {slowest:.1f} s | {largest:.0f} MB |"


def watch(name: str, words: Iterable[object]) -> Outcome:
    """Run the command in a copy of this process and return how it ended."""
    sys.stdout.flush()
    with tempfile.TemporaryFile() as told:
        child = os.fork()
        if child == 0:
            _run([str(word) for word in words], told.fileno())
        code, used = _wait(child, time.monotonic() + KILLED_AFTER)
        told.seek(0)
        text = told.read().decode("utf-8", "replace")
    return Outcome(name, code, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, text)


def _run(words: list[str], told: int) -> None:
    os.setpgid(0, 0)
    os.dup2(told, 1)
    os.dup2(told, 2)
    code = 99
    try:
        code = run_codong(words)
        sys.stdout.flush()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        os._exit(code)


def _wait(child: int, deadline: float) -> tuple[int | None, resource.struct_rusage]:
    while time.monotonic() < deadline:
        pid, status, used = os.wait4(child, os.WNOHANG)
        if pid:
            with suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
            return (os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else None), used
        time.sleep(0.01)
    os.killpg(child, signal.SIGKILL)
    _, _, used = os.wait4(child, 0)
    return None, used


# -- the kinds ------------------------------------------------------------------------------------


def foreign_pdfs(folder: Path, most: int) -> Iterator[Outcome]:
    """Preflight and verify PDFs of other programs."""
    files = sorted(path for path in folder.rglob("*") if path.suffix == ".pdf" and path.is_file())
    for path in random.Random(1).sample(files, min(most, len(files))):
        for command in ("preflight", "verify"):
            yield watch(f"{command} {path.name}", ["--workspace", ROOT, command, path])


def hostile_pdfs(folder: Path) -> Iterator[Outcome]:
    """Preflight and verify PDFs that are made to stop a reader."""
    path = folder / "hostile.pdf"
    for name, (build, _) in HOSTILE.items():
        path.write_bytes(hostile(build))
        for command in ("preflight", "verify"):
            yield watch(f"{command} {name}", ["--workspace", ROOT, command, path])


def own_pdfs(count: int, folder: Path) -> Iterator[Outcome]:
    """Verify damaged files of ours with and without their manifest, and preflight them."""
    made = folder / "made"
    words = ["render", "pano/co-do", "--slogan", "cv9743-02", "--size", "3x2m", "--hang", HANG]
    done = watch("render", ["--workspace", ROOT, *words, "--format", "pdf", "--out", made])
    [good] = made.rglob("*.pdf") if done.code == 0 else []
    for number, (name, data) in enumerate(damaged_pdfs(good.read_bytes(), count)):
        path = good.parent / good.name if number % 3 == 0 else folder / "unknown.pdf"
        path.write_bytes(data)
        yield watch(name, ["--workspace", ROOT, "preflight" if number % 3 == 2 else "verify", path])


def fonts(count: int, folder: Path) -> Iterator[Outcome]:
    """Set a line in damaged faces, each pinned in a workspace."""
    root = copy_workspace(folder / "workspace")
    pins = (root / "fonts/fonts.toml").read_text(encoding="utf-8")
    for name, file, data in damaged_fonts(ROOT, count, family="be-vietnam-pro"):
        pin_face(root, pins, file, data)
        yield watch(
            name,
            ["--workspace", root, "render", "pano/co-do", "--slogan", "cv9743-02", "--size", "3x2m"]
            + ["--hang", HANG, "--format", "pdf,png", "--dpi", "6", "--out", folder / "out"],
        )
        shutil.rmtree(folder / "out", ignore_errors=True)
        shutil.copy2(ROOT / "fonts" / file, root / "fonts" / file)


def pin_face(root: Path, pins: str, file: str, data: bytes) -> None:
    """Put other bytes under the name of a pinned face, and pin them."""
    import hashlib

    old, new = (hashlib.sha256(d).hexdigest() for d in ((ROOT / "fonts" / file).read_bytes(), data))
    (root / "fonts" / file).write_bytes(data)
    (root / "fonts/fonts.toml").write_text(pins.replace(old, new), encoding="utf-8")


def templates(folder: Path) -> Iterator[Outcome]:
    """Draw signs from templates that attack."""
    root = copy_workspace(folder / "workspace")
    path = root / "layouts/pano/co-do/art.svg.j2"
    good = path.read_text(encoding="utf-8")
    for name, attack in TEMPLATES.items():
        path.write_bytes((attack + good).encode("utf-8", "surrogateescape"))
        yield watch(
            name,
            ["--workspace", root, "render", "pano/co-do", "--slogan", "cv9743-02", "--size", "3x2m"]
            + ["--hang", HANG, "--format", "pdf", "--out", folder / "out"],
        )


REPORT = """# Readers of foreign files, attacked

Tested at commit {tested} by `scripts/accept_readers.py`. Every case is one call of the command; seconds are those of
the processors, memory that of its largest process. Exit codes: 0 done, 3 faulty input, 5 not proven.

| what | calls | exit codes | faults | slowest | largest |
|---|---|---|---|---|---|
{rows}

A fault would be a traceback, an exit code that the README does not list for a faulty file, an address in memory in a
message, more than {seconds:.0f} s, or more than {mb:,.0f} MB. Foreign PDFs are test files of pdf.js, qpdf and pypdf
(not shipped), drawn with seed 1; damaged ones are copies of a sign of ours, preflighted, and verified with and without
their manifest; fonts are shipped faces with damaged tables (seed 12), pinned anew in a workspace whose sign is then
rendered as PDF and PNG; hostile PDFs and templates are the tables of `tests/helpers/hostile_pdfs.py` and
`tests/helpers/damage.py`.
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pdfs", type=Path, help="a folder of PDFs by other programs")
    parser.add_argument("--most", type=int, default=200, help="how many of them are tried")
    parser.add_argument("--cases", type=int, default=1_000, help="how many damaged PDFs and fonts")
    parser.add_argument("--only", default="", help="one kind of cases; the report is not written")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["CODONG_CACHE"] = f"{name}/cache"
        tallies = [_try_all(*kind, Path(name)) for kind in _kinds(given) if given.only in kind[0]]
    if not given.only:
        git = ["git", "rev-parse", "--short", "HEAD"]
        tested = subprocess.run(git, capture_output=True, text=True, check=True, cwd=ROOT).stdout.strip()
        rows = "\n".join(tally.row() for tally in tallies)
        report = REPORT.format(tested=tested, rows=rows, seconds=MOST_SECONDS, mb=MOST_MB)
        (ROOT / "docs/readers.md").write_text(report, encoding="utf-8")
    return int(any(outcome.fault for tally in tallies for outcome in tally.outcomes))


def _kinds(given: argparse.Namespace) -> Iterator[tuple[str, Callable[[Path], Iterator[Outcome]]]]:
    yield "templates that attack", templates
    yield "hostile PDFs", hostile_pdfs
    yield "damaged fonts", lambda folder: fonts(given.cases, folder)
    yield "damaged PDFs of ours", lambda folder: own_pdfs(given.cases, folder)
    if given.pdfs:
        yield "foreign PDFs", lambda _: foreign_pdfs(given.pdfs.resolve(), given.most)


def _try_all(kind: str, run: Callable[[Path], Iterator[Outcome]], folder: Path) -> Tally:
    tally = Tally(kind)
    (folder / kind).mkdir()
    for outcome in run(folder / kind):
        tally.outcomes.append(outcome)
        if outcome.fault:
            print(outcome.fault, outcome.name, outcome.told[-300:].replace("\n", " | "), flush=True)
    print(tally.row(), flush=True)
    return tally


if __name__ == "__main__":
    sys.exit(main())
