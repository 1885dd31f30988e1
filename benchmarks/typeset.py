"""How long copyfit takes, warm: an 18-word slogan and the 309-character theme, in four shapes of frame.

    .venv/bin/python benchmarks/typeset.py

*Same text*: the text was set before, in another frame (a series of sizes). *New text*: its words were seen before,
the text was not (a batch of slogans). The budget is 0.5 ms for the slogan and 3 ms for the theme.
"""

from __future__ import annotations

import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from renderer.resolve import slogan_wording
from renderer.studio import Studio
from renderer.typeset import Setting, set_text
from renderer.values.geometry import Rect
from renderer.workspace import Workspace

ROOT = Path(__file__).parent.parent

SHAPES = {"8:1": (8000, 1000, 3), "2:1": (2000, 1000, 6), "16:9": (1778, 1000, 6), "3:4": (750, 1000, 9)}
BUDGET_MS = {"cv9743-02": 0.5, "dh14-theme-v3": 3.0}
ROUNDS = 200


def median_ms(work: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    times = []
    for _ in range(ROUNDS):
        before()
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def main() -> None:
    studio = Studio(Workspace(ROOT))
    face = studio.face("Be Vietnam Pro/800")
    print(f"Python {platform.python_version()}, medians of {ROUNDS} rounds, ms; ratio to the budget first")
    for slogan_id, budget in BUDGET_MS.items():
        slogan = studio.catalogue.slogan(slogan_id)
        wording = slogan_wording(studio, slogan).upper()
        for name, (width, height, lines) in SHAPES.items():
            frame, setting = Rect(0, 0, width, height), Setting(max_lines=lines)

            def work(frame: Rect = frame, setting: Setting = setting) -> object:
                return set_text("slogan", wording, frame, face, setting)  # noqa: B023  called in this round

            work()
            same, new = median_ms(work), median_ms(work, face.runs.clear)
            print(
                f"{slogan_id:14} {len(wording.words):3} words {name:>5}  same text {same / budget:4.2f} ({same:.2f} ms)"
                f"  new text {new / budget:4.2f} ({new:.2f} ms)"
            )


if __name__ == "__main__":
    main()
