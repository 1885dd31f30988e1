"""Fonts inside a PDF: what their glyphs look like, how wide they are, and what they claim to be."""

from __future__ import annotations

import io
import re
from functools import cached_property
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont, TTLibError

from renderer.preflight.alphabet import Shape, shape_of_glyph

_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_BLOCK = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_BFCHAR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")


class EmbeddedFont:
    """A font of a page. Only fonts addressed by glyph id (Identity-H, TrueType) can be read as outlines."""

    def __init__(self, font: Any) -> None:
        self._font = font
        self.name = str(font.get("/BaseFont", "?")).lstrip("/")
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
            program = TTFont(io.BytesIO(self._file.read_bytes()), lazy=True)
            return program, program.getGlyphSet(), int(program["head"].unitsPerEm)
        except (TTLibError, KeyError, ValueError, AssertionError, pikepdf.PdfError):
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

    @cached_property
    def _widths(self) -> dict[int, float]:
        found: dict[int, float] = {}
        entries = list(self._inner.get("/W", []))
        i = 0
        while i < len(entries):
            first = int(entries[i])
            if isinstance(entries[i + 1], pikepdf.Array):
                found |= {first + k: float(v) for k, v in enumerate(entries[i + 1])}
                i += 2
            else:
                found |= dict.fromkeys(range(first, int(entries[i + 1]) + 1), float(entries[i + 2]))
                i += 3
        return found

    @property
    def plainly_mapped(self) -> bool:
        """Tell whether the file lists what each glyph means one by one, and nothing else."""
        stream = self._font.get("/ToUnicode")
        if stream is None:
            return False
        data = stream.read_bytes()
        return bool(self.characters) and b"bfrange" not in data and b"usecmap" not in data

    @cached_property
    def characters(self) -> dict[int, str]:
        """What the file says that each glyph means (ToUnicode)."""
        stream = self._font.get("/ToUnicode")
        if stream is None:
            return {}
        return {
            int(gid, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
            for block in _BLOCK.findall(stream.read_bytes())
            for gid, text in _BFCHAR.findall(block)
        }


def fonts_of(resources: Any) -> dict[str, EmbeddedFont]:
    """Return the fonts of a resource dictionary by name."""
    fonts = resources.get("/Font") if resources is not None else None
    return {} if fonts is None else {str(name): EmbeddedFont(font) for name, font in fonts.items()}
