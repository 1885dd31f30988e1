"""Curves to text: painted paths are read as letters of the pinned fonts, by geometry alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from renderer.contract.expectation import ExpectedFrame, ExpectedPage
from renderer.preflight.alphabet import Alphabet, Points
from renderer.preflight.painted import Colour, PaintedPath
from renderer.values.geometry import Affine, Point, Rect
from renderer.values.lengths import POINTS_PER_MM

SAME_LINE = 0.02
"""Origins closer than this share of the em stand on one baseline."""


@dataclass(frozen=True)
class Letter:
    """A letter as read: its origin in units (y down, the frame's own turn undone), em, and place in paint order."""

    character: str
    x: float
    y: float
    size: float
    order: int


@dataclass(frozen=True)
class ReadLine:
    """A line as read, its letters from left to right."""

    text: str
    letters: tuple[Letter, ...]


def to_units(points: Points, page: ExpectedPage) -> Points:
    """Return page points (pt, y up, origin at the media box) in mm from the trim's top left, y down."""
    x, y, _, height = page.media
    out = points * (page.ratio / POINTS_PER_MM)
    out[:, 0] += x
    out[:, 1] = y + height - out[:, 1]
    return out


def to_page(page: ExpectedPage, x: float, y: float) -> Point:
    """Return where a point of the sign (mm from the trim's top left, y down) lies on the page (pt, y up)."""
    left, top, _, height = page.media
    k = POINTS_PER_MM / page.ratio
    return Point((x - left) * k, (top + height - y) * k)


def turn_upright(points: Points, frame: ExpectedFrame) -> Points:
    """Undo the turn of a frame."""
    if not frame.rotation:
        return points
    turn = Affine.rotation(-frame.rotation, Rect(*frame.rect).centre)
    return np.array([turn.apply(Point(float(x), float(y))) for x, y in points])


def frame_of(
    path: PaintedPath, frames: Sequence[ExpectedFrame], page: ExpectedPage
) -> tuple[ExpectedFrame, Points] | None:
    """Return the layer of a frame in whose rectangle the path's ink lies, and its points upright in units.

    Of several layers of one frame the one painted in the path's colour is taken, else the first.
    """
    if not len(path.points):
        return None
    units = to_units(path.points, page)
    kind = "stroke" if path.operator in ("S", "s") else "fill"
    homes: list[tuple[ExpectedFrame, Points]] = []
    for frame in frames:
        if frame.paint != kind:
            continue
        points = turn_upright(units, frame)
        x, y = (points.min(axis=0) + points.max(axis=0)) / 2
        rect = Rect(*frame.rect)
        if rect.x <= x <= rect.right and rect.y <= y <= rect.bottom:
            homes.append((frame, points))
    colour = path.stroke if kind == "stroke" else path.fill
    return next((home for home in homes if _is_in_colour(home[0], colour)), homes[0] if homes else None)


def _is_in_colour(frame: ExpectedFrame, colour: Colour) -> bool:
    operator, values = colour
    patterned = operator == "scn" and values[0] == "/Pattern"
    if len(frame.inks) > 1 or patterned:
        return len(frame.inks) > 1 and patterned
    ink = frame.inks[0]
    if ink.spot:
        return len(values) == 2
    build = ink.cmyk
    return len(values) == 4 and all(abs(float(v) * 100 - w) < 0.5 for v, w in zip(values, build, strict=True))


def read_letter(ops: str, points: Points, frame: ExpectedFrame, alphabet: Alphabet, order: int) -> Letter | None:
    """Read one path of a frame, at its lines' sizes and no other; None if it is no letter of the face.

    Of several readings the one nearest to a baseline of its size is taken: it tells a comma from an apostrophe,
    which have equal outlines at another height over the line.
    """
    best: tuple[float, Letter] | None = None
    for size in dict.fromkeys(line.size for line in frame.lines):
        scale = size / alphabet.units_per_em
        for match in alphabet.read((ops, points / scale * np.array([1.0, -1.0]))):
            letter = Letter(match.character, match.x * scale, -match.y * scale, size, order)
            off = round(min(abs(letter.y - line.y) for line in frame.lines if line.size == size) / frame.size, 3)
            if best is None or off < best[0]:
                best = off, letter
    return best[1] if best else None


def lines_of(letters: list[Letter], frame: ExpectedFrame, alphabet: Alphabet) -> list[ReadLine]:
    """Gather letters into lines by their baselines, top to bottom, and infer the spaces from the gaps."""
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda found: found.y):
        if rows and abs(rows[-1][-1].y - letter.y) <= SAME_LINE * frame.size:
            rows[-1].append(letter)
        else:
            rows.append([letter])
    return [_read_line(sorted(row, key=lambda found: found.x), alphabet) for row in rows]


def _read_line(row: list[Letter], alphabet: Alphabet) -> ReadLine:
    text = row[0].character
    for before, letter in pairwise(row):
        scale = before.size / alphabet.units_per_em
        gap = letter.x - before.x - alphabet.advance[before.character] * scale
        text += (" " if gap > alphabet.space * scale / 2 else "") + letter.character
    return ReadLine(text, tuple(row))
