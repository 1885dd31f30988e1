"""Where a print that is wider than the roll is cut: seams that pass through no letter and no emblem.

A print is parted by straight seams from edge to edge, and each part once more in the other direction: so it is
joined, two strips at a time. A panel may lie on the roll either way round.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from renderer.values.errors import RefusedError
from renderer.values.geometry import Rect

LEAST_SIDE = 300.0
"""mm; a narrower strip is a nuisance to weld, and is made only where nothing else fits."""
_FIRST, _INNER = 18, 30
"""How many places of a seam are tried along the first direction, and inside a strip."""
_MOST_PARTS = 60


class Obstacle(NamedTuple):
    """What a seam should not cross: its place in mm, and what it is."""

    rect: Rect
    name: str
    letter: bool


class Cost(NamedTuple):
    """What a way of cutting costs, the gravest first.

    ``tees``: strips that are cut across, so that seams end on others, the hardest to weld. ``roll``: decimetres of
    the roll that the panels take.
    """

    letters: int = 0
    emblems: int = 0
    tees: int = 0
    slivers: int = 0
    panels: int = 0
    roll: float = 0.0
    uneven: float = 0.0

    def plus(self, other: Cost) -> Cost:
        return Cost(
            self.letters + other.letters,
            self.emblems + other.emblems,
            self.tees + other.tees,
            self.slivers + other.slivers,
            self.panels + other.panels,
            self.roll + other.roll,
            self.uneven + other.uneven,
        )


@dataclass(frozen=True)
class Cut:
    """The cells of a print in reading order (they share no area), and what its seams cross."""

    cells: tuple[Rect, ...]
    crossed: tuple[str, ...]


class _Way(NamedTuple):
    cost: Cost
    cells: tuple[Rect, ...]
    crossed: tuple[str, ...]


@dataclass(frozen=True)
class _Cutter:
    most: tuple[float, float]
    overlap: float
    area: Rect

    def longest(self, cell: Rect, upright: bool) -> float:
        """Return how long a panel of a cell may be along the axis that seams of this direction part."""
        window = printed_of(cell, self.area, self.overlap)
        across = window.height if upright else window.width
        lengths = [a for a, b in (self.most, self.most[::-1]) if across <= b + 1e-6]
        return max(lengths, default=0.0)

    def roll_of(self, part: Rect) -> float:
        """Return how many decimetres of the roll a panel takes, laid the way that takes the least."""
        window, (across, along) = printed_of(part, self.area, self.overlap), sorted(self.most)
        sides = ((window.height, window.width), (window.width, window.height))
        fits = [length for width, length in sides if width <= across + 1e-6 and length <= along + 1e-6]
        return float(round(min(fits, default=0.0) / 100))

    def places(self, cell: Rect, obstacles: Sequence[Obstacle], upright: bool, count: int) -> list[float]:
        """Return where seams through a cell are worth trying: the widest free gaps, and even parts."""
        start, end = _extent(cell, upright)
        gaps: list[tuple[float, float]] = []
        reach = start
        for low, high in [*sorted(_extent(o.rect, upright) for o in obstacles), (end, end)]:
            if low - reach > self.overlap + 2:
                gaps.append((reach + self.overlap / 2 + 1, low - self.overlap / 2 - 1))
            reach = max(reach, high)
        widest = sorted(gaps, key=lambda g: g[0] - g[1])[: count // 2]
        tried = {v for a, b in widest for v in (a, (a + b) / 2, b)}
        # Inside a strip many parts cost little to weigh; along the first direction each costs all of theirs.
        most_parts = _MOST_PARTS if count == _INNER else _FIRST // 2
        # As few even parts as the roll allows, and one more; the roll may lie either way.
        needed = {math.ceil((end - start) / (side - self.overlap)) for side in self.most}
        even = {parts + more for parts in needed if parts <= most_parts for more in (0, 1)}
        for parts in {*range(2, max(3, count // 6)), *even}:
            tried |= {start + (end - start) * i / parts for i in range(1, parts)}
        return sorted({round(v, 1) for v in tried if start + 1 < v < end - 1})

    def best(self, cell: Rect, obstacles: Sequence[Obstacle], upright: bool, depth: int) -> _Way | None:
        """Return the best way to cut a cell by seams of one direction first, then ``depth`` times across."""
        start, end = _extent(cell, upright)
        stops = [start, *self.places(cell, obstacles, upright, _FIRST if depth else _INNER), end]
        met = [_find_crossed(obstacles, at - self.overlap / 2, at + self.overlap / 2, upright) for at in stops]
        longest, half = self.longest(cell, upright), self.overlap / 2
        low, high = _extent(self.area, upright)
        share = (cell.height if upright else cell.width) / (self.area.width * self.area.height)
        ways: list[_Way | None] = [_Way(Cost(), (), ())] + [None] * (len(stops) - 1)
        for j in range(1, len(stops)):
            last = j == len(stops) - 1
            crossed = [] if last else met[j]
            letters = sum(o.letter for o in crossed)
            seam = Cost(letters, len(crossed) - letters)
            for i in range(j):
                before, known = ways[i], ways[j]
                if before is None or (known is not None and before.cost.plus(seam) > known.cost):
                    continue
                length = stops[j] - stops[i]
                printed = min(high, stops[j] + half) - max(low, stops[i] - half)
                part = _part(cell, stops[i], stops[j], upright)
                piece: _Way | None = None
                if printed <= longest + 1e-6:
                    sliver = length < LEAST_SIDE
                    roll = self.roll_of(part)
                    cost = Cost(slivers=int(sliver), panels=1, roll=roll, uneven=(length * share) ** 2)
                    piece = _Way(cost, (part,), ())
                elif depth:
                    inside = [o for o in obstacles if o.rect.overlaps(part)]
                    piece = self.best(part, inside, not upright, depth - 1)
                    if piece is not None:
                        piece = piece._replace(cost=piece.cost.plus(Cost(tees=1)))
                if piece is None:
                    continue
                cost = before.cost.plus(piece.cost).plus(seam)
                if known is None or cost < known.cost:
                    names = tuple(o.name for o in crossed)
                    ways[j] = _Way(cost, before.cells + piece.cells, before.crossed + piece.crossed + names)
        return ways[-1]


def _extent(rect: Rect, upright: bool) -> tuple[float, float]:
    return (rect.x, rect.right) if upright else (rect.y, rect.bottom)


def _find_crossed(obstacles: Sequence[Obstacle], low: float, high: float, upright: bool) -> list[Obstacle]:
    """Return what a seam's strip crosses."""
    return [o for o in obstacles if _extent(o.rect, upright)[0] < high and low < _extent(o.rect, upright)[1]]


def _part(cell: Rect, start: float, end: float, upright: bool) -> Rect:
    if upright:
        return Rect(start, cell.y, end - start, cell.height)
    return Rect(cell.x, start, cell.width, end - start)


def printed_of(cell: Rect, area: Rect, overlap: float) -> Rect:
    """Return what the panel of a cell prints: half the overlap beyond each of its seams."""
    return area.common(cell.inset(-overlap / 2))


def cut(area: Rect, most: tuple[float, float], overlap: float, obstacles: Sequence[Obstacle]) -> Cut:
    """Part ``area`` into panels that print at most ``most`` (mm, either way round).

    Of all ways tried the one is taken whose seams cross the fewest letters, then the fewest emblems, then with the
    fewest panels, then the most even one. Raises RefusedError if no panel can be that small.
    """
    return _cut(area, most, overlap, tuple(obstacles))


@lru_cache(maxsize=64)
def _cut(area: Rect, most: tuple[float, float], overlap: float, obstacles: tuple[Obstacle, ...]) -> Cut:
    """Search once: a sign is bound anew for every look at it, and a wide one takes a second to cut."""
    if min(most) <= overlap + 1:
        raise RefusedError(
            "panels-too-small",
            f"panels of {most[0]:g} x {most[1]:g} mm are all overlap",
            field="panels",
            hint="give the printable width of the roll",
        )
    cutter = _Cutter(most, overlap, area)
    ways = [way for upright in (True, False) if (way := cutter.best(area, obstacles, upright, 1)) is not None]
    if not ways:
        raise RefusedError(
            "panels-too-small",
            f"panels of {most[0]:g} x {most[1]:g} mm are too small for this print",
            field="panels",
            hint="give larger panels",
        )
    best = min(ways, key=lambda way: way.cost)
    return Cut(best.cells, tuple(dict.fromkeys(best.crossed)))
