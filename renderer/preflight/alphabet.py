"""The reading alphabet: which outline is which letter, from the pinned font file alone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pathops
import uharfbuzz as hb
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from numpy.typing import NDArray

from renderer.contract.alphabet import READABLE

MATCH_UNITS = 1.0
"""Largest distance, in font units, between a painted point and the font's: two decimals leave about 0.01."""

Points = NDArray[np.float64]
Shape = tuple[str, Points]
"""The operators of a path (``m l c h`` as one string) and its points, shape (n, 2), y up."""


@dataclass(frozen=True)
class Match:
    """One way to read a shape: the character, and its origin (y up) where the shape was found, in font units."""

    character: str
    x: float
    y: float


class Placed(NamedTuple):
    """A glyph of a shaped line: its character, glyph id, and origin's x from the line's start, in font units."""

    character: str
    gid: int
    x: float


class _Recorder(BasePen):
    """Collects a path as operators and points; quadratic curves arrive as cubic ones."""

    def __init__(self, glyph_set: Any) -> None:
        super().__init__(glyph_set)
        self.ops: list[str] = []
        self.points: list[tuple[float, float]] = []

    def _moveTo(self, p: tuple[float, float]) -> None:
        self._add("m", p)

    def _lineTo(self, p: tuple[float, float]) -> None:
        self._add("l", p)

    def _curveToOne(self, *three: tuple[float, float]) -> None:
        self._add("c", *three)

    def _closePath(self) -> None:
        self.ops.append("h")

    def _add(self, op: str, *points: tuple[float, float]) -> None:
        self.ops.append(op)
        self.points.extend(points)


class Alphabet:
    """The shapes, advances and shaping of one pinned face."""

    def __init__(self, data: bytes) -> None:
        font = TTFont(io.BytesIO(data), lazy=True)
        self.units_per_em = int(font["head"].unitsPerEm)
        self.cap_height = float(font["OS/2"].sCapHeight)
        self._hb = hb.Font(hb.Face(data))
        glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
        self.advance: dict[str, float] = {}
        self.gid: dict[str, int] = {}
        self._shapes: dict[str, Shape] = {}
        self._by_ops: dict[str, list[tuple[str, Points]]] = {}
        for character in READABLE:
            name = cmap.get(ord(character))
            if name is not None and self._learn(character, glyphs, name):
                self.gid[character] = int(font.getGlyphID(name))
        self.space = float(glyphs[cmap[ord(" ")]].width)

    def _learn(self, character: str, glyphs: Any, name: str) -> bool:
        """Take a character in; False for a blank where one should be: no file can be read back for it."""
        shape = shape_of_glyph(glyphs, name)
        if shape is None:
            return False
        self.advance[character] = float(glyphs[name].width)
        ops, points = self._shapes[character] = drop_closing_lines(*shape)
        self._by_ops.setdefault(ops, []).append((character, points))
        return True

    def read(self, shape: Shape) -> list[Match]:
        """Return every way to read a shape given in font units; empty when it is no letter of this face."""
        ops, points = drop_closing_lines(*shape)
        matches = []
        for character, known in self._by_ops.get(ops, ()):
            offset = (points - known).mean(axis=0)
            if np.abs(points - known - offset).max() <= MATCH_UNITS:
                matches.append(Match(character, float(offset[0]), float(offset[1])))
        return matches

    def shape(self, line: str, tracking: float = 0.0) -> list[Placed]:
        """Shape a line afresh and return its inked glyphs with the x of their origins in font units.

        ``tracking`` is the white added after every glyph, as a share of the em.
        """
        buffer = hb.Buffer()
        buffer.add_str(line)
        buffer.direction, buffer.script, buffer.language = "ltr", "Latn", "vi"
        hb.shape(self._hb, buffer, {"liga": False, "clig": False, "dlig": False, "calt": False})
        out, x = [], 0.0
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            if line[info.cluster] != " ":
                out.append(Placed(line[info.cluster], int(info.codepoint), x + position.x_offset))
            x += position.x_advance + tracking * self.units_per_em
        return out

    def shapes(self) -> Iterator[tuple[str, Shape]]:
        """Yield every character with its shape in font units."""
        yield from self._shapes.items()

    def shape_of(self, character: str) -> Shape | None:
        """Return the shape of a character in font units."""
        return self._shapes.get(character)


def shape_of_glyph(glyphs: Any, name: str) -> Shape | None:
    """Return a glyph's outline in font units, freed of overlapping contours; None for a blank one."""
    path = pathops.Path()
    glyphs[name].draw(path.getPen(glyphSet=glyphs))
    path.simplify(fix_winding=True, keep_starting_points=True)
    recorder = _Recorder(None)
    path.draw(recorder)
    return ("".join(recorder.ops), np.array(recorder.points)) if recorder.ops else None


def drop_closing_lines(ops: str, points: Points) -> Shape:
    """Drop a line that only returns to its contour's start before ``h``: writers differ in stating it."""
    kept_ops: list[str] = []
    keep = np.ones(len(points), dtype=bool)
    index = start = 0
    for i, op in enumerate(ops):
        if op == "m":
            start = index
        if op == "l" and ops[i + 1 : i + 2] == "h" and np.abs(points[index] - points[start]).max() < 0.05:
            keep[index] = False
        else:
            kept_ops.append(op)
        index += {"m": 1, "l": 1, "c": 3, "h": 0}[op]
    return "".join(kept_ops), points[keep]


@lru_cache(maxsize=16)
def alphabet_of(data: bytes) -> Alphabet:
    """Return the alphabet of a font file, built once a process."""
    return Alphabet(data)
