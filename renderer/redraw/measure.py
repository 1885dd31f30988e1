"""How two engines' pictures of one drawing are held against each other.

Engines smooth edges each in its own way, so a pixel is not compared with its twin but with what the twin's
neighbours show: it must lie between their least and most, give or take a little. A shape that is there in one picture
only lies outside that range, however thin it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""A picture, shape (height, width, 3), sRGB."""
Mask = NDArray[np.bool_]
"""Which pixels, shape (height, width)."""
LEVELS = 5
"""Levels of 255 by which engines round gradients and opacity differently."""
STRONG = 32
"""Levels by which a single pixel may differ where shapes share an edge and the ground shines through."""
_EDGE_PARTS = 4
"""A smoothed edge may overshoot the range by one of so many parts of the contrast beside it."""


def find_outside(references: Sequence[Pixels], picture: Pixels, levels: int = LEVELS, reach: int = 1) -> Mask:
    """Return the pixels where a picture and every one of the references disagree by more than ``levels``.

    The picture must lie within what the references show together, and one of them within what the picture shows, each
    within ``reach`` pixels.
    """
    ranges = [_range(reference, reach) for reference in references]
    low = reduce(np.minimum, (low for low, _ in ranges))
    high = reduce(np.maximum, (high for _, high in ranges))
    out, own = _leaves(picture, low, high, levels), _range(picture, reach)
    return np.asarray(out | reduce(np.logical_and, (_leaves(r, *own, levels) for r in references)))


def _leaves(picture: Pixels, low: Pixels, high: Pixels, levels: int) -> Mask:
    """Return which pixels lie outside a range by more than its slack."""
    slack = (high - low) // _EDGE_PARTS + np.uint8(levels)
    # In whole bytes: the distance above the range, and below it, never less than nothing.
    above = np.maximum(picture, high) - high > slack
    below = low - np.minimum(picture, low) > slack
    out = above | below
    # Three planes joined one by one: numpy reduces an axis of three slowly.
    return np.asarray(out[..., 0] | out[..., 1] | out[..., 2])


def _range(picture: Pixels, reach: int) -> tuple[Pixels, Pixels]:
    """Return for every pixel the least and the most of itself and its neighbours, so many in every direction."""
    low = high = picture
    for _ in range(reach):
        low, high = _spread(low, np.minimum), _spread(high, np.maximum)
    return low, high


def _spread(picture: Pixels, extreme: np.ufunc) -> Pixels:
    out = picture.copy()
    extreme(out[1:], picture[:-1], out=out[1:])
    extreme(out[:-1], picture[1:], out=out[:-1])
    wide = out.copy()
    extreme(wide[:, 1:], out[:, :-1], out=wide[:, 1:])
    extreme(wide[:, :-1], out[:, 1:], out=wide[:, :-1])
    return wide


def find_solid(mask: Mask) -> Mask:
    """Return the pixels whose eight neighbours are all in the mask with them: what is wider than an edge.

    Beyond the picture everything goes on as it ends, so that a strip of one row is judged as well.
    """
    wide = np.pad(mask, 1, mode="edge")
    rows = wide[:-2] & wide[1:-1] & wide[2:]
    return np.asarray(rows[:, :-2] & rows[:, 1:-1] & rows[:, 2:])


def shrink(picture: Pixels, times: int) -> Pixels:
    """Return the picture so many times smaller, each pixel the mean of a square; the rest at the far edges is cut."""
    if times == 1:
        return picture
    height, width = (side // times for side in picture.shape[:2])
    squares = picture[: height * times, : width * times].reshape(height, times, width, times, 3)
    total = squares.sum(axis=(1, 3), dtype=np.uint32)
    return np.asarray((total + times * times // 2) // (times * times), dtype=np.uint8)
