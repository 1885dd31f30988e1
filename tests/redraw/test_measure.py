"""The measure by itself: what lies within an edge's reach passes, what does not is outside."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from renderer.redraw.measure import LEVELS, find_outside, find_solid, shrink


def flat(value: int = 100) -> np.ndarray:
    return np.full((12, 12, 3), value, dtype=np.uint8)


@given(st.integers(0, 255), st.integers(0, 255))
def test_flat_colours_may_differ_by_rounding_and_no_more(one: int, other: int) -> None:
    assert find_outside([flat(one)], flat(other)).any() == (abs(one - other) > LEVELS)


def test_an_edge_may_lie_a_pixel_off_and_no_more() -> None:
    one, near, far = flat(), flat(), flat()
    one[:, 6:], near[:, 7:], far[:, 9:] = 200, 200, 200
    assert not find_outside([one], near).any()
    assert find_outside([one], far).any()


def test_a_line_that_only_one_picture_has_is_outside_whichever_has_it() -> None:
    bare, lined = flat(), flat()
    lined[:, 6] = 130
    assert find_outside([bare], lined).any(axis=0).tolist() == [n == 6 for n in range(12)]
    assert find_outside([lined], bare).any()


def test_a_picture_between_two_references_passes() -> None:
    one, two, between = flat(100), flat(140), flat(120)
    assert find_outside([one], between).any()
    # Between both, and yet like neither: a flat picture is none of a gradient's steps.
    assert find_outside([one, two], between).any()
    assert not find_outside([one, flat(123), two], between).any()


def test_only_what_is_wider_than_an_edge_is_solid() -> None:
    mask = np.zeros((12, 12), dtype=bool)
    mask[2:4, :] = True
    assert not find_solid(mask).any()
    mask[4, :] = True
    assert find_solid(mask)[3].all() and not find_solid(mask)[2].any()


def test_shrinking_takes_means() -> None:
    picture = flat()
    picture[0::2] = 0
    assert (shrink(picture, 2) == 50).all() and shrink(picture, 5).shape == (2, 2, 3)
