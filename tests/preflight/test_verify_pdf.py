"""Every way of tampering with a finished PDF is found, and a clean file raises nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from renderer.preflight import digest_of_art, preflight_art, verify_pdf
from renderer.studio import Studio
from tests.helpers.pdfs import (
    Edit,
    Fonts,
    both,
    codes,
    glyph,
    page_entry,
    rewritten,
    rgb_group,
    rgb_image,
    root_entry,
    set_content,
    with_content,
)
from tests.helpers.signs import Finished, finish


def test_a_finished_file_is_proven(pano: Finished, fonts: Fonts) -> None:
    assert verify_pdf(pano.data["pdf"], pano.expected, fonts) == []


def test_rewriting_by_another_writer_changes_nothing(pano: Finished, fonts: Fonts) -> None:
    again = rewritten(pano.data["pdf"], lambda pdf: None, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert again != pano.data["pdf"]
    assert verify_pdf(again, pano.expected, fonts) == []
    assert digest_of_art(again) == pano.expected.art


# -- the words ------------------------------------------------------------------------------------


def test_one_letters_curve_replaced(pano: Finished, fonts: Fonts, studio: Studio) -> None:
    face = studio.face("Be Vietnam Pro/800")
    right, wrong = glyph(face, "Ệ"), glyph(face, "Ê")

    def change(lines: list[bytes]) -> list[bytes]:
        at = next(i for i, line in enumerate(lines) if right in line)
        return [*lines[:at], lines[at].replace(right, wrong), *lines[at + 1 :]]

    [finding] = verify_pdf(with_content(pano.data["pdf"], change), pano.expected, fonts)
    assert (finding.code, finding.frame) == ("text-differs", "slogan")
    assert finding.expected.startswith("NHIỆT LIỆT") and finding.found.startswith("NHIÊT LIỆT")


def test_two_letters_swapped(pano: Finished, fonts: Fonts) -> None:
    def change(lines: list[bytes]) -> list[bytes]:
        first, second = lines[2], lines[3]
        cut = re.compile(rb"(q .*? cm )(.*)( f Q)")
        one, two = cut.fullmatch(first), cut.fullmatch(second)
        assert one and two
        return [*lines[:2], one[1] + two[2] + one[3], two[1] + one[2] + two[3], *lines[4:]]

    [finding] = verify_pdf(with_content(pano.data["pdf"], change), pano.expected, fonts)
    assert finding.code == "text-differs" and finding.found.startswith("HNIỆT")


def test_another_slogans_page_under_this_files_metadata(pano: Finished, other_pano: Finished, fonts: Fonts) -> None:
    with pikepdf.open(io.BytesIO(other_pano.data["pdf"])) as other:
        page = other.pages[0].Contents.read_bytes().splitlines()
    data = with_content(pano.data["pdf"], lambda _: page)
    with pikepdf.open(io.BytesIO(data)) as forged:
        assert str(forged.docinfo["/Title"]).startswith("Nhiệt liệt chào mừng")
    findings = verify_pdf(data, pano.expected, fonts)
    assert any(f.frame == "slogan" for f in findings)


def test_another_slogan_of_the_same_size_is_read_out(pano: Finished, other_pano: Finished, fonts: Fonts) -> None:
    """Told only the other sign's sizes, the reader still reads what is painted, not what it was told."""
    wrong = pano.expected.frames[0].text
    told = other_pano.expected.frames[0].model_copy(update={"text": wrong})
    lie = other_pano.expected.model_copy(update={"frames": (told, *other_pano.expected.frames[1:])})
    [finding] = verify_pdf(other_pano.data["pdf"], lie, fonts)
    assert (finding.expected, finding.found) == (wrong, "ĐẢNG CỘNG SẢN VIỆT NAM QUANG VINH MUÔN NĂM!")


def test_a_missing_letter_and_a_missing_frame(pano: Finished, fonts: Fonts) -> None:
    gone = verify_pdf(with_content(pano.data["pdf"], lambda lines: lines[:5] + lines[6:]), pano.expected, fonts)
    assert "text-differs" in codes(gone)
    nothing = verify_pdf(with_content(pano.data["pdf"], lambda lines: lines[:1]), pano.expected, fonts)
    assert {f.frame for f in nothing if f.code == "text-differs" and f.found == ""} == {"slogan", "event", "unit"}


def moved(line: bytes, dx: float = 0, dy: float = 0, zoom: float = 1) -> bytes:
    match = re.fullmatch(rb"q (\S+) 0 0 (\S+) (\S+) (\S+) cm (.*)", line)
    assert match
    a, d, e, f = (float(match[i]) for i in range(1, 5))
    return b"q %.7f 0 0 %.7f %.4f %.4f cm " % (a * zoom, d * zoom, e + dx, f + dy) + match[5]


def test_a_text_that_lies_off_as_a_whole_is_told_once(pano: Finished, fonts: Fonts) -> None:
    def lower(lines: list[bytes]) -> list[bytes]:
        return [moved(line, dy=-10 * 72 / 25.4) if re.match(rb"q .* cm .* f Q$", line) else line for line in lines]

    [finding, *rest] = verify_pdf(with_content(pano.data["pdf"], lower), pano.expected, fonts)
    assert finding.code == "moved" and "the whole text lies 10 mm lower" in finding.message
    assert {f.code for f in rest} <= {"moved"} and len(rest) < len(pano.expected.frames)


CONTENT_EDITS: dict[str, tuple[Callable[[list[bytes]], list[bytes]], str]] = {
    "a word painted over": (lambda lines: [*lines, b"0 1 1 0 k 3000 4000 1500 300 re f"], "not-a-letter"),
    "a word painted over in the letters' own ink": (
        lambda lines: [*lines, b"0 0 1 0 k 3000 4000 900 9 re f"],
        "not-a-letter",
    ),
    "something painted beside the frames": (lambda lines: [*lines, b"1 1 90 90 re f"], "outside-frames"),
    "a letter behind the art": (lambda lines: [lines[2], *lines], "art-place"),
    "the art painted again over the words": (lambda lines: [*lines, b"q /Art Do Q"], "art-place"),
    "the art moved": (lambda lines: [b"q 1 0 0 1 5 0 cm /Art Do Q", *lines[1:]], "art-place"),
    "no art": (lambda lines: lines[1:], "art-place"),
    "a path that is no glyph": (
        lambda lines: [
            *lines[:2],
            lines[2].replace(b" l ", b" 40 0 l ", 1).replace(b" 40 0 l", b" l 40 0 l", 1),
            *lines[3:],
        ],
        "not-a-letter",
    ),
    "a letter 1 % too large": (lambda lines: [*lines[:2], moved(lines[2], zoom=1.01), *lines[3:]], "not-a-letter"),
    "a letter nudged": (lambda lines: [*lines[:2], moved(lines[2], dx=8), *lines[3:]], "moved"),
    "a letter raised": (lambda lines: [*lines[:2], moved(lines[2], dy=8), *lines[3:]], "moved"),
    "a letter moved out of its frame": (
        lambda lines: [*lines[:2], moved(lines[2], dx=-3000), *lines[3:]],
        "outside-frames",
    ),
    "white letters": (lambda lines: [lines[0], b"0 0 0 0 k", *lines[2:]], "ink-differs"),
    "letters in RGB": (lambda lines: [lines[0], b"1 1 0 rg", *lines[2:]], "ink-differs"),
    "letters stroked": (lambda lines: [*lines[:2], lines[2].replace(b" f Q", b" S Q"), *lines[3:]], "outside-frames"),
    "letters filled even-odd": (lambda lines: [*lines[:2], lines[2].replace(b" f Q", b" f* Q"), *lines[3:]], "paint"),
    "invisible letters": (lambda lines: [*lines[:2], lines[2].replace(b" f Q", b" n Q"), *lines[3:]], "text-differs"),
    "letters clipped away": (lambda lines: [lines[0], b"0 0 1 1 re W n", *lines[1:]], "clipped"),
    "live text": (lambda lines: [*lines, b"BT /F1 12 Tf (x) Tj ET"], "foreign-paint"),
    "a shading": (lambda lines: [*lines, b"/Sh1 sh"], "foreign-paint"),
    "an inline image": (lambda lines: [*lines, b"BI /W 1 /H 1 /BPC 8 /CS /RGB ID \x00\x00\x00 EI"], "foreign-paint"),
    "a graphics state": (lambda lines: [lines[0], b"/G1 gs", *lines[1:]], "foreign-paint"),
    "an unknown operator": (lambda lines: [*lines, b"1 2 zz"], "foreign-paint"),
}


@pytest.mark.parametrize(("change", "code"), CONTENT_EDITS.values(), ids=CONTENT_EDITS.keys())
def test_tampered_content(
    pano: Finished, fonts: Fonts, change: Callable[[list[bytes]], list[bytes]], code: str
) -> None:
    assert code in codes(verify_pdf(with_content(pano.data["pdf"], change), pano.expected, fonts))


def test_frames_out_of_order(pano: Finished, fonts: Fonts) -> None:
    def change(lines: list[bytes]) -> list[bytes]:
        inks = [i for i, line in enumerate(lines) if line.endswith(b" k")]
        assert len(inks) == 3
        return [lines[0], *lines[inks[1] : inks[2]], *lines[inks[0] : inks[1]], *lines[inks[2] :]]

    assert codes(verify_pdf(with_content(pano.data["pdf"], change), pano.expected, fonts)) == {"paint-order"}


# -- the file -------------------------------------------------------------------------------------


def set_resource(key: str, value: object) -> Edit:
    return lambda pdf: pdf.pages[0].obj["/Resources"].__setitem__(key, value)


def change_art(pdf: pikepdf.Pdf) -> None:
    art = pdf.pages[0].obj["/Resources"]["/XObject"]["/Art"]
    art.write(art.read_bytes() + b"\n0 0 0 1 k 9 9 9 9 re f")


def change_a_shading(pdf: pikepdf.Pdf) -> None:
    functions = [o for o in pdf.objects if isinstance(o, Dictionary) and "/C0" in o]
    functions[0]["/C0"] = Array([0, 0, 0, 1])


FILE_EDITS: dict[str, tuple[Edit, str]] = {
    "another trim": (page_entry("/TrimBox", Array([0, 0, 11300, 5669])), "box"),
    "no trim": (lambda pdf: pdf.pages[0].obj.__delitem__("/TrimBox"), "box"),
    "a larger page": (page_entry("/MediaBox", Array([0, 0, 11400, 5700])), "box"),
    "a crop": (page_entry("/CropBox", Array([0, 0, 100, 100])), "foreign-entry"),
    "a turn": (page_entry("/Rotate", 90), "foreign-entry"),
    "a user unit": (page_entry("/UserUnit", 10), "user-unit"),
    "a note": (
        page_entry("/Annots", Array([Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=Array([0, 0, 9, 9]))])),
        "foreign-entry",
    ),
    "an action": (root_entry("/OpenAction", Dictionary(S=Name.JavaScript, JS="app.alert(1)")), "foreign-entry"),
    "layers": (root_entry("/OCProperties", Dictionary(OCGs=Array([]))), "foreign-entry"),
    "a font": (set_resource("/Font", Dictionary(F1=Dictionary(Type=Name.Font))), "foreign-resource"),
    "a graphics state": (set_resource("/ExtGState", Dictionary(G1=Dictionary(OP=True))), "foreign-resource"),
    "no output intent": (lambda pdf: pdf.Root.__delitem__("/OutputIntents"), "intent"),
    "an intent without a profile": (root_entry("/OutputIntents", Array([Dictionary(S=Name.GTS_PDFX)])), "intent"),
    "two pages": (lambda pdf: pdf.pages.append(pdf.pages[0]), "page-count"),
    "other art": (change_art, "art-differs"),
    "another gradient": (change_a_shading, "art-differs"),
}


@pytest.mark.parametrize(("edit", "code"), FILE_EDITS.values(), ids=FILE_EDITS.keys())
def test_tampered_file(pano: Finished, fonts: Fonts, edit: Edit, code: str) -> None:
    assert code in codes(verify_pdf(rewritten(pano.data["pdf"], edit), pano.expected, fonts))


def test_encryption_is_found(pano: Finished, fonts: Fonts) -> None:
    data = rewritten(pano.data["pdf"], lambda pdf: None, encryption=pikepdf.Encryption(owner="x", user=""))
    assert "encrypted" in codes(verify_pdf(data, pano.expected, fonts))


@pytest.mark.parametrize("cut", [0, 4, 900, -20])
def test_a_cut_file_is_unreadable_never_an_exception(pano: Finished, fonts: Fonts, cut: int) -> None:
    assert codes(verify_pdf(pano.data["pdf"][:cut], pano.expected, fonts)) == {"unreadable"}


def test_something_that_is_no_pdf(pano: Finished, fonts: Fonts) -> None:
    assert codes(verify_pdf(pano.data["png"], pano.expected, fonts)) == {"unreadable"}


# -- the master -----------------------------------------------------------------------------------


def add_to_art(kind: str, entry: object) -> Edit:
    def edit(pdf: pikepdf.Pdf) -> None:
        resources = pdf.pages[0].obj["/Resources"]["/XObject"]["/Art"]["/Resources"]
        if kind not in resources:
            resources[kind] = Dictionary()
        value = entry(pdf) if callable(entry) else entry
        resources[kind]["/Bad"] = value

    return edit


def paint_in_art(operators: bytes) -> Edit:
    def edit(pdf: pikepdf.Pdf) -> None:
        art = pdf.pages[0].obj["/Resources"]["/XObject"]["/Art"]
        art.write(art.read_bytes() + b"\n" + operators)

    return edit


def soft_mask(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return Dictionary(SMask=Dictionary(S=Name.Luminosity, G=rgb_group(pdf)))


def shading(space: Name, components: int) -> Dictionary:
    function = Dictionary(
        FunctionType=2, N=1, Domain=Array([0, 1]), C0=Array([0] * components), C1=Array([1] * components)
    )
    return Dictionary(ShadingType=2, ColorSpace=space, Coords=Array([0, 0, 1, 1]), Function=function)


MASTER_EDITS: dict[str, tuple[Edit, str]] = {
    "an RGB operator": (paint_in_art(b"1 0 0 rg 0 0 9 9 re f"), "rgb"),
    "a gray operator": (paint_in_art(b"0.5 g 0 0 9 9 re f"), "gray"),
    "too much ink": (paint_in_art(b"1 1 1 0.5 k 0 0 9 9 re f"), "ink"),
    "a colour space": (paint_in_art(b"/DeviceRGB cs 1 0 0 sc 0 0 9 9 re f"), "rgb"),
    "an inline image": (paint_in_art(b"BI /W 1 /H 1 /BPC 8 /CS /RGB ID \x00\x00\x00 EI"), "image"),
    "an RGB image": (both(add_to_art("/XObject", rgb_image), paint_in_art(b"/Bad Do")), "rgb-image"),
    "an RGB group": (both(add_to_art("/XObject", rgb_group), paint_in_art(b"/Bad Do")), "group-space"),
    "an RGB soft mask": (add_to_art("/ExtGState", soft_mask), "mask-space"),
    "opacity": (
        both(add_to_art("/ExtGState", Dictionary(ca=0.5)), paint_in_art(b"/Bad gs 0 0 9 9 re f")),
        "transparency",
    ),
    "a blend mode": (
        both(add_to_art("/ExtGState", Dictionary(BM=Name.Multiply)), paint_in_art(b"/Bad gs 0 0 9 9 re f")),
        "blend-mode",
    ),
    "overprint": (
        both(add_to_art("/ExtGState", Dictionary(op=True)), paint_in_art(b"/Bad gs 0 0 9 9 re f")),
        "overprint",
    ),
    "an RGB shading": (
        both(add_to_art("/Shading", shading(Name.DeviceRGB, 3)), paint_in_art(b"/Bad sh")),
        "rgb-shading",
    ),
    "a CMYK shading of three components, which no renderer paints": (
        both(add_to_art("/Shading", shading(Name.DeviceCMYK, 3)), paint_in_art(b"/Bad sh")),
        "shading-function",
    ),
    "a stop with too much ink": (
        both(add_to_art("/Shading", shading(Name.DeviceCMYK, 4)), paint_in_art(b"/Bad sh")),
        "ink",
    ),
    "a font": (add_to_art("/Font", Dictionary(Type=Name.Font)), "font"),
    "a hairline": (paint_in_art(b"0 0 0 1 K 0.1 w 0 0 m 99 99 l S"), "hairline"),
}


@pytest.mark.parametrize(("edit", "code"), MASTER_EDITS.values(), ids=MASTER_EDITS.keys())
def test_a_faulty_master(pano: Finished, edit: Edit, code: str) -> None:
    assert code in codes([f for f in preflight_art(rewritten(pano.data["pdf"], edit)) if f.severity == "error"]) | (
        {"transparency"} if code == "transparency" else set()
    )


def test_the_shipped_master_has_no_finding(pano: Finished) -> None:
    assert preflight_art(pano.data["pdf"]) == []


# -- what a fresh eye found --------------------------------------------------------------------------


def put(path: str, value: object) -> Edit:
    """Put something at a place of the page, as ``/Resources/ColorSpace/DefaultCMYK``."""

    def edit(pdf: pikepdf.Pdf) -> None:
        *parents, last = [f"/{part}" for part in path.split("/")]
        holder = pdf.pages[0].obj
        for key in parents:
            if key not in holder:
                holder[key] = Dictionary()
            holder = holder[key]
        holder[last] = value(pdf) if callable(value) else value

    return edit


def invisible_inks(pdf: pikepdf.Pdf) -> pikepdf.Object:
    nothing = Stream(pdf, b"{pop pop pop pop 0 0 0 0}")
    nothing.update({"/FunctionType": 4, "/Domain": Array([0, 1] * 4), "/Range": Array([0, 1] * 4)})
    names = Array([Name.Cyan, Name.Magenta, Name.Yellow, Name.Black])
    return Array([Name.DeviceN, names, Name.DeviceCMYK, pdf.make_indirect(nothing)])


def before(operators: bytes) -> Edit:
    def edit(pdf: pikepdf.Pdf) -> None:
        old = pdf.pages[0].Contents.read_bytes()
        set_content(pdf, operators + b"\n" + old)

    return edit


def zeroed_profile(pdf: pikepdf.Pdf) -> None:
    profile = pdf.Root["/OutputIntents"][0]["/DestOutputProfile"]
    data = profile.read_bytes()
    profile.write(data[:128] + bytes(len(data) - 128))


SLY: dict[str, tuple[Edit, str]] = {
    "a default space that blanks every ink": (
        put("Resources/ColorSpace/DefaultCMYK", invisible_inks),
        "foreign-resource",
    ),
    "a dash that hides every stroke": (before(b"[0 99999] 0 d"), "foreign-paint"),
    "a flatness": (before(b"100 i"), "foreign-paint"),
    "a line width that the art inherits": (before(b"500 w"), "art-place"),
    "a colour that the art inherits": (before(b"0 0 0 1 K"), "art-place"),
    "a matrix of two numbers": (before(b"q 1 0 cm Q"), "foreign-paint"),
    "an ink without numbers": (before(b"k"), "foreign-paint"),
    "a state that is not given back": (before(b"q"), "foreign-paint"),
    "another condition": (
        lambda pdf: pdf.Root["/OutputIntents"][0].__setitem__("/OutputConditionIdentifier", pikepdf.String("SWOP")),
        "intent-differs",
    ),
    "another profile": (zeroed_profile, "intent-differs"),
    "another title": (lambda pdf: pdf.docinfo.__setitem__("/Title", "NOT THIS"), "title-differs"),
    "a group that is none": (page_entry("/Group", 5), "unreadable"),
    "an intent that is none": (root_entry("/OutputIntents", Array([1])), "unreadable"),
    "a later version in the catalogue": (root_entry("/Version", Name("/2.0")), "foreign-entry"),
}


@pytest.mark.parametrize(("edit", "code"), SLY.values(), ids=SLY.keys())
def test_sly_changes_are_found(pano: Finished, fonts: Fonts, edit: Edit, code: str) -> None:
    assert code in codes(verify_pdf(rewritten(pano.data["pdf"], edit), pano.expected, fonts))


def test_a_triangle_is_no_clip(studio: Studio, tmp_path: Path, fonts: Fonts) -> None:
    sign = finish(studio, tmp_path, size="3x2m", finishing="poles-ends")

    def edit(pdf: pikepdf.Pdf) -> None:
        content = pdf.pages[0].Contents.read_bytes()
        clip = re.match(rb"q (\S+) (\S+) (\S+) (\S+) re W n", content)
        assert clip is not None
        x, y, w, h = map(float, clip.groups())
        triangle = f"q {x} {y} m {x + w} {y} l {x + w} {y + h} l {x} {y} l h W n".encode()
        set_content(pdf, triangle + content[clip.end() :])

    assert verify_pdf(sign.data["pdf"], sign.expected, fonts) == []
    assert {"foreign-paint", "art-place"} <= codes(verify_pdf(rewritten(sign.data["pdf"], edit), sign.expected, fonts))
