"""Broken and hostile input at every door of the command: at least 20,000 cases, each in a copy of a warm process.

Run by scripts/accept, which takes some 35 minutes on two idle cores; writes docs/faults.md. Cases that fail are kept
with their seed in output/faults. One case again, with all it says: scripts/accept_faults.py --case "layouts" 17
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from faults.bench import build
from faults.case import Bench
from faults.doors import DOORS
from faults.runner import BYTES, SECONDS, Outcome, Run, call, draw, stay_in_one_process

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "output/faults"
WARM = (
    ("list", "slogans"),
    ("list", "fonts"),
    ("check", "Mừng Đảng"),
    ("catalogue", "check"),
    ("typeset", "led/co-do", "--slogan", "dn23-06", "--size", "512x256px", "--hang", "2026-01-20"),
)


_WORTH_TELLING = 5_000
"""Cases of a run whose figures are written down; the whole run has four times as many."""


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="faults-") as scratch:
        bench = build(Path(scratch) / "bench", ROOT, call, brief=options.brief)
        if not options.brief:
            _warm_up(bench)
        stay_in_one_process()
        if options.case:
            _show(options.seed, options.case[0], int(options.case[1]), bench, Path(scratch))
            return
        shutil.rmtree(options.keep, ignore_errors=True)
        options.keep.mkdir(parents=True)
        run = Run(options.seed, bench, Path(scratch) / "cases", options.keep, options.patience)
        start = time.monotonic()
        outcomes: list[Outcome] = []
        # One by one: a run that is interrupted has seen all doors, and tells how many cases that were.
        with suppress(KeyboardInterrupt):
            for outcome in _watched(run.all(_cases(options.count, options.door), options.jobs), options.count):
                outcomes.append(outcome)
        report = _report(outcomes, options.seed, time.monotonic() - start)
    print(report)
    if len(outcomes) >= _WORTH_TELLING and not options.door:
        (ROOT / "docs/faults.md").write_text(report, encoding="utf-8")
    sys.exit(any(outcome.faults for outcome in outcomes))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", default="codong-1")
    parser.add_argument("--door", default="", help="only the doors whose name begins so")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--patience", type=float, default=1.0, help="so many times the seconds, on a busy machine")
    parser.add_argument("--keep", type=Path, default=KEPT, help="where cases that fail are kept (emptied first)")
    parser.add_argument("--brief", action="store_true", help="few signs, nothing warm: for a few cases")
    parser.add_argument("--case", nargs=2, metavar=("DOOR", "INDEX"), help="run one case again and show what it says")
    return parser.parse_args()


def _warm_up(bench: Bench) -> None:
    """Load what copies would load each for itself."""
    from renderer.cli.main import main as codong

    sys.stdout.flush()
    kept, null = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    for words in WARM:
        codong(["--workspace", str(bench.workspace), *words])
    for path in sorted(bench.signs.iterdir()):
        if path.suffix != ".jsonl" and path.is_file():
            codong(["--workspace", str(bench.workspace), "verify", str(path)])
    codong(["--workspace", str(bench.workspace), "preflight", *map(str, sorted(bench.signs.glob("*.pdf")))])
    for name, command in (("list.docx", "check"), ("list.xlsx", "check")):
        codong(["--workspace", str(bench.workspace), command, str(bench.lists / name)])
    sys.stdout.flush()
    os.dup2(kept, 1)


def _cases(count: int, door: str) -> Iterator[tuple[str, int]]:
    """Yield the doors in turn by their weights, so that a run that is stopped has seen all of them."""
    weights = {name: weight for name, (_, weight) in DOORS.items() if name.startswith(door)}
    whole, given = sum(weights.values()), Counter[str]()
    for number in range(1, count + 1):
        name = max(weights, key=lambda n: weights[n] * number / whole - given[n])
        yield name, given[name]
        given[name] += 1


def _watched(outcomes: Iterator[Outcome], count: int) -> Iterator[Outcome]:
    start = time.monotonic()
    for number, outcome in enumerate(outcomes, 1):
        if outcome.faults:
            print(_line_of(outcome), flush=True)
        if number % 500 == 0:
            print(f"{number} of {count}, {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
        yield outcome


def _line_of(outcome: Outcome) -> str:
    told = outcome.told.strip().splitlines()
    took = f"code {outcome.code}, {outcome.seconds:.1f} s, {outcome.peak / 1e6:.0f} MB"
    line = f"{outcome.door} {outcome.index}: {', '.join(outcome.faults)}; {took}: {' '.join(outcome.words[2:])[:150]!a}"
    return f"{line} | {told[-1][:160] if told else ''!a}"


def _report(outcomes: list[Outcome], seed: str, seconds: float) -> str:
    rows = []
    for door in DOORS:
        own = [outcome for outcome in outcomes if outcome.door == door]
        if own:
            kinds = Counter(fault for outcome in own for fault in outcome.faults)
            other = sum(kinds[kind] for kind in ("controls", "json", "left half-written", "not drawn"))
            slowest, most = max(o.seconds for o in own), max(o.peak for o in own)
            codes = Counter(o.code for o in own)
            shares = ", ".join(f"{code}: {codes[code]}" for code in sorted(codes, key=lambda c: -1 if c is None else c))
            counts = [kinds[kind] for kind in ("trace", "time", "memory", "code")]
            cells = [door, f"{len(own):,}", *counts, other, f"{slowest:.1f} s", f"{most / 1e6:,.0f} MB", shares]
            rows.append(f"| {' | '.join(map(str, cells))} |")
    bad = sum(bool(outcome.faults) for outcome in outcomes)
    return REPORT.format(
        tested=_commit(),
        count=len(outcomes),
        seed=seed,
        minutes=seconds / 60,
        cores=os.cpu_count(),
        rows="\n".join(rows),
        bad=bad,
        seconds=SECONDS,
        most=BYTES / 1e9,
        cpu=sum(outcome.cpu for outcome in outcomes) / 60,
    )


REPORT = """# Broken and hostile input, measured

Tested at commit {tested} by `scripts/accept`: {count:,} calls of the command with input drawn at random (seed
`{seed}`), in {minutes:.0f} minutes on {cores} cores ({cpu:.0f} minutes of CPU); {bad} went wrong.

| door | cases | traceback, 1 | > {seconds:g} s | > {most:g} GB | wrong code | other | slowest | most memory | codes |
|---|---|---|---|---|---|---|---|---|---|
{rows}

Right is a documented exit code other than 1, and 3 where the file can have no meaning; nothing that acts on a terminal
is printed, JSON is JSON, and no unfinished file is left (*other*). Memory holds what the warm process had before.
"""


def _commit() -> str:
    found = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return found.stdout.strip() or "unknown"


def _show(seed: str, door: str, index: int, bench: Bench, scratch: Path) -> None:
    folder = scratch / "case"
    folder.mkdir()
    drawn = draw(seed, door, index, folder, bench)
    print(ascii(drawn.words), sorted(drawn.codes), drawn.note, flush=True)
    from renderer.cli.main import main as codong

    os.environ["CODONG_CACHE"] = str(scratch / "cache")
    os.chdir(folder)
    try:
        print("code", codong(list(drawn.words)))
    except SystemExit as end:
        print("code", end.code)


if __name__ == "__main__":
    main()
