"""Previews on paper: the trim alone, and a mark over all of it."""

from __future__ import annotations

import numpy as np
import pytest

from renderer.documents.pictures import make_preview, mark_picture
from tests.helpers.pictures import assert_same_picture
from tests.helpers.signs import Finished


@pytest.mark.parametrize("kind", ["pdf", "png"])
def test_a_preview_shows_the_trim_and_the_mark_lies_over_all_of_it(
    pano: Finished, fonts: dict[str, bytes], kind: str
) -> None:
    picture = make_preview(pano.data[kind], 800)
    assert picture.size == (800, 400)
    other = make_preview(pano.data["png" if kind == "pdf" else "pdf"], 800)
    # One is CMYK through a simple conversion: the same picture, other reds.
    assert_same_picture(picture, other, tolerance=30, share=0.03)
    shown = np.asarray(mark_picture(picture, fonts["Be Vietnam Pro/800"]), dtype=int)
    changed = np.abs(shown - np.asarray(picture)).max(axis=2)
    for row in range(2):
        for column in range(2):
            part = changed[row * 200 : row * 200 + 200, column * 400 : column * 400 + 400]
            assert (part > 40).mean() > 0.01
