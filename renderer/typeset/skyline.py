"""Skylines: how high and how low the ink of a line reaches, slice by slice, so that lines can nest.

A skyline is an array over slices one thousandth of an em wide, in thousandths of an em, y up from the
baseline: ``upper`` holds the highest ink of each slice, ``lower`` the lowest. ``reach`` is the upper one grown by
a disc of the clearance, so that one subtraction measures clearance in every direction: a dot may sit
beside an accent, never touch it. Rounding is always towards more white.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from renderer.typeset.face import Outline

Heights = NDArray[np.int16]

SLICES_PER_EM = 1000
NO_INK = 12_000
"""Stands for no ink: ``upper`` has it negative. Two of them still fit 16 bits."""
_CURVE_STEPS = 24
_LOOSE = 2
"""Slices by which two lines' grids may be off each other: the disc is widened by as much."""


@dataclass(frozen=True)
class Skyline:
    """The skylines of a piece of a line. ``start`` is the x of the first slice from the piece's origin."""

    start: int
    upper: Heights
    lower: Heights
    reach: Heights

    @property
    def end(self) -> int:
        return self.start + len(self.upper)


def profile_of(outline: Outline, units_per_em: int) -> tuple[int, Heights, Heights] | None:
    """Return first slice, upper and lower heights of one glyph's outline; None if it has no ink."""
    edges = _edges_of(outline, SLICES_PER_EM / units_per_em)
    if edges is None:
        return None
    (x0, y0), (x1, y1) = edges[:, 0].T, edges[:, 1].T
    swap = x0 > x1
    x0, x1, y0, y1 = (np.where(swap, a, b) for a, b in ((x1, x0), (x0, x1), (y1, y0), (y0, y1)))
    first = np.floor(x0).astype(np.int64)
    counts = np.floor(x1).astype(np.int64) - first + 1
    owner = np.repeat(np.arange(len(counts)), counts)
    slices = first[owner] + np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    span = np.maximum(x1 - x0, 1e-12)
    ends = []
    for x in (np.maximum(x0[owner], slices), np.minimum(x1[owner], slices + 1)):
        ends.append(y0[owner] + (y1 - y0)[owner] * np.clip((x - x0[owner]) / span[owner], 0.0, 1.0))
    # A vertical edge has both its ends in one slice.
    upright = (x1 - x0)[owner] < 1e-9
    high = np.where(upright, np.maximum(y0, y1)[owner], np.maximum(*ends))
    low = np.where(upright, np.minimum(y0, y1)[owner], np.minimum(*ends))
    start = int(slices.min())
    upper = np.full(int(slices.max()) - start + 1, -NO_INK, dtype=np.float64)
    lower = np.full(len(upper), NO_INK, dtype=np.float64)
    np.maximum.at(upper, slices - start, high)
    np.minimum.at(lower, slices - start, low)
    return start, np.ceil(upper).astype(np.int16), np.floor(lower).astype(np.int16)


def _edges_of(outline: Outline, scale: float) -> NDArray[np.float64] | None:
    """Return the outline's edges in slices, shape (n, 2, 2); curves are cut finely."""
    t = np.linspace(0.0, 1.0, _CURVE_STEPS + 1)[1:, None]
    edges: list[NDArray[np.float64]] = []
    here = start = np.zeros(2)
    for op, numbers in outline.segments:
        points = np.array(numbers, dtype=np.float64).reshape(-1, 2) * scale
        if op == "m":
            here = start = points[0]
            continue
        if op == "h":
            chain = np.vstack([here, start])
        elif op == "l":
            chain = np.vstack([here, points])
        else:
            one, two, last = points
            curve = (1 - t) ** 3 * here + 3 * (1 - t) ** 2 * t * one + 3 * (1 - t) * t**2 * two + t**3 * last
            chain = np.vstack([here, curve])
        edges.append(np.stack([chain[:-1], chain[1:]], axis=1))
        here = chain[-1]
    return np.concatenate(edges) if edges else None


def grow_skyline(upper: Heights, radius: float) -> Heights:
    """Return ``upper`` grown by a disc of ``radius`` slices; the array gains the disc's width on both sides."""
    width = math.ceil(radius) + _LOOSE
    out = np.full(len(upper) + 2 * width, -NO_INK, dtype=np.int16)
    inked = upper > -NO_INK
    for shift in range(-width, width + 1):
        # Slices that are |shift| apart may hold ink only |shift| - 2 apart, one line's grid being off the other's.
        apart = max(0, abs(shift) - _LOOSE)
        if apart > radius:
            continue
        rise = math.ceil(math.sqrt(radius * radius - apart * apart))
        window = out[width + shift : width + shift + len(upper)]
        np.maximum(window, np.where(inked, upper + np.int16(rise), -NO_INK).astype(np.int16), out=window)
    return out


def scale_skyline(heights: Heights, start: int, ratio: float, *, upper: bool) -> tuple[int, Heights]:
    """Return a skyline at ``ratio`` times its size, on the same grid; slices take the outermost of what they cover."""
    first, last = math.floor(start * ratio), math.ceil((start + len(heights)) * ratio)
    cells = np.arange(first, last)
    low = np.clip(np.floor(cells / ratio).astype(np.int64) - start, 0, len(heights) - 1)
    high = np.clip(np.ceil((cells + 1) / ratio).astype(np.int64) - 1 - start, 0, len(heights) - 1)
    out = heights[low].astype(np.float64)
    pick = np.maximum if upper else np.minimum
    for step in range(1, int((high - low).max(initial=0)) + 1):
        out = pick(out, heights[np.minimum(low + step, high)])
    inked = np.abs(out) < NO_INK
    rounded = np.ceil(out * ratio) if upper else np.floor(out * ratio)
    return first, np.where(inked, rounded, -NO_INK if upper else NO_INK).astype(np.int16)


def measure_drop(upper_line: tuple[int, Heights], lower_line: tuple[int, Heights]) -> int:
    """Return how far the second line's baseline must lie below the first's, in slices.

    Each is (x of the first slice in the block, heights): ``lower`` of the line above, ``reach`` of the line below.
    """
    (a, low), (b, high) = upper_line, lower_line
    start, end = max(a, b), min(a + len(low), b + len(high))
    if start >= end:
        return -NO_INK
    return int((high[start - b : end - b] - low[start - a : end - a]).max())


def measure_clearance(
    upper_line: tuple[int, Heights], lower_line: tuple[int, Heights], leading: float, reach: int
) -> float:
    """Return the least distance between two lines' ink in slices, in any direction, up to ``reach``.

    Each is (x of the first slice in the block, heights): ``lower`` of the line above, ``upper`` of the line below.
    """
    (a, low), (b, high) = upper_line, lower_line
    least = float(reach)
    for shift in range(-reach, reach + 1):
        gap = leading - measure_drop((a + shift, low), (b, high))
        least = min(least, math.hypot(max(0, abs(shift) - 1), max(0.0, gap)))
    return least
