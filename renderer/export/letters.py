"""Letters as pixels: each is drawn by cairo as a mask of its own, then laid over the picture in any number of inks."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import cairocffi as cairo
import numpy as np
from numpy.typing import NDArray

from renderer.artwork import PaintedText
from renderer.typeset import Face, Line
from renderer.values.colour import Swatch
from renderer.values.geometry import Affine, Point

ColourOf = Callable[[Swatch], tuple[float, ...]]
"""A swatch in the picture's own channels, 0..255 each."""
_ROWS = 8
"""Rows that are drawn for one of the picture.

cairo looks at a row at 15 heights and may lose or gain what begins between them: up to 0.6 of a pixel at the tip of a
notch. An eighth of a row leaves 0.02, so that a mark of two pixels can be told from another.
"""
_FLATNESS = 0.01
"""Pixels by which a chord may stand off its curve; cairo's own 0.1 makes round letters thinner by a twentieth."""
_BAND = 4_000_000
"""Samples of a mask that are drawn together."""


class _Box(NamedTuple):
    """Whole pixels of the picture."""

    left: int
    top: int
    right: int
    bottom: int


class _Brush(NamedTuple):
    """How a line is painted: the stops of its colour, shape (n, channels), and between which rows they run."""

    stops: NDArray[np.float32]
    cap: float
    foot: float

    def rows(self, top: int, bottom: int) -> NDArray[np.float32]:
        """Return the colour of rows, shape (n or 1, 1, channels)."""
        if len(self.stops) == 1:
            return self.stops[None]
        middles = np.arange(top, bottom) + 0.5
        at = np.clip((middles - self.cap) / (self.foot - self.cap), 0.0, 1.0) * (len(self.stops) - 1)
        planes = [np.interp(at, np.arange(len(self.stops)), plane) for plane in self.stops.T]
        return np.stack(planes, axis=1).astype(np.float32)[:, None, :]


class _Letter(NamedTuple):
    """A letter to be drawn: its matrix from font units to pixels; ``stroke`` is the width of its outline in font units,
    0 where it is filled."""

    face: Face
    gid: int
    matrix: Affine
    stroke: float


def draw_letters(
    canvas: NDArray[np.uint8],
    texts: Iterable[PaintedText],
    faces: Mapping[str, Face],
    to_pixels: Affine,
    colour_of: ColourOf,
) -> None:
    """Draw texts on ``canvas``, shape (h, w, channels); ``to_pixels`` leads from units to it."""
    for text in texts:
        face = faces[text.block.face]
        for line in text.block.lines:
            brush = _brush_of(text, line, face, to_pixels, colour_of)
            for letter in _letters_of(text, line, face, to_pixels):
                _draw(canvas, letter, brush)


def _brush_of(text: PaintedText, line: Line, face: Face, to_pixels: Affine, colour_of: ColourOf) -> _Brush:
    """Return a flat colour, or a gradient from the line's cap line to its baseline."""
    cap = line.size * face.cap_height / face.units_per_em
    top, foot = (to_pixels.apply(Point(line.x, y)).y for y in (line.baseline - cap, line.baseline))
    return _Brush(np.array([colour_of(swatch) for swatch in text.swatches], dtype=np.float32), top, foot)


def _letters_of(text: PaintedText, line: Line, face: Face, to_pixels: Affine) -> Iterator[_Letter]:
    scale = line.size / face.units_per_em
    stroke = text.stroke * face.units_per_em if text.paint == "stroke" else 0.0
    for glyph in line.shaped.glyphs:
        placed = text.placement(line.x + glyph.x * scale, line.baseline - glyph.y * scale, scale)
        yield _Letter(face, glyph.gid, placed.then(to_pixels), stroke)


def _draw(canvas: NDArray[np.uint8], letter: _Letter, brush: _Brush) -> None:
    left, top, right, bottom = _box_of(letter, canvas.shape[0], canvas.shape[1])
    if left >= right:
        return
    step = max(1, _BAND // (_ROWS * (right - left)))
    for first in range(top, bottom, step):
        box = _Box(left, first, right, min(bottom, first + step))
        part = canvas[box.top : box.bottom, left:right]
        mixed = part.astype(np.float32)
        mixed += (brush.rows(box.top, box.bottom) - mixed) * _mask(letter, box)[..., None]
        part[:] = np.rint(mixed)


def _box_of(letter: _Letter, height: int, width: int) -> _Box:
    """Return the pixels that a letter may touch, cut at the picture's edges; none of a blank."""
    bounds = letter.face.outline(letter.gid).bounds
    if bounds is None:
        return _Box(0, 0, 0, 0)
    (x0, y0, x1, y1), m = bounds, letter.matrix
    middle = m.apply(Point((x0 + x1) / 2, (y0 + y1) / 2))
    half_x, half_y = (x1 - x0 + letter.stroke) / 2, (y1 - y0 + letter.stroke) / 2
    across, down = abs(m.a) * half_x + abs(m.c) * half_y, abs(m.b) * half_x + abs(m.d) * half_y
    return _Box(
        max(0, math.floor(middle.x - across)),
        max(0, math.floor(middle.y - down)),
        min(width, math.ceil(middle.x + across)),
        min(height, math.ceil(middle.y + down)),
    )


def _mask(letter: _Letter, box: _Box) -> NDArray[np.float32]:
    """Return how much of every pixel of a box a letter covers, 0..1."""
    height, width = box.bottom - box.top, box.right - box.left
    surface = cairo.ImageSurface(cairo.FORMAT_A8, width, _ROWS * height)
    context = cairo.Context(surface)
    context.set_antialias(cairo.ANTIALIAS_BEST)
    context.set_tolerance(_FLATNESS)
    matrix = letter.matrix.then(Affine.translation(-box.left, -box.top)).then(Affine.scaling(1.0, _ROWS))
    context.set_matrix(cairo.Matrix(*matrix))
    cairo.cairo.cairo_append_path(context._pointer, _path_of(letter.face, letter.gid))
    if letter.stroke:
        context.set_line_width(letter.stroke)
        context.set_line_join(cairo.LINE_JOIN_ROUND)
        context.stroke()
    else:
        context.fill()
    surface.flush()
    samples = np.frombuffer(surface.get_data(), np.uint8).reshape(_ROWS * height, -1)[:, :width]
    covered: NDArray[np.float32] = samples.reshape(height, _ROWS, width).sum(axis=1, dtype=np.float32)
    covered /= 255 * _ROWS
    return covered


@lru_cache(maxsize=4096)
def _path_of(face: Face, gid: int) -> Any:
    """Return a glyph's outline as a path of cairo's own, in font units: drawn a segment at a time in Python, letters
    would take twice as long."""
    context = cairo.Context(cairo.ImageSurface(cairo.FORMAT_A8, 1, 1))
    draw = {"m": context.move_to, "l": context.line_to, "c": context.curve_to, "h": context.close_path}
    for op, numbers in face.outline(gid).segments:
        draw[op](*numbers)
    return cairo.ffi.gc(cairo.cairo.cairo_copy_path(context._pointer), cairo.cairo.cairo_path_destroy)
