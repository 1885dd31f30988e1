"""PDFs that no program writes: small files that would take a reader hours or gigabytes, or send it round in circles."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from tests.helpers.pdfs import set_content

Build = Callable[[pikepdf.Pdf], None]


def hostile(build: Build, **options: object) -> bytes:
    """Return a PDF of one page after ``build`` has been at it."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(300, 200))
    build(pdf)
    out = io.BytesIO()
    pdf.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def inflating(unit: bytes, megabytes: int) -> bytes:
    """Return the packed bytes of a stream that repeats ``unit`` for so many MB."""
    packer, block = zlib.compressobj(9), unit * (1_000_000 // len(unit))
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


def packed(pdf: pikepdf.Pdf, unit: bytes, megabytes: int) -> pikepdf.Object:
    stream = Stream(pdf, b"")
    stream.write(inflating(unit, megabytes), filter=Name.FlateDecode)
    return pdf.make_indirect(stream)


def content(data: bytes) -> Build:
    return lambda pdf: set_content(pdf, data)


def with_resources(data: bytes, make: Callable[[pikepdf.Pdf], Dictionary]) -> Build:
    def build(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj["/Resources"] = make(pdf)
        set_content(pdf, data)

    return build


def bomb(megabytes: int) -> Build:
    return lambda pdf: pdf.pages[0].obj.__setitem__("/Contents", packed(pdf, b"0 0 9 9 re f ", megabytes))


def many_contents(pdf: pikepdf.Pdf) -> None:
    part = packed(pdf, b"q Q ", 30)
    pdf.pages[0].obj["/Contents"] = Array([part] * 2_000)


def tiny_step(pdf: pikepdf.Pdf) -> Dictionary:
    tile = Stream(pdf, b"0 0 1 1 re f " * 1_000_000)
    tile.update({"/Type": Name.Pattern, "/PatternType": 1, "/PaintType": 1, "/TilingType": 1})
    tile.update({"/BBox": Array([0, 0, 1, 1]), "/XStep": 0.0001, "/YStep": 0.0001, "/Resources": Dictionary()})
    return Dictionary(Pattern=Dictionary(P=pdf.make_indirect(tile)))


def doubling_forms(pdf: pikepdf.Pdf) -> Dictionary:
    inner = None
    for _ in range(23):
        form = pdf.make_indirect(Stream(pdf, b"/X Do /X Do" if inner is not None else b"0 0 1 1 re f"))
        form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 9, 9])})
        form["/Resources"] = Dictionary() if inner is None else Dictionary(XObject=Dictionary(X=inner))
        inner = form
    return Dictionary(XObject=Dictionary(X=inner))


def wide_font(widths: Array) -> Callable[[pikepdf.Pdf], Dictionary]:
    def make(pdf: pikepdf.Pdf) -> Dictionary:
        from tests.helpers.workspaces import ROOT

        program = Stream(pdf, (ROOT / "fonts/oswald/Oswald_500Medium.ttf").read_bytes())
        inner = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.X, CIDToGIDMap=Name.Identity)
        inner["/FontDescriptor"] = Dictionary(Type=Name.FontDescriptor, FontFile2=pdf.make_indirect(program))
        inner["/W"] = widths
        outer = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.X, Encoding=Name("/Identity-H"))
        outer["/DescendantFonts"] = Array([pdf.make_indirect(inner)])
        return Dictionary(Font=Dictionary(F=pdf.make_indirect(outer)))

    return make


def sampled(pdf: pikepdf.Pdf) -> Dictionary:
    function = packed(pdf, b"\x80", 250)
    function.update({"/FunctionType": 0, "/Domain": Array([0, 1]), "/Range": Array([0, 1] * 4), "/BitsPerSample": 8})
    function["/Size"] = Array([62_500_000])
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=Array([0, 0, 9, 9]), Function=function)
    return Dictionary(Shading=Dictionary(S=shading))


def doubling_functions(pdf: pikepdf.Pdf) -> Dictionary:
    function = pdf.make_indirect(Dictionary(FunctionType=2, N=1, Domain=Array([0, 1])))
    for _ in range(15):
        function = pdf.make_indirect(Dictionary(FunctionType=3, Functions=Array([function] * 20)))
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=Array([0, 0, 9, 9]), Function=function)
    return Dictionary(Shading=Dictionary(S=shading))


def looping_space(pdf: pikepdf.Pdf) -> Dictionary:
    space = pdf.make_indirect(Array([Name.Indexed]))
    space.append(space)
    return Dictionary(ColorSpace=Dictionary(C=space))


def looping_pages(pdf: pikepdf.Pdf) -> None:
    pdf.Root["/Pages"]["/Kids"] = Array([pdf.Root["/Pages"]])


def many_pages(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    pdf.Root["/Pages"]["/Kids"] = Array([pdf.make_indirect(Dictionary(page)) for _ in range(3_000)])
    pdf.Root["/Pages"]["/Count"] = 3_000


def many_objects(pdf: pikepdf.Pdf) -> None:
    pdf.Root["/Held"] = Array([pdf.make_indirect(Dictionary()) for _ in range(300_000)])


def many_notes(pdf: pikepdf.Pdf) -> None:
    note = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name("/" + "x" * 5_000), Rect=Array([0, 0, 9, 9])))
    pdf.pages[0].obj["/Annots"] = Array([note] * 100_000)


def box_of(*numbers: object) -> Build:
    return lambda pdf: pdf.pages[0].obj.__setitem__("/MediaBox", Array(list(numbers)))


def unit_of(unit: object) -> Build:
    return lambda pdf: pdf.pages[0].obj.__setitem__("/UserUnit", unit)


def covered(pdf: pikepdf.Pdf) -> Dictionary:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    return Dictionary(Font=Dictionary(F=font))


def script(pdf: pikepdf.Pdf) -> None:
    pdf.Root["/OpenAction"] = Dictionary(S=Name.JavaScript, JS="while (true) {}")


def deep_chain(pdf: pikepdf.Pdf) -> None:
    form = pdf.make_indirect(Stream(pdf, b""))
    form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 9, 9])})
    inner = pdf.make_indirect(Dictionary())
    for _ in range(5_000):
        inner = pdf.make_indirect(Dictionary(K=inner))
    form["/PieceInfo"] = inner
    pdf.pages[0].obj["/Resources"] = Dictionary(XObject=Dictionary(Art=form))
    for key in ("/BleedBox", "/TrimBox"):
        pdf.pages[0].obj[key] = Array([0, 0, 300, 200])
    set_content(pdf, b"/Art Do")


def deep_stack(pdf: pikepdf.Pdf) -> Dictionary:
    form = pdf.make_indirect(Stream(pdf, b"q " * 900_000 + b"0 0 9 9 re f"))
    form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 9, 9])})
    return Dictionary(XObject=Dictionary(X=form))


def thin_letters(pdf: pikepdf.Pdf) -> None:
    set_content(pdf, b"".join(b"%d 0 m %d 5 9 9 %d 3 c 4 4 8 %d 9 9 c h f " % (i, i, i, i % 7) for i in range(30_000)))


FURTHER = "not-read-further"
HARMLESS = "no-standard"
"""Of a file that is read to its end, in spite of all: it has no error."""
HOSTILE: dict[str, tuple[Build, str]] = {
    "content that inflates to 100 MB": (bomb(100), FURTHER),
    "content that inflates to 1 GB": (bomb(1_000), ""),
    "content of 2,000 streams that inflate to 30 MB": (many_contents, FURTHER),
    "a million operators": (content(b"0 g\n" * 1_100_000), FURTHER),
    "half a million boxes": (content(b"0 0 9 9 re f\n" * 400_000), FURTHER),
    "a path of a million segments": (content(b"0 0 m " + b"9 9 l 0 0 l " * 600_000 + b"f"), FURTHER),
    "a pattern of a tiny step and a million boxes": (
        with_resources(b"/Pattern cs /P scn 0 0 300 200 re f", tiny_step),
        FURTHER,
    ),
    "forms that double 23 times": (with_resources(b"/X Do", doubling_forms), FURTHER),
    "widths for two thousand million glyphs": (
        with_resources(b"BT /F 9 Tf <0024> Tj ET", wide_font(Array([0, 2_000_000_000, 500]))),
        HARMLESS,
    ),
    "a thousand ranges of widths": (
        with_resources(b"BT /F 9 Tf <0024> Tj ET", wide_font(Array([0, 65_535, 500] * 1_000))),
        FURTHER,
    ),
    "a shading of 62 million samples": (with_resources(b"/S sh", sampled), FURTHER),
    "functions that grow twentyfold 15 times": (with_resources(b"/S sh", doubling_functions), FURTHER),
    "a colour space that is its own base": (with_resources(b"/C cs 0 0 9 9 re f", looping_space), FURTHER),
    "a page tree that holds itself": (looping_pages, ""),
    "3,000 pages": (many_pages, FURTHER),
    "300,000 objects": (many_objects, FURTHER),
    "100,000 notes of long names": (many_notes, HARMLESS),
    "a box of a number with 400 digits": (box_of(0, 0, pikepdf.Object.parse(b"1" * 400 + b".0"), 9), ""),
    "a box of ten million points": (box_of(0, 0, 100_000_000, 9), FURTHER),
    "a box of words": (box_of(Name.A, 0, 9, 9), "needs-repair"),
    "a box of two numbers": (box_of(0, 0), ""),
    "a unit of a million": (unit_of(1_000_000), "not-drawn"),
    "a unit below zero": (unit_of(-1), "not-drawn"),
    "30,000 words under 30,000 boxes": (
        with_resources(b"BT /F 9 Tf (a) Tj ET 0 0 9 9 re f " * 30_000, covered),
        FURTHER,
    ),
    "places that are no numbers": (content(b"%s 0 0 1 0 0 cm 0 0 9 9 re f" % (b"9" * 400 + b".0")), ""),
    "a script": (script, "action"),
    "art of 5,000 nested objects": (deep_chain, HARMLESS),
    "30,000 shapes": (thin_letters, FURTHER),
    "a stack of a million states": (content(b"q " * 900_000), FURTHER),
    "a stack of a million states in a form": (with_resources(b"/X Do", deep_stack), FURTHER),
    "an operator of a million letters": (content(b"x" * 1_000_000 + b" "), "unknown-operator"),
    "100,000 unknown operators": (content(b"".join(b"x%d " % i for i in range(100_000))), "unknown-operator"),
}
"""What each is, how it is made, and the code of what is found; empty where the library may say it in its own way."""
