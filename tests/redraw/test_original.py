"""The drawing as written: its frames paint nothing, its elements are named by id and line."""

from __future__ import annotations

import pytest

from renderer.values.errors import DataError
from renderer.values.geometry import Rect
from tests.helpers.drawings import BOX, SOUND, original_of


def test_frames_paint_nothing() -> None:
    picture = original_of(SOUND).draw(BOX, (400, 200))
    assert tuple(picture[20, 40]) == (218, 37, 29)


def test_elements_are_named_by_id_and_line() -> None:
    original = original_of(SOUND)
    names = [original.name(shape) for shape in original.shapes]
    assert names[0] == "<rect> (line 5 of the drawing)"
    assert names[1] == "<path id='silk'> (line 7 of the drawing)"
    assert names[-1] == "<rect id='veil'> (line 11 of the drawing)"


def test_a_hidden_shape_leaves_all_others() -> None:
    original = original_of(SOUND)
    disc = next(shape for shape in original.shapes if shape.get("id") == "disc")
    left = original_of(original.without([disc]))
    assert len(left.shapes) == len(original.shapes) - 1
    assert tuple(left.draw(BOX, (400, 200))[80, 60]) == (218, 37, 29)


def test_colours_of_a_style_sheet_and_of_css_are_drawn() -> None:
    """What the profile of layouts does not take, the second engine knows: it draws what was written."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"><style>.a{fill:hsl(120,100%,50%)}</style>'
    picture = original_of(svg + '<rect class="a" width="400" height="200"/></svg>').draw(BOX, (40, 20))
    assert (picture == (0, 255, 0)).all()


def test_what_the_engine_cannot_draw_is_an_error_that_names_the_drawing() -> None:
    with pytest.raises(DataError) as caught:
        original_of('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>').draw(BOX, (0, 5))
    assert (caught.value.code, caught.value.where) == ("cannot-compare", "drawing")


def test_lengths_in_points_are_drawn() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"><rect width="400" height="200" fill="#DA251D"/>'
    )
    svg += '<path d="M0 100L400 100" style="stroke:#000000;stroke-width:30pt"/></svg>'
    dark = (original_of(svg).draw(BOX, (400, 200)) == 0).all(axis=2)
    assert int(dark[:, 200].sum()) == 40  # 30 pt are 40 px


@pytest.mark.parametrize("box", ['viewBox="0 0 400 200"', 'width="400" height="200"'])
def test_shares_of_the_drawing_are_the_same_in_every_window(box: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {box} style="overflow:hidden">'
    svg += '<style>svg > rect{fill:#DA251D}</style><rect x="-50%" width="100%" height="50%"/></svg>'
    picture = original_of(svg).draw(Rect(-100.0, 50.0, 400.0, 100.0), (400, 100))
    red = (picture == (218, 37, 29)).all(axis=2)
    assert red[:50, :300].all() and int(red.sum()) == 50 * 300
