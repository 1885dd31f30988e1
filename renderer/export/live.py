"""Letters as live text: one subset font a face, every glyph where the typesetter put it, and readable by search."""

from __future__ import annotations

import hashlib
from itertools import groupby

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from renderer.artwork import PaintedText
from renderer.export.operators import decimal, matrix_operands
from renderer.typeset import Face, Line
from renderer.values.geometry import Affine

_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{ranges}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
_SYMBOLIC = 4
"""FontDescriptor flag: the glyphs are addressed by id, not by a standard encoding (ISO 32000-1, 9.8.2)."""
_STEM = 120
"""StemV must be there; nobody reads it for an embedded font."""


class LiveFonts:
    """The fonts of one page and the glyphs of each that it shows."""

    def __init__(self, faces: dict[str, Face]) -> None:
        self._faces = faces
        self._used: dict[str, set[int]] = {}

    def operators(self, text: PaintedText, to_page: Affine, setting: list[bytes]) -> list[bytes]:
        """Return the operators that show a text; ``setting`` sets its colour, and each line's where they differ."""
        face, filled = self._faces[text.block.face], text.paint == "fill"
        used = self._used.setdefault(text.block.face, {0, face.space})
        head, *rows = setting
        parts = [head] if filled else [head, b"1 j"]
        for row, line in enumerate(text.block.lines):
            used.update(glyph.gid for glyph in line.shaped.glyphs)
            parts += rows[row : row + 1]
            scale = line.size / face.units_per_em
            matrix = Affine.scaling(face.units_per_em, face.units_per_em).then(
                text.placement(line.x, line.baseline, scale).then(to_page)
            )
            show = f"/{self._name(text.block.face)} 1 Tf {matrix_operands(matrix)} Tm {_show_operator(line, face)}"
            if not filled:
                width = text.stroke * line.size * abs(to_page.a)
                show = f"{decimal(width, 4)} w 1 Tr {show}"
            parts.append(f"q BT {show} ET Q".encode())
        return parts

    def _name(self, key: str) -> str:
        return f"F{list(self._faces).index(key)}"

    def resources(self, pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
        """Return the font dictionaries of everything shown so far, by their names on the page."""
        return {self._name(key): _font(pdf, self._faces[key], gids) for key, gids in self._used.items()}


def _show_operator(line: Line, face: Face) -> str:
    """Return the operators that show a line: glyphs, and how far each stands off the end of the one before."""
    k = 1000 / face.units_per_em
    parts: list[str] = ["["]
    at = rise = 0.0
    for number, glyph in enumerate(line.shaped.glyphs):
        gap = glyph.x - at
        if number and gap > face.advance(face.space) / 2:
            # A real space, so that the words can be searched and copied.
            parts.append(f"<{face.space:04X}>")
            gap -= face.advance(face.space)
        if abs(gap * k) >= 0.005:
            parts.append(decimal(-gap * k, 2))
        if glyph.y != rise:
            rise = glyph.y
            parts.append(f"] TJ {decimal(rise / face.units_per_em, 6)} Ts [")
        parts.append(f"<{glyph.gid:04X}>")
        at = glyph.x + face.advance(glyph.gid)
    return " ".join([*parts, "] TJ"])


def _font(pdf: pikepdf.Pdf, face: Face, gids: set[int]) -> pikepdf.Object:
    data = face.subset(gids)
    name = Name(f"/{_tag(data)}+{face.postscript_name}")
    file = Stream(pdf, data)
    file["/Length1"] = len(data)
    d, k = face.description, 1000 / face.units_per_em
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=_SYMBOLIC,
        ItalicAngle=d["angle"],
        Ascent=d["ascent"],
        Descent=d["descent"],
        CapHeight=d["cap"],
        StemV=_STEM,
        FontBBox=Array([d[f"box{i}"] for i in range(4)]),
        FontFile2=pdf.make_indirect(file),
    )
    widths: list[object] = []
    for gid in sorted(gids):
        widths += [gid, Array([round(face.advance(gid) * k, 2)])]
    cid = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        W=Array(widths),
        DW=1000,
        CIDToGIDMap=Name.Identity,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(cid)]),
            ToUnicode=pdf.make_indirect(_to_unicode(pdf, face, gids)),
        )
    )


def _tag(data: bytes) -> str:
    """Return the six capitals that tell subsets of one font apart (ISO 32000-1, 9.6.4)."""
    return "".join(chr(65 + v % 26) for v in hashlib.sha256(data).digest()[:6])


def _to_unicode(pdf: pikepdf.Pdf, face: Face, gids: set[int]) -> Stream:
    pairs = [(gid, face.characters[gid]) for gid in sorted(gids - {0}) if gid in face.characters]
    ranges = []
    for _, chunk in groupby(enumerate(pairs), key=lambda item: item[0] // 100):  # at most 100 a block
        block = [pair for _, pair in chunk]
        lines = [f"<{gid:04X}> <{c.encode('utf-16-be').hex().upper()}>" for gid, c in block]
        ranges.append(f"{len(block)} beginbfchar\n" + "\n".join(lines) + "\nendbfchar")
    return Stream(pdf, _CMAP.format(ranges="\n".join(ranges)).encode())
