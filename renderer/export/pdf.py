"""Artwork to print PDF: one page at true size, the separated art, and the text as curves over it."""

from __future__ import annotations

import io
import math
from functools import lru_cache

import pikepdf
from pikepdf import Dictionary, Name, Stream, String

from renderer.artwork import Artwork, PaintedText
from renderer.geometry import Affine
from renderer.typeset.face import Face
from renderer.units import POINTS_PER_MM


def export_pdf(artwork: Artwork, program: str) -> bytes:
    """Return the bytes of the PDF. ``program`` names what made it; the dates are the order's."""
    pdf = pikepdf.open(io.BytesIO(artwork.master.pdf))
    pdf.pages[0].obj["/Contents"] = pdf.make_indirect(Stream(pdf, page_content(artwork)))
    # Midnight in Việt Nam on the first hang date: a file must not depend on the day it was made.
    stamp = String(f"D:{artwork.dated:%Y%m%d}000000+07'00'")
    pdf.docinfo.update(
        Dictionary(
            Title=String(artwork.title), Creator=String(program), Producer=String(program),
            CreationDate=stamp, ModDate=stamp, Trapped=Name("/False"),
        )
    )  # fmt: skip
    out = io.BytesIO()
    pdf.save(
        out, deterministic_id=True, compress_streams=True, stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.disable, min_version="1.4", force_version="1.4",
    )  # fmt: skip
    return out.getvalue()


def page_content(artwork: Artwork) -> bytes:
    """Return the page's content stream: the art, then every glyph in paint order."""
    size, bleed = artwork.master.spec.size, artwork.master.spec.bleed
    k = POINTS_PER_MM
    to_page = Affine(k, 0.0, 0.0, -k, k * bleed, k * (size.height + bleed))
    parts = [b"q /Art Do Q"]
    for text in artwork.texts:
        parts.extend(_text(text, artwork.faces[text.block.face], to_page))
    return b"\n".join(parts) + b"\n"


def _text(text: PaintedText, face: Face, to_page: Affine) -> list[bytes]:
    ink = " ".join(_decimal(v, 4) for v in text.swatch.cmyk.unit)
    filled = text.paint == "fill"
    paint = b"f" if filled else b"S"
    parts = [f"{ink} {'k' if filled else 'K'}".encode()]
    if not filled:
        parts.append(b"1 j")
    for line in text.block.lines:
        scale = line.size / face.units_per_em
        if not filled:
            parts.append(f"{_decimal(text.stroke_width / scale, 4)} w".encode())
        for glyph in line.shaped.glyphs:
            path = outline_operators(face, glyph.gid)
            if not path:
                continue
            matrix = text.placement(line.x + glyph.x * scale, line.baseline - glyph.y * scale, scale).then(to_page)
            parts.append(f"q {_matrix(matrix)} cm ".encode() + path + b" " + paint + b" Q")
    return parts


@lru_cache(maxsize=8192)
def outline_operators(face: Face, gid: int) -> bytes:
    """Return the path operators of a glyph in font units; built once for a face."""
    return " ".join(
        " ".join([*(_decimal(v, 2) for v in numbers), op]) for op, numbers in face.outline(gid).segments
    ).encode()


def _matrix(m: Affine) -> str:
    # Seven significant digits of scale keep the far end of an em within 0.0001 pt; positions have 4 decimals.
    return " ".join([*(_significant(v) for v in m[:4]), _decimal(m.e, 4), _decimal(m.f, 4)])


def _significant(value: float) -> str:
    if abs(value) < 1e-12:
        return "0"
    return _decimal(value, max(0, 7 - math.floor(math.log10(abs(value)))))


def _decimal(value: float, places: int) -> str:
    text = f"{value:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
