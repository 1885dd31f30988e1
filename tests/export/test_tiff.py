"""CMYK pictures: the plates of the PDF, proven row by row."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pikepdf
import pytest
import tifffile
import zxingcpp
from PIL import Image

from renderer.artwork.pages import slug_parts
from renderer.contract.expectation import ExpectedPage, PlateSheet
from renderer.resolve import PrintSign, resolve
from renderer.review.verify import verify_file
from renderer.studio import Studio
from renderer.values.errors import RefusedError
from tests.helpers.pdfs import rewritten
from tests.helpers.pictures import assert_same_picture
from tests.helpers.programs import cmyk_of, ghostscript
from tests.helpers.signs import Finished, finish, order_of


def test_the_cmyk_picture_has_the_plates_of_the_pdf(every_format: Finished, tmp_path: Path) -> None:
    path = every_format.path("tiff")
    with Image.open(path) as picture:
        assert picture.mode == "CMYK" and picture.info["dpi"] == (20, 20) and picture.size == (2409, 1622)
        assert picture.info["icc_profile"][16:20] == b"CMYK" and picture.tag_v2[259] == 5  # type: ignore[attr-defined]
    ghostscript("tiff32nc", 20, tmp_path / "g.tif", every_format.path("pdf"))
    ghost, ours = cmyk_of(tmp_path / "g.tif"), cmyk_of(path)
    height, width = (min(a.shape[i] for a in (ghost, ours)) for i in (0, 1))
    pair = (ours[:height, :width], ghost[:height, :width])
    assert_same_picture(*pair, tolerance=1, share=0.5, full=100)
    assert_same_picture(*pair, tolerance=5, share=0.1, full=100, name="edges")


def _save(path: Path, pixels: np.ndarray, dpi: float, profile: bytes, **options: object) -> None:
    """Write a picture as the program writes it, but for what ``options`` say."""
    settings = {
        "photometric": "separated",
        "compression": "lzw",
        "resolution": (dpi, dpi),
        "resolutionunit": "inch",
        "iccprofile": profile,
        "metadata": None,
        "rowsperstrip": 200,
        "predictor": False,
        **options,
    }
    tifffile.imwrite(path, pixels, **settings)  # type: ignore[arg-type]


def test_a_tampered_cmyk_picture_is_found(every_format: Finished, studio: Studio, tmp_path: Path) -> None:
    path, entry = every_format.path("tiff"), every_format.asset.entry
    assert verify_file(studio, path, [entry]).passed
    with tifffile.TiffFile(path) as file:
        pixels, profile = file.pages[0].asarray(), file.pages[0].iccprofile  # type: ignore[union-attr]

    def saved(data: np.ndarray, **options: object) -> set[str]:
        _save(tmp_path / path.name, data, 20, profile, **options)
        return {f.code for f in verify_file(studio, tmp_path / path.name, [entry]).findings} - {"bytes-differ"}

    assert saved(pixels) == set()
    marked = pixels.copy()
    marked[400:404, 1200:1204] = 0
    assert saved(marked) & {"art-differs", "letter-differs"}
    frame = every_format.expected.frames[0]
    left, top = frame.rect[0] + 30, frame.rect[1] + 30  # the hem is in the picture
    x, y, w, h = (round(v / 25.4 * 20) for v in (left, top, *frame.rect[2:]))
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


# -- pages: panels, marks -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def panels(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """A print in two panels, whose seam crosses letters, with all marks."""
    return finish(
        studio,
        tmp_path_factory.mktemp("panels"),
        size="60x36cm",
        panels="0.34x0.4m",
        marks="full",
        material="coated",
        dpi=120,
        formats=("pdf", "tiff"),
    )


def _both(panels: Finished) -> list[tuple[Path, Path]]:
    """Return the PDF and the CMYK picture of every panel."""
    of = {
        kind: [panels.asset.folder / f.path for f in panels.asset.entry.files if f.kind == kind] for kind in panels.data
    }
    return list(zip(of["pdf"], of["tiff"], strict=True))


def test_every_panel_is_a_picture_of_its_own_with_its_marks(panels: Finished, tmp_path: Path) -> None:
    assert any("crosses a letter" in warning for warning in panels.asset.entry.warnings)
    pairs = _both(panels)
    assert [tiff.name.rsplit("_", 1)[1] for _, tiff in pairs] == ["tam-1-2.tif", "tam-2-2.tif"]
    for number, (pdf, tiff) in enumerate(pairs):
        sheet = panels.expected.pages[number].lay_plates(120)
        (tmp_path / "whole.pdf").write_bytes(rewritten(pdf.read_bytes(), partial(_on_whole_pixels, sheet=sheet)))
        ghostscript("tiff32nc", 360, tmp_path / "g.tif", tmp_path / "whole.pdf")
        ghost, ours = cmyk_of(tmp_path / "g.tif"), cmyk_of(tiff)
        # Ghostscript paints whatever a shape touches, and smooths nothing: nine of its dots are one of ours.
        ghost = ghost.reshape(ours.shape[0], 3, ours.shape[1], 3, 4).mean(axis=(1, 3))
        assert_same_picture(ours, ghost, tolerance=1, share=0.03, full=100)
        assert_same_picture(ours, ghost, tolerance=45, share=0.0005, full=100, name="edges")
        [code] = zxingcpp.read_barcodes(Image.open(tiff).convert("L"))
        assert code.text == panels.expected.binding
        record = [f for f in panels.asset.entry.files if f.kind == "tiff"][number]
        assert (record.page, record.scale, record.pixels) == (number + 1, "1:1", (ours.shape[1], ours.shape[0]))


def _on_whole_pixels(pdf: pikepdf.Pdf, sheet: PlateSheet) -> None:
    """Make the page as large as its CMYK picture, whose margins are whole pixels."""
    page, dot = pdf.pages[0].obj, 72 / 120
    left, _, _, top = (float(v) for v in page["/BleedBox"])
    (width, height), (before, above, *_) = sheet.size, sheet.inner
    box = left - before * dot, top + (above - height) * dot, left + (width - before) * dot, top + above * dot
    page["/MediaBox"] = pikepdf.Array([round(v, 4) for v in box])


Change = Callable[[np.ndarray, ExpectedPage, PlateSheet], None]


def _cut_letter(pixels: np.ndarray, page: ExpectedPage, sheet: PlateSheet) -> None:
    """Take away what the first panel shows of letters at its seam: a strip of the ground stands there."""
    left, top, width, height = sheet.inner
    edge = pixels[top : top + height, left + width - 8 : left + width]
    edge[:] = edge[4:5, :1]


def _no_mark(pixels: np.ndarray, page: ExpectedPage, sheet: PlateSheet) -> None:
    pixels[: sheet.inner[1], : sheet.inner[0] + 200] = 0


def _other_code(pixels: np.ndarray, page: ExpectedPage, sheet: PlateSheet) -> None:
    foot = sheet.inner[1] + sheet.inner[3] + round(10 / 25.4 * 120)
    part = pixels[foot : foot + 94, sheet.inner[0] : sheet.inner[0] + 94]
    part[:] = part[:, ::-1].copy()


def _stain(pixels: np.ndarray, page: ExpectedPage, sheet: PlateSheet) -> None:
    pixels[4:7, sheet.inner[0] + 300 : sheet.inner[0] + 303, 1] = 200


def _other_slug(pixels: np.ndarray, page: ExpectedPage, sheet: PlateSheet) -> None:
    """Write the slug's first letter over its fourth."""
    line, (across, down) = page.slug[0].lines[0], sheet.scale_of(page)
    x = round((line.x - page.bleed[0]) * across) + sheet.inner[0]
    y = round((line.y - page.bleed[1]) * down) + sheet.inner[1]
    size = round(line.size * down)
    part = pixels[y - size : y + 2, x : x + 4 * size]
    part[:, 2 * size : 3 * size] = part[:, :size]


CHANGES: dict[str, tuple[Change, str]] = {
    "letters lost at the seam": (_cut_letter, "letter-differs"),
    "a corner without marks": (_no_mark, "marks"),
    "another code": (_other_code, "qr-differs"),
    "a stain on the margin": (_stain, "marks"),
    "another slug": (_other_slug, "letter-differs"),
}


@pytest.mark.parametrize(("change", "code"), CHANGES.values(), ids=CHANGES.keys())
def test_a_panel_is_proven_to_its_edge_and_its_margin(
    panels: Finished, studio: Studio, tmp_path: Path, change: Change, code: str
) -> None:
    (_, path), page = _both(panels)[0], panels.expected.pages[0]
    with tifffile.TiffFile(path) as file:
        pixels, profile = file.pages[0].asarray(), file.pages[0].iccprofile  # type: ignore[union-attr]
    change(pixels, page, page.lay_plates(120))
    _save(tmp_path / path.name, pixels, 120, profile)
    found = verify_file(studio, tmp_path / path.name, [panels.asset.entry]).findings
    assert code in {one.code for one in found}


def test_one_panel_is_not_another(panels: Finished, studio: Studio, tmp_path: Path) -> None:
    (_, one), (_, other) = _both(panels)
    assert verify_file(studio, one, [panels.asset.entry]).passed
    (tmp_path / one.name).write_bytes(other.read_bytes())
    assert not verify_file(studio, tmp_path / one.name, [panels.asset.entry]).passed


def test_a_code_that_no_camera_reads_is_refused(studio: Studio, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"modules of 1\.7 px") as caught:
        finish(studio, tmp_path, size="3x2m", marks="full", formats=("tiff",), dpi=40)
    assert "46 dpi" in caught.value.hint and list(tmp_path.iterdir()) == []
    finish(studio, tmp_path, size="3x2m", marks="crop", formats=("tiff",), dpi=20)


def test_the_slug_of_a_picture_speaks_of_the_scale_of_the_pdf_alone(studio: Studio, tmp_path: Path) -> None:
    """A picture is of the print's size: told 1:10, a shop would enlarge it."""
    sign = resolve(studio, order_of(size="6x3m", marks="full", formats=("pdf",)))
    assert isinstance(sign, PrintSign)
    assert "tệp PDF tỉ lệ 1:10" in slug_parts(sign, sign.printed, 1, 1)
