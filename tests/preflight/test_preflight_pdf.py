"""Full preflight: faulty PDFs, each found with its code; good files raise nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from renderer.contract.print_specs import EYELET_ZONE, eyelets
from renderer.preflight import PrintRequirements, preflight_pdf
from renderer.preflight.rules import FIXES
from renderer.studio import Studio
from renderer.values.geometry import Edges
from tests.helpers.pdfs import both, codes, rewritten, rgb_group, rgb_image
from tests.helpers.signs import Finished, finish

Edit = Callable[[pikepdf.Pdf], None]
ASKED = PrintRequirements(
    size=(2000.0, 1000.0),
    bleed=30.0,
    max_ink=250.0,
    least_dpi=12.0,
    keep_out=Edges.all(55.0),
    holes=eyelets(2000.0, 1000.0, 500.0),
    hole_zone=EYELET_ZONE,
)


@pytest.fixture(scope="module")
def sign(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(
        studio, tmp_path_factory.mktemp("sign"), size="2x1m", finishing="eyelets", organisation="ubnd-tinh-son-la"
    )


@pytest.fixture(scope="module")
def live(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(studio, tmp_path_factory.mktemp("live"), size="2x1m", finishing="eyelets", text="live")


def painted(operators: bytes, before: bool = False) -> Edit:
    """Add operators to the page's content, over or under everything."""

    def edit(pdf: pikepdf.Pdf) -> None:
        old = pdf.pages[0].Contents.read_bytes()
        new = operators + b"\n" + old if before else old + b"\n" + operators
        pdf.pages[0].obj["/Contents"] = pdf.make_indirect(Stream(pdf, new))

    return edit


def resource(kind: str, name: str, entry: object) -> Edit:
    def edit(pdf: pikepdf.Pdf) -> None:
        resources = pdf.pages[0].obj["/Resources"]
        if kind not in resources:
            resources[kind] = Dictionary()
        resources[kind][name] = entry(pdf) if callable(entry) else entry

    return edit


def page_entry(key: str, value: object) -> Edit:
    return lambda pdf: pdf.pages[0].obj.__setitem__(key, value)


def shrunk(key: str, by: float) -> Edit:
    def edit(pdf: pikepdf.Pdf) -> None:
        x0, y0, x1, y1 = (float(v) for v in pdf.pages[0].obj[key])
        pdf.pages[0].obj[key] = Array([x0 + by, y0 + by, x1 - by, y1 - by])

    return edit


def moved_word(dx: float, dy: float) -> Edit:
    """Paint the page's letters a second time, elsewhere."""

    def edit(pdf: pikepdf.Pdf) -> None:
        old = pdf.pages[0].Contents.read_bytes()
        letters = b"\n".join(line for line in old.splitlines() if line.endswith((b" f Q", b" k")))
        more = b"\nq 1 0 0 1 %.2f %.2f cm\n" % (dx, dy) + letters + b"\nQ"
        pdf.pages[0].obj["/Contents"] = pdf.make_indirect(Stream(pdf, old + more))

    return edit


def helvetica(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )


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
    pdf.pages[0].obj["/Contents"] = pdf.make_indirect(Stream(pdf, old + more))


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


def test_ink_beyond_the_limit_is_measured_where_no_single_colour_shows_it(
    sign: Finished, fonts: dict[str, bytes]
) -> None:
    edit, _ = FAULTY["ink that adds up by overprint"]
    data = rewritten(sign.data["pdf"], edit)
    assert "ink" not in codes(list(preflight_pdf(data, ASKED, fonts, measure=False).findings))
    result = preflight_pdf(data, ASKED, fonts)
    assert result.ink is not None and result.ink > 300 and "ink" in codes(list(result.findings))


def test_a_font_swapped_under_live_text_is_read_as_what_it_shows(
    live: Finished, sign: Finished, fonts: dict[str, bytes], studio: Studio
) -> None:
    """The file says Ệ where its font draws Ê: what is painted counts."""
    from fontTools.ttLib import TTFont

    from renderer.preflight import verify_pdf

    def swap(pdf: pikepdf.Pdf) -> None:
        for font in (o for o in pdf.objects if isinstance(o, Stream) and "/Length1" in o):
            program = TTFont(io.BytesIO(font.read_bytes()))
            cmap = TTFont(io.BytesIO(fonts["Be Vietnam Pro/800"])).getBestCmap()
            full = TTFont(io.BytesIO(fonts["Be Vietnam Pro/800"]))
            wanted, other = cmap[ord("Ệ")], cmap[ord("Ê")]
            names = program.getGlyphOrder()
            at = names[full.getGlyphID(wanted)]
            pen_source = full.getGlyphSet()
            from fontTools.pens.ttGlyphPen import TTGlyphPen

            pen = TTGlyphPen(None)
            from fontTools.pens.recordingPen import DecomposingRecordingPen

            recording = DecomposingRecordingPen(pen_source)
            pen_source[other].draw(recording)
            recording.replay(pen)
            program["glyf"][at] = pen.glyph()
            out = io.BytesIO()
            program.save(out)
            font.write(out.getvalue())
            font["/Length1"] = len(out.getvalue())

    data = rewritten(live.data["pdf"], swap)
    findings = verify_pdf(data, live.expected, fonts)
    assert {"text-differs", "wrong-unicode"} <= codes(findings)
    assert any(f.found.startswith("NHIÊT") for f in findings)


def test_live_text_can_be_searched_and_is_proven(live: Finished, fonts: dict[str, bytes]) -> None:
    import pypdfium2

    from renderer.preflight import verify_pdf

    assert verify_pdf(live.data["pdf"], live.expected, fonts) == []
    document = pypdfium2.PdfDocument(live.data["pdf"])
    text = " ".join(document[0].get_textpage().get_text_range().split())
    assert live.expected.frames[0].text in text
    document.close()


LIVE_EDITS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "hidden": (lambda c: c.replace(b"BT /F0", b"BT 3 Tr /F0", 1), "foreign-paint"),
    "spread": (lambda c: c.replace(b"] TJ", b" -900 <0003> ] TJ", 1).replace(b"[ <", b"[ 400 <", 1), "moved"),
    "stroked": (lambda c: c.replace(b"BT /F0", b"BT 1 Tr /F0", 1), "outside-frames"),
    "out of the font": (lambda c: c.replace(b"/F0 1 Tf", b"/F9 1 Tf", 1), "foreign-paint"),
}


@pytest.mark.parametrize(("change", "code"), LIVE_EDITS.values(), ids=LIVE_EDITS.keys())
def test_tampered_live_text(
    live: Finished, fonts: dict[str, bytes], change: Callable[[bytes], bytes], code: str
) -> None:
    from renderer.preflight import verify_pdf

    def edit(pdf: pikepdf.Pdf) -> None:
        content = pdf.pages[0].Contents.read_bytes()
        assert change(content) != content
        pdf.pages[0].obj["/Contents"] = pdf.make_indirect(Stream(pdf, change(content)))

    assert code in codes(verify_pdf(rewritten(live.data["pdf"], edit), live.expected, fonts))


# -- the command ----------------------------------------------------------------------------------


def test_the_command_takes_what_the_order_was_from_the_manifest(
    sign: Finished, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from renderer.cli.main import main
    from tests.helpers.workspaces import ROOT

    good = sign.path("pdf")
    assert main(["--workspace", str(ROOT), "preflight", str(good)]) == 0
    said = capsys.readouterr().out
    assert "PASSED" in said and "PDF/X-4" in said and "catalogue: cv9743-02" in said
    edit, _ = FAULTY["another trim"]
    bad = tmp_path / good.name
    bad.write_bytes(rewritten(sign.data["pdf"], edit))
    (tmp_path / "manifest.jsonl").write_bytes((good.parent / "manifest.jsonl").read_bytes())
    assert main(["--workspace", str(ROOT), "preflight", str(bad), "--json"]) == 5
    said = capsys.readouterr().out
    assert '"trim-differs"' in said and '"bytes-differ"' in said and '"recorded": true' in said


def test_the_command_checks_a_strangers_file_against_what_it_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from renderer.cli.main import main
    from tests.helpers.workspaces import ROOT

    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595.28, 841.89))
    pdf.pages[0].obj["/Contents"] = pdf.make_indirect(Stream(pdf, b"1 0 0 rg 0 0 595 842 re f"))
    pdf.docinfo["/Title"] = String("x")
    pdf.save(tmp_path / "la.pdf")
    arguments = [
        "--workspace",
        str(ROOT),
        "preflight",
        str(tmp_path / "la.pdf"),
        "--size",
        "A4",
        "--bleed",
        "3",
        "--json",
    ]
    assert main(arguments) == 5
    said = capsys.readouterr().out
    for code in ("rgb", "no-trim", "intent", "no-standard", "bleed-small"):
        assert f'"{code}"' in said
    assert '"trim-differs"' not in said
    assert main([*arguments[:4], "--size", "A3"]) == 5
    assert "trim-differs" in capsys.readouterr().out
    (tmp_path / "la.png").write_bytes(b"\x89PNG")
    assert main(["--workspace", str(ROOT), "preflight", str(tmp_path / "la.png")]) == 2
    (tmp_path / "cut.pdf").write_bytes((tmp_path / "la.pdf").read_bytes()[:300])
    assert main(["--workspace", str(ROOT), "preflight", str(tmp_path / "cut.pdf")]) == 5
    assert main(["--workspace", str(ROOT), "preflight", str(tmp_path / "none.pdf")]) == 5
    for option, word in (("--standard", "x9"), ("--material", "vang"), ("--finishing", "keo"), ("--size", "9px")):
        assert main([*arguments[:4], option, word]) == 2


def test_a_page_of_one_tenth_is_judged_at_final_size(studio: Studio, tmp_path: Path, fonts: dict[str, bytes]) -> None:
    sign = finish(studio, tmp_path, size="6x3m", finishing="hem")
    asked = replace(ASKED, size=(6000.0, 3000.0), ratio=10.0, holes=())
    assert preflight_pdf(sign.data["pdf"], asked, fonts, measure=False).findings == ()
    wrong = preflight_pdf(sign.data["pdf"], replace(asked, ratio=1.0), fonts, measure=False)
    assert "trim-differs" in codes(list(wrong.findings))


# -- strange files --------------------------------------------------------------------------------


def simple(folder: Path, resources: object = None, content: bytes = b"0 0 9 9 re f", **page: object) -> Path:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(300, 200))
    pdf.pages[0].obj["/Contents"] = pdf.make_indirect(Stream(pdf, content))
    if resources is not None:
        pdf.pages[0].obj["/Resources"] = resources(pdf) if callable(resources) else resources
    for key, value in page.items():
        pdf.pages[0].obj[f"/{key}"] = value
    path = folder / "strange.pdf"
    pdf.save(path)
    return path


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
    "a default space": ({"resources": Dictionary(ColorSpace=Dictionary(DefaultCMYK=Name.DeviceRGB))}, "default-space"),
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


def test_a_locked_file_is_named(tmp_path: Path, fonts: dict[str, bytes]) -> None:
    path = simple(tmp_path)
    pdf = pikepdf.open(path)
    pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    [finding] = preflight_pdf((tmp_path / "locked.pdf").read_bytes(), PrintRequirements(), fonts).findings
    assert finding.code == "unreadable" and "password" in finding.message


def test_our_own_panels_and_tickets_raise_no_error(studio: Studio, tmp_path: Path) -> None:
    from renderer.cli.main import main
    from tests.helpers.workspaces import ROOT

    sign = finish(studio, tmp_path, size="4x2m", finishing="hem", panels="1x1m", formats=("pdf", "ticket"))
    assert sign.asset.entry.warnings  # a seam crosses letters, and says so
    files = [str(tmp_path / f.path) for f in sign.asset.entry.files]
    assert main(["--workspace", str(ROOT), "preflight", *files]) == 0


MEANINGS: dict[str, Callable[[bytes], bytes]] = {
    "a range over every glyph": lambda c: c.replace(
        b"endcmap", b"1 beginbfrange <0000> <FFFF> <0041> endbfrange\nendcmap"
    ),
    "a space that says X": lambda c: c.replace(b"<0020>", b"<0058>"),
    "a glyph without meaning": lambda c: c.replace(b"<004E>", b"<004E>", 1).replace(_line_of(c, b"<004E>"), b""),
}


def _line_of(data: bytes, what: bytes) -> bytes:
    return next(line for line in data.split(b"\n") if line.endswith(what)) + b"\n"


@pytest.mark.parametrize("change", MEANINGS.values(), ids=MEANINGS.keys())
def test_search_and_copy_cannot_lie(live: Finished, fonts: dict[str, bytes], change: Callable[[bytes], bytes]) -> None:
    from renderer.preflight import verify_pdf

    def edit(pdf: pikepdf.Pdf) -> None:
        for font in (o for o in pdf.objects if isinstance(o, Dictionary) and "/ToUnicode" in o):
            font["/ToUnicode"].write(change(font["/ToUnicode"].read_bytes()))

    assert codes(verify_pdf(rewritten(live.data["pdf"], edit), live.expected, fonts)) & {"no-unicode", "wrong-unicode"}
