"""Hold drawings of other hands against a second engine: each is refused with a reason, or drawn alike, PNG and PDF.

The judge is resvg, which draws the file as its designer wrote it; CairoSVG draws what the normaliser made of it, once
as pixels and once as a PDF that pdfium paints. A pixel differs where neither engine shows, within one pixel, what the
other has there. Usage: python scripts/accept_drawings.py FOLDER [--most N] [--out FIGURES.json]
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from renderer.drawing import normalise
from renderer.values.errors import CodongError
from tests.helpers.engines import average, draw_pdf, draw_png, draw_resvg, find_strange

SIDE, FINER = 480, 3
"""Pixels of the longer side, and how much finer each picture is drawn before it is averaged: engines thicken hairlines
and smooth edges each in their way, and at a third of a pixel that is no difference of pictures."""
SLIGHT, FEW = 28, 6
"""How far a channel may be off what the other engine has nearby, and how many pixels may be farther."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=0)
    parser.add_argument("--seed", type=int, default=12)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    files = sorted(args.folder.rglob("*.svg"))
    if args.most:
        files = sorted(random.Random(args.seed).sample(files, min(args.most, len(files))))
    with ProcessPoolExecutor(2) as pool:
        rows = list(pool.map(judge, files, chunksize=4))
    counts = Counter(row["result"] for row in rows)
    print(dict(counts))
    reasons = Counter(re.sub(r"[\d.]+|'[^']*'|#\S+", "…", row["why"]) for row in rows if row["result"] == "refused")
    for why, count in reasons.most_common(40):
        print(f"{count:5} {why[:150]}")
    for row in rows:
        if row["result"] not in ("refused", "alike"):
            print(row["result"], row["file"], row["why"])
    if args.out:
        args.out.write_text(json.dumps(rows, indent=1), encoding="utf-8")


def judge(path: Path) -> dict[str, str]:
    """Return what became of one file."""
    row = {"file": str(path), "why": ""}
    try:
        svg = path.read_bytes().decode("utf-8", "replace")
        plain = normalise(svg, path.name)
    except CodongError as fault:
        return row | {"result": "refused", "why": fault.message}
    except Exception as fault:  # what an acceptance run is for
        return row | {"result": "broken", "why": repr(fault)[:200]}
    box = [float(v) for v in plain.get("viewBox", "").split()]
    scale = SIDE / max(box[2:])
    width, height = (max(1, round(side * scale)) for side in box[2:])
    try:
        wanted = average(draw_resvg(svg, plain.get("viewBox", ""), width * FINER, height * FINER), FINER)
    except Exception as fault:
        return row | {"result": "unjudged", "why": str(fault)[:100]}
    worst = []
    for name, draw in (("png", draw_png), ("pdf", draw_pdf)):
        try:
            found = average(draw(plain, width * FINER, height * FINER), FINER)
        except Exception as fault:
            return row | {"result": "broken", "why": f"{name} {fault!r}"[:200]}
        count = int(find_strange(wanted, found, SLIGHT).sum())
        if count > FEW:
            worst.append(f"{name}: {count} px")
    return row | {"result": "different" if worst else "alike", "why": ", ".join(worst)}


if __name__ == "__main__":
    main()
