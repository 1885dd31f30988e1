"""Render and prove every issued slogan in every layout at three declared sizes; write docs/acceptance.md.

Run by scripts/accept, which takes some minutes. Every cell is a finished and proven file, or a refusal for length.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from renderer.catalogue import Status, effective_status
from renderer.contract.order import Order
from renderer.layout import layout_ids
from renderer.pipeline import render
from renderer.review.verify import verify_file
from renderer.studio import Studio
from renderer.values.dates import HangDates
from renderer.values.errors import RefusedError
from renderer.values.lengths import parse_size
from renderer.workspace import Workspace

ROOT = Path(__file__).parent.parent
HANG = "2026-01-20..2026-02-03"
SIZES_A_LAYOUT = 3
KINDS = ("proven", "refused", "pdf", "png")
HEAD = """# Acceptance: every issued slogan in every layout at three sizes

Tested at commit {tested} by `scripts/accept`; hang dates {hang}, with event line and unit.
A number is the cap height of the slogan (mm; px on LED) in a file that was rendered, proven, and proven again from the
manifest. A dash is a refusal: the text does not reach the smallest cap height of the frame.

{total} orders: {proven} proven ({pdf} PDF, {png} PNG), {refused} refused for length, none failed.

"""


def main() -> int:
    studio = Studio(Workspace(ROOT))
    issued = [s for s in studio.catalogue.slogans if effective_status(s, HangDates.parse(HANG)).status is Status.ISSUED]
    columns = [
        (layout_id, size)
        for layout_id in layout_ids(studio.workspace)
        for size in studio.layout(layout_id).spec.sizes[:SIZES_A_LAYOUT]
    ]
    counts: Counter[str] = Counter()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for slogan in issued:
            cells = [cell(studio, slogan.id, layout_id, size, Path(folder), counts) for layout_id, size in columns]
            rows.append(f"| {slogan.id} | {len(slogan.text)} | " + " | ".join(cells) + " |")
            print(rows[-1], flush=True)
    (ROOT / "docs/acceptance.md").write_text(report(columns, rows, counts), encoding="utf-8")
    return 0


def cell(studio: Studio, slogan: str, layout: str, size: str, folder: Path, counts: Counter[str]) -> str:
    """Return the cap height of the proven sign, or a dash for a text that is too long for it."""
    formats = ("png",) if parse_size(size).unit == "px" else ("pdf", "png")
    order = Order(
        layout=layout,
        slogan=slogan,
        size=size,
        hang=HANG,
        formats=formats,
        event="thanh-lap-dang-96",
        organisation="dang-uy-phuong-van-xuan",
    )
    try:
        asset = render(studio, order, folder)
    except RefusedError as fault:
        if fault.code != "does-not-fit":
            raise
        counts["refused"] += 1
        return "-"
    for file in asset.entry.files:
        verdict = verify_file(studio, folder / file.path, [asset.entry])
        if not verdict.passed or verdict.findings:
            raise SystemExit(f"{file.path}: {verdict.findings}")
        counts[file.kind] += 1
    counts["proven"] += 1
    return f"{asset.blocks[0].cap_height:.0f}"


def report(columns: list[tuple[str, str]], rows: list[str], counts: Counter[str]) -> str:
    tested = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.strip()
    head = HEAD.format(
        tested=tested, hang=HANG, total=counts["proven"] + counts["refused"], **{k: counts[k] for k in KINDS}
    )
    titles = " | ".join(f"{layout.split('/')[0]} {size}" for layout, size in columns)
    rule = "|---" * (len(columns) + 2) + "|"
    return head + "\n".join([f"| slogan | characters | {titles} |", rule, *rows]) + "\n"


if __name__ == "__main__":
    sys.exit(main())
