"""Finished PDFs through programs that we did not write: Ghostscript, MuPDF, poppler, pdfium, qpdf, tesseract."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray
from PIL import Image

from renderer.studio import Studio
from tests.helpers.signs import Finished, finish

DPI = 10
PLATES = ("Cyan", "Magenta", "Yellow", "Black")


def call(*command: str | Path) -> str:
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def plates(pano: Finished, tmp_path_factory: pytest.TempPathFactory) -> dict[str, NDArray[np.float64]]:
    """Ink of each separation in per cent, as Ghostscript separates the pano at 10 dpi."""
    folder = tmp_path_factory.mktemp("plates")
    call(
        "gs",
        "-q",
        "-dSAFER",
        "-dBATCH",
        "-dNOPAUSE",
        "-sDEVICE=tiffsep",
        f"-r{DPI}",
        f"-sOutputFile={folder}/s.tif",
        pano.path("pdf"),
    )
    out = {}
    for name in PLATES:
        plate = np.asarray(Image.open(folder / f"s({name}).tif").convert("L"), dtype=np.float64)
        out[name] = (255 - plate) / 2.55
    return out


def ink_at(plates: dict[str, NDArray[np.float64]], x_mm: float, y_mm: float) -> tuple[float, ...]:
    column, row = int(x_mm / 25.4 * DPI), int(y_mm / 25.4 * DPI)
    return tuple(float(plates[name][row, column]) for name in PLATES)


def test_the_red_field_is_magenta_and_yellow_alone(plates: dict[str, NDArray[np.float64]]) -> None:
    for point in ((1000, 40), (3980, 700), (2000, 60)):
        assert ink_at(plates, *point) == pytest.approx((0, 100, 100, 0), abs=1)


def test_the_letters_are_pure_yellow_with_nothing_under_them(
    plates: dict[str, NDArray[np.float64]], pano: Finished
) -> None:
    block = pano.asset.blocks[0]
    line = block.lines[0]
    assert line.text.startswith("N")
    # Inside the first stem of the N of NHIỆT: an eighth of the cap height from its left edge.
    x, y = line.ink.x + block.cap_height * 0.08, line.baseline - block.cap_height * 0.4
    assert ink_at(plates, x, y) == pytest.approx((0, 0, 100, 0), abs=1)


def test_the_foot_is_deep_red(plates: dict[str, NDArray[np.float64]]) -> None:
    assert ink_at(plates, 1500, 1960) == pytest.approx((15, 100, 100, 35), abs=1)


def test_no_pixel_carries_more_ink_than_hiflex_takes(plates: dict[str, NDArray[np.float64]]) -> None:
    assert sum(plates.values()).max() <= 251  # type: ignore[union-attr]


def test_qpdf_is_content(pano: Finished) -> None:
    assert "No syntax or stream encoding errors found" in call("qpdf", "--check", pano.path("pdf"))


def test_the_page_is_the_ordered_size_in_poppler_and_pdfium(pano: Finished) -> None:
    width, height = (
        float(v) for v in re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", call("pdfinfo", pano.path("pdf"))).groups()
    )  # type: ignore[union-attr]
    assert (width / 72 * 25.4, height / 72 * 25.4) == pytest.approx((4000, 2000), abs=0.1)
    page = pypdfium2.PdfDocument(pano.path("pdf"))[0]
    assert [v / 72 * 25.4 for v in page.get_size()] == pytest.approx([4000, 2000], abs=0.1)
    assert call("pdffonts", pano.path("pdf")).count("\n") == 2  # a header and a rule: no font
    assert call("pdfimages", "-list", pano.path("pdf")).count("\n") == 2  # no image


def cmyk_of(path: Path) -> NDArray[np.float64]:
    picture = Image.open(path)
    assert picture.mode == "CMYK"
    return np.asarray(picture, dtype=np.float64) / 2.55


def read_pam(path: Path) -> NDArray[np.float64]:
    header, _, body = path.read_bytes().partition(b"ENDHDR\n")
    fields = dict(line.split(b" ", 1) for line in header.splitlines() if b" " in line)
    shape = (int(fields[b"HEIGHT"]), int(fields[b"WIDTH"]), int(fields[b"DEPTH"]))
    return np.frombuffer(body, dtype=np.uint8).reshape(shape)[..., :4].astype(np.float64) / 2.55


def test_three_renderers_draw_the_same_plates(pano: Finished, tmp_path: Path) -> None:
    pdf = pano.path("pdf")
    call(
        "gs",
        "-q",
        "-dSAFER",
        "-dBATCH",
        "-dNOPAUSE",
        "-sDEVICE=tiff32nc",
        "-r20",
        f"-sOutputFile={tmp_path}/gs.tif",
        pdf,
    )
    call("mutool", "draw", "-q", "-c", "cmyk", "-r", "20", "-o", tmp_path / "mu.pam", pdf)
    call("pdftoppm", "-jpegcmyk", "-jpegopt", "quality=100", "-r", "20", "-singlefile", pdf, tmp_path / "pop")
    ghost, mu = cmyk_of(tmp_path / "gs.tif"), read_pam(tmp_path / "mu.pam")
    # Photoshop's convention: a CMYK JPEG holds inverted inks, which Pillow leaves as they stand.
    pop = cmyk_of(tmp_path / "pop.jpg")
    pop = 100 - pop if abs(float(np.median(pop[..., 1])) - 100) > 50 else pop
    height, width = (min(a.shape[i] for a in (ghost, mu, pop)) for i in (0, 1))
    pictures = [a[:height, :width] for a in (ghost, mu, pop)]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        difference = np.abs(pictures[one] - pictures[other]).max(axis=2)
        # Edges are smoothed differently; the fields and gradients must agree.
        assert float(np.median(difference)) <= 1.0
        assert float(np.mean(difference > 5)) < 0.06


@pytest.mark.parametrize(
    ("layout", "size"), [("bang-ron/co-do", "4,8x0,6m"), ("ap-phich/co-do", "A1"), ("ap-phich/co-do", "A4")]
)
def test_the_other_print_formats_separate_cleanly(studio: Studio, tmp_path: Path, layout: str, size: str) -> None:
    sign = finish(studio, tmp_path, layout=layout, size=size)
    inks = call(
        "gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=inkcov", "-r10", "-sOutputFile=-", sign.path("pdf")
    )
    cyan, magenta, yellow, _black = (float(v) for v in inks.split()[:4])
    # A poster has white room for its crop marks: 12 % of an A4 page.
    assert magenta > 0.5 and yellow > 0.85 and cyan < 0.6
    assert "No syntax or stream encoding errors found" in call("qpdf", "--check", sign.path("pdf"))
