"""The marks of a page as ink: lines, boxes and rings over the margin of a CMYK picture, to parts of a pixel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from renderer.export.printer_marks import Line, Marks, Ring, Shape
from renderer.values.geometry import Affine, Point, Rect

_SAMPLES = 8
"""Samples across and down a pixel of a ring; a box is measured."""

Coverage = NDArray[np.float64]


def paint_marks(rows: NDArray[np.uint8], marks: Marks, to_rows: Affine) -> None:
    """Paint marks on rows of a picture, shape (h, w, 4); ``to_rows`` leads from mm of the sign to their pixels."""
    for ink, shape in marks.shapes:
        box = _extent(shape, marks.line)
        (left, top), (right, bottom) = (to_rows.apply(p) for p in (Point(box.x, box.y), Point(box.right, box.bottom)))
        first, last = max(0, int(np.floor(left))), min(rows.shape[1], int(np.ceil(right)))
        head, foot = max(0, int(np.floor(top))), min(rows.shape[0], int(np.ceil(bottom)))
        if first >= last or head >= foot:
            continue
        across, down = np.arange(first, last), np.arange(head, foot)
        if isinstance(shape, Ring):
            cover = _cover_ring(shape, marks.line, to_rows, across, down)
        else:
            cover = np.outer(_share(down, top, bottom), _share(across, left, right))
        here = rows[head:foot, first:last]
        mixed = here + (255.0 * np.array(ink) - here) * cover[..., None]
        here[:] = np.rint(mixed)


def _extent(shape: Shape, line: float) -> Rect:
    if isinstance(shape, Ring):
        reach = shape.radius + line / 2
        return Rect(shape.centre.x - reach, shape.centre.y - reach, 2 * reach, 2 * reach)
    if isinstance(shape, Line):
        (x1, y1), (x2, y2) = shape
        left, top, wide, high = min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)
        # Butt ends: a line is thick across its direction alone.
        return Rect(left - line / 2, top, line, high) if high > wide else Rect(left, top - line / 2, wide, line)
    return shape


def _share(pixels: NDArray[np.int_], low: float, high: float) -> NDArray[np.float64]:
    """Return how much of every pixel lies between two places."""
    share: Coverage = np.clip(np.minimum(pixels + 1, high) - np.maximum(pixels, low), 0.0, 1.0)
    return share


def _cover_ring(ring: Ring, line: float, to_rows: Affine, across: NDArray[np.int_], down: NDArray[np.int_]) -> Coverage:
    middle, (wide, high) = to_rows.apply(ring.centre), (to_rows.a, to_rows.d)
    steps = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
    x = ((across[:, None] + steps).ravel() - middle.x) / wide
    y = ((down[:, None] + steps).ravel() - middle.y) / high
    inside = np.abs(np.hypot(y[:, None], x[None, :]) - ring.radius) <= line / 2
    cover: Coverage = inside.reshape(len(down), _SAMPLES, len(across), _SAMPLES).mean(axis=(1, 3))
    return cover
