"""Gradients whose colour changes at once, as bands with an edge each.

A viewer of PDFs may know a gradient at 256 places only: such an edge would lie up to a 512th of its length away.
"""

from __future__ import annotations

import math
from dataclasses import replace

from renderer.drawing.colours import Colour
from renderer.drawing.gradients import STEP
from renderer.drawing.numbers import inverse
from renderer.drawing.path import Path, Pen
from renderer.drawing.plain import Fill, Gradient, Group, Item, Shape, Stop
from renderer.values.geometry import Affine

_UNDER = 0.002
"""How far a band reaches under the next, in lengths of the gradient, so that nothing shows between the two."""


def find_edges(paint: Fill | None) -> list[int]:
    """Return the places in a linear gradient's stops where the colour changes at once; none where it is transparent."""
    if not isinstance(paint, Gradient) or paint.kind != "linear" or paint.spread != "pad":
        return []
    if any(colour.alpha != 1 for _, colour in paint.stops):
        return []
    stops = paint.stops
    return [
        i
        for i in range(1, len(stops))
        if stops[i][0] - stops[i - 1][0] <= 1.5 * STEP and stops[i][1] != stops[i - 1][1]
    ]


def lay_bands(shape: Shape, paint: Gradient, edges: list[int], clip: Path, opacity: float) -> Group | None:
    """Return a shape's fill as one band from each edge to a little beyond the next, within ``clip``.

    ``paint`` is in the drawing's coordinates.
    """
    bounds = clip.moved(inverse(paint.matrix)).bounds()
    if bounds is None:
        return None
    x1, y1, x2, y2 = paint.numbers
    length = math.hypot(x2 - x1, y2 - y1)
    # From the gradient's own line, 0 to 1 along x, to its coordinates.
    line = Affine(x2 - x1, y2 - y1, y1 - y2, x2 - x1, x1, y1)
    far = 2 * math.hypot(bounds.width, bounds.height) / length + 2
    middle = inverse(line).apply(bounds.centre)
    items: list[Item] = []
    for first, after in zip([0, *edges], [*edges, len(paint.stops)], strict=True):
        begin = paint.stops[first][0] if first else middle.x - far
        end = paint.stops[after][0] + _UNDER if after < len(paint.stops) else middle.x + far
        if end > begin:
            band = _box(begin, middle.y - far, max(end, begin), middle.y + far).moved(line.then(paint.matrix))
            items.append(replace(shape, path=band, fill=_part(paint, paint.stops[first:after]), matrix=None))
    return Group(tuple(items), opacity, (clip,), outlines=(clip,))


def _box(left: float, top: float, right: float, bottom: float) -> Path:
    pen = Pen()
    pen.move(left, top)
    for x, y in ((right, top), (right, bottom), (left, bottom)):
        pen.line(x, y)
    pen.close()
    return pen.path()


def _part(paint: Gradient, stops: tuple[Stop, ...]) -> Fill:
    """Return the paint of one band: the stops between its edges, the outer ones as far as it goes."""
    if all(colour == stops[0][1] for _, colour in stops):
        return Colour(stops[0][1].hex)
    if stops[0][0] > 0:
        stops = ((0.0, stops[0][1]), *stops)
    if stops[-1][0] < 1:
        stops = (*stops, (1.0, stops[-1][1]))
    return replace(paint, stops=stops)
