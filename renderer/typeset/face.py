"""HarfBuzz's and fontTools' room: a pinned face that shapes text and gives outlines.

Outlines are freed of overlapping contours when a glyph is first asked for: cutting plotters, strokes and
even-odd importers show every overlap (Lora 700 has them in most Vietnamese letters).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import pathops
import uharfbuzz as hb
from fontTools.ttLib import TTFont, TTLibError

from renderer.errors import DataError, RefusedError
from renderer.geometry import Rect

VIETNAMESE_LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
"""The 67 small letters (12 vowels x 6 tones and đ); with capitals 146, of which 12 are plain ASCII vowels."""
REQUIRED = VIETNAMESE_LETTERS + VIETNAMESE_LETTERS.upper() + "bcdghklmnpqrstvxBCDGHKLMNPQRSTVXfjwzFJWZ0123456789 "
# Ligatures and discretionary forms would make glyphs that no single letter owns; signs need none.
_FEATURES = {"liga": False, "clig": False, "dlig": False, "calt": False}

Segment = tuple[str, tuple[float, ...]]
"""An operator (``m``, ``l``, ``c``, ``h``) and its coordinates in font units, y up."""


class ShapedGlyph(NamedTuple):
    """One glyph of a shaped line: x is its origin from the line's start; all in font units."""

    gid: int
    x: float
    y: float


class Shaped(NamedTuple):
    """A shaped line in font units, y up: its glyphs, advance width and ink box (bottom left corner and size)."""

    glyphs: tuple[ShapedGlyph, ...]
    advance: float
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Outline:
    """A glyph's outline without overlaps, in font units (y up), and its exact bounds (None if blank)."""

    segments: tuple[Segment, ...]
    bounds: tuple[float, float, float, float] | None


class Face:
    """One pinned face. ``key`` is ``family/weight``."""

    def __init__(self, key: str, data: bytes, where: str, alphabet: str = "") -> None:
        self.key = key
        self._where = where
        try:
            self._font = TTFont(io.BytesIO(data), lazy=True)
            self._cmap: dict[int, str] = self._font.getBestCmap()
            self.units_per_em = int(self._font["head"].unitsPerEm)
            self.cap_height = float(self._font["OS/2"].sCapHeight)
        except (TTLibError, KeyError, AttributeError) as fault:
            raise DataError("bad-font", f"is not a usable TrueType font: {fault}", where=where) from None
        self._hb = hb.Font(hb.Face(data))
        self._outlines: dict[int, Outline] = {}
        missing = sorted({c for c in REQUIRED + alphabet if ord(c) not in self._cmap})
        if missing:
            raise DataError(
                "font-coverage", f"{key} lacks {' '.join(missing)}", where=where, hint="pin a face that has them"
            )

    @cached_property
    def _glyph_set(self):  # type: ignore[no-untyped-def]
        return self._font.getGlyphSet()

    def shape(self, text: str) -> Shaped:
        """Shape one line; a character the face does not have is refused by name."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction, buffer.script, buffer.language = "ltr", "Latn", "vi"
        hb.shape(self._hb, buffer, _FEATURES)
        glyphs, x = [], 0.0
        edges: list[tuple[float, float, float, float]] = []
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            if info.codepoint == 0:
                raise self._missing(text[info.cluster])
            glyph = ShapedGlyph(info.codepoint, x + position.x_offset, float(position.y_offset))
            glyphs.append(glyph)
            bounds = self.outline(glyph.gid).bounds
            if bounds:
                edges.append((bounds[0] + glyph.x, bounds[1] + glyph.y, bounds[2] + glyph.x, bounds[3] + glyph.y))
            x += position.x_advance
        if not edges:
            return Shaped(tuple(glyphs), x, 0.0, 0.0, 0.0, 0.0)
        left, bottom, right, top = zip(*edges, strict=True)
        return Shaped(tuple(glyphs), x, min(left), min(bottom), max(right), max(top))

    def _missing(self, character: str) -> RefusedError:
        return RefusedError(
            "missing-glyph",
            f"{self.key} has no glyph for {character!r} (U+{ord(character):04X})",
            hint="check the character in the text; nothing is substituted",
        )

    def outline(self, gid: int) -> Outline:
        """Return the outline of a glyph by its id."""
        found = self._outlines.get(gid)
        if found is None:
            found = self._outlines[gid] = self._draw(gid)
        return found

    def _draw(self, gid: int) -> Outline:
        path = pathops.Path()
        self._glyph_set[self._font.getGlyphName(gid)].draw(path.getPen(glyphSet=self._glyph_set))
        path.simplify(fix_winding=True, keep_starting_points=True)
        segments = tuple(_cubic_segments(path))
        return Outline(segments, tuple(path.bounds) if segments else None)


def _cubic_segments(path: pathops.Path) -> list[Segment]:
    out: list[Segment] = []
    here = (0.0, 0.0)
    for verb, points in path:
        if verb == pathops.PathVerb.MOVE:
            out.append(("m", points[0]))
        elif verb == pathops.PathVerb.LINE:
            out.append(("l", points[0]))
        elif verb == pathops.PathVerb.QUAD:
            (cx, cy), (x, y) = points
            # A quadratic curve raised exactly to a cubic: controls two thirds of the way to its own.
            first = (here[0] + (cx - here[0]) * 2 / 3, here[1] + (cy - here[1]) * 2 / 3)
            second = (x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3)
            out.append(("c", (*first, *second, x, y)))
        elif verb == pathops.PathVerb.CUBIC:
            out.append(("c", tuple(v for point in points for v in point)))
        elif verb == pathops.PathVerb.CLOSE:
            out.append(("h", ()))
        else:
            raise AssertionError(f"skia gave a {verb} segment for a font outline")
        if points:
            here = points[-1]
    return out


@lru_cache(maxsize=32)
def load_face(key: str, data: bytes, where: str, alphabet: str = "") -> Face:
    """Return the face, built once per process for the same bytes. ``alphabet``: characters it must have too."""
    return Face(key, data, where, alphabet)


def ink_rect(shaped: Shaped, scale: float, x: float, baseline: float) -> Rect:
    """Return the ink box of a line set at ``x`` on ``baseline``, y down, with ``scale`` units a font unit."""
    return Rect(
        x + shaped.left * scale,
        baseline - shaped.top * scale,
        (shaped.right - shaped.left) * scale,
        (shaped.top - shaped.bottom) * scale,
    )
