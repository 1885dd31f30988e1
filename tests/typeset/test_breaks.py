"""Balanced lines against exhaustive search."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from renderer.typeset.breaks import balanced_lines


def widest(widths: list[float], space: float, lines: list[tuple[int, int]]) -> float:
    return max(sum(widths[i:j]) + space * (j - i - 1) for i, j in lines)


def every_split(words: int, count: int) -> list[list[tuple[int, int]]]:
    cuts = combinations(range(1, words), count - 1)
    return [list(zip((0, *c), (*c, words), strict=True)) for c in cuts]


@given(st.lists(st.integers(1, 50).map(float), min_size=1, max_size=9), st.integers(1, 5), st.integers(0, 9))
def test_no_split_has_a_narrower_widest_line(widths: list[float], count: int, space: int) -> None:
    lines = balanced_lines(widths, float(space), count)
    assert [i for i, _ in lines] == [0] + [j for _, j in lines[:-1]] and lines[-1][1] == len(widths)
    assert all(i < j for i, j in lines)
    best = min(widest(widths, space, split) for split in every_split(len(widths), min(count, len(widths))))
    assert widest(widths, space, lines) == best


def test_a_tie_is_broken_towards_even_lines() -> None:
    assert balanced_lines([9.0, 1.0, 1.0, 4.0], 0.0, 2) == [(0, 1), (1, 4)]
    assert balanced_lines([4.0, 4.0, 4.0, 4.0], 1.0, 2) == [(0, 2), (2, 4)]
