"""Letters among painted paths, of any pinned face and any size: read by their operators, or by their shape alone.

A program that rewrites a file may cut curves anew, begin a contour elsewhere or turn it round. Then the outline itself
is compared: dense points of both shapes must lie within one unit of the other's edge.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import shapely

from renderer.preflight.alphabet import Alphabet, Points, Shape, alphabet_of, drop_closing_lines
from renderer.values.geometry import Rect

UNITS = 1.0
"""Font units by which a rewritten outline may stand off the font's."""
_LEAST_SCALE, _MOST_SCALE = 1e-3, 14.4
"""Points a font unit: ems from a point to the longest page; what is smaller or larger is no letter of a sign."""
_ASPECT = 0.02
_SAME_LINE = 0.02
_CHORDS = 12
_FEW = 8
"""Points of an outline that are compared before all of them are."""


class FoundLetter(NamedTuple):
    """A letter on a page: its character, face, em and origin (pt, y up), its ink, and its place in paint order.

    ``others`` are what else has this shape: a full stop on one baseline is a middle dot on another.
    """

    character: str
    face: str
    em: float
    x: float
    y: float
    ink: Rect
    order: int
    others: tuple[FoundLetter, ...] = ()


@dataclass(frozen=True)
class _Known:
    """A letter of a face as it is looked for: its points and its bounds in font units."""

    character: str
    face: str
    units: int
    ops: str
    points: Points
    low: Points
    size: Points


class _Outline(NamedTuple):
    """A letter's edge, dense points along it, and its true low corner and size."""

    edge: shapely.Geometry
    dense: Points
    low: Points
    size: Points


class LetterFinder:
    """Reads paths as letters of some pinned faces. ``fonts`` are their files by ``family/weight``."""

    def __init__(self, fonts: Mapping[str, bytes]) -> None:
        self.alphabets: dict[str, Alphabet] = {key: alphabet_of(data) for key, data in fonts.items()}
        self._by_ops: dict[str, list[_Known]] = {}
        self._all: list[_Known] = []
        for key, alphabet in self.alphabets.items():
            for character, (ops, points) in alphabet.shapes():
                low, size = points.min(axis=0), np.ptp(points, axis=0)
                known = _Known(character, key, alphabet.units_per_em, ops, points, low, size)
                self._by_ops.setdefault(ops, []).append(known)
                self._all.append(known)
        self._aspects = np.array([k.size[0] / max(k.size[1], 1e-9) for k in self._all])
        self._outlines: dict[int, _Outline] = {}

    def read(self, shape: Shape, order: int, *, by_shape: bool = False) -> FoundLetter | None:
        """Return the letter that a path in page space paints upright, or None.

        ``by_shape``: look for rewritten outlines, too, which costs milliseconds a path.
        """
        ops, points = drop_closing_lines(*shape)
        if len(points) < 4:
            return None
        found = self._read_exactly(ops, points, order)
        return found if found is not None or not by_shape else self._read_by_shape(ops, points, order)

    def _read_exactly(self, ops: str, points: Points, order: int) -> FoundLetter | None:
        fits: list[tuple[float, FoundLetter]] = []
        low, size = points.min(axis=0), np.ptp(points, axis=0)
        for known in self._by_ops.get(ops, ()):
            scale = _find_scale(size, known.size)
            if scale is None:
                continue
            off = float(np.abs((points - low) / scale - (known.points - known.low)).max())
            if off <= UNITS:
                fits.append((off, _place(known, low, size, scale, order)))
        return _choose(fits)

    def _read_by_shape(self, ops: str, points: Points, order: int) -> FoundLetter | None:
        low, size = points.min(axis=0), np.ptp(points, axis=0)
        if size.min() <= 0 or set(ops) - set("mlch"):
            return None
        alike = np.flatnonzero(np.abs(self._aspects / (size[0] / size[1]) - 1) < _ASPECT)
        if not len(alike):
            return None
        dense, low, size = _trace(ops, points)
        fits: list[tuple[float, FoundLetter]] = []
        for index in alike:
            known = self._all[int(index)]
            own = self._outline_of(int(index))
            scale = _find_scale(size, own.size)
            if scale is None:
                continue
            moved = (dense - low) / scale + own.low
            # Most shapes of this aspect are told from the letter by a few of their points.
            if float(shapely.distance(shapely.points(moved[:: len(moved) // _FEW + 1]), own.edge).max()) > UNITS:
                continue
            off = float(shapely.distance(shapely.points(moved), own.edge).max())
            if off > UNITS:
                continue
            # And the other way: a shape that lacks a mark lies wholly on the edge of the one that has it.
            back = shapely.distance(shapely.points(own.dense), _edge_of(ops, (points - low) / scale + own.low))
            if float(back.max()) <= UNITS:
                fits.append((off, _place(known, low - (own.low - known.low) * scale, size, scale, order)))
        return _choose(fits)

    def _outline_of(self, index: int) -> _Outline:
        if index not in self._outlines:
            known = self._all[index]
            self._outlines[index] = _Outline(_edge_of(known.ops, known.points), *_trace(known.ops, known.points))
        return self._outlines[index]


def _choose(fits: list[tuple[float, FoundLetter]]) -> FoundLetter | None:
    """Return the letter whose outline is nearest, with the others that have this shape."""
    if not fits:
        return None
    best, *others = (letter for _, letter in sorted(fits, key=lambda fit: fit[0]))
    return best._replace(others=tuple(others))


def _find_scale(size: Points, own: Points) -> float | None:
    """Return page points a font unit, if both directions agree and the em is one of a sign."""
    longer = int(size[1] > size[0])
    if own[longer] <= 0 or size[longer] <= 0:
        return None
    scale = float(size[longer] / own[longer])
    fits = np.abs(size / scale - own).max() <= 2 * UNITS and _LEAST_SCALE <= scale <= _MOST_SCALE
    return scale if fits else None


def _place(known: _Known, low: Points, size: Points, scale: float, order: int) -> FoundLetter:
    x, y = low - known.low * scale
    ink = Rect(float(low[0]), float(low[1]), float(size[0]), float(size[1]))
    return FoundLetter(known.character, known.face, scale * known.units, float(x), float(y), ink, order)


def _edge_of(ops: str, points: Points) -> shapely.Geometry:
    contours = [np.concatenate([c, c[:1]]) for c in flatten(ops, points) if len(c) > 1]
    return shapely.multilinestrings([shapely.linestrings(contour) for contour in contours])


def flatten(ops: str, points: Points) -> list[Points]:
    """Return the contours of a path as polygons, a dozen chords a curve: ``mask.flatten`` for many shapes at once."""
    kinds = [op for op in ops if op != "h"]
    lengths = np.array([3 if op == "c" else 1 for op in kinds])
    ends = np.cumsum(lengths) - 1
    curves = np.flatnonzero(lengths == 3)
    start, one, two, end = (points[ends[curves] - back] for back in (3, 2, 1, 0))
    t = (np.arange(1, _CHORDS + 1) / _CHORDS)[None, :, None]
    bent = (
        (1 - t) ** 3 * start[:, None]
        + 3 * (1 - t) ** 2 * t * one[:, None]
        + 3 * (1 - t) * t**2 * two[:, None]
        + t**3 * end[:, None]
    )
    rows = np.where(lengths == 3, _CHORDS, 1)
    first = np.cumsum(rows) - rows
    out = np.empty((int(rows.sum()), 2))
    straight = np.flatnonzero(lengths == 1)
    out[first[straight]] = points[ends[straight]]
    out[first[curves][:, None] + np.arange(_CHORDS)] = bent
    return np.split(out, [first[i] for i, op in enumerate(kinds) if op == "m" and i])


def _trace(ops: str, points: Points) -> tuple[Points, Points, Points]:
    """Return points along the outline, and its true low corner and size: control points may lie outside."""
    edge = _edge_of(ops, points)
    dense = shapely.get_coordinates(edge)
    low = dense.min(axis=0)
    return dense, low, np.ptp(dense, axis=0)


def gather_lines(letters: Sequence[FoundLetter]) -> list[list[FoundLetter]]:
    """Gather letters into lines, in paint order: equal faces, sizes and baselines.

    What joins no line as the letter that it is most like may join one as another of its shape.
    """
    lines: list[list[FoundLetter]] = []
    for letter in letters:
        readings = (letter, *letter.others)
        homes = ((line, read) for read in readings for line in lines[-6:] if _joins(line[-1], read))
        home, read = next(homes, (None, letter))
        if home is None:
            lines.append([letter])
        else:
            home.append(read)
    return lines


def texts_of(letters: Sequence[FoundLetter], finder: LetterFinder) -> list[str]:
    """Return the text of every line that letters make, spaces by their gaps."""
    return [text_of_line(sorted(line, key=lambda found: found.x), finder) for line in gather_lines(letters)]


def _joins(one: FoundLetter, other: FoundLetter) -> bool:
    same = one.face == other.face and abs(one.em - other.em) <= 0.01 * one.em
    return same and abs(one.y - other.y) <= _SAME_LINE * one.em


def text_of_line(row: list[FoundLetter], finder: LetterFinder) -> str:
    """Return the text of one line, its letters from left to right."""
    text = row[0].character
    for before, letter in pairwise(row):
        alphabet = finder.alphabets[before.face]
        scale = before.em / alphabet.units_per_em
        gap = letter.x - before.x - alphabet.advance[before.character] * scale
        text += (" " if gap > alphabet.space * scale / 2 else "") + letter.character
    return unicodedata.normalize("NFC", text)
