"""Finished PDFs through programs that we did not write: Ghostscript, MuPDF, poppler, pdfium, qpdf."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest

from renderer.preflight import verify_pdf
from renderer.studio import Studio
from tests.helpers.pdfs import POINTS_PER_MM, Fonts, codes, rewritten
from tests.helpers.pictures import assert_same_picture
from tests.helpers.programs import PLATES, Inks, call, cmyk_of, ghostscript, inks_of_pam, page_size, separations
from tests.helpers.signs import Finished, finish
from tests.helpers.workspaces import change_text, copy_workspace, studio_of

DPI = 10


@pytest.fixture(scope="module")
def plates(pano: Finished, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Inks]:
    """Ink of each separation in per cent, as Ghostscript separates the pano at 10 dpi."""
    return separations(pano.path("pdf"), tmp_path_factory.mktemp("plates"), DPI)


def ink_at(plates: dict[str, Inks], x_mm: float, y_mm: float) -> tuple[float, ...]:
    column, row = int(x_mm / 25.4 * DPI), int(y_mm / 25.4 * DPI)
    return tuple(float(plates[name][row, column]) for name in PLATES)


def test_the_red_field_is_magenta_and_yellow_alone(plates: dict[str, Inks]) -> None:
    for point in ((1000, 40), (3980, 700), (2000, 60)):
        assert ink_at(plates, *point) == pytest.approx((0, 100, 100, 0), abs=1)


def test_the_letters_are_pure_yellow_with_nothing_under_them(plates: dict[str, Inks], pano: Finished) -> None:
    block = pano.asset.blocks[0]
    line = block.lines[0]
    assert line.text.startswith("N")
    # Inside the first stem of the N of NHIỆT: an eighth of the cap height from its left edge.
    x, y = line.ink.x + block.cap_height * 0.08, line.baseline - block.cap_height * 0.4
    assert ink_at(plates, x, y) == pytest.approx((0, 0, 100, 0), abs=1)


def test_the_foot_is_deep_red(plates: dict[str, Inks]) -> None:
    assert ink_at(plates, 1500, 1960) == pytest.approx((15, 100, 100, 35), abs=1)


def test_no_pixel_carries_more_ink_than_hiflex_takes(plates: dict[str, Inks]) -> None:
    assert sum(plates.values()).max() <= 251  # type: ignore[union-attr]


def test_qpdf_is_content(pano: Finished) -> None:
    assert "No syntax or stream encoding errors found" in call("qpdf", "--check", pano.path("pdf"))


def test_the_page_is_the_ordered_size_in_poppler_and_pdfium(pano: Finished) -> None:
    ordered = [4000 * POINTS_PER_MM, 2000 * POINTS_PER_MM]
    assert page_size(pano.path("pdf")) == pytest.approx(ordered, abs=0.3)
    assert list(pypdfium2.PdfDocument(pano.path("pdf"))[0].get_size()) == pytest.approx(ordered, abs=0.3)
    assert call("pdffonts", pano.path("pdf")).count("\n") == 2  # a header and a rule: no font
    assert call("pdfimages", "-list", pano.path("pdf")).count("\n") == 2  # no image


def test_three_renderers_draw_the_same_plates(pano: Finished, tmp_path: Path) -> None:
    pdf = pano.path("pdf")
    ghostscript("tiff32nc", 20, tmp_path / "gs.tif", pdf)
    call("mutool", "draw", "-q", "-c", "cmyk", "-r", "20", "-o", tmp_path / "mu.pam", pdf)
    call("pdftoppm", "-jpegcmyk", "-jpegopt", "quality=100", "-r", "20", "-singlefile", pdf, tmp_path / "pop")
    ghost, mu = cmyk_of(tmp_path / "gs.tif"), inks_of_pam(tmp_path / "mu.pam")
    # Photoshop's convention: a CMYK JPEG holds inverted inks, which Pillow leaves as they stand.
    pop = cmyk_of(tmp_path / "pop.jpg")
    pop = 100 - pop if abs(float(np.median(pop[..., 1])) - 100) > 50 else pop
    height, width = (min(a.shape[i] for a in (ghost, mu, pop)) for i in (0, 1))
    pictures = {name: a[:height, :width] for name, a in (("gs", ghost), ("mutool", mu), ("poppler", pop))}
    for one, other in combinations(pictures, 2):
        pair = (pictures[one], pictures[other])
        # Edges are smoothed differently; the fields and gradients must agree.
        assert_same_picture(*pair, tolerance=1, share=0.5, full=100, name=f"{one}-{other}")
        assert_same_picture(*pair, tolerance=5, share=0.06, full=100, name=f"{one}-{other}-edges")


@pytest.mark.parametrize(
    ("layout", "size"), [("bang-ron/co-do", "4,8x0,6m"), ("ap-phich/co-do", "A1"), ("ap-phich/co-do", "A4")]
)
def test_the_other_print_formats_separate_cleanly(studio: Studio, tmp_path: Path, layout: str, size: str) -> None:
    sign = finish(studio, tmp_path, layout=layout, size=size)
    inks = ghostscript("inkcov", 10, "-", sign.path("pdf"))
    cyan, magenta, yellow, _black = (float(v) for v in inks.split()[:4])
    # A poster has white room for its crop marks: 12 % of an A4 page.
    assert magenta > 0.5 and yellow > 0.85 and cyan < 0.6
    assert "No syntax or stream encoding errors found" in call("qpdf", "--check", sign.path("pdf"))


def test_spot_colours_have_a_plate_of_their_own(tmp_path: Path, fonts: Fonts) -> None:
    root = copy_workspace(tmp_path / "workspace")
    change_text(
        root / "assets/palette.toml", "[swatch.star-yellow]\n", '[swatch.star-yellow]\nspot = "PANTONE 116 C"\n'
    )
    own = studio_of(root)
    for kind in ("curves", "live"):
        sign = finish(own, tmp_path / kind, size="2x1m", text=kind)
        plate = separations(sign.path("pdf"), tmp_path / kind, 10, "PANTONE 116 C")["PANTONE 116 C"]
        assert plate.max() == pytest.approx(100) and 0.02 < float(np.mean(plate > 50)) < 0.5

    def paler(pdf: pikepdf.Pdf) -> None:
        space = pdf.pages[0].obj["/Resources"]["/ColorSpace"]["/Spot-star-yellow"]
        space[3]["/C1"] = pikepdf.Array([0, 0, 0.5, 0])

    assert "foreign-resource" in codes(verify_pdf(rewritten(sign.data["pdf"], paler), sign.expected, fonts))
