"""Full preflight: faulty PDFs, each found with its code; good files raise nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

from renderer.contract.print_specs import EYELET_ZONE, place_eyelets
from renderer.preflight import PrintRequirements, preflight_pdf, profile_of
from renderer.preflight.fixes import FIXES
from renderer.studio import Studio
from renderer.values.geometry import Edges
from tests.helpers.pdfs import (
    Edit,
    both,
    codes,
    helvetica,
    page_entry,
    painted,
    resource,
    rewritten,
    rgb_group,
    rgb_image,
    set_content,
    shrunk,
    simple,
)
from tests.helpers.signs import Finished, finish

ASKED = PrintRequirements(
    size=(2000.0, 1000.0),
    bleed=30.0,
    max_ink=250.0,
    least_dpi=12.0,
    keep_out=Edges.all(55.0),
    holes=place_eyelets(2000.0, 1000.0, 500.0),
    hole_zone=EYELET_ZONE,
)


@pytest.fixture(scope="module")
def sign(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(
        studio, tmp_path_factory.mktemp("sign"), size="2x1m", finishing="eyelets", organisation="ubnd-tinh-son-la"
    )


def moved_word(dx: float, dy: float) -> Edit:
    """Paint the page's letters a second time, elsewhere."""

    def edit(pdf: pikepdf.Pdf) -> None:
        old = pdf.pages[0].Contents.read_bytes()
        letters = b"\n".join(line for line in old.splitlines() if line.endswith((b" f Q", b" k")))
        more = b"\nq 1 0 0 1 %.2f %.2f cm\n" % (dx, dy) + letters + b"\nQ"
        set_content(pdf, old + more)

    return edit


def coarse_image(pdf: pikepdf.Pdf) -> pikepdf.Object:
    image = Stream(pdf, bytes(4 * 4 * 4))
    image.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 4, "/Height": 4, "/BitsPerComponent": 8})
    image["/ColorSpace"] = Name.DeviceCMYK
    return pdf.make_indirect(image)


def rgb_mask(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return Dictionary(SMask=Dictionary(S=Name.Luminosity, G=rgb_group(pdf)))


def broken_shading(pdf: pikepdf.Pdf) -> pikepdf.Object:
    function = Dictionary(FunctionType=2, N=1, Domain=Array([0, 1]), C0=Array([0, 0, 0]), C1=Array([1, 0, 0]))
    return Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=Array([0, 0, 99, 99]), Function=function)


def rgb_spot(pdf: pikepdf.Pdf) -> pikepdf.Object:
    tint = Dictionary(FunctionType=2, N=1, Domain=Array([0, 1]), C0=Array([1, 1, 1]), C1=Array([1, 0, 0]))
    return Array([Name.Separation, Name("/Do"), Name.DeviceRGB, tint])


OVERPRINT = resource("/ExtGState", "/Over", Dictionary(OP=True, op=True, OPM=1))
HELVETICA = resource("/Font", "/H", helvetica)

FAULTY: dict[str, tuple[Edit, str]] = {
    "an RGB fill": (painted(b"1 0 0 rg 900 900 99 99 re f"), "rgb"),
    "an RGB image": (
        both(resource("/XObject", "/Im", rgb_image), painted(b"q 9 0 0 9 900 900 cm /Im Do Q")),
        "rgb-image",
    ),
    "an RGB soft mask": (resource("/ExtGState", "/Soft", rgb_mask), "mask-space"),
    "an RGB group": (both(resource("/XObject", "/Fm", rgb_group), painted(b"/Fm Do")), "group-space"),
    "a spot colour over RGB": (
        both(resource("/ColorSpace", "/Sp", rgb_spot), painted(b"/Sp cs 1 scn 900 900 9 9 re f")),
        "rgb",
    ),
    "a shading that paints nothing": (
        both(resource("/Shading", "/Sh", broken_shading), painted(b"q 900 900 9 9 re W n /Sh sh Q")),
        "shading-function",
    ),
    "no output intent": (lambda pdf: pdf.Root.__delitem__("/OutputIntents"), "intent"),
    "an RGB output intent": (
        lambda pdf: pdf.Root["/OutputIntents"][0]["/DestOutputProfile"].__setitem__("/N", 3),
        "intent",
    ),
    "another trim": (shrunk("/TrimBox", 3), "trim-differs"),
    "a small bleed": (shrunk("/BleedBox", 40), "bleed-small"),
    "a bleed inside the trim": (shrunk("/BleedBox", 99), "box-nesting"),
    "no trim": (lambda pdf: pdf.pages[0].obj.__delitem__("/TrimBox"), "no-trim"),
    "a font that is not embedded": (
        both(HELVETICA, painted(b"BT /H 40 Tf 900 900 Td (Xin) Tj ET")),
        "font-not-embedded",
    ),
    "hidden text": (both(HELVETICA, painted(b"BT 3 Tr /H 40 Tf 900 900 Td (an) Tj ET")), "hidden-text"),
    "white overprint": (both(OVERPRINT, painted(b"/Over gs 0 0 0 0 k 900 900 99 99 re f")), "white-overprint"),
    "a colour that overprints": (both(OVERPRINT, painted(b"/Over gs 0 1 0 0 k 900 900 99 99 re f")), "overprint"),
    "400 % ink": (painted(b"1 1 1 1 k 900 900 99 99 re f"), "ink"),
    "ink that adds up by overprint": (
        both(OVERPRINT, painted(b"/Over gs 1 0 0 0 k 900 2000 3000 400 re f 0 0 0 1 k 900 2000 3000 400 re f")),
        "ink",
    ),
    "a coarse image": (
        both(resource("/XObject", "/Im", coarse_image), painted(b"q 900 0 0 900 900 900 cm /Im Do Q")),
        "image-resolution",
    ),
    "a hairline": (painted(b"0 0 0 1 K 0.2 w 900 900 m 1900 900 l S"), "hairline"),
    "a line of no width": (painted(b"0 0 0 1 K 0 w 900 900 m 1900 900 l S"), "hairline"),
    "opacity": (
        both(resource("/ExtGState", "/Half", Dictionary(ca=0.5)), painted(b"/Half gs 0 1 1 0 k 9 9 99 99 re f")),
        "transparency",
    ),
    "a word near the trim": (moved_word(0, -60), "text-near-trim"),
    "a word cut by the trim": (moved_word(2400, 0), "text-cut"),
    "a letter in an eyelet's zone": (moved_word(28, -90), "text-in-eyelet"),
    "a word painted over": (painted(b"0 1 1 0 k 85 85 5669 2834 re f"), "covered-text"),
    "a note": (
        page_entry("/Annots", Array([Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=[0, 0, 9, 9])])),
        "annotation",
    ),
    "a script": (lambda pdf: pdf.Root.__setitem__("/OpenAction", Dictionary(S=Name.JavaScript, JS="1")), "action"),
    "no metadata": (lambda pdf: pdf.Root.__delitem__("/Metadata"), "no-standard"),
    "an unknown operator": (painted(b"1 2 zz"), "unknown-operator"),
    "small text in four inks": (lambda pdf: small_black(pdf), "small-rich-text"),
}


def small_black(pdf: pikepdf.Pdf) -> None:
    """Paint the letters once more, tiny and in rich black."""
    old = pdf.pages[0].Contents.read_bytes()
    letters = b"\n".join(line for line in old.splitlines() if line.endswith(b" f Q"))
    more = b"\nq 0.01 0 0 0.01 1500 1500 cm .5 .4 .4 1 k\n" + letters + b"\nQ"
    set_content(pdf, old + more)


@pytest.mark.parametrize(("edit", "code"), FAULTY.values(), ids=FAULTY.keys())
def test_a_faulty_file_is_found_out(sign: Finished, fonts: dict[str, bytes], edit: Edit, code: str) -> None:
    data = rewritten(sign.data["pdf"], edit)
    measured = code == "ink"
    found = preflight_pdf(data, ASKED, fonts, measure=measured, by_shape=False).findings
    assert code in codes(list(found)), found
    if code in FIXES:
        assert all(f.fix for f in found if f.code == code)


def test_a_good_file_raises_nothing(sign: Finished, live: Finished, fonts: dict[str, bytes]) -> None:
    for good in (sign, live):
        result = preflight_pdf(good.data["pdf"], ASKED, fonts)
        assert result.findings == () and result.standard == "x4"
        assert " ".join(result.texts).startswith(good.expected.frames[0].text)
        assert result.ink is not None and 199 < result.ink <= 252


def test_inks_that_nobody_ordered_are_told_and_refuse_nothing(tmp_path: Path) -> None:
    def inks(pdf: pikepdf.Pdf) -> Dictionary:
        names = Array([Name(f"/Muc{at}") for at in range(5)])
        build = Stream(pdf, b"{ pop pop pop pop 0 0 0 }", FunctionType=4, Domain=[0, 1] * 5, Range=[0, 1] * 4)
        return Dictionary(
            ColorSpace=Dictionary(N=Array([Name.DeviceN, names, Name.DeviceCMYK, pdf.make_indirect(build)]))
        )

    data = simple(tmp_path, inks, b"/N cs 1 1 1 1 1 scn 20 20 90 90 re f").read_bytes()
    for spots, severity in ((frozenset[str](), "warning"), (frozenset(f"Muc{at}" for at in range(5)), "error")):
        result = preflight_pdf(data, PrintRequirements(spots=spots), {})
        assert [f.severity for f in result.findings if f.code == "ink"] == [severity]
        assert result.ink is not None and result.ink > 490


def test_ink_beyond_the_limit_is_measured_where_no_single_colour_shows_it(
    sign: Finished, fonts: dict[str, bytes]
) -> None:
    edit, _ = FAULTY["ink that adds up by overprint"]
    data = rewritten(sign.data["pdf"], edit)
    assert "ink" not in codes(list(preflight_pdf(data, ASKED, fonts, measure=False).findings))
    result = preflight_pdf(data, ASKED, fonts)
    assert result.ink is not None and result.ink > 300 and "ink" in codes(list(result.findings))


def test_a_page_of_one_tenth_is_judged_at_final_size(studio: Studio, tmp_path: Path, fonts: dict[str, bytes]) -> None:
    sign = finish(studio, tmp_path, size="6x3m", finishing="hem")
    asked = replace(ASKED, size=(6000.0, 3000.0), ratio=10.0, holes=())
    assert preflight_pdf(sign.data["pdf"], asked, fonts, measure=False).findings == ()
    wrong = preflight_pdf(sign.data["pdf"], replace(asked, ratio=1.0), fonts, measure=False)
    assert "trim-differs" in codes(list(wrong.findings))


# -- strange files --------------------------------------------------------------------------------


def in_itself(pdf: pikepdf.Pdf) -> pikepdf.Object:
    form = pdf.make_indirect(Stream(pdf, b"/X Do /X Do"))
    form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 9, 9])})
    form["/Resources"] = Dictionary(XObject=Dictionary(X=form))
    return Dictionary(XObject=Dictionary(X=form))


def drawn_font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    glyph = pdf.make_indirect(Stream(pdf, b"500 0 d0 1 0 0 rg 0 0 500 500 re f"))
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        CharProcs=Dictionary(a=glyph),
        FirstChar=97,
        LastChar=97,
        FontBBox=Array([0, 0, 500, 500]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        Widths=Array([500]),
        Encoding=Dictionary(Differences=Array([97, Name.a])),
    )
    return Dictionary(Font=Dictionary(T=pdf.make_indirect(font)))


STRANGE: dict[str, tuple[dict[str, object], str]] = {
    "a form that paints itself": ({"resources": in_itself, "content": b"/X Do"}, "too-deep"),
    "an RGB glyph of a Type 3 font": ({"resources": drawn_font, "content": b"BT /T 9 Tf (a) Tj ET"}, "rgb"),
    "a default space": (
        {
            "resources": Dictionary(ColorSpace=Dictionary(DefaultCMYK=Name.DeviceRGB)),
            "content": b"0 1 1 0 k 9 9 9 9 re f",
        },
        "default-space",
    ),
    "a font that is a number": ({"resources": Dictionary(Font=Dictionary(F=5))}, "unreadable"),
    "a form that is a number": ({"resources": Dictionary(XObject=Dictionary(X=5)), "content": b"/X Do"}, "unreadable"),
    "a unit of nothing": ({"UserUnit": 0}, "unreadable"),
    "a page of no size": ({"MediaBox": Array([0, 0, 0, 0])}, "unreadable"),
    "no contents": ({"content": b""}, "intent"),
}


@pytest.mark.parametrize(("parts", "code"), STRANGE.values(), ids=STRANGE.keys())
def test_strange_files_are_judged_never_an_exception(
    tmp_path: Path, fonts: dict[str, bytes], parts: dict[str, object], code: str
) -> None:
    data = simple(tmp_path, **parts).read_bytes()  # type: ignore[arg-type]
    found = codes(list(preflight_pdf(data, PrintRequirements(), fonts).findings))
    assert code in found or (code == "unreadable" and found & {"not-drawn", "unreadable"}), found


@pytest.mark.parametrize(("user", "told"), [("b", "to open it"), ("", "forbids printing")])
def test_a_locked_file_is_named(tmp_path: Path, user: str, told: str) -> None:
    none = pikepdf.Permissions(print_highres=False, print_lowres=False)
    locked = pikepdf.Encryption(owner="a", user=user, allow=none)
    data = rewritten(simple(tmp_path).read_bytes(), lambda _: None, encryption=locked)
    found = {f.code: f.message for f in preflight_pdf(data, PrintRequirements(), {}, measure=False).findings}
    assert told in found["encrypted"] and "unreadable" not in found


# -- good files pass, and what only seems good is named ---------------------------------------------


def judged(path: Path, **asked: Any) -> dict[str, str]:
    """Return the findings of a page by code, with their severity."""
    found = preflight_pdf(path.read_bytes(), PrintRequirements(**asked), {}, measure=False).findings
    return {f.code: f.severity for f in found if f.code not in ("no-standard", "intent", "no-trim")}


GOOD = {
    "sc goes on in the space that g chose": {"content": b"0 g 1 sc 0 0 9 9 re f 0 1 1 0 k 0 0 0 1 sc 0 0 5 5 re f"},
    "a font that is listed and never used": {
        "resources": Dictionary(
            Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        )
    },
    "a trim and an art box without a label": {"TrimBox": [1, 1, 90, 90], "ArtBox": [2, 2, 80, 80]},
    "boxes by other corners": {"TrimBox": [90, 1, 1, 90]},
    "a default space of colours that nothing is painted in": {
        "resources": Dictionary(ColorSpace=Dictionary(DefaultCMYK=Name.DeviceRGB, DefaultRGB=Name.DeviceRGB)),
        "content": b"0 g 0 0 9 9 re f",
    },
}


@pytest.mark.parametrize("made", GOOD.values(), ids=GOOD)
def test_what_harms_no_press_is_no_finding(made: dict[str, Any], tmp_path: Path) -> None:
    assert judged(simple(tmp_path, **made)) == {}


# -- what the printer has to know, and what would print wrong --------------------------------------


def labelled(path: Path, label: str) -> bytes:
    """Return a file under a claim that is not checked clause by clause; none for ""."""
    edit: Edit = (lambda pdf: pdf.docinfo.__setitem__("/GTS_PDFXVersion", label)) if label else (lambda pdf: None)
    return rewritten(path.read_bytes(), edit)


@pytest.mark.parametrize(("label", "severity"), [("", "warning"), ("PDF/X-3:2002", "error")])
def test_without_a_label_trim_and_intent_are_for_the_printer_to_decide(
    label: str, severity: str, tmp_path: Path
) -> None:
    data = labelled(simple(tmp_path), label)
    found = preflight_pdf(data, PrintRequirements(), {}, measure=False).findings
    assert {f.severity for f in found if f.code == "no-trim"} == {severity}
    assert {f.severity for f in found if f.code == "intent"} == {severity}
    asked = preflight_pdf(data, PrintRequirements(), {}, "x4", measure=False).findings
    assert {f.severity for f in asked if f.code in ("no-trim", "intent")} == {"error"}


@pytest.mark.parametrize(("boxes", "taken"), [({}, "media box"), ({"CropBox": [0, 0, 90, 90]}, "crop box")])
def test_the_page_is_taken_as_the_trim_where_none_is_stated(
    boxes: dict[str, object], taken: str, tmp_path: Path
) -> None:
    side = 25.4 / 72
    data = simple(tmp_path, **boxes).read_bytes()
    asked = PrintRequirements(size=(90 * side, 90 * side) if boxes else (300 * side, 200 * side))
    found = {f.code: f.message for f in preflight_pdf(data, asked, {}, measure=False).findings}
    assert taken in found["no-trim"] and "trim-differs" not in found
    larger = preflight_pdf(data, PrintRequirements(size=(500.0, 500.0)), {}, measure=False).findings
    assert {f.severity for f in larger if f.code == "trim-differs"} == {"error"}


RGB_GROUP = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)


@pytest.mark.parametrize(
    ("clear", "label", "severity"), [(1.0, "", "warning"), (0.5, "", "error"), (1.0, "PDF/X-4p", "error")]
)
def test_a_group_that_blends_nothing_is_told_and_refused_by_a_label_alone(
    clear: float, label: str, severity: str, tmp_path: Path
) -> None:
    resources = Dictionary(ExtGState=Dictionary(G=Dictionary(ca=clear)))
    path = simple(tmp_path, resources, b"/G gs 0 1 1 0 k 9 9 9 9 re f", Group=RGB_GROUP)
    found = preflight_pdf(labelled(path, label), PrintRequirements(), {}, measure=False).findings
    assert [f.severity for f in found if f.code == "group-space"] == [severity]


def test_what_every_program_mends_alike_is_a_warning_and_an_error_under_a_label(tmp_path: Path) -> None:
    for label, severity in (("", "warning"), ("PDF/X-4p", "error")):
        pdf = pikepdf.open(io.BytesIO(labelled(simple(tmp_path), label)))
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        # A table of objects that ends before its last one says so: they are all there.
        wrong = re.sub(rb"/Size (\d+)", lambda size: b"/Size %d" % (int(size[1]) + 1), out.getvalue())
        found = preflight_pdf(wrong, PrintRequirements(), {}, measure=False).findings
        assert {f.severity for f in found if f.code == "needs-repair"} == {severity}


def test_a_stream_of_another_length_needs_repair_whatever_its_label(tmp_path: Path) -> None:
    wrong = re.sub(rb"/Length \d+", b"/Length 9", simple(tmp_path).read_bytes())
    found = preflight_pdf(wrong, PrintRequirements(), {}, measure=False).findings
    assert "error" in {f.severity for f in found if f.code in ("needs-repair", "unreadable")}


def test_a_turned_page_is_held_against_the_order_as_it_is_shown(tmp_path: Path) -> None:
    side = 25.4 / 72
    path = simple(tmp_path, MediaBox=[0, 0, 200, 100], TrimBox=[0, 0, 200, 100], Rotate=90)
    assert judged(path, size=(200 * side, 100 * side)) == {"trim-differs": "error", "turned": "warning"}
    assert judged(path, size=(100 * side, 200 * side)) == {"turned": "warning"}


def test_a_picture_in_a_pattern_has_the_resolution_of_its_tiles(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    image = coarse_image(pdf)
    tile = Stream(pdf, b"q 4 0 0 4 0 0 cm /I Do Q")
    tile.update({"/PatternType": 1, "/PaintType": 1, "/TilingType": 1, "/XStep": 4, "/YStep": 4})
    tile.update(
        {"/BBox": [0, 0, 4, 4], "/Matrix": [2, 0, 0, 2, 0, 0], "/Resources": Dictionary(XObject=Dictionary(I=image))}
    )
    pdf.add_blank_page(page_size=(100, 100))
    pdf.pages[0].obj.Resources = Dictionary(Pattern=Dictionary(P=pdf.make_indirect(tile)))
    set_content(pdf, b"q 2 0 0 2 0 0 cm /Pattern cs /P scn 0 0 40 40 re f Q")
    pdf.save(tmp_path / "tiles.pdf")
    found = preflight_pdf((tmp_path / "tiles.pdf").read_bytes(), PrintRequirements(least_dpi=150), {}, measure=False)
    # 4 px on 8 pt: the matrix that the page sets before it paints is none of the pattern's.
    assert [f.found for f in found.findings if f.code == "image-resolution"] == ["36 dpi"]


def test_letters_that_are_filled_and_stroked_are_seen_and_missing_ones_are_named(
    live: Finished, fonts: dict[str, bytes]
) -> None:
    def filled_and_stroked(pdf: pikepdf.Pdf) -> None:
        content = pdf.pages[0].Contents.read_bytes()
        set_content(pdf, content.replace(b"BT ", b"0 0 1 0 K 0.5 w BT 2 Tr ", 1))

    def missing(pdf: pikepdf.Pdf) -> None:
        content = pdf.pages[0].Contents.read_bytes()
        at = content.index(b"<", content.index(b"["))
        set_content(pdf, content[: at + 1] + b"0000" + content[at + 5 :])
        # A whole font: what was made for these letters alone has no box for others.
        for _, font in pdf.pages[0].obj.Resources.Font.items():
            font.DescendantFonts[0].FontDescriptor.FontFile2.write(fonts["Lora/700"])

    for edit, expected in ((filled_and_stroked, set()), (missing, {"missing-glyph"})):
        found = preflight_pdf(rewritten(live.data["pdf"], edit), PrintRequirements(), fonts, measure=False).findings
        assert codes(list(found)) & {"missing-glyph", "hidden-text", "unknown-operator"} == expected


def test_what_a_file_carries_beside_its_page_is_told_without_a_label(tmp_path: Path) -> None:
    def edit(pdf: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[0, 0, 9, 9], F=4)
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])
        pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("ten")))]))
        pdf.attachments["ghi-chu.txt"] = b"chuyen"

    path = simple(tmp_path)
    path.write_bytes(rewritten(path.read_bytes(), edit))
    assert judged(path) == {"annotation": "warning", "form": "warning", "attachment": "warning"}


# -- inks and profiles ----------------------------------------------------------------------------


def spot_of(name: str, over: Name = Name.DeviceCMYK) -> Array:
    """Return a separation of a name, whose build is magenta."""
    ends = ([0, 0, 0, 0], [0, 1, 0, 0]) if over == Name.DeviceCMYK else ([1, 1, 1], [1, 0, 1])
    tint = Dictionary(FunctionType=2, N=1, Domain=[0, 1], C0=Array(ends[0]), C1=Array(ends[1]))
    return Array([Name.Separation, Name("/" + name), over, tint])


INKS = {"CutContour": "cut-line", "Thru-cut": "cut-line", "Dieline": "cut-line", "Spot Varnish": "varnish"} | {
    "RDG_WHITE": "white-ink",
    "Duong be": "cut-line",
    "PANTONE 485 C": "spot-ink",
    "Black": None,
    "Vang nhu": None,
    "All": "registration-ink",
}


@pytest.mark.parametrize(("ink", "code"), INKS.items(), ids=INKS)
def test_an_ink_beside_the_four_is_told_as_what_it_is(ink: str, code: str | None, tmp_path: Path) -> None:
    resources = Dictionary(ColorSpace=Dictionary(S=spot_of(ink)))
    path = simple(tmp_path, resources, b"/S CS 1 SCN 3 w 20 20 m 90 90 l S")
    assert judged(path, spots=frozenset({"Vang nhu"})).keys() == ({code} if code else set())


def test_a_cutting_line_needs_no_build_in_ink(tmp_path: Path) -> None:
    resources = Dictionary(ColorSpace=Dictionary(S=spot_of("CutContour", Name.DeviceRGB)))
    path = simple(tmp_path, resources, b"/S CS 1 SCN 3 w 20 20 m 90 90 l S")
    assert judged(path) == {"cut-line": "warning"}


def test_cmyk_of_another_press_is_named(studio: Studio, tmp_path: Path) -> None:
    own = studio.workspace.profile
    other = own.replace(profile_of(own).name.encode()[:4], b"SWOP")

    def icc(data: bytes) -> Callable[[pikepdf.Pdf], Dictionary]:
        def make(pdf: pikepdf.Pdf) -> Dictionary:
            return Dictionary(ColorSpace=Dictionary(C=Array([Name.ICCBased, Stream(pdf, data, N=4)])))

        return make

    for data, code in ((other, "icc-cmyk"), (own, None)):
        path = simple(tmp_path, icc(data), b"/C cs 0 0 0 1 scn 20 20 9 9 re f")
        asked = PrintRequirements(press=profile_of(own))
        found = preflight_pdf(path.read_bytes(), asked, {}, measure=False)
        assert [f.code for f in found.findings if f.code == "icc-cmyk"] == ([code] if code else [])
        assert code is None or any("SWOP" in f.message for f in found.findings)


@pytest.mark.parametrize(("label", "code"), {"PDF/X-3:2002": "other-standard", "PDF/X-9": "no-standard"}.items())
def test_earlier_editions_are_known_as_claims(label: str, code: str, tmp_path: Path) -> None:
    data = rewritten(simple(tmp_path).read_bytes(), lambda pdf: pdf.docinfo.__setitem__("/GTS_PDFXVersion", label))
    found = {f.code: f.message for f in preflight_pdf(data, PrintRequirements(), {}, measure=False).findings}
    assert label in found[code]


# -- live text of any face, and what is fine ------------------------------------------------------


def set_in_a_simple_font(words: bytes, colour: bytes = b"0 g") -> dict[str, Any]:
    """Return a page of 300 x 200 pt with words of 20 pt, each letter 10 pt wide, in a face that is not read."""
    font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.Arial, FirstChar=32, Widths=[500] * 90)
    return {"resources": Dictionary(Font=Dictionary(F=font)), "content": b"BT %b /F 20 Tf %b ET" % (colour, words)}


REACHES = {
    "inside": (b"95 100 Td (ABCDEFGHIJKLMNOPQRST) Tj", None),
    "inside but for its blanks": (b"95 100 Td (ABCDEFGHIJKLMNOPQRST     ) Tj", None),
    "cut at its end": (b"105 100 Td (ABCDEFGHIJKLMNOPQRST) Tj", "text-cut"),
    "cut where it goes on": (b"95 100 Td (ABCDEFGHIJ) Tj 1 Tc (KLMNOPQRST) Tj", "text-cut"),
    "beside the page": (b"320 100 Td (AB) Tj", "text-off-page"),
}


@pytest.mark.parametrize(("words", "code"), REACHES.values(), ids=REACHES)
def test_live_text_reaches_as_far_as_its_font_says(words: bytes, code: str | None, tmp_path: Path) -> None:
    found = judged(simple(tmp_path, **set_in_a_simple_font(words))).keys() - {"font-not-embedded"}
    assert found == ({code} if code else set())


FINE: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "small live text in two inks": (
        set_in_a_simple_font(b"0.4 0 0 0.4 9 9 Tm (ab) Tj", b"1 0 0 .9 k"),
        {"small-rich-text": "error"},
    ),
    "large live text in two inks": (set_in_a_simple_font(b"9 9 Td (ab) Tj", b"1 0 0 .9 k"), {}),
    "small live text in black": (set_in_a_simple_font(b"0.4 0 0 0.4 9 9 Tm (ab) Tj", b"0 0 0 1 k"), {}),
    "a thin box": ({"content": b"0 g 9 9 200 0.2 re f"}, {"hairline": "warning"}),
    "a thin slanting shape": ({"content": b"0 g 9 9 m 109 109 l 109.2 109 l 9.2 9 l f"}, {"hairline": "warning"}),
    "a box that is thick enough": ({"content": b"0 g 9 9 200 0.3 re f"}, {}),
}


@pytest.mark.parametrize(("made", "expected"), FINE.values(), ids=FINE)
def test_what_is_too_fine_is_found_in_any_face_and_shape(
    made: dict[str, Any], expected: dict[str, str], tmp_path: Path
) -> None:
    found = judged(simple(tmp_path, **made))
    assert {code: severity for code, severity in found.items() if code != "font-not-embedded"} == expected


# -- JPEG 2000 ------------------------------------------------------------------------------------


def jpx(mode: str, **entries: Any) -> dict[str, Any]:
    """Return a page of 300 x 200 pt under a picture of 600 x 400 px in JPEG 2000."""

    def resources(pdf: pikepdf.Pdf) -> Dictionary:
        out = io.BytesIO()
        Image.new(mode, (600, 400)).save(out, "JPEG2000", no_jp2=mode == "CMYK")
        held = {key: value(pdf) if callable(value) else value for key, value in entries.items()}
        image = Stream(pdf, out.getvalue(), Type=Name.XObject, Subtype=Name.Image, Filter=Name.JPXDecode, **held)
        return Dictionary(XObject=Dictionary(I=pdf.make_indirect(image)))

    return {"resources": resources, "content": b"q 300 0 0 200 0 0 cm /I Do Q"}


def grey_jpx(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return jpx("L")["resources"](pdf).XObject.I


PACKED: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "grey by its head": (jpx("L"), {}),
    "colours by its head": (jpx("RGB"), {"rgb-image": "error"}),
    "four inks by their number": (jpx("CMYK"), {}),
    "a space of its own": (jpx("CMYK", ColorSpace=Name.DeviceCMYK, Width=600, Height=400), {}),
    "under a mask of its kind": (jpx("L", SMask=grey_jpx), {"transparency": "warning"}),
    "with a mask inside": (jpx("L", SMaskInData=1), {"transparency": "warning"}),
}


@pytest.mark.parametrize(("made", "expected"), PACKED.values(), ids=PACKED)
def test_a_jpeg_2000_is_what_its_head_says(made: dict[str, Any], expected: dict[str, str], tmp_path: Path) -> None:
    path = simple(tmp_path, **made)
    assert judged(path, least_dpi=143.0) == expected
    assert judged(path, least_dpi=145.0) == expected | {"image-resolution": "error"}


def test_what_says_the_same_is_told_once_with_its_number(tmp_path: Path) -> None:
    path = simple(tmp_path, content=b"".join(b"1 0 0 rg %d 9 5 5 re f " % (9 * at) for at in range(12)))
    [found] = (f for f in preflight_pdf(path.read_bytes(), PrintRequirements(), {}, measure=False).findings if f.place)
    assert (found.code, found.place) == ("rgb", "0.9, 66.5 mm") and "12 times" in found.message


# -- blank pages and bleeds -----------------------------------------------------------------------


BLANK = {"nothing": b"", "white paper": b"0 0 0 0 k 0 0 300 200 re f", "art": b"0 1 1 0 k 0 0 300 200 re f"}


@pytest.mark.parametrize("content", BLANK.values(), ids=BLANK)
def test_a_blank_page_is_told(content: bytes, tmp_path: Path) -> None:
    found = preflight_pdf(simple(tmp_path, content=content).read_bytes(), PrintRequirements(), {}).findings
    assert ("blank-page" in codes(list(found))) == (content != BLANK["art"])


def test_a_page_that_one_program_draws_is_not_told_blank(tmp_path: Path) -> None:
    """For a face that is not in the file Ghostscript takes one of its own, which has no Latin letters; PDFium Arial."""

    def stranger(pdf: pikepdf.Pdf) -> Dictionary:
        meaning = b"/CMapName /M def 1 begincodespacerange <0000> <FFFF> endcodespacerange"
        meaning += b" 1 beginbfchar <0036> <0053> endbfchar endcmap"
        inner = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name.ArialMT,
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            FontDescriptor=Dictionary(Type=Name.FontDescriptor, FontName=Name.ArialMT, Flags=32),
        )
        font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.ArialMT, Encoding=Name("/Identity-H"))
        font.DescendantFonts = Array([inner])
        font.ToUnicode = pdf.make_indirect(Stream(pdf, meaning))
        return Dictionary(Font=Dictionary(F=font))

    path = simple(tmp_path, stranger, b"BT /F 40 Tf 20 90 Td <003600360036> Tj ET")
    found = {f.code: f.severity for f in preflight_pdf(path.read_bytes(), PrintRequirements(), {}).findings}
    assert "blank-page" not in found and found["not-drawn"] == "warning"


@pytest.mark.parametrize(
    ("beside", "code"), [(b"1 .2 0 .2 k", "bleed-differs"), (b"0 1 1 0 k", None), (b"0 0 0 0 k", "bleed-empty")]
)
def test_art_goes_on_into_the_bleed(beside: bytes, code: str | None, tmp_path: Path) -> None:
    content = beside + b" 0 0 300 200 re f 0 1 1 0 k 20 20 260 160 re f"
    path = simple(tmp_path, content=content, TrimBox=[20, 20, 280, 180], BleedBox=[0, 0, 300, 200])
    found = preflight_pdf(path.read_bytes(), PrintRequirements(), {}).findings
    assert {f.code for f in found if f.code.startswith("bleed")} == ({code} if code else set())
