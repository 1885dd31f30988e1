"""Measuring a set block with other eyes: outlines from the font file by fontTools, distances by shapely."""

from __future__ import annotations

import io
from functools import lru_cache
from itertools import combinations

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from shapely.affinity import affine_transform
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from renderer.typeset import TextBlock
from tests.helpers.workspaces import ROOT, shipped_font_file

_STEPS = 16


class _Contours(BasePen):
    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.contours: list[list[tuple[float, float]]] = []

    def _moveTo(self, p: tuple[float, float]) -> None:
        self.contours.append([p])

    def _lineTo(self, p: tuple[float, float]) -> None:
        self.contours[-1].append(p)

    def _curveToOne(self, a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> None:
        p = self.contours[-1][-1]
        for step in range(1, _STEPS + 1):
            t = step / _STEPS
            w = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3)
            x, y = (sum(k * q[i] for k, q in zip(w, (p, a, b, c), strict=True)) for i in (0, 1))
            self.contours[-1].append((x, y))


@lru_cache(maxsize=8)
def _font(key: str) -> TTFont:
    return TTFont(io.BytesIO((ROOT / "fonts" / shipped_font_file(key)).read_bytes()))


@lru_cache(maxsize=2048)
def glyph_shape(key: str, gid: int) -> BaseGeometry:
    """Return the solid outline of a glyph in font units, y up; holes are filled, which no distance minds."""
    font = _font(key)
    pen = _Contours(font.getGlyphSet())
    font.getGlyphSet()[font.getGlyphName(gid)].draw(pen)
    return unary_union([Polygon(c).buffer(0) for c in pen.contours if len(c) > 2])


def line_shapes(block: TextBlock) -> list[BaseGeometry]:
    """Return the ink of every line of a block in units, y down."""
    upem = _font(block.face)["head"].unitsPerEm
    shapes = []
    for line in block.lines:
        s = line.size / upem
        glyphs = [
            affine_transform(glyph_shape(block.face, g.gid), [s, 0, 0, -s, line.x + g.x * s, line.baseline - g.y * s])
            for g in line.shaped.glyphs
        ]
        shapes.append(unary_union([g for g in glyphs if not g.is_empty]))
    return shapes


def least_clearance(block: TextBlock) -> float:
    """Return the least distance between the ink of two lines, as a share of the cap height; infinite for one line."""
    pairs = combinations(line_shapes(block), 2)
    return min((a.distance(b) / block.cap_height for a, b in pairs), default=float("inf"))
