"""Set every issued slogan in every layout at every declared size, measure it with other eyes, and write
docs/typesetting.md.

Run by scripts/accept. Clearances and ink are measured by shapely on fontTools' outlines, not by the code under test.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean

from PIL import Image

from renderer.artwork import SettingRequest, effects_of, set_frame, setting_of
from renderer.catalogue import Status, effective_status
from renderer.contract.order import Order
from renderer.layout import layout_ids
from renderer.resolve import in_case, resolve, slogan_wording
from renderer.studio import Studio
from renderer.text import Tier
from renderer.typeset import CLEARANCE, VIETNAMESE_LETTERS, Face, TextBlock, draw_block, set_text
from renderer.values.dates import HangDates
from renderer.values.errors import RefusedError
from renderer.workspace import Workspace

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from tests.helpers.gold import SIGNS, agreement, load_gold  # noqa: E402  the tests' own table and eyes
from tests.helpers.outlines import least_clearance, line_shapes  # noqa: E402

HANG = "2026-01-20..2026-02-03"
PICTURES = ROOT / "output" / "tightest"


@dataclass(frozen=True)
class Cell:
    """One slogan in one layout at one size, set; ``safe`` is the size with fixed safe leading and free breaks."""

    slogan: str
    layout: str
    size: str
    block: TextBlock
    clearance: float
    safe: TextBlock | None


def main() -> int:
    studio = Studio(Workspace(ROOT))
    hang = HangDates.parse(HANG)
    issued = [s for s in studio.catalogue.slogans if effective_status(s, hang).status is Status.ISSUED]
    orders = [
        Order(layout=layout, slogan=s.id, size=size, hang=HANG, formats=("png",))
        for s in issued
        for layout in layout_ids(studio.workspace)
        for size in studio.layout(layout).spec.sizes
    ]
    cells, refused = [], 0
    for order in orders:
        try:
            cells.append(cell(studio, order))
        except RefusedError as fault:
            if fault.code != "does-not-fit":
                raise
            refused += 1
    tightest(studio, cells)
    (ROOT / "docs/typesetting.md").write_text(report(studio, cells, refused, len(orders)), encoding="utf-8")
    return 0


def cell(studio: Studio, order: Order) -> Cell:
    """Set one order, with event line and unit in place, and hold it to every promise."""
    order = order.model_copy(update={"event": "thanh-lap-dang-96", "unit": "dang-uy-phuong-van-xuan"})
    resolved = resolve(studio, order)
    master, _ = studio.master(resolved.master_spec)
    name = next(n for n, style in resolved.layout.spec.frames.items() if style.content == "slogan")
    block = set_frame(studio, master, name, resolved.wordings[name])[-1].block
    where = f"{order.slogan} {order.layout} {order.size}"
    gaps, at = resolved.wordings[name].gaps, 0
    for line in block.lines[:-1]:
        at += len(line.text.split(" "))
        assert gaps[at - 1].tier is not Tier.NEVER, f"{where}: a protected phrase is split after {line.text!r}"
    frame, slack = block.frame, 1e-3 * max(block.frame.width, block.frame.height)
    for shape in line_shapes(block):
        x0, y0, x1, y1 = shape.bounds
        inside = x0 >= frame.x - slack and x1 <= frame.right + slack and y0 >= frame.y - slack
        assert inside and y1 <= frame.bottom + slack, f"{where}: ink outside the frame"
    clearance = least_clearance(block)
    assert clearance >= CLEARANCE - 1e-4, f"{where}: clearance {clearance:.4f}"
    style = master.style(name)
    face = studio.face(style.face)
    setting = replace(
        setting_of(style, master.spec.size, SettingRequest()), leading=safe_leading(face), min_cap_height=0.0
    )
    wording = in_case(slogan_wording(studio, resolved.slogan), style.case)
    safe = set_text(name, wording, frame, face, setting) if len(block.lines) > 1 else None
    return Cell(order.slogan, order.layout, order.size, block, clearance, safe)


def safe_leading(face: Face) -> float:
    """Return the fixed leading, in cap heights, that keeps the clearance for any Vietnamese capitals."""
    bounds = [face.outline(face.shape(c)[0].gid).bounds for c in VIETNAMESE_LETTERS.upper()]
    tall = max(b[3] for b in bounds if b) - min(b[1] for b in bounds if b)
    # A hair more: the fixed leading is refused where it lacks a thousandth of an em that rounding asks for.
    return tall / face.cap_height + CLEARANCE + 0.004


# -- the tightest blocks ----------------------------------------------------------------------------


def tightest(studio: Studio, cells: list[Cell]) -> None:
    """Draw the ten blocks with the least leading for their size as SVG and PNG, to be looked at."""
    import cairosvg

    PICTURES.mkdir(parents=True, exist_ok=True)
    seen: set[str] = set()
    ranked = sorted((c for c in cells if len(c.block.lines) > 1), key=lambda c: c.clearance)
    for number, c in enumerate(c for c in ranked if not (c.slogan in seen or seen.add(c.slogan))):
        if number == 10:
            break
        face = studio.face(c.block.face)
        style = next(s for s in studio.layout(c.layout).spec.frames.values() if s.content == "slogan")
        stem = PICTURES / f"{number:02d}_{c.layout.replace('/', '-')}_{c.slogan}_{c.size.replace(',', 'p')}"
        svg = draw_block(c.block, face, effects_of(style))
        stem.with_suffix(".svg").write_text(svg, encoding="utf-8")
        cairosvg.svg2png(bytestring=svg.encode(), write_to=str(stem.with_suffix(".png")), output_width=2400)
        Image.open(stem.with_suffix(".png")).verify()


# -- the report -------------------------------------------------------------------------------------


def report(studio: Studio, cells: list[Cell], refused: int, total: int) -> str:
    tested = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.strip()
    return "\n".join([*head(tested, cells, refused, total), *gains(cells), *gold(studio), *table(cells), ""])


def head(tested: str, cells: list[Cell], refused: int, total: int) -> Iterator[str]:
    several = [c for c in cells if len(c.block.lines) > 1]
    yield from ((ROOT / "docs/typesetting-how.md").read_text(encoding="utf-8").rstrip().splitlines())
    yield from (
        "",
        "## What was measured",
        "",
        f"Tested at commit {tested} by `scripts/accept`: every issued slogan in every layout at every declared size,",
        f"with event line and unit: {total} settings, {len(cells)} set, {refused} refused for length. In none is a",
        "protected phrase split, does ink leave its frame, or is a clearance under 8 % of the cap height (distances of",
        "the fonts' own outlines, measured by shapely)."
        f" Least clearance {min(c.clearance for c in several):.2%}, median"
        f" {sorted(c.clearance for c in several)[len(several) // 2]:.2%} of the cap height.",
        "",
    )


def gains(cells: list[Cell]) -> Iterator[str]:
    several = [c for c in cells if c.safe is not None]
    tall = [c for c in several if c.block.reasons.bound_by == "height"]
    wide = [c for c in several if c.block.reasons.bound_by == "width"]
    yield "## Larger letters than with fixed safe leading"
    yield ""
    yield "Fixed leading that keeps the same clearance for any letters (the face's full Vietnamese ink box + 8 %),"
    yield "breaks free in both. A gain is the ratio of letter sizes; leading is the distance of baselines against the"
    yield "fixed one."
    yield ""
    yield "| blocks | number | mean gain | worst | best | mean leading |"
    yield "|---|---|---|---|---|---|"
    for title, chosen in (("bound by height", tall), ("bound by width", wide), ("all of several lines", several)):
        if chosen:
            ratios = [c.block.size / c.safe.size for c in chosen if c.safe]
            lead = mean(relative_leading(c) for c in chosen)
            yield (
                f"| {title} | {len(chosen)} | {mean(ratios) - 1:+.1%} | {min(ratios) - 1:+.1%} | {max(ratios) - 1:+.1%}"
                f" | {lead:.2f} |"
            )
    yield ""
    losers = [c for c in several if c.safe and c.block.size < c.safe.size * (1 - 1e-6)]
    for c in losers[:20]:
        assert c.safe is not None
        ours, theirs = (" / ".join(line.text for line in b.lines) for b in (c.block, c.safe))
        less = 1 - c.block.size / c.safe.size
        yield f"- smaller by {less:.1%} for better breaks: {c.layout} {c.size}: {ours}; fixed: {theirs}"
    if losers:
        yield ""


def relative_leading(c: Cell) -> float:
    assert c.safe is not None
    ours = mean(c.block.reasons.leading) / c.block.cap_height
    return ours / (c.safe.reasons.leading[0] / c.safe.cap_height) if c.safe.reasons.leading else 1.0


def gold(studio: Studio) -> Iterator[str]:
    texts = load_gold()
    result = agreement(studio, texts)
    yield "## Agreement with editors"
    yield ""
    yield f"{len(texts)} texts x {len(SIGNS)} shapes, each with the ways that two editors accept"
    yield f"(tests/typeset/gold.toml): {result.agreed} of {result.total} settings are one of them"
    yield f"({result.agreed / result.total:.0%}),"
    yield (
        f"{result.first} the one they like best. By shape: "
        + ", ".join(f"{ratio} {agreed} of {total}" for ratio, (agreed, total) in result.by_shape.items())
        + "."
    )
    bare = agreement(studio, texts, "proposal")
    yield f"With proposed marks instead of the catalogue's: {bare.agreed} of {bare.total}; protected phrases parted:"
    yield f"{len(bare.split)} ({len(result.split)} with the catalogue's marks)."
    yield ""
    yield "| text | shape | set | their best |"
    yield "|---|---|---|---|"
    for text_id, ratio, ours, best in result.others:
        yield f"| {text_id} | {ratio} | {ours} | {best} |"
    yield ""


def table(cells: list[Cell]) -> Iterator[str]:
    columns = list(dict.fromkeys((c.layout, c.size) for c in cells))
    by_key = {(c.slogan, c.layout, c.size): c for c in cells}
    yield "## Cap heights and lines"
    yield ""
    yield "Cap height of the slogan (mm; px on LED) and number of lines; a dash is a refusal for length."
    yield ""
    yield "| slogan | " + " | ".join(f"{layout.split('/')[0]} {size}" for layout, size in columns) + " |"
    yield "|---" * (len(columns) + 1) + "|"
    show: Callable[[Cell | None], str] = lambda c: f"{c.block.cap_height:.0f} / {len(c.block.lines)}" if c else "-"  # noqa: E731
    for slogan in dict.fromkeys(c.slogan for c in cells):
        yield f"| {slogan} | " + " | ".join(show(by_key.get((slogan, *column))) for column in columns) + " |"


if __name__ == "__main__":
    sys.exit(main())
