"""Small immutable values for the plane. y grows downwards, as in SVG, unless a name says otherwise."""

from __future__ import annotations

import math
from typing import NamedTuple

TOLERANCE = 1e-6
"""The one tolerance for comparing lengths, in the unit of the lengths compared."""


class Point(NamedTuple):
    """A point, or a vector, in the unit of its context."""

    x: float
    y: float


class Edges(NamedTuple):
    """One length for each side of a rectangle."""

    top: float
    right: float
    bottom: float
    left: float

    @property
    def largest(self) -> float:
        return max(self)

    @property
    def even(self) -> bool:
        """Tell whether all four are the same."""
        return len(set(self)) == 1

    @staticmethod
    def all(length: float) -> Edges:
        return Edges(length, length, length, length)


class Rect(NamedTuple):
    """An axis-parallel rectangle by its top left corner and size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def inset(self, by: float) -> Rect:
        """Return the rectangle moved in by ``by`` on every side (out, if negative)."""
        return Rect(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    def outset(self, edges: Edges) -> Rect:
        """Return the rectangle with every side moved out by its own length."""
        return Rect(
            self.x - edges.left,
            self.y - edges.top,
            self.width + edges.left + edges.right,
            self.height + edges.top + edges.bottom,
        )

    def contains(self, other: Rect, tolerance: float = TOLERANCE) -> bool:
        """Tell whether ``other`` lies inside, within ``tolerance``."""
        return (
            other.x >= self.x - tolerance
            and other.y >= self.y - tolerance
            and other.right <= self.right + tolerance
            and other.bottom <= self.bottom + tolerance
        )

    def overlaps(self, other: Rect) -> bool:
        """Tell whether the two share an area."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def common(self, other: Rect) -> Rect:
        """Return the area that both share; where there is none, one without width or height."""
        left, top = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Rect(left, top, max(0.0, right - left), max(0.0, bottom - top))

    @staticmethod
    def hull(rects: list[Rect]) -> Rect:
        """Return the smallest rectangle that holds all of ``rects`` (at least one)."""
        left = min(r.x for r in rects)
        top = min(r.y for r in rects)
        return Rect(left, top, max(r.right for r in rects) - left, max(r.bottom for r in rects) - top)


class Affine(NamedTuple):
    """A matrix in PDF and SVG order: x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, outer: Affine) -> Affine:
        """Return the matrix that applies this one first and ``outer`` after it."""
        return Affine(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )

    def apply(self, point: Point) -> Point:
        return Point(self.a * point.x + self.c * point.y + self.e, self.b * point.x + self.d * point.y + self.f)

    @staticmethod
    def translation(x: float, y: float) -> Affine:
        return Affine(e=x, f=y)

    @staticmethod
    def scaling(x: float, y: float) -> Affine:
        return Affine(a=x, d=y)

    @staticmethod
    def rotation(degrees: float, about: Point | None = None) -> Affine:
        """Return the turn by ``degrees`` (clockwise on a y-down page) about a point."""
        c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        turn = Affine(c, s, -s, c)
        centre = about or Point(0.0, 0.0)
        return Affine.translation(-centre.x, -centre.y).then(turn).then(Affine.translation(*centre))
