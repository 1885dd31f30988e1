"""Where prints are cut: seams, overlaps, and the search for the best of all ways."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from renderer.contract.order import Order
from renderer.pipeline.render import prepare
from renderer.review.verify import verify_file
from renderer.studio import Studio
from renderer.values.errors import RefusedError, UsageError
from renderer.values.geometry import Rect
from tests.helpers.signs import HANG, OFFICE, finish


def test_panels_put_together_equal_the_whole(studio: Studio, tmp_path: Path) -> None:
    fields = {"size": "6x3m", "finishing": "hem", "organisation": OFFICE, "event": "thanh-lap-dang-96"}
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
        organisation=OFFICE,
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
