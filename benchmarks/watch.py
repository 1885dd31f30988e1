"""From saving a layout's drawing to its proof on disk, in milliseconds, as ``codong watch`` does it.

    .venv/bin/python benchmarks/watch.py

The budget is 300 ms. A separate process watches a copy of the workspace; this one saves and waits for the picture.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 15
LAYOUTS = {"pano/co-do": "4x2m", "bang-ron/co-do": "4,8x0,6m", "ap-phich/co-do": "A1", "led/co-do": "1536x768px"}


def main() -> None:
    codong = str(Path(sys.executable).parent / "codong")
    with tempfile.TemporaryDirectory() as folder:
        workspace, out = Path(folder) / "workspace", Path(folder) / "out"
        subprocess.run([codong, "init", str(workspace)], check=True, capture_output=True)
        for layout, size in LAYOUTS.items():
            watcher = subprocess.Popen(
                [codong, "--workspace", str(workspace), "watch", layout, "--slogan", "cv9743-02", "--size", size]
                + ["--out", str(out)],
                stdout=subprocess.DEVNULL,
            )
            try:
                times = rounds(workspace / f"layouts/{layout}/art.svg.j2", out)
            finally:
                watcher.terminate()
                watcher.wait()
            median = statistics.median(times)
            print(f"{layout:16} {median / 300:.2f} of the budget: median {median:.0f} ms, worst {max(times):.0f} ms")


def rounds(art: Path, out: Path) -> list[float]:
    layout = "_".join(art.parent.parts[-2:])
    target = out / f"xem_{layout}_cv9743-02.png"
    while not target.exists():
        time.sleep(0.05)
    time.sleep(1.0)  # the watch itself begins after the first picture
    times = []
    source = art.read_text(encoding="utf-8")
    for number in range(ROUNDS):
        before = target.stat().st_mtime_ns
        start = time.perf_counter()
        art.write_text(f"{source}<!-- {number} -->\n", encoding="utf-8")
        while target.stat().st_mtime_ns == before:
            time.sleep(0.002)
        times.append((time.perf_counter() - start) * 1000)
        time.sleep(0.3)
    return times


if __name__ == "__main__":
    main()
