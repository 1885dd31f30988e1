"""Records, ledger, workspace and pictures under faults: kills at random moments, lies, flipped bytes, long manifests.

Writes docs/records.md. ``--kills``, ``--flips``, ``--pictures`` and ``--lines`` say how often, and so how long.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from renderer.contract.manifest import MANIFEST_NAME, ManifestEntry, parse_entry, seal  # noqa: E402
from renderer.contract.manifest_file import ManifestIndex, append_entry, iterate_newest, read_manifest  # noqa: E402
from renderer.layout import decode, press_condition  # noqa: E402
from renderer.ledger import LEDGER, Ledger  # noqa: E402
from renderer.review.coherence import derive, find_contradictions  # noqa: E402
from renderer.review.verify import verify_file  # noqa: E402
from renderer.studio import Studio  # noqa: E402
from renderer.values.errors import CodongError, DataError  # noqa: E402
from renderer.workspace import ImageEntry, Workspace  # noqa: E402
from tests.helpers.command import command, environment  # noqa: E402
from tests.helpers.signs import PANO, finish  # noqa: E402
from tests.helpers.workspaces import append_text, copy_workspace, fixed_clock  # noqa: E402
from tests.review.test_coherence import FREE, judge, lies  # noqa: E402

SEED = 20260122
NO_DIFFERENCE = "nothing else would differ"
SIGN = ("led/co-do", "--slogan", "dn23-06", "--size", "256x128px", "--hang", "2026-01-20..2026-01-23")
REPORT = """# Acceptance: records under faults

Tested at commit {tested} by `scripts/accept_records.py` (seed {seed}).

| what was done | how often | what was found |
|---|---|---|
{rows}

A record is *believed* if its file would be called PROVEN without a word. A kill is SIGKILL at a random moment of the
command's life; what it left is then read, and the command run again.
"""


# -- kills ----------------------------------------------------------------------------------------


def start(folder: Path, *words: object, workspace: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command(*words, workspace=workspace),
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def duration(folder: Path, *words: object, workspace: Path) -> float:
    """Return how long the command takes when nobody stops it."""
    begin = time.monotonic()
    start(folder, *words, workspace=workspace).wait()
    return time.monotonic() - begin


def kill_at_random(chance: random.Random, seconds: float, running: subprocess.Popen[bytes]) -> None:
    # Most of a command's life is imports: the later part is where it writes.
    time.sleep(seconds * chance.uniform(0.35, 1.05))
    if running.poll() is None:
        os.kill(running.pid, signal.SIGKILL)
    running.wait()


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def kill_init(folder: Path, kills: int, chance: random.Random) -> str:
    seconds = duration(folder, "init", folder / "whole", workspace=ROOT)
    whole = contents(folder / "whole")
    found: Counter[str] = Counter()
    for number in range(kills):
        target = folder / f"init-{number}"
        kill_at_random(chance, seconds, start(folder, "init", target, workspace=ROOT))
        state = "nothing" if not target.exists() or not any(target.iterdir()) else "half made"
        if target.exists() and contents(target) == whole:
            state = "complete"
        elif state == "half made":
            try:
                Workspace.find(target, target)
                state = "half made and TAKEN FOR WHOLE"
            except CodongError:
                pass
            if start(folder, "init", target, workspace=ROOT).wait() or contents(target) != whole:
                state = "half made and NOT COMPLETED"
        found[state] += 1
    return told(found)


def kill_render(folder: Path, kills: int, chance: random.Random) -> str:
    studio = Studio(Workspace(ROOT, clock=fixed_clock))
    seconds = duration(folder, "render", *SIGN, "--out", folder / "first", workspace=ROOT)
    found: Counter[str] = Counter()
    for number in range(kills):
        out = folder / f"render-{number}"
        kill_at_random(chance, seconds, start(folder, "render", *SIGN, "--out", out, workspace=ROOT))
        left = [p.name for p in out.rglob("*.part")] if out.exists() else []
        state = "a part left" if left else "recorded" if (out / MANIFEST_NAME).exists() else "nothing left"
        for entry in read_manifest(out / MANIFEST_NAME):
            if not all(verify_file(studio, out / file.path, [entry]).passed for file in entry.files):
                state = "RECORDED AND NOT PROVEN"
        if start(folder, "render", *SIGN, "--out", out, workspace=ROOT).wait():
            state = "NOT MADE by a second run"
        if list(out.rglob("*.part")):
            state = "a part LEFT AFTER a second run"
        found[state] += 1
    return told(found)


def kill_approve(folder: Path, kills: int, chance: random.Random) -> str:
    """Kill the first decision of a workspace whose policy asks for a ledger."""
    words = ("approve", "dn23-06", "--by", "A", "--role", "duyệt")
    workspace = copy_workspace(folder / "workspace")
    append_text(workspace / "codong.toml", "[policy]\nledger = true\n")
    seconds = duration(folder, *words, workspace=workspace)
    (workspace / LEDGER).unlink()
    found: Counter[str] = Counter()
    for _ in range(kills):
        kill_at_random(chance, seconds, start(folder, *words, workspace=workspace))
        ledger = Ledger(workspace / LEDGER)
        try:
            state = "one entry" if ledger.entries() else "no ledger"
            if ledger.audit().faults or len(ledger.entries()) > 1:
                state = "A FAULTY LEDGER"
        except CodongError:
            state = "A FAULTY LEDGER"
        for left in (workspace / LEDGER, *workspace.glob(f".{LEDGER}*")):
            left.unlink(missing_ok=True)
        found[state] += 1
    return told(found)


# -- lies -----------------------------------------------------------------------------------------


def tell_lies(studio: Studio, entries: list[ManifestEntry]) -> list[tuple[str, int, str]]:
    rows = []
    for moved in (False, True):
        found: Counter[str] = Counter()
        for entry in entries:
            held = derive(studio, entry)
            if moved:
                held = replace(held, resolved=replace(held.resolved, binding="0" * 64))
            for at, changed in lies(entry):
                if at[0] in FREE or (at[0] == "files" and at[-1] == "sha256"):
                    found["what neither order nor bytes decide"] += 1
                elif moved:
                    findings = find_contradictions(studio, changed, held)
                    grave = any(f.severity == "error" for f in findings)
                    differs = any(f.code == "stale" and NO_DIFFERENCE not in f.message for f in findings)
                    found["refused" if grave else "told as a difference" if differs else "BELIEVED"] += 1
                else:
                    found["refused" if judge(studio, changed, at, held) else "BELIEVED"] += 1
        where = "the release moved on" if moved else "the release that made it"
        rows.append((f"one value of a record changed, the line sealed anew; {where}", sum(found.values()), told(found)))
    return rows


def flip_lines(entries: list[ManifestEntry], flips: int, chance: random.Random) -> str:
    found: Counter[str] = Counter()
    for _ in range(flips):
        line = bytearray(chance.choice(entries).as_line()[:-1])
        line[chance.randrange(len(line))] ^= chance.randrange(1, 256)
        try:
            parse_entry(bytes(line), Path("manifest.jsonl"), 1)
            found["BELIEVED"] += 1
        except DataError:
            found["refused"] += 1
    return told(found)


# -- pictures -------------------------------------------------------------------------------------


def break_pictures(studio: Studio, count: int, chance: random.Random) -> tuple[str, str]:
    entry = ImageEntry(id="thu", file="thu", title="-", source="-", licence="-", sha256="0" * 64)
    press = press_condition(studio.workspace, 300.0)
    samples = []
    for kind in ("PNG", "JPEG", "TIFF"):
        out = io.BytesIO()
        Image.effect_noise((48, 48), 90).convert("RGB").save(out, kind)
        samples.append(out.getvalue())
    found: Counter[str] = Counter()
    slowest = 0.0
    for _ in range(count):
        data = bytearray(chance.choice(samples))
        for _ in range(chance.randrange(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        data = data[: chance.randrange(len(data))] if chance.random() < 0.3 else data
        begin = time.monotonic()
        try:
            decode(bytes(data), entry, press)
            found["taken"] += 1
        except DataError as fault:
            found[fault.code] += 1
        except Exception as fault:  # what must not happen is counted
            found[f"{type(fault).__name__} AS A TRACEBACK"] += 1
        slowest = max(slowest, time.monotonic() - begin)
    return told(found), f"{slowest:.1f} s"


# -- length ---------------------------------------------------------------------------------------


def measure(what: str, path: Path) -> None:
    """Print seconds and megabytes that one reading takes: what the child processes of this script do."""
    readers: dict[str, Callable[[], object]] = {
        "verify one file": lambda: ManifestIndex(path).entries_about("x", f"{5:064x}"),
        "stale": lambda: sum(1 for _ in iterate_newest(path)),
        "render one more": lambda: append_entry(path, next(iterate_newest(path))),
    }
    before, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    readers[what]()
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"{time.monotonic() - begin:.1f} s, {used / 1000:.0f} MB")


def lengthen(folder: Path, entry: ManifestEntry, lines: int) -> list[tuple[str, int, str]]:
    path = folder / MANIFEST_NAME
    content = json.loads(entry.as_line())
    del content["seal"]
    with open(path, "wb") as file:
        for number in range(lines):
            name = f"pano/bien_{number:06}_{entry.binding[:8]}.pdf"
            content["files"] = [{**content["files"][0], "path": name, "sha256": f"{number:064x}"}]
            file.write(seal(content))
    size = path.stat().st_size / 1e6
    rows = []
    for what in ("verify one file", "stale", "render one more"):
        line = [sys.executable, __file__, "--measure", what, str(path)]
        ran = subprocess.run(line, capture_output=True, text=True, check=True)
        rows.append((f"a manifest of {lines:,} lines ({size:.0f} MB): {what}", 1, ran.stdout.strip()))
    return rows


def told(found: Counter[str]) -> str:
    return "; ".join(f"{count} {what}" for what, count in sorted(found.items()))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--flips", type=int, default=20_000)
    parser.add_argument("--pictures", type=int, default=2_000)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--measure", nargs=2)
    given = parser.parse_args()
    if given.measure:
        measure(given.measure[0], Path(given.measure[1]))
        return 0
    chance = random.Random(SEED)
    studio = Studio(Workspace(ROOT, clock=fixed_clock))
    rows: list[tuple[str, int, str]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for what, kill in (("init", kill_init), ("render", kill_render), ("approve, the first decision", kill_approve)):
            (folder / kill.__name__).mkdir()
            rows.append((f"`codong {what}` killed", given.kills, kill(folder / kill.__name__, given.kills, chance)))
            print(rows[-1], flush=True)
        pano = finish(studio, folder / "pano", formats=("pdf", "png"), **PANO).asset.entry
        draft = finish(studio, folder / "draft", layout="led/co-do", slogan="dn23-06", size="256x128px", draft=True)
        entries = [pano, draft.asset.entry]
        rows += tell_lies(studio, entries)
        print(*rows[-2:], sep="\n", flush=True)
        rows.append(("a byte of a line flipped", given.flips, flip_lines(entries, given.flips, chance)))
        pictures, slowest = break_pictures(studio, given.pictures, chance)
        rows.append((f"bytes of a picture changed, or its end cut off (slowest {slowest})", given.pictures, pictures))
        rows += lengthen(folder, pano, given.lines)
    line = ["git", "rev-parse", "--short", "HEAD"]
    tested = subprocess.run(line, capture_output=True, text=True, cwd=ROOT, check=True)
    table = "\n".join(f"| {what} | {count:,} | {found} |" for what, count, found in rows)
    text = REPORT.format(tested=tested.stdout.strip(), seed=SEED, rows=table)
    (ROOT / "docs/records.md").write_text(text, encoding="utf-8")
    print(text)
    return 1 if re.search(r"\b[A-Z]{4,}\b", table) else 0  # what must not be is written large


if __name__ == "__main__":
    sys.exit(main())
