"""Processor time of one batch, of this checkout and of another one, turn about; the ratio first.

    .venv/bin/python benchmarks/batch.py OTHER_CHECKOUT [ROUNDS]

The job: nine slogans on three sizes of two layouts as PDF and PNG, one worker, a store that is warm. Processor seconds
of the whole process tree are compared, for they depend less on what else a machine does.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parents[1]
SLOGANS = [f"cv9743-{number:02}" for number in range(1, 10)]
JOB = """schema = 1
[defaults]
hang = "2026-01-20..2026-02-05"
slogan = {slogans}
format = "pdf,png"
[[sign]]
layout = "pano/co-do"
size = ["4x2m", "6x3m", "3x2m"]
dpi = 8
[[sign]]
layout = "bang-ron/co-do"
size = ["5x1m", "6x1m", "8x1m"]
dpi = 8
"""


def main() -> None:
    other = Path(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as folder:
        job = Path(folder) / "job.toml"
        job.write_text(JOB.format(slogans=SLOGANS).replace("'", '"'), encoding="utf-8")
        seconds: dict[Path, list[float]] = {HERE: [], other: []}
        for number in range(rounds + 1):
            for checkout, taken in seconds.items():
                out = Path(folder) / f"{checkout.name}-{number}"
                taken.append(run(checkout, job, out, Path(folder) / f"cache-{checkout.name}"))
    here, there = (statistics.median(taken[1:]) for taken in seconds.values())
    print(f"{here / there:.3f} of the other: {here:.2f} s here, {there:.2f} s there (median of {rounds}, processor)")
    cold = [taken[0] for taken in seconds.values()]
    print(f"{cold[0] / cold[1]:.3f} with a cold store: {cold[0]:.2f} s here, {cold[1]:.2f} s there")


def run(checkout: Path, job: Path, out: Path, cache: Path) -> float:
    """Run the job by a checkout's program; return the processor seconds that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "renderer", "--workspace", checkout, "batch", job, "--jobs", "1", "--out", out],
        env={**os.environ, "PYTHONPATH": str(checkout), "CODONG_CACHE": str(cache), "PYTHONSAFEPATH": "1"},
        check=True,
        capture_output=True,
        cwd=out.parent,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
