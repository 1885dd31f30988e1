"""CMYK pictures: the plates of the PDF, proven row by row."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from renderer.review.verify import verify_file
from renderer.studio import Studio
from renderer.values.errors import RefusedError
from tests.helpers.pictures import assert_same_picture
from tests.helpers.programs import cmyk_of, ghostscript
from tests.helpers.signs import Finished, finish


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


def test_a_tampered_cmyk_picture_is_found(every_format: Finished, studio: Studio, tmp_path: Path) -> None:
    path, entry = every_format.path("tiff"), every_format.asset.entry
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
