"""A job of 1,000 signs from a sheet saved by LibreOffice: figures, and a run killed at 20 random moments.

    .venv/bin/python scripts/accept_batch.py

Writes docs/batch.md. Fails where a sign is not proven, a file is left half-written or a resumed run ends with other
bytes.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl

ROOT = Path(__file__).parent.parent
CODONG = [str(Path(sys.executable).parent / "codong")]
SLOGANS = tuple("cv9743-01 cv9743-02 cv9743-05 cv9743-07 cv9743-hall dh14-art dn23-02 dn23-05 dn23-06 dn23-07".split())
SIGNS = (
    ("pano/co-do", "4x2m"),
    ("pano/co-do", "3x2m"),
    ("bang-ron/co-do", "4,8x0,6m"),
    ("ap-phich/co-do", "A1"),
    ("led/co-do", "512x256px"),
)
UNITS = 20
KILLS = 20
SEED = 20261121


@dataclass
class Figures:
    rows: int
    seconds: float
    parent_mib: float


def main() -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["CODONG_CACHE"] = str(folder / "cache")
        workspace = folder / "workspace"
        call(*CODONG, "init", workspace)
        units = list(province(workspace, folder))
        sheets = {n: sheet(folder, units, n) for n in (10, 100, 1000)}
        figures = [measured(workspace, sheets[n], folder / f"out-{n}", n) for n in sheets]
        whole = folder / "out-1000"
        entries = (whole / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
        assert len(entries) == 1000
        files = [f["path"] for line in entries for f in json.loads(line)["files"]]
        verify(workspace, whole, files)
        again = timed(workspace, sheets[1000], whole)
        kept, kills = killed(workspace, sheets[1000], folder, whole)
        report(commit, figures, again, kept, kills, len(files))


def call(*line: object) -> None:
    subprocess.run([str(part) for part in line], check=True, capture_output=True)


def province(workspace: Path, folder: Path) -> Iterator[str]:
    """Take up a list of units, invented names of wards for a load test, through the command."""
    book = openpyxl.Workbook()
    book.active.append(["STT", "Tên đơn vị", "Tỉnh"])
    names = [f"UBND phường thử nghiệm {number}" for number in range(1, UNITS + 1)]
    for number, name in enumerate(names, 1):
        book.active.append([number, name, "Sơn La"])
    book.save(folder / "units.xlsx")
    call(*CODONG, "--workspace", workspace, "units", "import", folder / "units.xlsx", "--source", "load test")
    yield from names


def sheet(folder: Path, units: list[str], rows: int) -> Path:
    """Make the job of so many rows and let LibreOffice save it."""
    made = folder / f"job-{rows}.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["STT", "Mẫu", "Kích thước", "Khẩu hiệu", "Đơn vị", "Từ ngày", "Đến ngày", "Số lượng"])
    signs = [(a, s, slogan, unit) for unit in units for slogan in SLOGANS for a, s in SIGNS][:rows]
    for number, sign in enumerate(signs, 1):
        book.active.append([number, *sign, "20/01/2026", "03/02/2026", 1 + number % 7])
    book.save(made)
    call("soffice", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder / "saved", made)
    return folder / "saved" / made.name


def line_of(workspace: Path, job: Path, out: Path) -> list[str]:
    options = ["--out", str(out), "--folders", "{format}/{unit}", "--json"]
    return [*CODONG, "--workspace", str(workspace), "batch", str(job), *options]


def measured(workspace: Path, job: Path, out: Path, rows: int) -> Figures:
    """Run a job from a cold cache and watch the parent's memory."""
    shutil.rmtree(os.environ["CODONG_CACHE"], ignore_errors=True)
    start = time.perf_counter()
    process = subprocess.Popen(line_of(workspace, job, out), stdout=subprocess.PIPE, text=True)
    highest, events = 0.0, []
    assert process.stdout is not None
    for line in process.stdout:
        events.append(json.loads(line))
        highest = max(highest, resident(process.pid))
    assert process.wait() == 0, events[-3:]
    seconds = time.perf_counter() - start
    assert events[-1]["made"] == rows and events[-1]["faults"] == 0, events[-1]
    print(f"{rows} rows: {seconds:.1f} s, parent {highest:.0f} MiB", flush=True)
    return Figures(rows, seconds, highest)


def resident(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(v.split()[1]) / 1024 for v in status.splitlines() if v.startswith("VmRSS:")), 0.0)


def timed(workspace: Path, job: Path, out: Path) -> float:
    start = time.perf_counter()
    done = subprocess.run(line_of(workspace, job, out), capture_output=True, text=True, check=True)
    end = json.loads(done.stdout.splitlines()[-1])
    assert (end["made"], end["kept"]) == (0, 1000), end
    return time.perf_counter() - start


def verify(workspace: Path, folder: Path, files: list[str]) -> None:
    for at in range(0, len(files), 200):
        call(*CODONG, "--workspace", workspace, "verify", *(folder / name for name in files[at : at + 200]))


def killed(workspace: Path, job: Path, folder: Path, whole: Path) -> tuple[int, list[float]]:
    """Kill a run, with its workers or without, at random moments; let it end; compare every byte."""
    out, chance = folder / "killed", random.Random(SEED)
    moments = []
    for number in range(KILLS):
        process = subprocess.Popen(line_of(workspace, job, out), stdout=subprocess.DEVNULL, start_new_session=True)
        moment = chance.uniform(0.1, 5.0)
        time.sleep(moment)
        if number % 2:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
        moments.append(moment)
    done = subprocess.run(line_of(workspace, job, out), capture_output=True, text=True, check=True)
    end = json.loads(done.stdout.splitlines()[-1])
    one, other = tree(whole), tree(out)
    assert one.keys() == other.keys(), one.keys() ^ other.keys()
    differing = [name for name in one if one[name] != other[name]]
    assert not differing, differing[:5]
    return end["kept"], moments


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def report(commit: str, figures: list[Figures], again: float, kept: int, kills: list[float], files: int) -> None:
    rows = "".join(
        f"| {f.rows} | {1000 * f.seconds / f.rows:.0f} | {f.seconds:.1f} | {f.parent_mib:.0f} |\n" for f in figures
    )
    text = f"""# A batch of 1,000 signs

Tested at commit {commit} by `scripts/accept_batch.py`, {os.cpu_count()} cores: {UNITS} units x {len(SLOGANS)} slogans x
{len(SIGNS)} pairs of layout and size, from a sheet that LibreOffice saved, on a cold cache.

| rows | ms a sign | seconds | parent's memory at most (MiB) |
|---|---|---|---|
{rows}
All 1,000 signs are proven; their {files} files were proven once more by `codong verify`. Running the finished job
again, which checks every file by its hash, took {again:.1f} s.

A run was killed (SIGKILL) at {len(kills)} random moments between {min(kills):.1f} and {max(kills):.1f} s, every second
time together with its workers. The last run kept {kept} signs, made the rest, and ended with the same files and the
same manifest, byte for byte, and nothing else.
"""
    (ROOT / "docs/batch.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
