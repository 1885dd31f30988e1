"""Posters by programs that nobody here wrote: ReportLab, Ghostscript, cairo, WeasyPrint. A4 with 3 mm bleed.

What a designer's export would add, trim, bleed and the press's profile, is added with pikepdf. Each poster is good but
for what a defect does to it.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cairocffi
import pikepdf
import weasyprint
from pikepdf import Array, Dictionary, Name, Stream, String
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4
WIDTH, HEIGHT, BLEED = 210 * MM, 297 * MM, 3 * MM
SHEET = (WIDTH + 2 * BLEED, HEIGHT + 2 * BLEED)
SIZE, BLEED_MM = "210x297mm", 3.0
WORDS = "Mừng Đảng quang vinh"
Edit = Callable[[pikepdf.Pdf], None]


@dataclass(frozen=True)
class Shop:
    """Where posters are made: a folder to work in, a font's file, and the press's profile."""

    folder: Path
    font: Path
    profile: bytes


def add_boxes(pdf: pikepdf.Pdf) -> None:
    """State trim and bleed on every page."""
    for page in pdf.pages:
        x0, y0, x1, y1 = (float(v) for v in page.mediabox)
        page.obj.BleedBox = Array([x0, y0, x1, y1])
        page.obj.TrimBox = Array([round(v, 4) for v in (x0 + BLEED, y0 + BLEED, x1 - BLEED, y1 - BLEED)])


def add_intent(shop: Shop) -> Edit:
    """Embed the press's profile as the output intent."""

    def edit(pdf: pikepdf.Pdf) -> None:
        profile = pdf.make_indirect(Stream(pdf, shop.profile, N=4))
        intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFX, DestOutputProfile=profile)
        intent.OutputConditionIdentifier = String("FOGRA39")
        pdf.Root.OutputIntents = Array([intent])

    return edit


def edited(data: bytes, *edits: Edit, **saving: object) -> bytes:
    """Return a PDF after edits by pikepdf."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for edit in edits:
            edit(pdf)
        pdf.save(out, **saving)  # type: ignore[arg-type]
    return out.getvalue()


# -- ReportLab ------------------------------------------------------------------------------------


def by_reportlab(shop: Shop, draw: Callable[[Canvas], None] = lambda _: None) -> bytes:
    """Return a poster by ReportLab, with what ``draw`` adds."""
    if "Poster" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Poster", str(shop.font)))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=SHEET, enforceColorSpace=None)
    canvas.setFillColorCMYK(0, 1, 1, 0)
    canvas.rect(0, 0, *SHEET, stroke=0, fill=1)
    canvas.setFillColorCMYK(0, 0, 1, 0)
    canvas.setFont("Poster", 40)
    canvas.drawString(60, 600, WORDS)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return edited(out.getvalue(), add_boxes, add_intent(shop))


# -- Ghostscript ----------------------------------------------------------------------------------

_POSTSCRIPT = """%!PS
<< /PageSize [{w} {h}] >> setpagedevice
0 1 1 0 setcmykcolor 0 0 {w} {h} rectfill
0 0 1 0 setcmykcolor /{font} findfont 40 scalefont setfont 60 600 moveto (Quang vinh) show
{more}
showpage
{after}
"""


def by_ghostscript(shop: Shop, more: str = "", after: str = "", size: tuple[float, float] = SHEET) -> bytes:
    """Return a poster that Ghostscript distilled from PostScript, with what ``more`` adds and pages ``after`` it."""
    source = _POSTSCRIPT.format(w=size[0], h=size[1], font="NimbusSans-Bold", more=more, after=after)
    return edited(_distil(shop, source.encode()), add_boxes, add_intent(shop))


def _distil(shop: Shop, source: bytes, *options: str) -> bytes:
    told, target = shop.folder / "source.ps", shop.folder / "distilled.pdf"
    told.write_bytes(source)
    command = ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", "-dEmbedAllFonts=true"]
    subprocess.run([*command, *options, f"-sOutputFile={target}", str(told)], check=True, capture_output=True)
    return target.read_bytes()


# -- cairo ----------------------------------------------------------------------------------------


def by_cairo(shop: Shop, draw: Callable[[cairocffi.Context], None] = lambda _: None, *, press: bool = True) -> bytes:
    """Return a poster by cairo, with what ``draw`` adds; made CMYK by Ghostscript, as shops do, for the ``press``."""
    out = io.BytesIO()
    surface = cairocffi.PDFSurface(out, *SHEET)
    context = cairocffi.Context(surface)
    context.set_source_rgb(0.85, 0.1, 0.1)
    context.paint()
    context.set_source_rgb(1, 0.95, 0)
    context.select_font_face("DejaVu Sans")
    context.set_font_size(36)
    context.move_to(60, 200)
    context.show_text(WORDS)
    draw(context)
    surface.finish()
    data = out.getvalue()
    if press:
        cmyk = "-sProcessColorModel=DeviceCMYK", "-sColorConversionStrategy=CMYK"
        data = _distil(shop, data, *cmyk)
    return edited(data, add_boxes, add_intent(shop))


# -- WeasyPrint -----------------------------------------------------------------------------------

_PAGE = """<style>
@page {{ size: {w}pt {h}pt; margin: 0; background: device-cmyk(0 1 1 0) }}
@font-face {{ font-family: Poster; src: url(file://{font}) }}
body {{ margin: 60pt; font: 40pt Poster; color: device-cmyk(0 0 1 0) }}
{style}
</style><body>{words}{more}</body>"""


def by_weasyprint(shop: Shop, more: str = "", style: str = "", words: str = WORDS, **options: object) -> bytes:
    """Return a poster that WeasyPrint made of a page of HTML, with what ``more`` adds."""
    told = _PAGE.format(w=SHEET[0], h=SHEET[1], font=shop.font, style=style, words=words, more=more)
    return edited(weasyprint.HTML(string=told).write_pdf(**options), add_boxes, add_intent(shop))
