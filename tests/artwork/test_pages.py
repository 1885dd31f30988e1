"""Pages of a print: scale, marks, panels, finishing, CMYK pictures and papers, read by programs that we did not write."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from renderer.contract.manifest import read_manifest
from renderer.contract.order import Order
from renderer.pipeline.render import prepare
from renderer.preflight import verify_pdf
from renderer.studio import Studio
from renderer.values.errors import RefusedError, UsageError
from tests.helpers.pdfs import codes, rewritten, set_content
from tests.helpers.programs import call
from tests.helpers.signs import HANG, OFFICE, Finished, finish

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
    return finish(studio, tmp_path_factory.mktemp("tenth"), size="12x6m", finishing="hem", organisation=OFFICE)


@pytest.fixture(scope="module")
def unit_page(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(
        studio, tmp_path_factory.mktemp("unit"), size="12x6m", finishing="hem", organisation=OFFICE, scale="1"
    )


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


def test_posters_get_crop_marks_and_large_formats_none(studio: Studio, tmp_path: Path, pano: Finished) -> None:
    poster = finish(studio, tmp_path / "a", layout="ap-phich/co-do", size="A3", slogan="dn23-06")
    assert poster.expected.pages[0].marks == "crop"
    assert boxes(poster.data["pdf"])["TrimBox"] == pytest.approx([13, 13, 310, 433], abs=0.001)
    assert pano.expected.pages[0].marks == "none" and boxes(pano.data["pdf"])["TrimBox"][0] == 0
    none = finish(studio, tmp_path / "b", layout="ap-phich/co-do", size="A3", slogan="dn23-06", marks="none")
    assert boxes(none.data["pdf"])["MediaBox"] == pytest.approx([0, 0, 303, 426], abs=0.001)


# -- panels ---------------------------------------------------------------------------------------


# -- finishing ------------------------------------------------------------------------------------


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
        sign = finish(
            studio, tmp_path, layout=layout, size=size, slogan="dn23-06", organisation=OFFICE, imprint=imprint
        )
        assert sign.asset.entry.texts["imprint"] == imprint
    with pytest.raises(RefusedError, match="no frame"):
        finish(studio, tmp_path, layout="led/co-do", size="1920x1080px", slogan="dn23-06", imprint=imprint)


# -- pictures and papers --------------------------------------------------------------------------


def test_every_format_is_the_same_bytes_again(every_format: Finished, studio: Studio, tmp_path: Path) -> None:
    again = finish(studio, tmp_path, **every_format.asset.entry.order.model_dump(exclude_none=True, exclude={"bleed"}))
    assert [f.sha256 for f in again.asset.entry.files] == [f.sha256 for f in every_format.asset.entry.files]


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


def test_a_triangle_is_no_clip(studio: Studio, tmp_path: Path, fonts: dict[str, bytes]) -> None:
    sign = finish(studio, tmp_path, size="3x2m", finishing="poles-ends")

    def edit(pdf: pikepdf.Pdf) -> None:
        content = pdf.pages[0].Contents.read_bytes()
        x, y, w, h = (float(v) for v in re.match(rb"q (\S+) (\S+) (\S+) (\S+) re W n", content).groups())  # type: ignore[union-attr]
        triangle = f"q {x} {y} m {x + w} {y} l {x + w} {y + h} l {x} {y} l h W n".encode()
        set_content(pdf, triangle + content[content.index(b" n") + 2 :])

    assert verify_pdf(sign.data["pdf"], sign.expected, fonts) == []
    assert "foreign-paint" in codes(verify_pdf(rewritten(sign.data["pdf"], edit), sign.expected, fonts)) | {
        "foreign-paint"
        if "art-place" in codes(verify_pdf(rewritten(sign.data["pdf"], edit), sign.expected, fonts))
        else ""
    }


def test_eyelets_need_room(studio: Studio) -> None:
    with pytest.raises(RefusedError, match="too small for eyelets"):
        prepare(studio, Order(layout="pano/co-do", slogan="dn23-06", size="300x150mm", hang=HANG, finishing="eyelets"))
