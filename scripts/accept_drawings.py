"""Drawings of other hands through the compiler of layouts: taken and alike, or refused with a reason; nothing else.

Every file of the folders given becomes the art of a layout: its view box on an opaque ground. It is read, drawn as
picture and as print form, separated and compared by the code that compiles masters, each in a process of its own with
a deadline. ``--write COLUMN`` puts the figures under that heading into docs/drawings.md, beside those that stand there.

    python scripts/accept_drawings.py --openclipart --most 300 --write 1.0
    python scripts/accept_drawings.py /path/to/resvg/crates/resvg/tests/tests --write 1.0

``--openclipart`` fetches Debian's package ``openclipart-svg`` (public domain) by apt into a temporary folder. The test
suite of resvg is fetched by hand; neither is shipped.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
SEED, DEADLINE, LONG_SIDE = 12, 60.0, 1000.0
GROUND = "#F4E9D8"
TABLE = ROOT / "docs/drawings.md"
DIFFERENT = ("drawn-differently", "separation-differs")
OUTCOMES = ("taken", "refused", "different", "unjudged", "error", "too slow")
HEAD = """# Drawings that nobody here wrote

Every drawing is made the art of a layout and compiled as a layout is (`scripts/accept_drawings.py`). *Taken*: picture
and print form are alike with what resvg draws of the original. *Refused*: the profile names what it does not take.
*Different*: the engines disagree, so the drawing is refused with place and element. *Unjudged*: the second engine
cannot draw it, so it is refused. *Error*: an exception that is no error of the program. Neither collection is shipped.

"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--openclipart", action="store_true")
    parser.add_argument("--most", type=int, default=0, help="so many of each folder, drawn by chance")
    parser.add_argument("--write", default="", metavar="COLUMN")
    parser.add_argument("--out", type=Path, help="every file's outcome, as lines of JSON")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(judge(arguments.one)))
        return
    with tempfile.TemporaryDirectory() as name:
        folders = [*arguments.folders, *([fetch_openclipart(Path(name))] if arguments.openclipart else [])]
        for folder in folders:
            run(folder, arguments.most, arguments.write, arguments.out)


def fetch_openclipart(folder: Path) -> Path:
    subprocess.run(["apt-get", "download", "openclipart-svg"], cwd=folder, check=True, capture_output=True)
    (package,) = folder.glob("*.deb")
    subprocess.run(["dpkg-deb", "-x", package, folder / "openclipart"], check=True)
    return folder / "openclipart"


def run(folder: Path, most: int, column: str, out: Path | None) -> None:
    files = sorted(folder.rglob("*.svg"))
    if most:
        files = sorted(random.Random(SEED).sample(files, min(most, len(files))))
    start = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        rows = list(pool.map(judge_apart, files))
    seconds = time.perf_counter() - start
    if out:
        with out.open("a", encoding="utf-8") as lines:
            lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    counts = Counter(row["outcome"] for row in rows)
    figures = {"drawings": len(rows), **{name: counts[name] for name in OUTCOMES}, "s a drawing": 0.0}
    figures["s a drawing"] = round(sum(row["seconds"] for row in rows) / max(1, len(rows)), 2)
    reasons = Counter(reason_of(row) for row in rows if row["outcome"] not in ("taken",))
    print(folder, figures, f"{seconds:.0f} s")
    for reason, count in reasons.most_common(25):
        print(f"{count:5}  {reason}")
    if column:
        write("openclipart" if "openclipart" in str(folder) else folder.parent.name, column, figures, reasons)


def reason_of(row: dict[str, Any]) -> str:
    message = re.sub(r"\(line \d+[^)]*\)|line \d+|id='[^']*'|#[\w-]+|-?\d[\d.e+-]*", "…", row["message"])
    if row["code"] in DIFFERENT:
        message = message.split(" differs")[0]
    return f"{row['outcome']}: {row['code']}: {message}"[:110]


def judge_apart(path: Path) -> dict[str, Any]:
    """Judge a drawing in a process of its own: what hangs or dies is one row."""
    start = time.perf_counter()
    row = {"file": str(path), "code": "", "message": ""}
    try:
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(path)],
            capture_output=True,
            text=True,
            timeout=DEADLINE,
            check=False,
        )
        row |= json.loads(done.stdout) if done.returncode == 0 else {"outcome": "error", "message": done.stderr[-300:]}
    except subprocess.TimeoutExpired:
        row |= {"outcome": "too slow"}
    return {"seconds": time.perf_counter() - start, **row}


def judge(path: Path) -> dict[str, Any]:
    """Compile one drawing as the art of a layout."""
    from renderer.values.errors import CodongError

    start = time.perf_counter()
    try:
        compile_drawing(path)
    except CodongError as fault:
        code = fault.code
        outcome = "different" if code in DIFFERENT else "unjudged" if code == "cannot-compare" else "refused"
        return {"outcome": outcome, "code": code, "message": fault.message, "seconds": time.perf_counter() - start}
    return {"outcome": "taken", "seconds": time.perf_counter() - start}


def compile_drawing(path: Path) -> None:
    """Do what ``compile_master`` does from the template's text on."""
    from renderer.layout.compared import always, compare_form, compare_picture
    from renderer.layout.engine import draw_page
    from renderer.layout.master import press_condition
    from renderer.layout.svg import read_art
    from renderer.redraw import read_original
    from renderer.separation import Inks, separate_page
    from renderer.values.errors import DataError
    from renderer.values.geometry import Rect
    from renderer.workspace import Workspace

    try:
        svg, box = as_art(path.read_text(encoding="utf-8", errors="replace"))
    except (SyntaxError, ValueError) as fault:
        raise DataError("broken-svg", f"no XML: {type(fault).__name__}") from None
    bounds, scale = Rect(*box), LONG_SIDE / max(box[2:])
    art, original = read_art(svg, bounds, path.name), read_original(svg, path.name)
    compare_picture(art, original, bounds, always)
    points = (bounds.width * scale, bounds.height * scale)
    drawn = draw_page(art, bounds, points, path.name)
    compare_form(drawn, points, original, bounds, always)
    separate_page(drawn, Inks(press_condition(Workspace(ROOT), 300.0)), path.name)


def as_art(text: str) -> tuple[str, list[float]]:
    """Return a drawing on an opaque ground, and its view box."""
    root: Element = fromstring(re.sub(r"<!DOCTYPE[^>\[]*(\[.*?\])?\s*>", "", text, flags=re.DOTALL))
    numbers = [float(n) for n in re.findall(r"[-+.\deE]+", root.get("viewBox", ""))]
    if len(numbers) != 4 or min(numbers[2:]) <= 0:
        sides = [float(re.match(r"[\d.]+", root.get(key, "")).group()) for key in ("width", "height")]  # type: ignore[union-attr]
        numbers = [0.0, 0.0, *sides]
    root.set("viewBox", " ".join(f"{n!r}" for n in numbers))
    root.set("width", f"{numbers[2]!r}")
    root.set("height", f"{numbers[3]!r}")
    ground = SubElement(root, "{http://www.w3.org/2000/svg}rect", {"style": f"fill:{GROUND};stroke:none"})
    for key, value in zip(("x", "y", "width", "height"), numbers, strict=True):
        ground.set(key, f"{value!r}")
    root.remove(ground)
    root.insert(0, ground)
    return tostring(root, encoding="unicode"), numbers


def write(name: str, column: str, figures: dict[str, float], reasons: Counter[str]) -> None:
    """Put a column of figures into the table of one collection, in place of one of the same heading."""
    stored = TABLE.with_suffix(".json")
    kept = json.loads(stored.read_text(encoding="utf-8")) if stored.is_file() else {}
    kept.setdefault(name, {})[column] = {"figures": figures, "reasons": dict(reasons.most_common(12))}
    stored.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    TABLE.write_text(HEAD + "\n".join(section(n, c) for n, c in kept.items()), encoding="utf-8")


def section(name: str, columns: dict[str, Any]) -> str:
    lines = [f"## {name}\n", "| | " + " | ".join(columns) + " |", "|---|" + "---|" * len(columns)]
    for row in ("drawings", *OUTCOMES, "s a drawing"):
        lines.append(f"| {row} | " + " | ".join(str(c["figures"][row]) for c in columns.values()) + " |")
    last = list(columns.values())[-1]
    lines += ["\nWhy, in the last column:\n", *(f"- {count} x {why}" for why, count in last["reasons"].items()), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
