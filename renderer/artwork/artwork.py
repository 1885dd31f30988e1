"""The artwork: a master with its texts bound to it. Immutable, laid out, knows no file format."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date

from renderer.contract.expectation import ExpectedFrame, ExpectedLine, ExpectedPage, Ink, Paint
from renderer.contract.print_specs import BOLD_FACE
from renderer.layout import Master, Picture
from renderer.text import plain_wording
from renderer.typeset import Face, Setting, TextBlock, set_text
from renderer.values.colour import Swatch
from renderer.values.geometry import Affine, Rect

LAYER_MARK = "~"
"""Parts a frame's name from the name of a layer under its letters."""
WATERMARK = "BẢN NHÁP - KHÔNG IN"
WATERMARK_FACE = BOLD_FACE
_WATERMARK_SHAPE = 11.0
"""Length over height of the ink of the words."""
_WATERMARK_STROKE = 0.035
"""Outline width of the watermark as a share of its em."""


@dataclass(frozen=True)
class PaintedText:
    """One layer of letters and how it is painted: one swatch, or a gradient from each line's cap line to its baseline.

    ``stroke`` is the width of outlines in em.
    """

    block: TextBlock
    swatches: tuple[Swatch, ...]
    paint: Paint = "fill"
    stroke: float = 0.0

    @property
    def lies_under(self) -> bool:
        """Tell whether this is an outline or a shadow, not the letters themselves."""
        return LAYER_MARK in self.block.name

    def placement(self, line_x: float, baseline: float, scale: float) -> Affine:
        """Return the matrix from font units (y up) at a glyph origin to units (y down)."""
        upright = Affine(scale, 0.0, 0.0, -scale, line_x, baseline)
        if not self.block.rotation:
            return upright
        return upright.then(Affine.rotation(self.block.rotation, self.block.frame.centre))


@dataclass(frozen=True)
class PlacedPicture:
    """A picture and where it stands, in units; it is painted right after the art."""

    frame: str
    picture: Picture
    rect: Rect


@dataclass(frozen=True)
class PrintPage:
    """One page of the print: its geometry, and the slug's letters outside the bleed."""

    expected: ExpectedPage
    slug: tuple[PaintedText, ...] = ()


@dataclass(frozen=True)
class Artwork:
    """Everything an exporter needs: the master, the texts in paint order, their faces, and the order's date.

    ``pages`` are those of its PDFs, one a file; ``warnings`` tell of seams that cross what they should not.
    """

    master: Master
    texts: tuple[PaintedText, ...]
    faces: dict[str, Face]
    binding: str
    title: str
    dated: date
    pictures: tuple[PlacedPicture, ...] = ()
    pages: tuple[PrintPage, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def letters(self) -> tuple[PaintedText, ...]:
        """The layers that are the letters themselves, one a frame."""
        return tuple(text for text in self.texts if not text.lies_under)

    def expect_frames(self) -> tuple[ExpectedFrame, ...]:
        """Return what a reader of the finished file must find."""
        return tuple(expect_frame(text) for text in self.texts)


def expect_frame(text: PaintedText) -> ExpectedFrame:
    block = text.block
    lines = tuple(
        ExpectedLine(text=line.text, x=line.x, y=line.baseline, size=line.size, tracking=line.tracking)
        for line in block.lines
    )
    rect = block.frame
    return ExpectedFrame(
        name=block.name,
        text=block.text,
        lines=lines,
        font=block.face,
        size=block.size,
        rect=(rect.x, rect.y, rect.width, rect.height),
        rotation=block.rotation,
        paint=text.paint,
        stroke=text.stroke,
        inks=tuple(_ink(swatch) for swatch in text.swatches),
    )


def _ink(swatch: Swatch) -> Ink:
    c = swatch.cmyk
    return Ink(cmyk=(c.cyan, c.magenta, c.yellow, c.black), srgb=swatch.rgb.hex, spot=swatch.spot)


def layer_of(block: TextBlock, layer: str, shift: tuple[float, float] = (0.0, 0.0)) -> TextBlock:
    """Return the block as a layer under its own letters, shifted right and down by shares of each line's em."""
    dx, dy = shift
    lines = tuple(
        replace(line, x=round(line.x + dx * line.size, 4), baseline=round(line.baseline + dy * line.size, 4))
        for line in block.lines
    )
    return replace(block, name=f"{block.name}{LAYER_MARK}{layer}", lines=lines)


def watermark(trim: Rect, face: Face, swatch: Swatch) -> PaintedText:
    """Return the words that keep a draft from the press, set along the rising diagonal of the trim."""
    turn = math.atan2(trim.height, trim.width)
    sine, cosine = math.sin(turn), math.cos(turn)
    # The largest rectangle of the words' shape that stays inside the trim once turned, however long the trim is.
    height = 0.94 * min(
        trim.width / (_WATERMARK_SHAPE * cosine + sine), trim.height / (_WATERMARK_SHAPE * sine + cosine)
    )
    length = _WATERMARK_SHAPE * height
    frame = Rect(trim.centre.x - length / 2, trim.centre.y - height / 2, length, height)
    fitted = frame.inset(_WATERMARK_STROKE * height)
    block = set_text("watermark", plain_wording(WATERMARK), fitted, face, Setting(max_lines=1))
    block = replace(block, frame=frame, rotation=-math.degrees(turn))
    return PaintedText(block, (swatch,), "stroke", _WATERMARK_STROKE)
