"""What differs between two engines is found by place and element, and smoothed edges never are."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.redraw import FORM, PICTURE, Draw, Kind, check_alike, check_raster, sample_pixels
from renderer.redraw.compare import find_difference
from renderer.values.errors import DataError
from renderer.values.geometry import Rect
from tests.helpers.drawings import BOX, SOUND, form_of, original_of, picture_of

ENGINES = [(PICTURE, picture_of), (FORM, form_of)]
Make = Callable[[str], Draw]
# What a drawing becomes in the hands of an engine that gets it wrong, and the element that must be named.
PLANTED = {
    "an element is gone": (r'<circle id="disc".*\n', "", "disc"),
    "moved by two pixels": (r'cx="100"', 'cx="101"', "disc"),
    "another colour by 8 of 255": (r"(<circle .*)#8C0F0A", r"\1#94170A", "disc"),
    "a hairline is gone": (r'<path id="hair".*\n', "", "hair"),
    "opacity is lost": (r'opacity="0.9"', 'opacity="1"', "veil"),
    "a gradient ends elsewhere": (r'x2="400"', 'x2="330"', "silk"),
    "a gradient's colour": (r"#C98A00", "#C98A20", "silk"),
}


@pytest.mark.parametrize(("kind", "make"), ENGINES, ids=["picture", "form"])
def test_a_drawing_is_alike_with_itself(kind: Kind, make: Make) -> None:
    check_alike(original_of(SOUND), kind, make(SOUND), BOX, make)


@pytest.mark.parametrize("planted", PLANTED)
@pytest.mark.parametrize(("kind", "make"), ENGINES, ids=["picture", "form"])
def test_a_planted_difference_is_found_and_named(kind: Kind, make: Make, planted: str) -> None:
    pattern, into, name = PLANTED[planted]
    change = lambda svg: re.sub(pattern, into, svg)  # noqa: E731
    assert change(SOUND) != SOUND
    # The engine spoils every drawing in the same way, the parts that are tried one by one as well.
    spoilt = lambda svg: make(change(svg.replace("ns0:", "").replace("xmlns:ns0", "xmlns")))  # noqa: E731
    with pytest.raises(DataError) as caught:
        check_alike(original_of(SOUND), kind, spoilt(SOUND), BOX, spoilt)
    assert caught.value.code == "drawn-differently"
    assert kind.name in caught.value.message
    assert f"id={name!r}" in caught.value.message and "(line " in caught.value.message


@given(
    x=st.floats(1, 250), y=st.floats(1, 100), w=st.floats(0.3, 140), h=st.floats(0.3, 90),
    turn=st.floats(0, 360), fill=st.sampled_from(["#FFFFFF", "#000000", "#FFD400", "#8C0F0A"]),
    stroke=st.sampled_from([0.0, 0.1, 0.3]),
)  # fmt: off
@settings(max_examples=6, deadline=None)
def test_edges_in_any_place_and_direction_are_no_difference(
    x: float, y: float, w: float, h: float, turn: float, fill: str, stroke: float
) -> None:
    shape = f'<path d="M{x} {y}h{w}v{h}h{-w}z" transform="rotate({turn} {x} {y})" fill="{fill}"'
    svg = SOUND.replace("</svg>", f'{shape} stroke="#FFFFFF" stroke-width="{stroke}"/></svg>')
    for kind, make in ENGINES:
        check_alike(original_of(svg), kind, make(svg), BOX, make)


def test_the_place_is_told_in_units_of_the_drawing() -> None:
    spoilt = picture_of(SOUND.replace('id="disc" cx="100"', 'id="disc" cx="300"'))
    with pytest.raises(DataError, match=r"at x [\d.]+, y [\d.]+") as caught:
        check_alike(original_of(SOUND), PICTURE, spoilt, BOX, picture_of)
    x, y = (float(n) for n in re.search(r"at x ([\d.]+), y ([\d.]+)", caught.value.message).groups())  # type: ignore[union-attr]
    assert (50 <= x <= 150 or 250 <= x <= 350) and 30 <= y <= 130


def test_finished_pixels_are_compared_at_their_own_size() -> None:
    original, picture = original_of(SOUND), picture_of(SOUND)(BOX, (1000, 500))
    check_raster(original, picture, BOX, "the raster")
    spoilt = picture.copy()
    spoilt[300:304, 200:204] = (0, 0, 255)
    with pytest.raises(DataError, match="the raster differs from the drawing at x 80, y 120"):
        check_raster(original, spoilt, BOX, "the raster")


def test_a_line_that_is_gone_from_a_large_raster_is_found() -> None:
    gone = re.sub(r'<path id="hair".*\n', "", SOUND).replace('stroke-width="0.2"', 'stroke-width="0.4"')
    picture = picture_of(gone)(BOX, (2400, 1200))
    with pytest.raises(DataError, match="differs from the drawing"):
        check_raster(original_of(SOUND), picture, BOX, "the raster")


def test_tiles_of_a_pattern_may_lie_as_far_off_as_the_second_engine_lays_them() -> None:
    tile = '<pattern id="p" patternUnits="userSpaceOnUse" width="2" height="2" patternTransform="scale(10)">'
    pattern = f'<defs>{tile}<circle cx="1" cy="1" r="0.8" fill="#FFFF00"/></pattern></defs>'
    svg = SOUND.replace("</svg>", pattern + '<rect x="20" y="20" width="160" height="160" fill="url(#p)"/></svg>')
    for kind, make in ENGINES:
        check_alike(original_of(svg), kind, make(svg), BOX, make)
        with pytest.raises(DataError):
            check_alike(original_of(svg), kind, make(svg.replace("scale(10)", "scale(10.3)")), BOX, make)


@given(st.floats(1, 1e6), st.floats(1, 1e6))
def test_samples_show_any_shape(width: float, height: float) -> None:
    across, down = sample_pixels(Rect(0, 0, width, height))
    assert 1 <= across <= 16_384 and 1 <= down <= 16_384 and across * down < 600_000


def test_a_picture_of_one_row_is_compared() -> None:
    picture = np.full((1, 40, 3), (218, 37, 29), dtype=np.uint8)
    ground = original_of(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"><rect width="400" height="200" fill="#DA251D"/></svg>'
    )
    check_raster(ground, picture, Rect(0, 0, 400, 10), "the raster")
    with pytest.raises(DataError):
        check_raster(ground, picture + np.uint8(9), Rect(0, 0, 400, 10), "the raster")


TILES = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"><defs>
<pattern id="p" width="20" height="20" patternUnits="userSpaceOnUse" patternTransform="rotate(30) scale(2 1)">
<rect width="20" height="20" fill="#FFFFDD"/><circle cx="10" cy="10" r="6" fill="#CC0000"/></pattern></defs>
<rect width="400" height="200" fill="#F4E9D8"/><rect x="20" y="20" width="70" height="50" fill="url(#p)"/></svg>"""


def test_tiles_on_whole_pixels_are_no_difference_and_other_tiles_are() -> None:
    check_alike(original_of(TILES), PICTURE, picture_of(TILES), BOX, picture_of)
    other = picture_of(TILES.replace('r="6"', 'r="5"'))
    with pytest.raises(DataError, match="<rect>"):
        check_alike(original_of(TILES), PICTURE, other, BOX, lambda _: other)


def test_what_lies_a_pixel_off_at_the_edge_of_a_window_is_no_difference() -> None:
    bar = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"><rect x="{}" width="50" height="200"/></svg>'
    window, pixels = Rect(50.0, 0.0, 20.0, 20.0), (40, 40)
    for left, alike in ((19.5, True), (16.0, False)):
        draw = picture_of(bar.format(left))
        found = find_difference(original_of(bar.format(20)), PICTURE, draw, window, pixels)
        assert (found is None) == alike
