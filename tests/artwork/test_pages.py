"""Pages of a print: scale, marks, panels, finishing, CMYK pictures and papers, read by programs that we did not write."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
import tifffile
import zxingcpp
from pikepdf import Stream
from PIL import Image

from renderer.contract.manifest import read_manifest
from renderer.contract.order import Order
from renderer.contract.print_specs import eyelets
from renderer.pipeline.render import prepare
from renderer.preflight import verify_pdf
from renderer.review.verify import verify_file
from renderer.studio import Studio
from renderer.values.errors import RefusedError, UsageError
from renderer.values.geometry import Rect
from tests.helpers.pdfs import Edit, codes, rewritten
from tests.helpers.programs import call, cmyk_of
from tests.helpers.signs import HANG, Finished, finish

UNIT = "ubnd-tinh-son-la"
MM = 72 / 25.4


def width_of(path: Path) -> int:
    with Image.open(path) as picture:
        return picture.width


def boxes(data: bytes) -> dict[str, list[float]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0].obj
        return {key[1:]: [float(v) / MM for v in page[key]] for key in ("/MediaBox", "/BleedBox", "/TrimBox")}


# -- scale ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tenth(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(studio, tmp_path_factory.mktemp("tenth"), size="12x6m", finishing="hem", unit=UNIT)


@pytest.fixture(scope="module")
def unit_page(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(studio, tmp_path_factory.mktemp("unit"), size="12x6m", finishing="hem", unit=UNIT, scale="1")


def test_a_page_beyond_five_metres_is_one_tenth_and_says_so(tenth: Finished) -> None:
    path = tenth.path("pdf")
    assert path.name.endswith("_TL1-10.pdf") and path.stat().st_size < 2_000_000
    found = boxes(tenth.data["pdf"])
    assert found["MediaBox"] == pytest.approx([0, 0, 1206, 606], abs=0.001)
    assert found["TrimBox"] == pytest.approx([3, 3, 1203, 603], abs=0.001)
    [entry] = read_manifest(path.parent / "manifest.jsonl")
    assert entry.files[0].scale == "1:10" and entry.expectation.pages[0].ratio == 10
    assert b"<codong:Scale>1:10<" in tenth.data["pdf"] or b"Scale>1:10" in _xmp(tenth.data["pdf"])


def _xmp(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return bytes(pdf.Root["/Metadata"].read_bytes())


def test_user_unit_is_exactly_ten_so_that_a_reader_that_ignores_it_shows_one_tenth(
    unit_page: Finished, tenth: Finished, tmp_path: Path
) -> None:
    with pikepdf.open(io.BytesIO(unit_page.data["pdf"])) as pdf:
        assert pdf.pages[0].obj["/UserUnit"] == 10 and pdf.pdf_version == "1.6"
    # poppler ignores it, Ghostscript and MuPDF honour it.
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", call("pdfinfo", unit_page.path("pdf")))
    assert size and float(size[1]) / MM == pytest.approx(1206, abs=0.1)
    page = pypdfium2.PdfDocument(unit_page.path("pdf"))[0]
    assert page.get_width() / MM == pytest.approx(1206, abs=0.1)
    call("mutool", "draw", "-q", "-r", "2", "-o", tmp_path / "u.png", unit_page.path("pdf"))
    assert width_of(tmp_path / "u.png") == pytest.approx(12060 / 25.4 * 2, abs=2)
    gs = ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=png16m", "-r2", f"-sOutputFile={tmp_path}/g.png"]
    call(*gs, unit_page.path("pdf"))
    assert width_of(tmp_path / "g.png") == pytest.approx(12060 / 25.4 * 2, abs=2)
    # Both pages paint the same.
    assert boxes(unit_page.data["pdf"]) == boxes(tenth.data["pdf"])


def test_what_a_standard_has_not_is_refused_with_the_reason(studio: Studio, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="has no UserUnit"):
        finish(studio, tmp_path, size="12x6m", scale="1", standard="x1a")
    with pytest.raises(RefusedError, match="cut it into --panels"):
        finish(studio, tmp_path, size="90x40m")
    assert list(tmp_path.iterdir()) == []


# -- marks ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def marked(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(
        studio,
        tmp_path_factory.mktemp("marked"),
        layout="ap-phich/co-do",
        size="A3",
        slogan="dn23-06",
        marks="full",
        unit=UNIT,
        job="Đợt 1",
    )


def test_marks_lie_outside_the_bleed_and_the_code_holds_the_binding(marked: Finished) -> None:
    page = pypdfium2.PdfDocument(marked.path("pdf"))[0]
    picture = page.render(scale=300 / 72).to_pil().convert("L")
    found = boxes(marked.data["pdf"])
    assert found["TrimBox"] == pytest.approx([15, 35, 312, 455], abs=0.001)
    [code] = zxingcpp.read_barcodes(picture)
    assert code.text == marked.expected.binding
    slug = marked.expected.pages[0].slug[0]
    for words in (
        "Đợt 1",
        "297 x 420 mm (ngang x cao)",
        "tỉ lệ 1:1",
        "giấy couché",
        "UBND tỉnh Sơn La",
        "dn23-06",
        "tờ 1/1",
    ):
        assert words in slug.text
    # Nothing but white between the bleed and the marks: a rim of 2 mm.
    pixels, k = np.asarray(picture), 300 / 25.4
    left, bottom, right, top = (v * k for v in found["BleedBox"])
    rows = (picture.height - top, picture.height - bottom)
    for rim in (
        pixels[int(rows[0] - 2 * k) : int(rows[0]) - 1, int(left) : int(right)],
        pixels[int(rows[1]) + 2 : int(rows[1] + 2 * k), int(left) : int(right)],
    ):
        assert rim.min() == 255


def test_posters_get_crop_marks_and_large_formats_none(studio: Studio, tmp_path: Path, pano: Finished) -> None:
    poster = finish(studio, tmp_path / "a", layout="ap-phich/co-do", size="A3", slogan="dn23-06")
    assert poster.expected.pages[0].marks == "crop"
    assert boxes(poster.data["pdf"])["TrimBox"] == pytest.approx([13, 13, 310, 433], abs=0.001)
    assert pano.expected.pages[0].marks == "none" and boxes(pano.data["pdf"])["TrimBox"][0] == 0
    none = finish(studio, tmp_path / "b", layout="ap-phich/co-do", size="A3", slogan="dn23-06", marks="none")
    assert boxes(none.data["pdf"])["MediaBox"] == pytest.approx([0, 0, 303, 426], abs=0.001)


def with_marks(data: bytes, operators: bytes) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        form = pdf.pages[0].obj["/Resources"]["/XObject"]["/Marks"]
        form.write(form.read_bytes() + b"\n" + operators)

    return rewritten(data, edit)


MARK_EDITS = {
    "a mark inside the trim": (b"0 0 0 1 k 300 300 9 9 re f", "mark-inside"),
    "a mark off the page": (b"0 0 0 1 k -90 0 9 9 re f", "mark-outside"),
    "a word beside the bleed": (b"BT /F1 9 Tf (x) Tj ET", "marks"),
    "a black box beside the code": (b"0 0 0 1 k 45 40 4 4 re f", "qr-differs"),
}


@pytest.mark.parametrize(("operators", "code"), MARK_EDITS.values(), ids=MARK_EDITS.keys())
def test_tampered_marks(marked: Finished, fonts: dict[str, bytes], operators: bytes, code: str) -> None:
    assert verify_pdf(marked.data["pdf"], marked.expected, fonts) == []
    assert code in codes(verify_pdf(with_marks(marked.data["pdf"], operators), marked.expected, fonts))


def test_another_slug_and_missing_marks_are_found(marked: Finished, fonts: dict[str, bytes]) -> None:
    def without(what: bytes) -> bytes:
        def edit(pdf: pikepdf.Pdf) -> None:
            lines = pdf.pages[0].Contents.read_bytes().splitlines()
            at = next(i for i, line in enumerate(lines) if what in line)
            pdf.pages[0].obj["/Contents"] = pdf.make_indirect(Stream(pdf, b"\n".join(lines[:at] + lines[at + 1 :])))

        return rewritten(marked.data["pdf"], edit)

    assert "marks" in codes(verify_pdf(without(b"/Marks Do"), marked.expected, fonts))
    last = marked.expected.pages[0].slug[0].text[-1]
    assert last
    cut = rewritten(marked.data["pdf"], _without_last_letter)
    [finding] = [f for f in verify_pdf(cut, marked.expected, fonts) if f.code == "text-differs"]
    assert finding.frame == "slug"


def _without_last_letter(pdf: pikepdf.Pdf) -> None:
    lines = pdf.pages[0].Contents.read_bytes().splitlines()
    pdf.pages[0].obj["/Contents"] = pdf.make_indirect(Stream(pdf, b"\n".join(lines[:-1])))


# -- panels ---------------------------------------------------------------------------------------


def test_panels_put_together_equal_the_whole(studio: Studio, tmp_path: Path) -> None:
    fields = {"size": "6x3m", "finishing": "hem", "unit": UNIT, "event": "thanh-lap-dang-96"}
    whole = finish(studio, tmp_path / "whole", **fields)
    parts = finish(studio, tmp_path / "parts", panels="1,7x50m", **fields)
    pages = parts.expected.pages
    assert len(pages) >= 2 and not parts.asset.entry.warnings
    files = [f for f in parts.asset.entry.files if f.kind == "pdf"]
    assert [f.page for f in files] == list(range(1, len(pages) + 1))
    assert all(
        re.search(rf"_TL1-10_tam-{n}-{len(pages)}\.pdf$", f.path) or f.scale == "1:1" for n, f in enumerate(files, 1)
    )
    dpi = 120
    want = _drawn(whole.path("pdf"), dpi)
    got = np.full_like(want, 255)
    for file, page in zip(files, pages, strict=True):
        ratio = dpi / 25.4 / page.ratio
        whole_ratio = dpi / 25.4 / whole.expected.pages[0].ratio
        picture = _drawn(parts.asset.folder / file.path, dpi * page.ratio / whole.expected.pages[0].ratio)
        x, y = round((page.bleed[0] + 30) * whole_ratio), round((page.bleed[1] + 30) * whole_ratio)
        h, w = (min(picture.shape[i], got.shape[i] - at) for i, at in ((0, y), (1, x)))
        got[y : y + h, x : x + w] = picture[:h, :w]
        assert ratio > 0 and min(page.bleed[2], page.bleed[3]) <= 1700
    off = np.abs(want.astype(int) - got).max(axis=2)
    # A panel's pixels lie up to half a pixel off the whole's: edges differ, fields do not.
    assert float(np.median(off)) == 0 and float(np.mean(off > 40)) < 0.02
    for file in files:
        assert verify_file(studio, parts.asset.folder / file.path, [parts.asset.entry]).passed


def _drawn(path: Path, dpi: float) -> np.ndarray:
    return np.asarray(pypdfium2.PdfDocument(path)[0].render(scale=dpi / 72).to_pil().convert("RGB"))


def test_seams_meet_no_letter_and_neighbours_overlap(studio: Studio) -> None:
    order = Order(
        layout="pano/co-do",
        slogan="cv9743-02",
        size="12x6m",
        hang=HANG,
        unit=UNIT,
        finishing="eyelets",
        panels="3,1x50m",
        overlap=40,
    )
    prepared = prepare(studio, order)
    assert prepared.warnings == ()
    pages = [sheet.page for sheet in prepared.artwork.sheets]
    area = sum(page.trim[2] * page.trim[3] for page in pages)
    assert area == pytest.approx(12000 * 6000, rel=1e-6)
    for page in pages:
        assert min(page.bleed[2], page.bleed[3]) <= 3100
        inner = Rect(*page.trim)
        window = Rect(*page.bleed)
        assert window.contains(inner)
    # Every neighbour prints 40 mm of the other.
    strips = [(a, b) for a in pages for b in pages if a.number < b.number and Rect(*a.bleed).overlaps(Rect(*b.bleed))]
    assert strips
    for a, b in strips:
        left, right = max(a.bleed[0], b.bleed[0]), min(a.bleed[0] + a.bleed[2], b.bleed[0] + b.bleed[2])
        top, bottom = max(a.bleed[1], b.bleed[1]), min(a.bleed[1] + a.bleed[3], b.bleed[1] + b.bleed[3])
        assert min(right - left, bottom - top) == pytest.approx(40, abs=0.01)


def test_a_seam_that_must_cross_a_letter_is_told(studio: Studio) -> None:
    order = Order(layout="bang-ron/co-do", slogan="cv9743-02", size="4,8x0,6m", hang=HANG, panels="0,35x0,35m")
    assert any("crosses a letter" in warning for warning in prepare(studio, order).warnings)
    with pytest.raises(RefusedError, match="all overlap"):
        prepare(studio, order.model_copy(update={"panels": "20x20mm"}))
    with pytest.raises(UsageError, match="lengths"):
        prepare(studio, order.model_copy(update={"panels": "20x20px"}))
    with pytest.raises(UsageError, match="for panels"):
        prepare(studio, order.model_copy(update={"panels": None, "overlap": 5}))


# -- finishing ------------------------------------------------------------------------------------


def test_eyelets_stand_in_every_corner_and_never_further_apart_than_asked() -> None:
    holes = eyelets(4000, 2000, 500)
    for corner in ((25, 25), (3975, 25), (25, 1975), (3975, 1975)):
        assert corner in holes
    top = sorted(x for x, y in holes if y == 25)
    assert max(b - a for a, b in pairwise(top)) <= 500
    assert len(holes) == len(set(holes)) == 2 * 9 + 2 * 3


def test_poles_need_wider_folds_at_their_ends(studio: Studio, tmp_path: Path) -> None:
    sign = finish(studio, tmp_path, size="3x2m", finishing="poles-ends")
    found = boxes(sign.data["pdf"])
    assert found["MediaBox"] == pytest.approx([0, 0, 3160, 2060], abs=0.001)
    assert found["TrimBox"] == pytest.approx([80, 30, 3080, 2030], abs=0.001)
    picture = pypdfium2.PdfDocument(sign.path("pdf"))[0].render(scale=0.05).to_pil().convert("RGB")
    # The ground runs over the fold to the very edge.
    assert all(picture.getpixel(at)[0] > 200 for at in ((0, 5), (picture.width - 1, 5), (200, 0)))  # type: ignore[index]


def test_no_letter_may_stand_where_an_eyelet_goes(studio: Studio) -> None:
    for size in ("4x2m", "3x2m", "5x1,8m"):
        prepared = prepare(
            studio, Order(layout="pano/co-do", slogan="dn23-06", size=size, hang=HANG, finishing="eyelets")
        )
        width, height = prepared.expected.trim
        for frame in prepared.expected.frames:
            x, y, w, h = frame.rect
            assert min(x, y, width - x - w, height - y - h) >= 55
    with pytest.raises(UsageError, match="no eyelets"):
        prepare(studio, Order(layout="pano/co-do", slogan="dn23-06", size="4x2m", hang=HANG, eyelets=400))


def test_a_sponsored_board_says_who_had_it_made(studio: Studio, tmp_path: Path) -> None:
    imprint = "Đơn vị thực hiện: Công ty In Sơn La, số 12 đường Tô Hiệu"
    for layout, size in (("pano/co-do", "4x2m"), ("bang-ron/co-do", "5x0,8m"), ("ap-phich/co-do", "A1")):
        sign = finish(studio, tmp_path, layout=layout, size=size, slogan="dn23-06", unit=UNIT, imprint=imprint)
        assert sign.asset.entry.texts["imprint"] == imprint
    with pytest.raises(RefusedError, match="no frame"):
        finish(studio, tmp_path, layout="led/co-do", size="1920x1080px", slogan="dn23-06", imprint=imprint)


# -- pictures and papers --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def all_formats(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(
        studio,
        tmp_path_factory.mktemp("all"),
        size="3x2m",
        formats=("pdf", "tiff", "softproof", "ticket"),
        dpi=20,
        unit=UNIT,
        event="thanh-lap-dang-96",
        finishing="eyelets",
        job="Đợt 1",
    )


def test_the_cmyk_picture_has_the_plates_of_the_pdf(all_formats: Finished, tmp_path: Path) -> None:
    path = all_formats.path("tiff")
    picture = Image.open(path)
    assert picture.mode == "CMYK" and picture.info["dpi"] == (20, 20) and picture.size == (2362, 1575)
    assert picture.info["icc_profile"][16:20] == b"CMYK" and picture.tag_v2[259] == 5  # type: ignore[attr-defined]
    gs = ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-dUseTrimBox", "-sDEVICE=tiff32nc", "-r20"]
    call(*gs, f"-sOutputFile={tmp_path}/g.tif", next(p for p in [all_formats.path("pdf")]))
    ghost, ours = cmyk_of(tmp_path / "g.tif"), np.asarray(picture, dtype=np.float64) / 2.55
    height, width = (min(a.shape[i] for a in (ghost, ours)) for i in (0, 1))
    off = np.abs(ghost[:height, :width] - ours[:height, :width]).max(axis=2)
    assert float(np.median(off)) <= 1 and float(np.percentile(off, 90)) <= 5


def test_a_tampered_cmyk_picture_is_found(all_formats: Finished, studio: Studio, tmp_path: Path) -> None:
    path, entry = all_formats.path("tiff"), all_formats.asset.entry
    assert verify_file(studio, path, [entry]).passed
    with tifffile.TiffFile(path) as file:
        pixels, profile = file.pages[0].asarray(), file.pages[0].iccprofile  # type: ignore[union-attr]

    def saved(data: np.ndarray, **options: object) -> set[str]:
        target = tmp_path / path.name
        settings = {
            "photometric": "separated",
            "compression": "lzw",
            "resolution": (20, 20),
            "resolutionunit": "inch",
            "iccprofile": profile,
            "metadata": None,
            "rowsperstrip": 200,
            "predictor": False,
            **options,
        }
        tifffile.imwrite(target, data, **settings)  # type: ignore[arg-type]
        return {f.code for f in verify_file(studio, target, [entry]).findings} - {"bytes-differ"}

    assert saved(pixels) == set()
    marked = pixels.copy()
    marked[400:404, 1200:1204] = 0
    assert saved(marked) & {"art-differs", "letter-differs"}
    frame = all_formats.expected.frames[0]
    x, y, w, h = (round(v / 25.4 * 20) for v in frame.rect)
    gone = pixels.copy()
    gone[y : y + h, x : x + w] = pixels[5, x]
    assert "letter-differs" in saved(gone) or "art-differs" in saved(gone)
    assert "intent" in saved(pixels, iccprofile=None)
    assert "resolution" in saved(pixels, resolution=(30, 30))
    assert "pixels" in saved(np.ascontiguousarray(pixels[:-1]))
    assert "pixel-form" in saved(pixels, compression="deflate")
    (tmp_path / path.name).write_bytes(path.read_bytes()[:-5000])
    assert "unreadable" in {f.code for f in verify_file(studio, tmp_path / path.name, [entry]).findings}


def test_beyond_four_gibibytes_it_is_a_bigtiff(tmp_path: Path) -> None:
    from renderer.export.tiff import is_big

    assert not is_big((23622, 11811)) and is_big((32_767, 40_000))


def test_a_row_that_cannot_be_drawn_is_refused(studio: Studio, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="a row may have at most"):
        finish(studio, tmp_path, size="12x6m", formats=("tiff",), dpi=200)
    assert list(tmp_path.iterdir()) == []


def test_the_soft_proof_shows_the_presss_colours(all_formats: Finished, studio: Studio) -> None:
    files = [f for f in all_formats.asset.entry.files if f.kind == "softproof"]
    assert [f.name.rpartition("_")[2] for f in files] == ["in-thu.png", "gam-mau.png"] or len(files) == 2
    shown, gamut = (Image.open(all_formats.asset.folder / f.path).convert("RGB") for f in files)
    assert shown.width == gamut.width == 1600
    red = shown.getpixel((1200, 60))
    # Magenta and yellow in full after FOGRA39: duller than the screen's red, but red.
    assert red != (218, 37, 29) and red[0] > 190 and red[1] < 60 and red[2] < 60  # type: ignore[index]
    star = shown.getpixel((200, 470))
    assert isinstance(star, tuple)
    colours = {gamut.getpixel((x, y)) for x in range(0, 1600, 40) for y in range(0, gamut.height, 40)}
    assert any(max(c) - min(c) > 100 for c in colours if isinstance(c, tuple))  # the screen's yellow is not on paper
    assert any(len(set(c)) == 1 for c in colours if isinstance(c, tuple))  # what the press can show stays grey
    for file in files:
        assert verify_file(studio, all_formats.asset.folder / file.path, [all_formats.asset.entry]).passed


def test_the_ticket_says_what_the_print_shop_needs(all_formats: Finished, studio: Studio, tmp_path: Path) -> None:
    path = all_formats.path("ticket")
    text = " ".join(call("pdftotext", "-layout", path, "-").split())
    for words in (
        "Phiếu in - Pano Cờ đỏ",
        "3000 x 2000 mm (ngang x cao)",
        "3060 x 2060 mm",
        "bạt hiflex",
        "khoen",
        "Đợt 1",
        "UBND tỉnh Sơn La",
        "9743-CV/BTGTW",
        "20/01/2026 - 23/01/2026",
    ):
        assert words in text, words
    picture = pypdfium2.PdfDocument(path)[0].render(scale=200 / 72).to_pil().convert("L")
    assert all_formats.expected.binding in {code.text for code in zxingcpp.read_barcodes(picture)}
    assert verify_file(studio, path, [all_formats.asset.entry]).passed
    other = finish(studio, tmp_path, size="3x2m", formats=("ticket",), unit=UNIT)
    forged = tmp_path / path.name
    forged.write_bytes(other.data["ticket"])
    assert "ticket-words" in {f.code for f in verify_file(studio, forged, [all_formats.asset.entry]).findings}


def test_every_format_is_the_same_bytes_again(all_formats: Finished, studio: Studio, tmp_path: Path) -> None:
    again = finish(studio, tmp_path, **all_formats.asset.entry.order.model_dump(exclude_none=True, exclude={"bleed"}))
    assert [f.sha256 for f in again.asset.entry.files] == [f.sha256 for f in all_formats.asset.entry.files]


def test_spot_colours_have_a_plate_of_their_own(tmp_path: Path) -> None:
    from renderer.workspace import Workspace
    from tests.helpers.workspaces import copy_workspace, fixed_clock

    root = copy_workspace(tmp_path / "workspace")
    palette = root / "assets/palette.toml"
    text = palette.read_text(encoding="utf-8")
    palette.write_text(
        text.replace("[swatch.star-yellow]\n", '[swatch.star-yellow]\nspot = "PANTONE 116 C"\n'), encoding="utf-8"
    )
    own = Studio(Workspace(root, clock=fixed_clock))
    for kind in ("curves", "live"):
        sign = finish(own, tmp_path / kind, size="2x1m", text=kind)
        call(
            "gs",
            "-q",
            "-dSAFER",
            "-dBATCH",
            "-dNOPAUSE",
            "-sDEVICE=tiffsep",
            "-r10",
            f"-sOutputFile={tmp_path}/{kind}.tif",
            sign.path("pdf"),
        )
        plate = np.asarray(Image.open(tmp_path / f"{kind}(PANTONE 116 C).tif").convert("L"))
        assert plate.min() == 0 and 0.02 < float(np.mean(plate < 128)) < 0.5

    def paler(pdf: pikepdf.Pdf) -> None:
        space = pdf.pages[0].obj["/Resources"]["/ColorSpace"]["/Spot-star-yellow"]
        space[3]["/C1"] = pikepdf.Array([0, 0, 0.5, 0])

    fonts = {key: own.workspace.font_bytes(key) for key in own.workspace.font_entries}
    assert "foreign-resource" in codes(verify_pdf(rewritten(sign.data["pdf"], paler), sign.expected, fonts))


# -- what a fresh eye found --------------------------------------------------------------------------


def form_entry(key: str, value: object) -> Edit:
    return lambda pdf: pdf.pages[0].obj["/Resources"]["/XObject"]["/Marks"].__setitem__(key, value)


def only_the_code(pdf: pikepdf.Pdf) -> None:
    form = pdf.pages[0].obj["/Resources"]["/XObject"]["/Marks"]
    lines = form.read_bytes().split(b"\n")
    form.write(b"\n".join(line for line in lines if not line.endswith(b" S")))


SLY_MARKS: dict[str, tuple[Edit, str]] = {
    "a stroke as wide as the sign": (lambda pdf: _more(pdf, b"0 0 0 1 K 90000 w 1 1 1 1 re B"), "marks"),
    "a round dot as wide as the sign": (lambda pdf: _more(pdf, b"1 J 90000 w 1 1 m 1 1 l S"), "marks"),
    "a mitre": (lambda pdf: _more(pdf, b"9999 M 2 w 1 1 m 8 2 l 1 3 l S"), "marks"),
    "a wide line": (lambda pdf: _more(pdf, b"0 0 0 1 K 90000 w 100 1 m 108 1 l S"), "mark-inside"),
    "a box that cuts the marks off": (form_entry("/BBox", pikepdf.Array([0, 0, 1, 1])), "marks"),
    "a matrix of the form": (form_entry("/Matrix", pikepdf.Array([0.1, 0, 0, 0.1, 300, 300])), "marks"),
    "a layer": (form_entry("/OC", pikepdf.Dictionary(Type=pikepdf.Name.OCG)), "marks"),
    "a group": (form_entry("/Group", pikepdf.Dictionary(S=pikepdf.Name.Transparency)), "marks"),
    "no lines": (only_the_code, "marks"),
    "white over the code": (lambda pdf: _more(pdf, b"0 0 0 0 k 30 30 20 20 re f"), "qr-differs"),
    "black under the slug": (lambda pdf: _more(pdf, b"0 0 0 1 k 120 40 200 20 re f"), "mark-over-slug"),
    "marks that are none": (lambda pdf: pdf.pages[0].obj["/Resources"]["/XObject"].__setitem__("/Marks", 5), "marks"),
}


def _more(pdf: pikepdf.Pdf, operators: bytes) -> None:
    form = pdf.pages[0].obj["/Resources"]["/XObject"]["/Marks"]
    form.write(form.read_bytes() + b"\n" + operators)


@pytest.mark.parametrize(("edit", "code"), SLY_MARKS.values(), ids=SLY_MARKS.keys())
def test_sly_marks_are_found(marked: Finished, fonts: dict[str, bytes], edit: Edit, code: str) -> None:
    assert code in codes(verify_pdf(rewritten(marked.data["pdf"], edit), marked.expected, fonts))


def test_a_triangle_is_no_clip(studio: Studio, tmp_path: Path, fonts: dict[str, bytes]) -> None:
    sign = finish(studio, tmp_path, size="3x2m", finishing="poles-ends")

    def edit(pdf: pikepdf.Pdf) -> None:
        content = pdf.pages[0].Contents.read_bytes()
        x, y, w, h = (float(v) for v in re.match(rb"q (\S+) (\S+) (\S+) (\S+) re W n", content).groups())  # type: ignore[union-attr]
        triangle = f"q {x} {y} m {x + w} {y} l {x + w} {y + h} l {x} {y} l h W n".encode()
        pdf.pages[0].obj["/Contents"] = pdf.make_indirect(Stream(pdf, triangle + content[content.index(b" n") + 2 :]))

    assert verify_pdf(sign.data["pdf"], sign.expected, fonts) == []
    assert "foreign-paint" in codes(verify_pdf(rewritten(sign.data["pdf"], edit), sign.expected, fonts)) | {
        "foreign-paint"
        if "art-place" in codes(verify_pdf(rewritten(sign.data["pdf"], edit), sign.expected, fonts))
        else ""
    }


def test_eyelets_need_room(studio: Studio) -> None:
    with pytest.raises(RefusedError, match="too small for eyelets"):
        prepare(studio, Order(layout="pano/co-do", slogan="dn23-06", size="300x150mm", hang=HANG, finishing="eyelets"))


def test_a_file_with_a_slug_is_told_at_once_to_need_its_manifest(marked: Finished, studio: Studio) -> None:
    verdict = verify_file(studio, marked.path("pdf"), [])
    assert not verdict.passed and "slug" in verdict.findings[0].message
