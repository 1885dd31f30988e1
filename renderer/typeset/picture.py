"""A picture of why a block lies as it does: frame, letters, ink boxes, skylines, distances."""

from __future__ import annotations

from xml.sax.saxutils import escape

from renderer.typeset.block import Line, TextBlock
from renderer.typeset.face import Face
from renderer.typeset.run import Effects, Run
from renderer.typeset.skyline import NO_INK, SLICES_PER_EM, Heights, measure_clearance, scale_skyline

_STEP = 6
"""Slices between two points of a drawn skyline."""


def measure_clearances(block: TextBlock, face: Face, effects: Effects) -> list[float]:
    """Return the least distance of ink between each line and the next, in units, as far as half a cap height."""
    reach = round(0.5 * block.cap_height / block.size * SLICES_PER_EM)
    em = block.size / SLICES_PER_EM
    found = []
    for upper, lower in zip(block.lines, block.lines[1:], strict=False):
        above, below = (_skyline_of(line, face, effects, block) for line in (upper, lower))
        leading = (lower.baseline - upper.baseline) / em
        found.append(measure_clearance(above[:2], (below[0], below[2]), leading, reach) * em)
    return found


def _skyline_of(line: Line, face: Face, effects: Effects, block: TextBlock) -> tuple[int, Heights, Heights]:
    """Return a line's first slice (from the frame's left edge), lower and upper skyline at the block's main size."""
    run = Run(face, line.text.split(" "), 0.0, effects, line.tracking)
    ratio, at = line.size / block.size, round((line.x - block.frame.x) / block.size * SLICES_PER_EM)
    first, lower = scale_skyline(run.lower, run.start, ratio, upper=False)
    _, upper = scale_skyline(run.upper, run.start, ratio, upper=True)
    return at + first, lower, upper


def draw_block(block: TextBlock, face: Face, effects: Effects) -> str:
    """Return an SVG of the block in its frame, in units, with skylines and the reasons of its breaks."""
    f, thin = block.frame, block.cap_height / 60
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{f.x:.4f} {f.y:.4f} {f.width:.4f} {f.height:.4f}">',
        f'<rect x="{f.x:.4f}" y="{f.y:.4f}" width="{f.width:.4f}" height="{f.height:.4f}" fill="#fff" stroke="#06c"'
        f' stroke-width="{thin:.4f}"/>',
    ]
    parts += draw_letters(block, face, "#bbb")
    for line in block.lines:
        i = line.ink
        parts.append(
            f'<rect x="{i.x:.4f}" y="{i.y:.4f}" width="{i.width:.4f}" height="{i.height:.4f}" fill="none" stroke="#999"'
            f' stroke-width="{thin / 2:.4f}"/>'
        )
        first, lower, upper = _skyline_of(line, face, effects, block)
        parts.append(_draw_polyline(block, line, first, lower, NO_INK, "#d00", thin))
        parts.append(_draw_polyline(block, line, first, upper, -NO_INK, "#080", thin))
    for line, reason in zip(block.lines, block.reasons.breaks, strict=False):
        parts.append(
            f'<text x="{f.x + thin * 4:.4f}" y="{line.baseline:.4f}" font-size="{thin * 9:.4f}" fill="#06c"'
            f' font-family="sans-serif">{escape(reason)}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def draw_letters(block: TextBlock, face: Face, fill: str) -> list[str]:
    """Return the letters of a block as paths of an SVG, in units."""
    return [
        f'<path fill="{fill}" transform="matrix({scale:.6f} 0 0 {-scale:.6f} {line.x + g.x * scale:.4f}'
        f' {line.baseline - g.y * scale:.4f})" d="{_draw_path(face, g.gid)}"/>'
        for line, scale in ((line, line.size / face.units_per_em) for line in block.lines)
        for g in line.shaped.glyphs
    ]


def _draw_path(face: Face, gid: int) -> str:
    names = {"m": "M", "l": "L", "c": "C", "h": "Z"}
    return " ".join(names[op] + " ".join(f"{v:.2f}" for v in numbers) for op, numbers in face.outline(gid).segments)


def _draw_polyline(
    block: TextBlock, line: Line, first: int, heights: Heights, blank: int, colour: str, width: float
) -> str:
    em = block.size / SLICES_PER_EM
    pieces, pen = [], "M"
    for index in range(0, len(heights), _STEP):
        if heights[index] == blank:
            pen = "M"
            continue
        x, y = block.frame.x + (first + index) * em, line.baseline - float(heights[index]) * em
        pieces.append(f"{pen}{x:.3f} {y:.3f}")
        pen = "L"
    return f'<path fill="none" stroke="{colour}" stroke-width="{width:.4f}" d="{" ".join(pieces)}"/>'
