"""Letters as pixels: what is covered is the outline's area, wherever between the pixels it lies."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from shapely.geometry import Polygon

from renderer.export.letters import _box_of, _Brush, _draw, _Letter, _mask
from renderer.preflight.alphabet import alphabet_of
from renderer.preflight.mask import flatten
from renderer.studio import Studio
from renderer.values.geometry import Affine


def letter_of(studio: Studio, character: str, key: str, em: float, x: float, y: float) -> _Letter:
    face = studio.face(key)
    scale = em / face.units_per_em
    return _Letter(face, face.shape(character)[0].gid, Affine(scale, 0, 0, -scale, x, y), 0.0)


@pytest.mark.parametrize("key", ["Be Vietnam Pro/800", "Oswald/500", "Lora/700"])
def test_a_mask_covers_the_area_of_its_outline(studio: Studio, key: str) -> None:
    """Also at 30 px, where a pixel of a notch was lost by more than half."""
    rng, alphabet = Random(key), alphabet_of(studio.workspace.font_bytes(key))
    for character in "ẨẠÊĐẵữị&8":
        shape = alphabet.shape_of(character)
        assert shape is not None
        rings = [Polygon(contour) for contour in flatten(*shape)]
        # Signed: a hole runs the other way round.
        area = abs(sum(ring.area * (1 if ring.exterior.is_ccw else -1) for ring in rings))
        for em in (8.0, 30.0, 61.7):
            letter = letter_of(studio, character, key, em, 20 + rng.random(), 90 + rng.random())
            covered = float(_mask(letter, _box_of(letter, 150, 150)).sum())
            assert covered == pytest.approx(area * (em / alphabet.units_per_em) ** 2, rel=0.006), (character, em)


def test_a_letter_drawn_in_strips_is_the_letter_drawn_whole(studio: Studio) -> None:
    letter = letter_of(studio, "Ẩ", "Be Vietnam Pro/800", 60.3, 12.4, 80.7)
    brush = _Brush(np.array([[10.0, 200.0, 30.0, 255.0], [255.0, 0.0, 99.5, 0.0]], dtype=np.float32), 40.0, 80.7)
    whole = np.full((100, 90, 4), 128, dtype=np.uint8)
    _draw(whole, letter, brush)
    strips = []
    for top in range(0, 100, 7):
        strip = np.full((min(7, 100 - top), 90, 4), 128, dtype=np.uint8)
        up = letter._replace(matrix=letter.matrix.then(Affine.translation(0.0, -top)))
        _draw(strip, up, brush._replace(cap=brush.cap - top, foot=brush.foot - top))
        strips.append(strip)
    apart = np.abs(np.concatenate(strips).astype(int) - whole)
    assert (whole != 128).any() and apart.max() <= 2


def test_what_lies_outside_the_picture_is_not_drawn(studio: Studio) -> None:
    canvas = np.zeros((20, 20, 3), dtype=np.uint8)
    brush = _Brush(np.array([[255.0, 255.0, 255.0]], dtype=np.float32), 0.0, 1.0)
    for x, y in ((-60.0, 10.0), (25.0, 10.0), (5.0, -5.0), (5.0, 90.0)):
        _draw(canvas, letter_of(studio, "M", "Oswald/700", 20.0, x, y), brush)
    assert not canvas.any()
    _draw(canvas, letter_of(studio, "M", "Oswald/700", 40.0, -10.0, 25.0), brush)
    assert canvas.any()
