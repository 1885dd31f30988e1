"""Artwork to print PDF: one page at true size, the separated art, and the text as curves over it."""

from __future__ import annotations

import io
import math
from functools import lru_cache
from itertools import pairwise

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from renderer.artwork import Artwork, PaintedText, PlacedPicture
from renderer.colour import Swatch
from renderer.geometry import Affine, Point
from renderer.layout.picture import Picture
from renderer.typeset.face import Face
from renderer.units import POINTS_PER_MM


def export_pdf(artwork: Artwork, program: str) -> bytes:
    """Return the bytes of the PDF. ``program`` names what made it; the dates are the order's."""
    pdf = pikepdf.open(io.BytesIO(artwork.master.pdf))
    page = pdf.pages[0].obj
    page["/Contents"] = pdf.make_indirect(Stream(pdf, page_content(artwork)))
    for placed in artwork.pictures:
        page["/Resources"]["/XObject"][f"/{_picture_name(placed)}"] = pdf.make_indirect(_image(pdf, placed.picture))
    gradients = {name: _axial(*parts) for name, parts in _gradients(artwork).items()}
    if gradients:
        page["/Resources"]["/Pattern"] = Dictionary({f"/{name}": entry for name, entry in gradients.items()})
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
    """Return the page's content stream: the art, the pictures, then every glyph in paint order."""
    to_page = _to_page(artwork)
    parts = [b"q /Art Do Q", *(_picture(placed, to_page) for placed in artwork.pictures)]
    for number, text in enumerate(artwork.texts):
        parts.extend(_text(text, artwork.faces[text.block.face], to_page, number))
    return b"\n".join(parts) + b"\n"


def _picture_name(placed: PlacedPicture) -> str:
    return f"Picture-{placed.frame}"


def _picture(placed: PlacedPicture, to_page: Affine) -> bytes:
    rect = placed.rect
    # A unit square, y up, becomes the picture's place on the page.
    matrix = Affine(rect.width, 0.0, 0.0, -rect.height, rect.x, rect.bottom).then(to_page)
    return f"q {_matrix(matrix)} cm /{_picture_name(placed)} Do Q".encode()


def _image(pdf: pikepdf.Pdf, picture: Picture) -> Stream:
    stream = Stream(pdf, picture.cmyk.tobytes())
    width, height = picture.size
    stream.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": width, "/Height": height,
                   "/ColorSpace": Name.DeviceCMYK, "/BitsPerComponent": 8})  # fmt: skip
    return stream


def _to_page(artwork: Artwork) -> Affine:
    size, bleed, k = artwork.master.spec.size, artwork.master.spec.bleed, POINTS_PER_MM
    return Affine(k, 0.0, 0.0, -k, k * bleed, k * (size.height + bleed))


def _text(text: PaintedText, face: Face, to_page: Affine, number: int) -> list[bytes]:
    filled = text.paint == "fill"
    paint = b"f" if filled else b"S"
    parts = []
    if len(text.swatches) == 1:
        ink = " ".join(_decimal(v, 4) for v in text.swatches[0].cmyk.unit)
        parts.append(f"{ink} {'k' if filled else 'K'}".encode())
    else:
        parts.append(b"/Pattern cs")
    if not filled:
        parts.append(f"1 j {_decimal(text.stroke * face.units_per_em, 4)} w".encode())
    for row, line in enumerate(text.block.lines):
        scale = line.size / face.units_per_em
        if len(text.swatches) > 1:
            parts.append(f"/{_gradient_name(number, row)} scn".encode())
        for glyph in line.shaped.glyphs:
            path = outline_operators(face, glyph.gid)
            if not path:
                continue
            matrix = text.placement(line.x + glyph.x * scale, line.baseline - glyph.y * scale, scale).then(to_page)
            parts.append(f"q {_matrix(matrix)} cm ".encode() + path + b" " + paint + b" Q")
    return parts


def _gradient_name(number: int, row: int) -> str:
    return f"G{number}-{row}"


def _gradients(artwork: Artwork) -> dict[str, tuple[float, float, tuple[Swatch, ...]]]:
    """Return for every line painted with a gradient: page y of its cap line and of its baseline, and the stops."""
    to_page, found = _to_page(artwork), {}
    for number, text in enumerate(artwork.texts):
        face = artwork.faces[text.block.face]
        for row, line in enumerate(text.block.lines if len(text.swatches) > 1 else ()):
            cap = line.size * face.cap_height / face.units_per_em
            top, foot = (to_page.apply(Point(line.x, y)).y for y in (line.baseline - cap, line.baseline))
            found[_gradient_name(number, row)] = (top, foot, text.swatches)
    return found


def _axial(top: float, foot: float, stops: tuple[Swatch, ...]) -> Dictionary:
    """Return a shading pattern down the page; its space is the page's own."""
    pieces = [
        Dictionary(FunctionType=2, Domain=[0, 1], N=1, C0=list(a.cmyk.unit), C1=list(b.cmyk.unit))
        for a, b in pairwise(stops)
    ]
    function = pieces[0]
    if len(pieces) > 1:
        bounds = [round(i / len(pieces), 6) for i in range(1, len(pieces))]
        function = Dictionary(
            FunctionType=3, Domain=[0, 1], Functions=Array(pieces), Bounds=bounds, Encode=[0, 1] * len(pieces)
        )
    shading = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=[0, round(top, 4), 0, round(foot, 4)], Function=function,
        Extend=[True, True],
    )  # fmt: skip
    return Dictionary(Type=Name.Pattern, PatternType=2, Shading=shading)


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
