"""PDFs and PNGs, broken and hostile."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable

import pikepdf

from .mutate import bend_bytes, bend_numbers

Name, Array, Dictionary = pikepdf.Name, pikepdf.Array, pikepdf.Dictionary
_ODD = (
    0, -1, 1, 2**31, 2**31 - 1, -(2**31), 2**63 - 1, 65536, True, None, "", "x", "\x1b[2J", [], [0, 0, 0, 0], [1e9, 1e9, -1e9, 0], {}, [[[]]],
)  # fmt: skip
_CONTENT = (
    b"q 1 0 0 1 0 0 cm " * 200_000,
    b"q " * 100_000,
    b"Q " * 100,
    b"0 0 m 1 1 l S\n" * 400_000,
    b"0 0 0 0 k 0 0 9 9 re f\n" * 100_000,
    b"[" * 50_000,
    b"<<" * 20_000,
    b"(" * 50_000,
    b"BI /W 100000 /H 100000 /BPC 8 /CS /G ID x EI",
    b"BI ID EI",
    b"BT /F1 1e30 Tf (a) Tj ET",
    b"/Nothing Do /P gs /P sh /P scn",
    b"1e400 nan 99999999999999999999 cm",
    b"0.0000001 0 0 0.0000001 0 0 cm 0 0 1 1 re f",
    b"/OC /x BDC " * 5000,
    b"9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 scn",
    b"k", b"re", b"\xff\xfe\0", b"% comment only", b"", b"1 2 3", b"/A" * 100_000, b"<" + b"0" * 1_000_000 + b"> Tj",
    b"[0.0001 0.0001] 0 d 0 0 m 99999 99999 l S",
)  # fmt: skip


def bend(chance: random.Random, data: bytes) -> bytes:
    """Break a PDF: its bytes, an object, its content, or by an attack on a reader."""
    if chance.random() < 0.3:
        return bend_bytes(chance, data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        chance.choice(_WAYS)(chance, pdf)
        out = io.BytesIO()
        pdf.save(
            out, object_stream_mode=chance.choice(tuple(pikepdf.ObjectStreamMode.__members__.values())), static_id=True
        )
    return out.getvalue() if chance.random() < 0.9 else bend_bytes(chance, out.getvalue(), 2)


def _content(chance: random.Random, pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.contents_coalesce()
    before = page.Contents.read_bytes()
    match chance.randrange(4):
        case 0:
            after = bend_numbers(chance, before)
        case 1:
            after = bend_bytes(chance, before)
        case 2:
            after = before + b"\n" + chance.choice(_CONTENT)
        case _:
            after = chance.choice(_CONTENT) + b"\n" + before
    page.Contents = pdf.make_stream(after)


def _object(chance: random.Random, pdf: pikepdf.Pdf) -> None:
    """Exchange a value somewhere among the objects."""
    for _ in range(chance.randint(1, 3)):
        node = chance.choice([o for o in pdf.objects if isinstance(o, Dictionary | Array | pikepdf.Stream)])
        if isinstance(node, Array):
            if len(node):
                node[chance.randrange(len(node))] = pikepdf.Object.parse(_odd(chance))
            continue
        key = chance.choice([k for k in node.keys() if k != "/Length"] or ["/X"])  # noqa: SIM118  no mapping
        if chance.random() < 0.25 and key in node:
            del node[key]
        else:
            node[key] = (
                chance.choice(tuple(pdf.objects)) if chance.random() < 0.2 else pikepdf.Object.parse(_odd(chance))
            )


def _odd(chance: random.Random) -> bytes:
    return (
        _as_pdf(chance.choice(_ODD))
        if chance.random() < 0.8
        else b"/" + chance.choice((b"DeviceRGB", b"X", b"Pattern", b"FlateDecode"))
    )


def _as_pdf(value: object) -> bytes:
    match value:
        case None:
            return b"null"
        case bool():
            return b"true"
        case str():
            return b"<" + value.encode().hex().encode() + b">"
        case list():
            return b"[" + b" ".join(map(_as_pdf, value)) + b"]"
        case dict():
            return b"<<>>"
        case float():
            return b"%.1f" % value
        case _:
            return str(value).encode()


def _stream(chance: random.Random, pdf: pikepdf.Pdf) -> None:
    """Break what a stream holds when it is unpacked, or give it a filter that is none."""
    streams = [o for o in pdf.objects if isinstance(o, pikepdf.Stream)]
    stream = chance.choice(streams)
    match chance.randrange(4):
        case 0:
            stream.write(
                chance.randbytes(200),
                filter=Name(chance.choice(("/FlateDecode", "/DCTDecode", "/LZWDecode", "/JBIG2Decode"))),
            )
        case 1:
            stream.write(
                bend_bytes(chance, stream.read_raw_bytes()),
                filter=stream.get("/Filter"),
                decode_parms=stream.get("/DecodeParms"),
            )
        case 2:
            stream.write(_bomb(chance.choice((20, 400))), filter=Name.FlateDecode)
        case _:
            stream.write(b"", filter=stream.get("/Filter"))


def _bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b"q Q " * 250_000) for _ in range(megabytes)) + packer.flush()


def _resources(chance: random.Random, pdf: pikepdf.Pdf) -> None:
    """Paint with a pattern of tiny steps, a shading of many samples, a font of endless widths, a form in itself."""
    page = pdf.pages[0]
    if "/Resources" not in page:
        page.Resources = Dictionary()
    kind, entry, use = chance.choice(_ATTACKS)(pdf)
    if kind not in page.Resources:
        page.Resources[kind] = Dictionary()
    page.Resources[kind]["/Evil"] = entry
    page.contents_add(pdf.make_stream(use))


def _tiny_pattern(pdf: pikepdf.Pdf) -> tuple[str, pikepdf.Object, bytes]:
    pattern = pdf.make_stream(b"0 0 1 1 re f " * 1000)
    pattern.update({"/PatternType": 1, "/PaintType": 1, "/TilingType": 1, "/BBox": [0, 0, 1, 1]})
    pattern.XStep = pattern.YStep = 0.0001
    pattern.Resources = Dictionary()
    return "/Pattern", pattern, b"/Pattern cs /Evil scn 0 0 9999 9999 re f"


def _many_operators(pdf: pikepdf.Pdf) -> tuple[str, pikepdf.Object, bytes]:
    kind, pattern, use = _tiny_pattern(pdf)
    pattern.write(b"0 0 1 1 re f " * 1_000_000)
    pattern.XStep = pattern.YStep = 0.01
    return kind, pattern, use


def _shading(pdf: pikepdf.Pdf) -> tuple[str, pikepdf.Object, bytes]:
    function = pdf.make_stream(b"\0" * 1000)
    function.update(
        {"/FunctionType": 0, "/Domain": [0, 1], "/Range": [0, 1] * 4, "/Size": [500_000_000], "/BitsPerSample": 32}
    )
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=[0, 0, 1, 1], Function=function)
    return "/Shading", pdf.make_indirect(shading), b"/Evil sh"


def _deep_function(pdf: pikepdf.Pdf) -> tuple[str, pikepdf.Object, bytes]:
    function = pdf.make_indirect(Dictionary(FunctionType=3, Domain=[0, 1], Bounds=[], Encode=[0, 1]))
    function.Functions = [function]
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=[0, 0, 1, 1], Function=function)
    return "/Shading", pdf.make_indirect(shading), b"/Evil sh"


def _widths(pdf: pikepdf.Pdf) -> tuple[str, pikepdf.Object, bytes]:
    below = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.X, W=[0, 2_000_000_000, 500], DW=1000,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
    )  # fmt: skip
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.X, Encoding=Name("/Identity-H"), DescendantFonts=[below]
    )
    return "/Font", pdf.make_indirect(font), b"BT /Evil 12 Tf <0001> Tj ET"


def _form_in_itself(pdf: pikepdf.Pdf) -> tuple[str, pikepdf.Object, bytes]:
    form = pdf.make_stream(b"/Evil Do /Evil Do")
    form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": [0, 0, 9, 9]})
    form.Resources = Dictionary(XObject=Dictionary(Evil=form))
    return "/XObject", form, b"/Evil Do"


def _forms_in_forms(pdf: pikepdf.Pdf) -> tuple[str, pikepdf.Object, bytes]:
    form = pdf.make_stream(b"0 0 1 1 re f")
    form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": [0, 0, 9, 9]})
    for _ in range(9):
        outer = pdf.make_stream(b"/A Do " * 10)
        outer.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": [0, 0, 9, 9]})
        outer.Resources = Dictionary(XObject=Dictionary(A=form))
        form = outer
    return "/XObject", form, b"/Evil Do"


def _huge_image(pdf: pikepdf.Pdf) -> tuple[str, pikepdf.Object, bytes]:
    image = pdf.make_stream(zlib.compress(b"\0" * 1000), Filter=Name.FlateDecode)
    image.update(
        {"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 60_000, "/Height": 60_000, "/BitsPerComponent": 8}
    )
    image.ColorSpace = Name.DeviceCMYK
    return "/XObject", image, b"q 9 0 0 9 0 0 cm /Evil Do Q"


def _deep_space(pdf: pikepdf.Pdf) -> tuple[str, pikepdf.Object, bytes]:
    space: pikepdf.Object = Name.DeviceCMYK
    for _ in range(400):
        space = Array([Name.Indexed, space, 0, b"\0\0\0\0"])
    return "/ColorSpace", pdf.make_indirect(space), b"/Evil cs 0 sc 0 0 9 9 re f"


_ATTACKS: tuple[Callable[[pikepdf.Pdf], tuple[str, pikepdf.Object, bytes]], ...] = (
    _tiny_pattern, _many_operators, _shading, _deep_function, _widths, _form_in_itself, _forms_in_forms, _huge_image, _deep_space,
)  # fmt: skip


def _pages(chance: random.Random, pdf: pikepdf.Pdf) -> None:
    """Change the pages: none, many, other boxes, turned, a tree in itself."""
    match chance.randrange(6):
        case 0:
            del pdf.pages[0]
        case 1:
            for _ in range(chance.choice((1, 300))):
                pdf.pages.append(pdf.pages[0])
        case 2:
            box = chance.choice(("/MediaBox", "/TrimBox", "/BleedBox", "/CropBox"))
            pdf.pages[0][box] = pikepdf.Object.parse(chance.choice((b"[0 0 0 0]", b"[0 0 1e38 1]", b"[9 9 1 1]", b"[0 0 1]", b"null", b"[/a 0 1 1]", b"[0 0 99999999 99999999]")))  # fmt: skip
        case 3:
            pdf.pages[0].Rotate = chance.choice((90, 45, -90, 2**40))
        case 4:
            pdf.Root.Pages.Kids.append(pdf.Root.Pages)
        case _:
            pdf.pages[0].UserUnit = chance.choice((0, -1, 1000, 2**31))


def _catalogue(chance: random.Random, pdf: pikepdf.Pdf) -> None:
    """Break the metadata, the output intents, or the label."""
    match chance.randrange(4):
        case 0 if "/Metadata" in pdf.Root:
            data = pdf.Root.Metadata.read_bytes()
            pdf.Root.Metadata.write(bend_bytes(chance, data))
        case 1 if "/OutputIntents" in pdf.Root:
            pdf.Root.OutputIntents[0][chance.choice(("/S", "/DestOutputProfile", "/OutputConditionIdentifier"))] = (
                pikepdf.Object.parse(_odd(chance))
            )
        case 2:
            pdf.Root[
                chance.choice(("/OpenAction", "/AcroForm", "/OCProperties", "/Names", "/Extensions", "/Outlines"))
            ] = pikepdf.Object.parse(_odd(chance))
        case _:
            pdf.docinfo[chance.choice(("/Title", "/GTS_PDFXVersion", "/Trapped", "/CreationDate"))] = (
                pikepdf.Object.parse(_odd(chance))
            )


_WAYS: tuple[Callable[[random.Random, pikepdf.Pdf], None], ...] = (
    _content, _content, _object, _object, _object, _stream, _resources, _resources, _pages, _catalogue,
)  # fmt: skip


# -- PNG ------------------------------------------------------------------------------------------


def bend_png(chance: random.Random, data: bytes) -> bytes:
    """Break a PNG chunk by chunk; the check sums are right, so that a reader goes on."""
    chunks = _chunks(data)
    for _ in range(chance.randint(1, 2)):
        at = chance.randrange(len(chunks))
        kind, body = chunks[at]
        match chance.randrange(7):
            case 0:
                sides = struct.pack(">II", *(chance.choice((0, 1, 513, 9999, 30_000, 2**31 - 1)) for _ in range(2)))
                chunks[0] = (b"IHDR", sides + chunks[0][1][8:])
            case 1:
                chunks[0] = (
                    b"IHDR",
                    chunks[0][1][:8] + bytes(chance.choice((0, 1, 2, 3, 4, 6, 8, 16, 255)) for _ in range(5)),
                )
            case 2:
                chunks[at] = (kind, bend_bytes(chance, body, 3))
            case 3:
                del chunks[at]
            case 4:
                chunks.insert(at, chunks[at])
            case 5:
                name = chance.choice(
                    (b"eXIf", b"iCCP", b"tEXt", b"zTXt", b"iTXt", b"pHYs", b"PLTE", b"tRNS", b"gAMA", b"acTL", b"fcTL")
                )
                chunks.insert(
                    1, (name, chance.choice((chance.randbytes(40), b"", b"a\0\0" + zlib.compress(b"\0" * 50_000_000))))
                )
            case _:
                chunks[at] = (kind, body[: chance.randrange(len(body) + 1)])
        if not chunks:
            break
    return data[:8] + b"".join(
        struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b)) for k, b in chunks
    )


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], 8
    while at + 8 <= len(data):
        length = struct.unpack(">I", data[at : at + 4])[0]
        found.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    return found
