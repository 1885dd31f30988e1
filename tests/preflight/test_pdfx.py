"""Every requirement of PDF/X-4 and PDF/X-1a that we state in docs/print.md: a mutation that breaks it is found."""

from __future__ import annotations

import re

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from renderer.preflight import PrintRequirements, preflight_pdf, verify_pdf
from renderer.studio import Studio
from tests.helpers.pdfs import Edit, both, codes, helvetica, painted, resource, rewritten, rgb_group, root_entry
from tests.helpers.signs import Finished, finish
from tests.helpers.workspaces import ROOT


@pytest.fixture(scope="module")
def x4(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(studio, tmp_path_factory.mktemp("x4"), layout="ap-phich/co-do", size="A3", slogan="dn23-06")


@pytest.fixture(scope="module")
def x1a(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    folder = tmp_path_factory.mktemp("x1a")
    return finish(studio, folder, layout="ap-phich/co-do", size="A3", slogan="dn23-06", standard="x1a")


def xmp(find: bytes, put: bytes) -> Edit:
    def edit(pdf: pikepdf.Pdf) -> None:
        stream = pdf.Root["/Metadata"]
        data = stream.read_bytes()
        assert find in data
        stream.write(data.replace(find, put))

    return edit


def info(key: str, value: object | None) -> Edit:
    def edit(pdf: pikepdf.Pdf) -> None:
        if value is None:
            del pdf.docinfo[key]
        else:
            pdf.docinfo[key] = value

    return edit


def page(key: str, value: object | None) -> Edit:
    def edit(pdf: pikepdf.Pdf) -> None:
        if value is None:
            del pdf.pages[0].obj[key]
        else:
            pdf.pages[0].obj[key] = value

    return edit


def intent(key: str, value: object | None) -> Edit:
    def edit(pdf: pikepdf.Pdf) -> None:
        entry = pdf.Root["/OutputIntents"][0]
        if value is None:
            del entry[key]
        else:
            entry[key] = value

    return edit


def cut_profile(pdf: pikepdf.Pdf) -> None:
    profile = pdf.Root["/OutputIntents"][0]["/DestOutputProfile"]
    profile.write(profile.read_bytes()[:-100])


def rgb_profile(pdf: pikepdf.Pdf) -> None:
    from PIL import ImageCms

    profile = pdf.Root["/OutputIntents"][0]["/DestOutputProfile"]
    profile.write(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


def second_intent(pdf: pikepdf.Pdf) -> None:
    pdf.Root["/OutputIntents"].append(pdf.Root["/OutputIntents"][0])


def external(pdf: pikepdf.Pdf) -> pikepdf.Object:
    stream = Stream(pdf, b"")
    stream.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 1, 1]), "/F": String("x.bin")})
    return pdf.make_indirect(stream)


def postscript(pdf: pikepdf.Pdf) -> pikepdf.Object:
    stream = Stream(pdf, b"showpage")
    stream.update({"/Type": Name.XObject, "/Subtype": Name("/PS")})
    return pdf.make_indirect(stream)


def alternates(pdf: pikepdf.Pdf) -> pikepdf.Object:
    stream = Stream(pdf, bytes(4))
    stream.update(
        {
            "/Type": Name.XObject,
            "/Subtype": Name.Image,
            "/Width": 1,
            "/Height": 1,
            "/BitsPerComponent": 8,
            "/ColorSpace": Name.DeviceCMYK,
            "/Alternates": Array([]),
        }
    )
    return pdf.make_indirect(stream)


SQUARE = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=Array([0, 0, 9, 9]))
SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
HALF = resource("/ExtGState", "/Half", Dictionary(Type=Name.ExtGState, ca=0.5))

REQUIREMENTS: dict[str, tuple[str, Edit, str]] = {
    # what breaks it: (standards that have it, the mutation, the code)
    "XMP without the PDF/X version": ("x4", xmp(b"PDF/X-4", b""), "pdfx-label"),
    "XMP of another PDF/X version": (
        "x4 x1a",
        xmp(b"<pdfxid:GTS_PDFXVersion>PDF/X-", b"<pdfxid:GTS_PDFXVersion>PDF/Y-"),
        "pdfx-label",
    ),
    "no XMP metadata": ("x4", lambda pdf: pdf.Root.__delitem__("/Metadata"), "no-xmp"),
    "XMP that is no XML": ("x4", lambda pdf: pdf.Root["/Metadata"].write(b"<x"), "no-xmp"),
    "XMP without a document id": ("x4", xmp(b"xmpMM:DocumentID", b"xmpMM:Other"), "xmp-missing"),
    "XMP without a rendition class": ("x4", xmp(b"xmpMM:RenditionClass", b"xmpMM:Other"), "xmp-missing"),
    "XMP without a version id": ("x4", xmp(b"xmpMM:VersionID", b"xmpMM:Other"), "xmp-missing"),
    "XMP whose date is none": ("x4", xmp(b"<xmp:ModifyDate>2026", b"<xmp:ModifyDate>soon"), "xmp-date"),
    "XMP with another title": ("x4", xmp(b"</rdf:li>", b"?</rdf:li>"), "metadata-differs"),
    "XMP that trapped the file": ("x4 x1a", xmp(b"<pdf:Trapped>False", b"<pdf:Trapped>True"), "metadata-differs"),
    "XMP with another creation date": (
        "x4",
        xmp(b"<xmp:CreateDate>2026-01", b"<xmp:CreateDate>2026-02"),
        "metadata-differs",
    ),
    "no title": ("x4 x1a", info("/Title", None), "info-missing"),
    "no creation date": ("x4 x1a", info("/CreationDate", None), "info-missing"),
    "no modification date": ("x4 x1a", info("/ModDate", None), "info-missing"),
    "a date that is none": ("x4 x1a", info("/ModDate", String("yesterday")), "info-date"),
    "no trapping key": ("x4 x1a", info("/Trapped", None), "info-missing"),
    "trapping unknown": ("x4 x1a", info("/Trapped", Name.Unknown), "trapped"),
    "no PDF/X version in the information": ("x1a", info("/GTS_PDFXVersion", None), "pdfx-label"),
    "no output intent": ("x4 x1a", lambda pdf: pdf.Root.__delitem__("/OutputIntents"), "intent"),
    "two output intents": ("x4 x1a", second_intent, "intent"),
    "an output intent of another kind": ("x4 x1a", intent("/S", Name("/GTS_PDFA1")), "intent"),
    "an intent without a condition": ("x4 x1a", intent("/OutputConditionIdentifier", None), "intent"),
    "an intent without a profile": ("x4 x1a", intent("/DestOutputProfile", None), "intent"),
    "an RGB profile": ("x4 x1a", rgb_profile, "intent"),
    "a profile cut short": ("x4 x1a", cut_profile, "intent"),
    "no trim box": ("x4 x1a", page("/TrimBox", None), "no-trim"),
    "trim box and art box": ("x4 x1a", page("/ArtBox", Array([0, 0, 99, 99])), "box"),
    "trim outside the bleed": ("x4 x1a", page("/BleedBox", Array([99, 99, 200, 200])), "box-nesting"),
    "bleed outside the media": ("x4 x1a", page("/BleedBox", Array([-99, -99, 2000, 2000])), "box-nesting"),
    "a crop box inside the trim": ("x4 x1a", page("/CropBox", Array([0, 0, 99, 99])), "box-nesting"),
    "a note on the page": ("x4 x1a", page("/Annots", Array([SQUARE])), "annotation"),
    "an action on opening": ("x4 x1a", root_entry("/OpenAction", SCRIPT), "action"),
    "an action of the page": ("x4 x1a", page("/AA", Dictionary(O=SCRIPT)), "action"),
    "a script in the names": (
        "x4 x1a",
        root_entry("/Names", Dictionary(JavaScript=Dictionary(Names=Array([])))),
        "action",
    ),
    "layers": ("x1a", root_entry("/OCProperties", Dictionary(OCGs=Array([]), D=Dictionary())), "layers"),
    "a UserUnit": ("x1a", page("/UserUnit", 10), "user-unit"),
    "a transparency group of the page": (
        "x1a",
        page("/Group", Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)),
        "transparency",
    ),
    "opacity": ("x1a", both(HALF, painted(b"/Half gs 0 0 9 9 re f")), "transparency"),
    "a font that is not embedded": (
        "x4 x1a",
        both(resource("/Font", "/H", helvetica), painted(b"BT /H 9 Tf (a) Tj ET")),
        "font-not-embedded",
    ),
    "an RGB colour": ("x1a x4", painted(b"1 0 0 rg 0 0 9 9 re f"), "rgb"),
    "a group that blends in RGB": (
        "x4",
        both(resource("/XObject", "/Fm", rgb_group), painted(b"/Fm Do")),
        "group-space",
    ),
    "a transfer function": (
        "x4 x1a",
        resource(
            "/ExtGState", "/Tr", lambda pdf: pdf.make_indirect(Dictionary(Type=Name.ExtGState, TR2=Name.Identity))
        ),
        "transfer",
    ),
    "a halftone that is moved": (
        "x4 x1a",
        resource(
            "/ExtGState", "/Ht", lambda pdf: pdf.make_indirect(Dictionary(Type=Name.ExtGState, HTP=Array([0, 0])))
        ),
        "halftone",
    ),
    "PostScript": ("x4 x1a", resource("/XObject", "/Ps", postscript), "postscript"),
    "a stream in another file": ("x4 x1a", resource("/XObject", "/Ex", external), "external-stream"),
    "an image that stands for another": ("x4 x1a", resource("/XObject", "/Al", alternates), "opi"),
}
CASES = [(name, key) for name, (keys, _, _) in REQUIREMENTS.items() for key in keys.split()]


@pytest.mark.parametrize(("name", "key"), CASES, ids=[f"{key} {name}" for name, key in CASES])
def test_a_broken_requirement_is_found(
    x4: Finished, x1a: Finished, fonts: dict[str, bytes], name: str, key: str
) -> None:
    _, edit, code = REQUIREMENTS[name]
    good = x4 if key == "x4" else x1a
    data = rewritten(good.data["pdf"], edit)
    found = preflight_pdf(
        data, PrintRequirements(max_ink=300.0), fonts, key, measure=False, look=False, by_shape=False
    ).findings
    assert code in codes(list(found)), found


@pytest.mark.parametrize("key", ["x4", "x1a"])
def test_good_files_meet_their_standard(x4: Finished, x1a: Finished, fonts: dict[str, bytes], key: str) -> None:
    good = x4 if key == "x4" else x1a
    assert (
        preflight_pdf(
            good.data["pdf"], PrintRequirements(max_ink=300.0), fonts, key, measure=False, look=False
        ).findings
        == ()
    )
    version = {"x4": b"%PDF-1.6", "x1a": b"%PDF-1.4"}[key]
    assert good.data["pdf"].startswith(version)


def test_a_later_pdf_version_and_encryption_are_found(x1a: Finished, fonts: dict[str, bytes]) -> None:
    later = rewritten(x1a.data["pdf"], lambda pdf: None, force_version="1.7")
    assert "pdf-version" in codes(verify_pdf(later, x1a.expected, fonts))
    locked = rewritten(x1a.data["pdf"], lambda pdf: None, encryption=pikepdf.Encryption(owner="x", user=""))
    assert "encrypted" in codes(
        list(preflight_pdf(locked, PrintRequirements(), fonts, measure=False, look=False).findings)
    )


def test_lzw_is_found(x4: Finished, fonts: dict[str, bytes]) -> None:
    import imagecodecs

    def edit(pdf: pikepdf.Pdf) -> None:
        packed = bytes(imagecodecs.lzw_encode(b"0 0 9 9 re f"))
        stream = Stream(pdf, packed)
        stream.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 9, 9])})
        stream.write(packed, filter=Name.LZWDecode)
        pdf.pages[0].obj["/Resources"]["/XObject"]["/Lz"] = pdf.make_indirect(stream)

    data = rewritten(x4.data["pdf"], edit, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert b"LZWDecode" in data
    assert "filter" in codes(
        list(preflight_pdf(data, PrintRequirements(), fonts, measure=False, look=False, by_shape=False).findings)
    )


def test_the_label_is_part_of_every_proof(x4: Finished, fonts: dict[str, bytes]) -> None:
    """Verify, then stamp: a file without its label, or with another order's, gets no name."""
    for edit, code in (
        (REQUIREMENTS["no title"][1], "info-missing"),
        (REQUIREMENTS["a profile cut short"][1], "intent"),
    ):
        assert code in codes(verify_pdf(rewritten(x4.data["pdf"], edit), x4.expected, fonts))
    other = xmp(x4.expected.binding.encode(), b"0" * 64)
    assert "metadata-binding" in codes(verify_pdf(rewritten(x4.data["pdf"], other), x4.expected, fonts))


def test_every_requirement_stands_in_the_documentation() -> None:
    text = (ROOT / "docs/print.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\|.*\|$", text, re.MULTILINE)
    for name, (keys, _, code) in REQUIREMENTS.items():
        row = next((r for r in rows if f"| {name}" in r), "")
        assert f"`{code}`" in row, f"docs/print.md does not tell of: {name} ({code})"
        for key, label in (("x4", "X-4"), ("x1a", "X-1a")):
            assert (label in row) == (key in keys.split()), f"{name}: {label}"
