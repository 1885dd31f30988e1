"""Banners of any width show in rasters what they show on paper."""

from __future__ import annotations

import pytest

from renderer.layout import MasterSpec
from renderer.layout.compared import always, compare_raster
from renderer.layout.engine import flatten, rasterise
from renderer.layout.svg import read_art
from renderer.studio import Studio
from renderer.values.geometry import Rect
from renderer.values.lengths import Size
from tests.helpers.drawings import original_of

STOPS = '<stop offset="0" stop-color="#FFFF00"/><stop offset="1" stop-color="#0057B8"/>'
GRADIENTS = {
    "far from the origin": '<linearGradient id="g" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="0" y2="5000">{}</linearGradient>',
    "as long as the banner": '<linearGradient id="g" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="60000" y2="99">{}</linearGradient>',
    "round": '<radialGradient id="g" gradientUnits="userSpaceOnUse" cx="55000" cy="2500" r="2000">{}</radialGradient>',
    "a unit enlarged": (
        '<linearGradient id="g" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="1" y2="0"'
        ' gradientTransform="matrix(60000 0 0 5000 0 0)">{}</linearGradient>'
    ),
}


@pytest.mark.parametrize("name", GRADIENTS)
def test_gradients_of_wide_banners_are_drawn(name: str) -> None:
    shape = '<path d="M50000 100L59000 100L59000 4100L50000 4100Z" fill="url(#g)"/>'
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60000 5000"><defs>'
        + GRADIENTS[name].format(STOPS)
        + f'</defs><rect width="60000" height="5000" fill="#DA251D"/>{shape}</svg>'
    )
    art = read_art(svg, Rect(0.0, 0.0, 60_000.0, 5_000.0), "drawing")
    for window, pixels in ((Rect(0, 0, 60_000, 5_000), (6_000, 500)), (Rect(48_000, 0, 12_000, 5_000), (2_400, 1_000))):
        picture = flatten(rasterise(art, window, pixels, "drawing"))
        compare_raster(art, original_of(svg), window, picture, "", always)


@pytest.mark.parametrize("metres", [36, 1000])
def test_a_shipped_banner_of_any_width_is_drawn_alike(studio: Studio, metres: int) -> None:
    """Compiling compares; so does every raster that is drawn of it."""
    size = Size(metres * 1000.0, metres * 100.0, "mm")
    master, _ = studio.master(
        MasterSpec(studio.layout("bang-ron/co-do"), size, 0.0, "none", frozenset({"slogan"}), False)
    )
    assert master.pixels(3000, 300).shape == (300, 3000, 3)


def test_drawing_changes_nothing_of_the_art(studio: Studio) -> None:
    """A print form must be the same whether or not a picture was drawn before it."""
    size = Size(4800.0, 600.0, "mm")
    spec = MasterSpec(studio.layout("bang-ron/co-do"), size, 0.0, "none", frozenset({"slogan"}))
    master, art = studio.uncompared_master(spec)
    before = master.art.source()
    master.pixels(480, 60)
    assert master.art.source() == before
    assert studio.master(spec)[1] == art
