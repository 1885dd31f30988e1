"""Dashed outlines as the pieces that show, so that no engine has to measure curves or to join pieces in its own way."""

from __future__ import annotations

import math
from bisect import bisect_left

import numpy as np

from renderer.drawing.numbers import BadValueError
from renderer.drawing.path import MAX_SEGMENTS, Pair, Path, Points, join

_SAMPLES = 64
"""Places at which the length of a curve is measured."""
_NONE = 1e-9
"""Shares of a segment that are no piece of it."""


class _Segment:
    """A line or a cubic, and its lengths from the start to ``_SAMPLES`` places."""

    def __init__(self, points: list[Pair]) -> None:
        self.points = np.array(points, dtype=np.float64)
        if len(points) == 2:
            self.lengths = [0.0, math.dist(*points)]
        else:
            t = np.linspace(0.0, 1.0, _SAMPLES + 1)[:, None]
            p0, p1, p2, p3 = self.points
            drawn = (1 - t) ** 3 * p0 + 3 * (1 - t) ** 2 * t * p1 + 3 * (1 - t) * t**2 * p2 + t**3 * p3
            steps = np.hypot(*np.diff(drawn, axis=0).T)
            self.lengths = [0.0, *np.cumsum(steps).tolist()]

    @property
    def length(self) -> float:
        return self.lengths[-1]

    def share(self, length: float) -> float:
        """Return where on the segment, 0 to 1, it is so long."""
        if length <= 0 or not self.length:
            return 0.0
        if length >= self.length:
            return 1.0
        after = bisect_left(self.lengths, length)
        step = self.lengths[after] - self.lengths[after - 1]
        inside = (length - self.lengths[after - 1]) / step if step else 0.0
        return (after - 1 + inside) / (len(self.lengths) - 1)

    def part(self, begin: float, end: float) -> list[Pair]:
        """Return the points of the piece between two lengths: de Casteljau."""
        first, last = self.share(begin), self.share(end)
        points = _split(self.points, last)[0]
        points = _split(points, first / last)[1] if first > 0 else points
        return [(x, y) for x, y in points.tolist()]


def _split(points: Points, t: float) -> tuple[Points, Points]:
    left, right = [points[0]], [points[-1]]
    while len(points) > 1:
        points = points[:-1] + (points[1:] - points[:-1]) * t
        left.append(points[0])
        right.append(points[-1])
    return np.array(left), np.array(right[::-1])


def dash(path: Path, dashes: tuple[float, ...], offset: float) -> Path:
    """Return the dashes of an outline as open parts; ``dashes`` are lengths on and off in turn, none of them 0."""
    pieces: list[Path] = []
    room = MAX_SEGMENTS
    for part in path.subpaths():
        for piece in _dash_part(part, dashes, offset, room):
            pieces.append(piece)
            room -= len(piece)
    return join(pieces)


def _dash_part(part: Path, dashes: tuple[float, ...], offset: float, room: int) -> list[Path]:
    segments = _segments(part)
    total = sum(segment.length for segment in segments)
    if len(dashes) * total / sum(dashes) > room:
        raise BadValueError(f"its dashes are more than {MAX_SEGMENTS}")
    index, left = _start(dashes, offset)
    runs: list[list[list[Pair]]] = []
    starts_on = index % 2 == 0
    fresh = True
    for segment in segments:
        at = 0.0
        while segment.length - at > _NONE * total:
            end = min(segment.length, at + left)
            if index % 2 == 0 and end - at > _NONE * total:
                if fresh:
                    runs.append([])
                runs[-1].append(segment.part(at, end))
                fresh = False
            left -= end - at
            at = end
            if left <= _NONE * total:
                index = (index + 1) % len(dashes)
                left, fresh = dashes[index], True
    if part.ops.endswith("Z") and starts_on and not fresh and len(runs) > 1:
        runs = [*runs[1:-1], runs[-1] + runs[0]]  # what ends where the outline closes goes on from there
    return [_write(run) for run in runs]


def _segments(part: Path) -> list[_Segment]:
    found: list[_Segment] = []
    start = last = (0.0, 0.0)
    for op, points in part.segments():
        if op == "M":
            start = last = points[0]
            continue
        points = points or [start]
        found.append(_Segment([last, *points]))
        last = points[-1]
    return found


def _start(dashes: tuple[float, ...], offset: float) -> tuple[int, float]:
    """Return the dash that an outline begins within, and how much of it is left."""
    offset = math.fmod(offset, sum(dashes))
    offset += sum(dashes) if offset < 0 else 0.0
    for index, length in enumerate(dashes):
        if offset < length:
            return index, length - offset
        offset -= length
    return 0, dashes[0]


def _write(run: list[list[Pair]]) -> Path:
    ops, points = ["M"], [run[0][0]]
    for piece in run:
        ops.append("L" if len(piece) == 2 else "C")
        points += piece[1:]
    return Path("".join(ops), np.array(points))
