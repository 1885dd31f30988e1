"""Fonts inside a PDF: what their glyphs look like, how wide they are, and what they claim to be."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont

from renderer.preflight.alphabet import Shape, shape_of_glyph
from renderer.preflight.bounds import MOST_WIDTHS, BeyondBoundsError, check_count, inflate
from renderer.preflight.names import read_name

_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_MOST_MEANINGS = 4_000_000
"""Bytes of a list of what glyphs mean: every glyph that a font can have, several times."""
_MOST_GID = 0xFFFF
_SPACE, _NARROW = 32, 220.0
"""The code of a space in simple fonts, and the width of the narrowest letters where a font states none."""
_BFCHAR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")


class EmbeddedFont:
    """A font of a page. Only fonts addressed by glyph id (Identity-H, TrueType) can be read as outlines."""

    def __init__(self, font: Any) -> None:
        self._font = font
        self.name = read_name(font.get("/BaseFont", "?"))
        descendants = font.get("/DescendantFonts")
        self._inner = descendants[0] if descendants is not None and len(descendants) else font

    @property
    def embedded(self) -> bool:
        """Tell whether the font's program is in the file; Type 3 fonts are drawn by it."""
        if str(self._font.get("/Subtype")) == "/Type3":
            return True
        return self._file is not None

    @cached_property
    def _file(self) -> Any:
        descriptor = self._inner.get("/FontDescriptor")
        if descriptor is None:
            return None
        return next((descriptor[key] for key in _FILES if key in descriptor), None)

    @cached_property
    def _program(self) -> Any:
        """The font program, None where it cannot be read."""
        identity = str(self._font.get("/Encoding")) == "/Identity-H"
        mapped = str(self._inner.get("/CIDToGIDMap", "/Identity")) == "/Identity"
        if not identity or not mapped or str(self._inner.get("/Subtype")) != "/CIDFontType2" or self._file is None:
            return None
        try:
            program = TTFont(io.BytesIO(inflate(self._file)), lazy=True)
            return program, program.getGlyphSet(), int(program["head"].unitsPerEm)
        except (BeyondBoundsError, MemoryError):
            raise
        except Exception:  # whatever a broken program does to its reader: its letters cannot be read
            return None

    @property
    def readable(self) -> bool:
        return self._program is not None

    @property
    def units_per_em(self) -> int:
        return int(self._program[2])

    def glyphs(self, shown: bytes) -> list[int]:
        """Return the glyph ids of a string shown in this font."""
        return [int.from_bytes(shown[i : i + 2], "big") for i in range(0, len(shown), 2)]

    def shape(self, gid: int) -> Shape | None:
        """Return a glyph's outline in font units; None for a blank one."""
        if gid not in self._shapes:
            program, glyphs, _ = self._program
            self._shapes[gid] = shape_of_glyph(glyphs, program.getGlyphName(gid))
        return self._shapes[gid]

    @cached_property
    def _shapes(self) -> dict[int, Shape | None]:
        return {}

    def width(self, gid: int) -> float:
        """Return the advance that the PDF states, in thousandths of the em."""
        return self._widths.get(gid, float(self._inner.get("/DW", 1000)))

    def advances(self, shown: bytes) -> Iterator[tuple[float, bool, bool]]:
        """Yield for every glyph of a string its advance (ems), whether it is blank, and whether it divides words."""
        if self._inner is not self._font:
            for gid in self.glyphs(shown):
                yield self.width(gid) / 1000, self.characters.get(gid, "x").isspace(), False
            return
        drawn = str(self._font.get("/Subtype")) == "/Type3"
        scale = abs(float(self._font["/FontMatrix"][0])) if drawn and "/FontMatrix" in self._font else 0.001
        for code in shown:
            yield self._simple_widths.get(code, self._missing_width) * scale, code == _SPACE, code == _SPACE

    @cached_property
    def _simple_widths(self) -> dict[int, float]:
        """Widths by code. The fourteen standard fonts need not state them: then nothing is known."""
        first, stated = int(self._font.get("/FirstChar", 0)), self._font.get("/Widths", [])
        check_count(len(stated), MOST_WIDTHS, "widths in a font")
        return {first + i: float(width) for i, width in enumerate(stated)}

    @cached_property
    def _missing_width(self) -> float:
        descriptor = self._font.get("/FontDescriptor")
        stated = float(descriptor.get("/MissingWidth", 0)) if descriptor is not None else 0.0
        return stated if self._simple_widths else _NARROW

    @cached_property
    def _widths(self) -> dict[int, float]:
        stated = self._inner.get("/W", [])
        check_count(len(stated), 2 * MOST_WIDTHS, "widths in a font")
        found: dict[int, float] = {}
        entries, i, told = list(stated), 0, 0
        while i < len(entries):
            more, taken = _widths_at(entries, i)
            told += len(more)
            check_count(told, MOST_WIDTHS, "widths in a font")
            found |= more
            i += taken
        return found

    @property
    def _meanings(self) -> Any:
        """The list of what glyphs mean; None for a font that has none, or names one that is not in the file."""
        held = self._font.get("/ToUnicode")
        return held if isinstance(held, pikepdf.Stream) else None

    @property
    def plainly_mapped(self) -> bool:
        """Tell whether the file lists what each glyph means one by one, and nothing else."""
        stream = self._meanings
        if stream is None:
            return False
        data = inflate(stream, _MOST_MEANINGS)
        return bool(self.characters) and b"bfrange" not in data and b"usecmap" not in data

    @cached_property
    def characters(self) -> dict[int, str]:
        """What the file says that each glyph means (ToUnicode)."""
        stream = self._meanings
        if stream is None:
            return {}
        return {
            int(gid, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
            for block in _blocks_of(inflate(stream, _MOST_MEANINGS))
            for gid, text in _BFCHAR.findall(block)
        }


def _widths_at(entries: list[Any], i: int) -> tuple[dict[int, float], int]:
    """Return the widths that an entry of ``/W`` states, and how many elements it has."""
    first, second = int(entries[i]), entries[i + 1]
    if isinstance(second, pikepdf.Array):
        return {first + k: float(v) for k, v in enumerate(second)}, 2
    # No string can show a glyph beyond the last id of two bytes.
    same = range(max(first, 0), min(int(second), _MOST_GID) + 1)
    return dict.fromkeys(same, float(entries[i + 2])), 3


def _blocks_of(data: bytes) -> Iterator[bytes]:
    """Yield what stands between ``beginbfchar`` and ``endbfchar``, in time that grows with the data alone."""
    begin = data.find(b"beginbfchar")
    while begin >= 0 and (end := data.find(b"endbfchar", begin)) >= 0:
        yield data[begin:end]
        begin = data.find(b"beginbfchar", end)


Known = dict[tuple[int, int], EmbeddedFont]
"""Fonts that were met before, by the number of their object: forms share them."""


def fonts_of(resources: Any, known: Known | None = None) -> dict[str, EmbeddedFont]:
    """Return the fonts of a resource dictionary by name; ``known`` keeps them from one dictionary to the next."""
    fonts = resources.get("/Font") if resources is not None else None
    return {} if fonts is None else {str(name): _font_of(font, known) for name, font in fonts.items()}


def _font_of(font: Any, known: Known | None) -> EmbeddedFont:
    if known is None or not font.is_indirect:
        return EmbeddedFont(font)
    if font.objgen not in known:
        known[font.objgen] = EmbeddedFont(font)
    return known[font.objgen]
