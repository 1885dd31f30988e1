"""HarfBuzz's and fontTools' room: a pinned face that shapes text and gives outlines.

Outlines are freed of overlapping contours when a glyph is first asked for: cutting plotters, strokes and
even-odd importers show every overlap (Lora 700 has them in most Vietnamese letters).
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import pathops
import uharfbuzz as hb
from fontTools.ttLib import TTFont, TTLibError

from renderer.typeset.soundness import check_font
from renderer.values.errors import DataError, RefusedError

VIETNAMESE_LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
"""The 67 small letters (12 vowels x 6 tones and đ); with capitals 146, of which 12 are plain ASCII vowels."""
REQUIRED = VIETNAMESE_LETTERS + VIETNAMESE_LETTERS.upper() + "bcdghklmnpqrstvxBCDGHKLMNPQRSTVXfjwzFJWZ0123456789 "
# Ligatures and discretionary forms would make glyphs that no single letter owns; signs need none.
_FEATURES = {"liga": False, "clig": False, "dlig": False, "calt": False}

_LOOSE_MARK = re.compile("(?:^| )[\u0300-\u036f]")

_TABLES_OF_LAYOUT = ("GSUB", "GPOS", "GDEF", "STAT", "MVAR", "DSIG", "name")

Segment = tuple[str, tuple[float, ...]]
"""An operator (``m``, ``l``, ``c``, ``h``) and its coordinates in font units, y up."""


class ShapedGlyph(NamedTuple):
    """One glyph of a shaped line: x is its origin from the line's start; all in font units."""

    gid: int
    x: float
    y: float


class Placed(NamedTuple):
    """One glyph of a shaped text: the index of its first character, its id, and its origin in font units."""

    cluster: int
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

    def __init__(self, key: str, data: bytes, where: str) -> None:
        self.key = key
        self._where = where
        check_font(data, where)
        try:
            self._font = TTFont(io.BytesIO(data), lazy=True)
            self._cmap: dict[int, str] = self._font.getBestCmap()
            self.units_per_em = int(self._font["head"].unitsPerEm)
            self.cap_height = float(self._font["OS/2"].sCapHeight)
        except (TTLibError, KeyError, AttributeError) as fault:
            raise DataError("bad-font", f"is not a usable TrueType font: {fault}", where=where) from None
        self._hb = hb.Font(hb.Face(data))
        self._data = data
        self._outlines: dict[int, Outline] = {}
        self.profiles: dict[int, Any] = {}
        """Skyline profiles by glyph id, kept here by ``skyline``."""
        self.words: dict[Any, Any] = {}
        """Words already built, kept here by ``run``."""
        self.runs: dict[Any, Any] = {}
        """Texts already shaped, kept here by ``run``."""
        missing = sorted({c for c in REQUIRED if ord(c) not in self._cmap})
        if missing:
            raise DataError(
                "font-coverage", f"{key} lacks {' '.join(missing)}", where=where, hint="pin a face that has them"
            )

    @cached_property
    def _glyph_set(self):  # type: ignore[no-untyped-def]
        return self._font.getGlyphSet()

    def shape(self, text: str) -> list[Placed]:
        """Shape a text; refused by name is a character the face does not have, and a mark that it cannot attach."""
        if _LOOSE_MARK.search(text):
            raise RefusedError(
                "mark-without-base", f"a mark of {text!r} has no letter to stand on", hint="type the letter"
            )
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction, buffer.script, buffer.language = "ltr", "Latn", "vi"
        hb.shape(self._hb, buffer, _FEATURES)
        out: list[Placed] = []
        x, last = 0.0, -1
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            gid, cluster = info.codepoint, info.cluster
            if gid == 0:
                raise self._missing_error(text[cluster])
            if cluster == last:
                self._check_mark(text, info, position, second=len(out) > 1 and out[-2].cluster == cluster)
            out.append(Placed(cluster, gid, x + position.x_offset, float(position.y_offset)))
            x, last = x + position.x_advance, cluster
        return out

    def _check_mark(self, text: str, info: Any, position: Any, *, second: bool) -> None:
        """Refuse a mark that is not placed by the face's own anchors: elsewhere it would stand by luck."""
        anchors = "mkmk" if second else "mark"
        loose = position.x_offset == 0 and position.y_offset == 0
        if anchors in self._anchors and not loose and self.outline(info.codepoint).bounds:
            return
        cluster = text[info.cluster : info.cluster + 3].split(" ")[0]
        raise RefusedError(
            "unattached-mark",
            f"{self.key} has no anchor to attach a mark in {cluster!r}",
            hint="use a letter that the face has composed, or another face",
        )

    @cached_property
    def _anchors(self) -> set[str]:
        """The tags of the face's positioning features."""
        table = self._font["GPOS"].table if "GPOS" in self._font else None
        return {record.FeatureTag for record in table.FeatureList.FeatureRecord} if table else set()

    def _missing_error(self, character: str) -> RefusedError:
        return RefusedError(
            "missing-glyph",
            f"{self.key} has no glyph for {character!r} (U+{ord(character):04X})",
            hint="check the character in the text; nothing is substituted",
        )

    def subset(self, gids: set[int]) -> bytes:
        """Return the font with these glyphs alone, their ids unchanged, without hints and layout tables."""
        wanted = hb.SubsetInput()
        wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update(gids)
        dropped = {int.from_bytes(tag.encode(), "big") for tag in _TABLES_OF_LAYOUT}
        wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(dropped)
        wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        data: bytes = hb.subset(hb.Face(self._data), wanted).blob.data
        return data

    def advance(self, gid: int) -> float:
        """Return a glyph's advance width in font units."""
        return float(self._font["hmtx"][self._font.getGlyphName(gid)][0])

    @cached_property
    def space(self) -> int:
        """The id of the space."""
        return int(self._font.getGlyphID(self._cmap[ord(" ")]))

    @cached_property
    def characters(self) -> dict[int, str]:
        """The character of each glyph that stands for one; of several, the first in the code."""
        found: dict[int, str] = {}
        for code in sorted(self._cmap):
            found.setdefault(int(self._font.getGlyphID(self._cmap[code])), chr(code))
        return found

    @cached_property
    def description(self) -> dict[str, float]:
        """What a PDF's font descriptor tells of the face, in thousandths of the em."""
        k, head, hhea = 1000 / self.units_per_em, self._font["head"], self._font["hhea"]
        box = {f"box{i}": round(v * k) for i, v in enumerate((head.xMin, head.yMin, head.xMax, head.yMax))}
        return {
            "ascent": round(hhea.ascent * k),
            "descent": round(hhea.descent * k),
            "cap": round(self.cap_height * k),
            "angle": float(self._font["post"].italicAngle),
            **box,
        }

    @cached_property
    def postscript_name(self) -> str:
        return str(self._font["name"].getDebugName(6))

    def outline(self, gid: int) -> Outline:
        """Return the outline of a glyph by its id."""
        found = self._outlines.get(gid)
        if found is None:
            found = self._outlines[gid] = self._draw(gid)
        return found

    def _draw(self, gid: int) -> Outline:
        path = pathops.Path()
        try:
            self._glyph_set[self._font.getGlyphName(gid)].draw(path.getPen(glyphSet=self._glyph_set))
            path.simplify(fix_winding=True, keep_starting_points=True)
        except Exception as fault:  # a glyph that no character names, reached by substitution
            message = f"its glyph {gid} cannot be drawn: {type(fault).__name__}: {fault}"
            raise DataError("broken-font", message, where=self._where) from None
        segments = tuple(_segments_of(path))
        return Outline(segments, tuple(path.bounds) if segments else None)


def _segments_of(path: pathops.Path) -> list[Segment]:
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
def load_face(key: str, data: bytes, where: str) -> Face:
    """Return the face, built once per process for the same bytes."""
    return Face(key, data, where)
