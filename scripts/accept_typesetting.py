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
from renderer.text import Tier, Wording
from renderer.typeset import CLEARANCE, VIETNAMESE_LETTERS, Face, Setting, TextBlock, draw_block, set_text
from renderer.typeset.measure import Gauge
from renderer.typeset.run import run_of
from renderer.values.dates import HangDates
from renderer.values.errors import RefusedError
from renderer.values.geometry import Rect
from renderer.workspace import Workspace

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from tests.helpers.gold import SIGNS, agreement, load_gold  # noqa: E402  the tests' own table and eyes
from tests.helpers.outlines import least_clearance, line_shapes  # noqa: E402

HANG = "2026-01-20..2026-02-03"
PICTURES = ROOT / "output" / "tightest"


@dataclass(frozen=True)
class Cell:
    """One slogan in one layout at one size, set; ``safe`` is the size with fixed safe leading and free breaks.

    ``largest`` is the em that any way of breaking would allow, with its lines sized as they are here.
    """

    slogan: str
    layout: str
    size: str
    block: TextBlock
    clearance: float
    safe: TextBlock | None
    largest: float


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
    gaps = resolved.wordings[name].gaps
    for line, end in zip(block.lines[:-1], block.ends, strict=False):
        assert gaps[end - 1].tier is not Tier.NEVER, f"{where}: a protected phrase is split after {line.text!r}"
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
    free = setting_of(style, master.spec.size, SettingRequest())
    sized = sized_as(wording if free.lead else wording.at_one_size(), block)
    largest = largest_size(sized, frame, face, free)
    return Cell(order.slogan, order.layout, order.size, block, clearance, safe, largest)


def sized_as(wording: Wording, block: TextBlock) -> Wording:
    """Return a wording with its sizes as near to each other as they were set."""
    least = min(line.size for line in block.lines) / block.size
    return min(wording.sizings(), key=lambda step: abs(min(1.0, step.least_ratio) - least))


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
    return "\n".join(
        [*head(tested, cells, refused, total), *gains(cells), *lost(cells), *gold(studio), *table(cells), ""]
    )


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
    yield "breaks chosen alike in both. A gain is the ratio of letter sizes; leading: the distance of baselines against"
    yield "the fixed one."
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
    yield "## Agreement with editors"
    yield ""
    yield f"{len(texts)} texts x {len(SIGNS)} shapes, each with the ways that two editors accept"
    yield "(tests/typeset/gold.toml)."
    yield ""
    yield f"| broken by | one of their ways | the one they like best | {' | '.join(SIGNS)} | protected phrases parted |"
    yield "|---" * (len(SIGNS) + 4) + "|"
    found = {by: agreement(studio, texts, by) for by in ("settings", "marks", "proposal")}
    told = {"settings": "the catalogue's settings", "marks": "its marks alone", "proposal": "proposed marks"}
    for by, result in found.items():
        shapes = " | ".join(f"{agreed} of {total}" for agreed, total in result.by_shape.values())
        share = f"{result.agreed} of {result.total} ({result.agreed / result.total:.0%})"
        yield f"| {told[by]} | {share} | {result.first} | {shapes} | {len(result.split)} |"
    yield ""
    yield "Those that are none of their ways:"
    yield ""
    yield "| broken by | text | shape | set | their best |"
    yield "|---|---|---|---|---|"
    for by, result in found.items():
        for text_id, ratio, ours, best in result.others:
            yield f"| {by} | {text_id} | {ratio} | {ours} | {best} |"
    yield ""


# -- size lost for sense ----------------------------------------------------------------------------


def lost(cells: list[Cell]) -> Iterator[str]:
    yield "## Size lost for sense"
    yield ""
    yield "How much smaller a slogan is set than at the largest size that any way of breaking would give, in as many"
    yield "lines as the layout allows, names kept whole, its lead and core sized alike."
    yield ""
    yield "| layout | settings | mean | worst | where |"
    yield "|---|---|---|---|---|"
    for layout in dict.fromkeys(c.layout for c in cells):
        shares = [(1 - c.block.size / max(c.largest, c.block.size), c) for c in cells if c.layout == layout]
        worst, where = max(shares, key=lambda share: share[0])
        lines = " / ".join(line.text for line in where.block.lines)
        yield (
            f"| {layout} | {len(shares)} | {mean(share for share, _ in shares):.1%} | {worst:.1%}"
            f" | {where.slogan}, {where.size}: {lines} |"
        )
    yield ""


def largest_size(wording: Wording, frame: Rect, face: Face, setting: Setting) -> float:
    """Return the largest em that any way of breaking allows: for each number of lines, of the narrowest."""
    cap = 1000 * face.cap_height / face.units_per_em
    run = run_of(face, wording.words, CLEARANCE * cap, setting.effects, 0.0)
    gauge = Gauge(run, wording, setting.align, setting.least_leading * cap, setting.spread)
    count = len(wording.words)
    stops = [k for k in range(1, count) if wording.gaps[k - 1].tier is not Tier.NEVER or k == wording.lead]
    ways: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {0: (0.0, ())}
    best = 0.0
    for _ in range(setting.max_lines):
        longer: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {}
        for start, (widest, spans) in ways.items():
            for end in (*(k for k in stops if k > start), count):
                if start < wording.lead < end:
                    continue
                width = max(widest, run.width(start, end) * wording.ratio_of(start, end))
                if end not in longer or width < longer[end][0]:
                    longer[end] = width, (*spans, (start, end))
        ways = longer
        if count in ways:
            measured = gauge.measure(ways.pop(count)[1])
            best = max(best, 1000 * min(frame.width / measured.width, frame.height / measured.height))
    return best


# -- all of them ------------------------------------------------------------------------------------


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
