"""Tables of what presses and print shops need."""

from __future__ import annotations

from itertools import pairwise

from renderer.contract.print_specs import place_eyelets


def test_eyelets_stand_in_every_corner_and_never_further_apart_than_asked() -> None:
    holes = place_eyelets(4000, 2000, 500)
    for corner in ((25, 25), (3975, 25), (25, 1975), (3975, 1975)):
        assert corner in holes
    top = sorted(x for x, y in holes if y == 25)
    assert max(b - a for a, b in pairwise(top)) <= 500
    assert len(holes) == len(set(holes)) == 2 * 9 + 2 * 3
