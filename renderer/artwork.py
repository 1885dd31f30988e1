"""The artwork: a master with its texts bound to it. Immutable, laid out, knows no file format."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date

from renderer.colour import Swatch
from renderer.expectation import ExpectedFrame, ExpectedLine, Paint
from renderer.geometry import Affine, Rect
from renderer.layout.master import Master
from renderer.typeset.block import TextBlock
from renderer.typeset.copyfit import Setting, set_text
from renderer.typeset.face import Face
from renderer.wording import plain_wording

WATERMARK = "BẢN NHÁP - KHÔNG IN"
WATERMARK_FACE = "Be Vietnam Pro/800"
_WATERMARK_STROKE = 0.035
"""Outline width of the watermark as a share of its em."""


@dataclass(frozen=True)
class PaintedText:
    """A block of text and how it is painted. ``stroke_width`` is in units, for ``stroke`` only."""

    block: TextBlock
    swatch: Swatch
    paint: Paint = "fill"
    stroke_width: float = 0.0

    def placement(self, line_x: float, baseline: float, scale: float) -> Affine:
        """Return the matrix from font units (y up) at a glyph origin to units (y down)."""
        upright = Affine(scale, 0.0, 0.0, -scale, line_x, baseline)
        if not self.block.rotation:
            return upright
        return upright.then(Affine.rotation(self.block.rotation, self.block.frame.centre))


@dataclass(frozen=True)
class Artwork:
    """Everything an exporter needs: the master, the texts in paint order, their faces, and the order's date."""

    master: Master
    texts: tuple[PaintedText, ...]
    faces: dict[str, Face]
    binding: str
    title: str
    dated: date

    def expected_frames(self) -> tuple[ExpectedFrame, ...]:
        """Return what a reader of the finished file must find."""
        return tuple(_expected(text) for text in self.texts)


def _expected(text: PaintedText) -> ExpectedFrame:
    block = text.block
    lines = tuple(
        ExpectedLine(text=line.text, x=line.x, y=line.baseline, size=line.size, tracking=line.tracking)
        for line in block.lines
    )
    rect = block.frame
    return ExpectedFrame(
        name=block.name, text=block.text, lines=lines, font=block.face, size=block.size,
        rect=(rect.x, rect.y, rect.width, rect.height), rotation=block.rotation, paint=text.paint,
        stroke_width=text.stroke_width,
        cmyk=(text.swatch.cmyk.cyan, text.swatch.cmyk.magenta, text.swatch.cmyk.yellow, text.swatch.cmyk.black),
        srgb=text.swatch.rgb.hex,
    )  # fmt: skip


def watermark(trim: Rect, face: Face, swatch: Swatch) -> PaintedText:
    """Return the words that keep a draft from the press, set along the rising diagonal of the trim."""
    angle = math.degrees(math.atan2(trim.height, trim.width))
    length = 0.8 * math.hypot(trim.width, trim.height)
    # The block keeps inside the trim once turned: its height is what the corners leave.
    height = 0.5 * trim.width * trim.height / math.hypot(trim.width, trim.height)
    frame = Rect(trim.centre.x - length / 2, trim.centre.y - height / 2, length, height)
    fitted = frame.inset(0.03 * height)
    block = set_text("watermark", plain_wording(WATERMARK), fitted, face, Setting(max_lines=1))
    block = replace(block, frame=frame, rotation=-angle)
    return PaintedText(block, swatch, "stroke", round(_WATERMARK_STROKE * block.size, 4))
