"""Artwork to print PDF: one page, the separated art, and the letters over it, as curves or as live text."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from renderer.artwork import Artwork, PaintedText, PlacedPicture, PrintPage
from renderer.contract.print_specs import STANDARDS
from renderer.export.flat import add_resources, can_lie_flat, lay_flat
from renderer.export.label import label
from renderer.export.live import LiveFonts
from renderer.export.operators import decimal, matrix_operands
from renderer.export.printer_marks import marks_form
from renderer.layout import Picture, box_number
from renderer.separation import make_spot_space
from renderer.typeset import Face
from renderer.values.colour import Swatch
from renderer.values.geometry import Affine, Point, Rect
from renderer.values.lengths import POINTS_PER_MM


def export_pdf(artwork: Artwork, print_page: PrintPage, program: str) -> bytes:
    """Return the bytes of one page of a sign. ``program`` names what made it; the dates are the order's."""
    pdf = pikepdf.open(io.BytesIO(artwork.master.pdf))
    page, body = pdf.pages[0].obj, _Body(artwork, print_page)
    resources, content = page["/Resources"], body.content()
    flat = STANDARDS[print_page.expected.standard].flat and can_lie_flat(resources["/XObject"]["/Art"])
    page["/Contents"] = lay_flat(pdf, content) if flat else pdf.make_indirect(Stream(pdf, content))
    objects = {_picture_name(placed): pdf.make_indirect(_image(pdf, placed.picture)) for placed in artwork.pictures}
    if print_page.expected.marks != "none":
        objects["Marks"] = pdf.make_indirect(marks_form(pdf, artwork, print_page.expected))
    used: dict[str, Mapping[str, Any]] = {
        "/XObject": objects,
        "/Pattern": body.gradients(),
        "/ColorSpace": body.spots(),
        "/Font": body.fonts(pdf),
    }
    for kind, entries in used.items():
        add_resources(resources, kind, entries)
    boxes = print_page.expected
    for key, rect in (("/MediaBox", boxes.media), ("/BleedBox", boxes.bleed), ("/TrimBox", boxes.trim)):
        page[key] = Array([box_number(v) for v in _corners(Rect(*rect), body.to_page)])
    if print_page.expected.user_unit:
        page["/UserUnit"] = print_page.expected.ratio
    label(pdf, artwork, print_page.expected, program)
    version = STANDARDS[print_page.expected.standard].pdf_version
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        compress_streams=True,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        min_version=version,
        force_version=version,
    )
    return out.getvalue()


def _corners(rect: Rect, to_page: Affine) -> tuple[float, float, float, float]:
    """Return a rectangle of the sign as left, bottom, right, top on the page."""
    one, two = to_page.apply(Point(rect.x, rect.bottom)), to_page.apply(Point(rect.right, rect.y))
    return one.x, one.y, two.x, two.y


class _Body:
    """The content of one page, and the resources that its letters need."""

    def __init__(self, artwork: Artwork, print_page: PrintPage) -> None:
        self.artwork, self.print_page = artwork, print_page
        self.texts = (*artwork.texts, *print_page.slug)
        media, k = Rect(*print_page.expected.media), POINTS_PER_MM / print_page.expected.ratio
        self.to_page = Affine(k, 0.0, 0.0, -k, -k * media.x, k * media.bottom)
        self.live = LiveFonts(artwork.faces) if print_page.expected.text == "live" else None

    def content(self) -> bytes:
        """Return the content stream: the art, the pictures, every letter in paint order, then marks and slug."""
        artwork, clip = self.artwork, self._clip()
        parts = [clip] if clip else []
        parts += [self._art(), *(_picture(placed, self.to_page) for placed in artwork.pictures)]
        for number, text in enumerate(artwork.texts):
            parts.extend(self._text(text, number))
        if clip:
            parts.append(b"Q")
        if self.print_page.expected.marks != "none":
            parts.append(b"q /Marks Do Q")
        for number, text in enumerate(self.print_page.slug, len(artwork.texts)):
            parts.extend(self._text(text, number))
        return b"\n".join(parts) + b"\n"

    def _clip(self) -> bytes:
        """Return what keeps the art inside the bleed, where it reaches further: beside marks, folds and seams."""
        bleed, art = Rect(*self.print_page.expected.bleed), self.artwork.master.spec.art_box
        if bleed.contains(art, tolerance=1e-3):
            return b""
        left, bottom, right, top = _corners(bleed, self.to_page)
        numbers = " ".join(decimal(v, 4) for v in (left, bottom, right - left, top - bottom))
        return f"q {numbers} re W n".encode()

    def _art(self) -> bytes:
        art = self.artwork.master.spec.art_box
        foot = self.to_page.apply(Point(art.x, art.bottom))
        if abs(foot.x) < 5e-5 and abs(foot.y) < 5e-5:
            return b"q /Art Do Q"
        return f"q 1 0 0 1 {decimal(foot.x, 4)} {decimal(foot.y, 4)} cm /Art Do Q".encode()

    def _text(self, text: PaintedText, number: int) -> list[bytes]:
        if self.live is not None:
            return self.live.operators(text, self.to_page, _paint_setting(text, number))
        return _curves(text, self.artwork.faces, self.to_page, number)

    def gradients(self) -> dict[str, Dictionary]:
        found = {}
        for number, text in enumerate(self.texts):
            face = self.artwork.faces[text.block.face]
            for row, line in enumerate(text.block.lines if len(text.swatches) > 1 else ()):
                cap = line.size * face.cap_height / face.units_per_em
                top, foot = (self.to_page.apply(Point(line.x, y)).y for y in (line.baseline - cap, line.baseline))
                found[_gradient_name(number, row)] = _axial(top, foot, text.swatches)
        return found

    def spots(self) -> dict[str, Array]:
        return {_spot_name(s): make_spot_space(s) for text in self.texts for s in text.swatches if s.spot}

    def fonts(self, pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
        return self.live.resources(pdf) if self.live is not None else {}


def _picture_name(placed: PlacedPicture) -> str:
    return f"Picture-{placed.frame}"


def _picture(placed: PlacedPicture, to_page: Affine) -> bytes:
    rect = placed.rect
    # A unit square, y up, becomes the picture's place on the page.
    matrix = Affine(rect.width, 0.0, 0.0, -rect.height, rect.x, rect.bottom).then(to_page)
    return f"q {matrix_operands(matrix)} cm /{_picture_name(placed)} Do Q".encode()


def _image(pdf: pikepdf.Pdf, picture: Picture) -> Stream:
    stream = Stream(pdf, picture.cmyk.tobytes())
    width, height = picture.size
    stream.update(
        {
            "/Type": Name.XObject,
            "/Subtype": Name.Image,
            "/Width": width,
            "/Height": height,
            "/ColorSpace": Name.DeviceCMYK,
            "/BitsPerComponent": 8,
        }
    )
    return stream


def _paint_setting(text: PaintedText, number: int) -> list[bytes]:
    """Return the operators that set colour and line for a text, then one for each of its lines."""
    filled = text.paint == "fill"
    first = text.swatches[0]
    if len(text.swatches) > 1:
        head = "/Pattern cs"
    elif first.spot:
        head = f"/{_spot_name(first)} cs 1 scn" if filled else f"/{_spot_name(first)} CS 1 SCN"
    else:
        head = " ".join(decimal(v, 4) for v in first.cmyk.unit) + (" k" if filled else " K")
    rows = len(text.block.lines) if len(text.swatches) > 1 else 0
    return [head.encode(), *(f"/{_gradient_name(number, row)} scn".encode() for row in range(rows))]


def _curves(text: PaintedText, faces: dict[str, Face], to_page: Affine, number: int) -> list[bytes]:
    face, paint = faces[text.block.face], b"f" if text.paint == "fill" else b"S"
    head, *rows = _paint_setting(text, number)
    parts = [head]
    if text.paint == "stroke":
        parts.append(f"1 j {decimal(text.stroke * face.units_per_em, 4)} w".encode())
    for row, line in enumerate(text.block.lines):
        scale = line.size / face.units_per_em
        parts += rows[row : row + 1]
        for glyph in line.shaped.glyphs:
            path = outline_operators(face, glyph.gid)
            if not path:
                continue
            matrix = text.placement(line.x + glyph.x * scale, line.baseline - glyph.y * scale, scale).then(to_page)
            parts.append(f"q {matrix_operands(matrix)} cm ".encode() + path + b" " + paint + b" Q")
    return parts


def _gradient_name(number: int, row: int) -> str:
    return f"G{number}-{row}"


def _spot_name(swatch: Swatch) -> str:
    return f"Spot-{swatch.name}"


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
        ShadingType=2,
        ColorSpace=Name.DeviceCMYK,
        Coords=[0, round(top, 4), 0, round(foot, 4)],
        Function=function,
        Extend=[True, True],
    )
    return Dictionary(Type=Name.Pattern, PatternType=2, Shading=shading)


@lru_cache(maxsize=8192)
def outline_operators(face: Face, gid: int) -> bytes:
    """Return the path operators of a glyph in font units; built once for a face."""
    return " ".join(
        " ".join([*(decimal(v, 2) for v in numbers), op]) for op, numbers in face.outline(gid).segments
    ).encode()
