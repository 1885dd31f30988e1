"""Defects as print shops know them, each planted in the poster of a program that nobody here wrote."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import NamedTuple

import cairocffi
import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image
from reportlab.lib.colors import CMYKColorSep
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from defects.makers import MM, SHEET, WIDTH, Edit, Shop, by_cairo, by_ghostscript, by_reportlab, by_weasyprint, edited

Maker = Callable[[Shop], bytes]


class Defect(NamedTuple):
    """A defect: its name, the codes that tell it, and what makes a file with it."""

    program: str
    name: str
    codes: frozenset[str]
    make: Maker


CLEAN: dict[str, Maker] = {
    "ReportLab": by_reportlab,
    "Ghostscript": by_ghostscript,
    "cairo": by_cairo,
    "WeasyPrint": by_weasyprint,
}


def _draw(name: str, codes: str, draw: Callable[[Canvas], None]) -> Defect:
    return Defect("ReportLab", name, frozenset(codes.split()), lambda shop: by_reportlab(shop, draw))


def _distil(name: str, codes: str, **given: object) -> Defect:
    return Defect("Ghostscript", name, frozenset(codes.split()), lambda shop: by_ghostscript(shop, **given))  # type: ignore[arg-type]


def _edit(program: str, name: str, codes: str, *edits: Edit, **saving: object) -> Defect:
    make = CLEAN[program]
    return Defect(program, name, frozenset(codes.split()), lambda shop: edited(make(shop), *edits, **saving))


# -- what is drawn --------------------------------------------------------------------------------


def _text(
    words: str, x: float, y: float, size: float = 40, font: str = "Poster", **how: object
) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        if "rgb" in how:
            canvas.setFillColorRGB(*how["rgb"])
        if "cmyk" in how:
            canvas.setFillColorCMYK(*how["cmyk"])
        text = canvas.beginText(x, y)
        text.setFont(font, size)
        text.setTextRenderMode(how.get("mode", 0))
        text.textOut(words)
        canvas.drawText(text)

    return draw


def _box(cmyk: tuple[float, ...], **state: object) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        if "over" in state:
            canvas.setFillOverprint(True)
        if "alpha" in state:
            canvas.setFillAlpha(state["alpha"])
        canvas.setFillColorCMYK(*cmyk)
        canvas.rect(90, 90, 200, 120, stroke=0, fill=1)

    return draw


def _picture(mode: str, px: int) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        noise = np.random.default_rng(13).integers(0, 255, (px, px, len(mode)), dtype=np.uint8)
        image = Image.fromarray(noise, mode=mode)
        canvas.drawImage(ImageReader(image), 90, 90, 200, 200)

    return draw


def _line(width: float) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.setStrokeColorCMYK(0, 0, 0, 1)
        canvas.setLineWidth(width)
        canvas.line(60, 400, 400, 430)

    return draw


def _spot(name: str) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.setStrokeColor(CMYKColorSep(0, 1, 0, 0, spotName=name, density=1))
        canvas.setLineWidth(2)
        canvas.roundRect(80, 80, 300, 200, 20)

    return draw


def _blank_page(canvas: Canvas) -> None:
    canvas.showPage()
    canvas.setFillColorCMYK(0, 0, 0, 0)
    canvas.rect(0, 0, *SHEET, stroke=0, fill=1)


def _field(canvas: Canvas) -> None:
    canvas.acroForm.textfield(name="ten", x=90, y=90, width=200, height=30, fontName="Helvetica")


def _clear(context: cairocffi.Context) -> None:
    context.set_source_rgba(1, 1, 1, 0.5)
    context.rectangle(90, 300, 200, 100)
    context.fill()


# -- what is done to a file -----------------------------------------------------------------------


def _paint(operators: bytes, **resources: Callable[[pikepdf.Pdf], Dictionary]) -> Edit:
    """Paint more on the first page."""

    def edit(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        for kind, make in resources.items():
            held = page.obj.Resources.get(f"/{kind}", Dictionary())
            held.update({key: pdf.make_indirect(value) for key, value in make(pdf).items()})
            page.obj.Resources[f"/{kind}"] = held
        page.contents_add(Stream(pdf, b"q"), prepend=True)
        page.contents_add(Stream(pdf, b"Q " + operators))

    return edit


def _jpx(pdf: pikepdf.Pdf) -> Dictionary:
    out = io.BytesIO()
    Image.new("RGB", (600, 600), (200, 30, 30)).save(out, "JPEG2000")
    image = Stream(pdf, out.getvalue(), Type=Name.XObject, Subtype=Name.Image, Filter=Name.JPXDecode)
    return Dictionary(Jp=image)


def _other_press(shop: Shop) -> bytes:
    other = shop.profile.replace(b"FOGRA39L", b"SWOP2006")
    icc = _paint(
        b"/Other cs 0 0 0 1 scn 90 90 200 120 re f",
        ColorSpace=lambda pdf: Dictionary(Other=Array([Name.ICCBased, pdf.make_indirect(Stream(pdf, other, N=4))])),
    )
    return edited(by_weasyprint(shop), icc)


def _stamp(pdf: pikepdf.Pdf) -> None:
    shown = Stream(pdf, b"0 0 1 0 k 0 0 200 60 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 60]))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([90, 90, 290, 150]), F=4)
    note.AP = Dictionary(N=pdf.make_indirect(shown))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


def _hidden_layer(pdf: pikepdf.Pdf) -> None:
    """Put all that the page paints into a layer that is off."""
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Chữ")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(Order=Array([group]), OFF=Array([group])))
    pdf.pages[0].obj.Resources.Properties = Dictionary(L1=group)
    pdf.pages[0].contents_add(Stream(pdf, b"/OC /L1 BDC"), prepend=True)
    pdf.pages[0].contents_add(Stream(pdf, b"EMC"))


def _without_glyphs(pdf: pikepdf.Pdf) -> None:
    """Show the box of a missing glyph in place of the first letters."""
    page = pdf.pages[0]
    name = next(iter(page.obj.Resources.Font.keys()))
    page.contents_add(Stream(pdf, b"q BT 0 0 1 0 k %b 40 Tf 60 300 Td <00000000> Tj ET Q" % name.encode()))


def _box_moved(key: str, by: float) -> Edit:
    def edit(pdf: pikepdf.Pdf) -> None:
        x0, y0, x1, y1 = (float(v) for v in pdf.pages[0].obj[key])
        pdf.pages[0].obj[key] = Array([x0 + by, y0 + by, x1 - by, y1 - by])

    return edit


def _set(where: Callable[[pikepdf.Pdf], pikepdf.Object], key: str, value: object) -> Edit:
    return lambda pdf: where(pdf).__setitem__(key, value)


def _remove(where: Callable[[pikepdf.Pdf], pikepdf.Object], key: str) -> Edit:
    return lambda pdf: where(pdf).__delitem__(key)


def _page(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.pages[0].obj


def _root(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.Root


def _info(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.docinfo


_FRAME = b"0.8 0 0 0.2 k 0 0 %g %g re 8 8 %g %g re f*" % (*SHEET, SHEET[0] - 17, SHEET[1] - 17)
_PAPER_FRAME = _FRAME.replace(b"0.8 0 0 0.2 k", b"0 0 0 0 k")
_SMALL_PAGE = "<< /PageSize [300 300] >> setpagedevice 9 9 90 90 rectfill showpage"
_SMALL_OUTLINES = """.6 .5 .5 1 setcmykcolor /NimbusSans-Bold findfont 6 scalefont setfont
60 300 moveto (Hoan nghenh Dai hoi) true charpath fill"""
_SHADING = """<< /ShadingType 2 /ColorSpace /DeviceRGB /Coords [90 90 290 90] /Extend [true true]
/Function << /FunctionType 2 /N 1 /Domain [0 1] /C0 [1 0 0] /C1 [0 0 1] >> >>
gsave 90 90 200 100 rectclip shfill grestore"""
_SCRIPT = Dictionary(S=Name.JavaScript, JS=String("1"))
_JPX_SHOWN = b"q 200 0 0 200 90 90 cm /Jp Do Q"
_KEYS = pikepdf.Permissions(print_highres=False)

PLANTED: tuple[Defect, ...] = (
    _draw("text in RGB", "rgb", _text("Hoan nghênh", 60, 300, rgb=(0, 0, 0.8))),
    _draw("a standard font that is not embedded", "font-not-embedded", _text("Hoan", 60, 300, font="Helvetica")),
    _draw("an RGB picture", "rgb-image", _picture("RGB", 600)),
    _draw("a picture of 36 dpi", "image-resolution", _picture("CMYK", 100)),
    _draw("a line of 0.05 mm", "hairline", _line(0.05 * MM)),
    _draw("white that overprints", "white-overprint", _box((0, 0, 0, 0), over=True)),
    _draw("a colour that overprints", "overprint", _box((0, 0, 1, 0), over=True)),
    _draw("380 % ink", "ink", _box((1, 1, 0.9, 0.9))),
    _draw("a box that is half clear", "transparency", _box((0, 0, 1, 0), alpha=0.5)),
    _draw("words cut by the trim", "text-cut", _text("Hoan nghênh", WIDTH - 120, 300)),
    _draw("words beside the page", "text-off-page", _text("Hoan nghênh", WIDTH + 60, 300)),
    _draw("a cutting line", "cut-line", _spot("CutContour")),
    _draw("varnish", "varnish", _spot("Spot Varnish")),
    _draw("white ink", "white-ink", _spot("RDG_WHITE")),
    _draw("a Pantone ink", "spot-ink", _spot("PANTONE 485 C")),
    _draw("the registration colour", "registration-ink ink", _spot("All")),
    _draw("a form to be filled in", "form", _field),
    _draw("hidden words", "hidden-text", _text("an", 60, 300, mode=3)),
    _draw("small words in rich black", "small-rich-text", _text("in tại xưởng", 60, 300, 6, cmyk=(0.6, 0.5, 0.5, 1))),
    _draw("a blank second page", "blank-page", _blank_page),
    _edit("ReportLab", "a password to open it", "encrypted", encryption=pikepdf.Encryption(owner="o", user="u")),
    _edit("ReportLab", "an owner's password", "encrypted", encryption=pikepdf.Encryption(owner="o", allow=_KEYS)),
    _distil("a filled line of 0.05 mm", "hairline", more="0 0 0 1 setcmykcolor 60 400 300 0.14 rectfill"),
    _distil("another size than ordered", "trim-differs", size=(SHEET[0] + 30, SHEET[1])),
    _distil("a gradient in RGB", "rgb-shading rgb", more=_SHADING),
    _distil("pages of two sizes", "page-sizes", after=_SMALL_PAGE),
    _distil("small outlined words in rich black", "small-rich-text", more=_SMALL_OUTLINES),
    _distil("words painted over", "covered-text not-visible", more="0 1 1 0 setcmykcolor 50 560 400 100 rectfill"),
    _edit("Ghostscript", "white paper in the bleed", "bleed-empty", _paint(_PAPER_FRAME)),
    _edit("Ghostscript", "other art in the bleed", "bleed-differs", _paint(_FRAME)),
    _edit("Ghostscript", "half the bleed", "bleed-small", _box_moved("/BleedBox", 1.5 * MM)),
    Defect("cairo", "cairo's RGB as it is", frozenset({"rgb"}), lambda shop: by_cairo(shop, press=False)),
    Defect("cairo", "a box that is half clear", frozenset({"transparency"}), lambda shop: by_cairo(shop, _clear)),
    _edit("cairo", "no trim box", "no-trim", _remove(_page, "/TrimBox")),
    _edit("cairo", "no output intent", "intent", _remove(_root, "/OutputIntents")),
    _edit("cairo", "a page that is turned", "turned", _set(_page, "/Rotate", 90)),
    _edit("WeasyPrint", "a stamp that prints", "annotation", _stamp),
    _edit("WeasyPrint", "words in a hidden layer", "not-visible", _hidden_layer),
    _edit("WeasyPrint", "a script", "action", _set(_root, "/OpenAction", _SCRIPT)),
    Defect("WeasyPrint", "CMYK of another press", frozenset({"icc-cmyk"}), _other_press),
    _edit("WeasyPrint", "an RGB picture in JPEG 2000", "rgb-image", _paint(_JPX_SHOWN, XObject=_jpx)),
    _edit("WeasyPrint", "boxes of missing glyphs", "missing-glyph", _without_glyphs),
    _edit("WeasyPrint", "a claim of X-3", "other-standard", _set(_info, "/GTS_PDFXVersion", "PDF/X-3:2002")),
    Defect(
        "WeasyPrint",
        "a file attached",
        frozenset({"attachment"}),
        lambda shop: edited(by_weasyprint(shop), lambda pdf: pdf.attachments.__setitem__("ghi-chu.txt", b"a")),
    ),
    Defect(
        "WeasyPrint",
        "words in the colour of their ground",
        frozenset({"not-visible"}),
        lambda shop: by_weasyprint(shop, style="body { color: device-cmyk(0 1 1 0) }"),
    ),
)
