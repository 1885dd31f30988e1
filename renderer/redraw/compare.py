"""Two drawings of the same thing, held against each other; what differs is shown by place and element.

A cheap look at the whole finds places that may differ. Each is drawn anew, eight times larger, by both engines: edges
that were smoothed differently stay as thin as they were and pass, a difference grows with the drawing and is refused.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from renderer.redraw.measure import LEVELS, STRONG, Mask, Pixels, find_outside, find_solid, shrink
from renderer.redraw.original import Original
from renderer.values.errors import CodongError, DataError
from renderer.values.geometry import Rect

Draw = Callable[[Rect, tuple[int, int]], Pixels]
"""Draws a window, in units, at a size in pixels."""


@dataclass(frozen=True)
class Kind:
    """What is compared: its name, and by which shares of its length its engine may draw a gradient late."""

    name: str
    late: tuple[float, ...] = ()


PICTURE = Kind("the picture")
# PDFium draws a gradient in 256 steps, each in the colour of its beginning, the last a step early.
FORM = Kind("the print form", (1 / 256, 2 / 256))
SAMPLE_PIXELS = 500_000
"""Pixels of the picture on which a whole drawing is compared."""
_LONGEST = 16_384
_ZOOM = 8
_TILE = 128
"""Side of the squares, in px, that are drawn anew one by one."""
_MARGIN = 3
_MOST_TIMES = 4
"""How many times smaller a large raster is compared at most."""
_FINER = 4


class View(NamedTuple):
    """A window of the drawing, in units, and the pixels that show it."""

    window: Rect
    pixels: tuple[int, int]

    def part(self, left: int, top: int, right: int, bottom: int) -> Rect:
        """Return the units that these pixels show."""
        sx, sy = self.window.width / self.pixels[0], self.window.height / self.pixels[1]
        return Rect(self.window.x + left * sx, self.window.y + top * sy, (right - left) * sx, (bottom - top) * sy)

    def widened(self, by: int) -> View:
        """Return the view with so many pixels more on every side."""
        width, height = self.pixels
        return View(self.part(-by, -by, width + by, height + by), (width + 2 * by, height + 2 * by))


def sample_pixels(box: Rect, most: int = SAMPLE_PIXELS) -> tuple[int, int]:
    """Return the size in pixels at which a whole drawing is compared."""
    scale = min(math.sqrt(most / (box.width * box.height)), _LONGEST / max(box.width, box.height))
    return max(1, round(box.width * scale)), max(1, round(box.height * scale))


def check_alike(original: Original, kind: Kind, draw: Draw, box: Rect, remake: Callable[[str], Draw]) -> None:
    """Compare what ``draw`` paints in ``box`` with the original; raises DataError that shows the place.

    ``remake`` draws another text of the same kind, to find the element that is to blame.
    """
    view = View(box, sample_pixels(box))
    whole = original.draw_whole(view.window, view.pixels)
    picture = draw(view.window, view.pixels)
    suspects = _suspect(original, kind, view, whole, picture)
    if original.has_patterns and suspects.any():
        # Tiles are set on whole pixels and smoothed twice: drawn larger, most of what that does is explained at once.
        finer = shrink(original.draw(box, (2 * view.pixels[0], 2 * view.pixels[1])), 2)
        suspects &= find_outside([whole, finer], picture)
    for bounds in _tiles(suspects):
        left, top, right, bottom = bounds
        pixels = (_ZOOM * (right - left), _ZOOM * (bottom - top))
        found = find_difference(original, kind, draw, view.part(*bounds), pixels)
        if found is not None:
            raise _differs(original, kind, found, remake)


def _suspect(original: Original, kind: Kind, view: View, whole: Pixels, picture: Pixels, reach: int = 1) -> Mask:
    """Return the pixels that no reference explains; the dearer ones are drawn only where the first does not do."""
    suspects = find_outside([whole], picture, reach=reach)
    if not kind.late or not suspects.any():
        return suspects
    left, top, right, bottom = _widen(_bounds(suspects), view.pixels)
    part, pixels = view.part(left, top, right, bottom), (right - left, bottom - top)
    others = [original.draw_late(part, pixels, share) for share in kind.late]
    here = (slice(top, bottom), slice(left, right))
    suspects[here] &= find_outside([whole[here], *others], picture[here], reach=reach)
    return suspects


def find_difference(original: Original, kind: Kind, draw: Draw, window: Rect, pixels: tuple[int, int]) -> View | None:
    """Return where, in a window, something differs that is wider than a smoothed edge.

    More is drawn than the window, so that what is drawn a little off at its edge finds its twin.
    """
    view, reach = View(window, pixels), original.reach
    around = view.widened(reach)
    suspects = _suspect(original, kind, around, original.draw(*around), draw(*around), reach)
    solid = find_solid(suspects[reach:-reach, reach:-reach])
    if not solid.any():
        return None
    left, top, right, bottom = _widen(_bounds(solid), pixels)
    return View(view.part(left, top, right, bottom), (right - left, bottom - top))


def _tiles(suspects: Mask) -> Iterator[tuple[int, int, int, int]]:
    """Yield the bounds, in px, of what is suspected in each square, those with most of it first."""
    height, width = suspects.shape
    found = []
    for top in range(0, height, _TILE):
        for left in range(0, width, _TILE):
            part = suspects[top : top + _TILE, left : left + _TILE]
            if count := int(np.count_nonzero(part)):
                x0, y0, x1, y1 = _bounds(part)
                found.append((-count, left + x0, top + y0, left + x1, top + y1))
    for _, x0, y0, x1, y1 in sorted(found):
        yield _widen((x0, y0, x1, y1), (width, height))


def _widen(bounds: tuple[int, int, int, int], pixels: tuple[int, int]) -> tuple[int, int, int, int]:
    left, top, right, bottom = bounds
    width, height = pixels
    return max(0, left - _MARGIN), max(0, top - _MARGIN), min(width, right + _MARGIN), min(height, bottom + _MARGIN)


def _bounds(mask: Mask) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of what a mask holds, in px."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


# -- who is to blame ------------------------------------------------------------------------------


def _differs(original: Original, kind: Kind, found: View, remake: Callable[[str], Draw]) -> DataError:
    place, element = found.window, _blame(original, kind, found, remake)
    return DataError(
        "drawn-differently",
        f"{kind.name} differs from the drawing at x {place.x:.6g}, y {place.y:.6g}"
        f" ({place.width:.3g} x {place.height:.3g}){f': {element}' if element else ''}",
        where=original.where,
        hint="draw this in a simpler way: plain paths, fills, and gradients of their own",
    )


def _blame(original: Original, kind: Kind, found: View, remake: Callable[[str], Draw]) -> str:
    """Return the first element, in paint order, with which the place is drawn differently; empty if there is none."""
    shapes = original.shapes
    alike, differing = 0, len(shapes)
    while differing - alike > 1:
        middle = (alike + differing) // 2
        if _differs_with(original, kind, middle, found, remake):
            differing = middle
        else:
            alike = middle
    return original.name(shapes[differing - 1]) if shapes else ""


def _differs_with(original: Original, kind: Kind, count: int, found: View, remake: Callable[[str], Draw]) -> bool:
    """Tell whether the place differs when only the first ``count`` shapes are painted."""
    part = Original(original.without(original.shapes[count:]), original.where)
    try:
        return find_difference(part, kind, remake(part.text), *found) is not None
    except CodongError:
        return False


# -- rasters --------------------------------------------------------------------------------------


def check_raster(reference: Original, picture: Pixels, window: Rect, what: str) -> None:
    """Compare the finished pixels of a window with the drawing; raises DataError that shows the place.

    What was drawn is at hand in one size only, so that nothing can be drawn larger: a line as thin as a smoothed edge
    passes where it is faint. Such a line is found when the whole drawing is compared (``check_alike``).
    """
    height, width = picture.shape[:2]
    times = min(_MOST_TIMES, max(1, round(math.sqrt(width * height / SAMPLE_PIXELS))), width, height)
    across, down = width // times, height // times
    whole = View(window, (width, height))
    small = reference.draw(whole.part(0, 0, across * times, down * times), (across, down))
    for bounds in _tiles(find_outside([small], shrink(picture, times))):
        left, top, right, bottom = (times * side for side in bounds)
        bad = _find_bad(reference, picture[top:bottom, left:right], whole.part(left, top, right, bottom))
        if bad.any():
            x0, y0, x1, y1 = _bounds(bad)
            place = whole.part(left + x0, top + y0, left + x1, top + y1)
            raise DataError(
                "drawn-differently",
                f"{what} differs from the drawing at x {place.x:.6g}, y {place.y:.6g}"
                f" ({place.width:.3g} x {place.height:.3g})",
                where=reference.where,
                hint="ask for fewer pixels, or draw what lies there in a simpler way",
            )


def _find_bad(reference: Original, picture: Pixels, window: Rect) -> Mask:
    """Return the pixels that no way of smoothing explains: those wider than an edge, and strong ones."""
    height, width = picture.shape[:2]
    plain = reference.draw(window, (width, height))
    smooth = shrink(reference.draw(window, (_FINER * width, _FINER * height)), _FINER)
    faint, strong = (find_outside([plain, smooth], picture, levels, reference.reach) for levels in (LEVELS, STRONG))
    return np.asarray(find_solid(faint) | strong)
