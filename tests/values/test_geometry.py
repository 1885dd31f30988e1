"""Laws of the plane: what holds for every rectangle and every matrix."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.values.geometry import Affine, Edges, Point, Rect

# -- matrices -------------------------------------------------------------------------------------

NUMBERS = st.floats(-100, 100).map(lambda v: round(v, 6))
POINTS = st.builds(Point, NUMBERS, NUMBERS)
MATRICES = st.builds(Affine, *[NUMBERS] * 6)
ANGLES = st.floats(-720, 720)
IDENTITY = Affine()


def near(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-6) for a, b in zip(one, other, strict=True))


def test_the_numbers_stand_in_the_order_of_pdf_and_svg() -> None:
    assert Affine(1, 2, 3, 4, 5, 6).apply(Point(7, 8)) == (1 * 7 + 3 * 8 + 5, 2 * 7 + 4 * 8 + 6)


@given(MATRICES, MATRICES, POINTS)
def test_then_applies_the_outer_one_after_the_inner(inner: Affine, outer: Affine, point: Point) -> None:
    assert near(inner.then(outer).apply(point), outer.apply(inner.apply(point)))


@given(MATRICES, MATRICES, MATRICES)
def test_it_does_not_matter_which_two_of_three_are_joined_first(a: Affine, b: Affine, c: Affine) -> None:
    assert near(a.then(b).then(c), a.then(b.then(c)))


@given(MATRICES, POINTS)
def test_the_identity_changes_nothing(matrix: Affine, point: Point) -> None:
    assert matrix.then(IDENTITY) == matrix == IDENTITY.then(matrix)
    assert IDENTITY.apply(point) == point


@given(POINTS, POINTS)
def test_moves_add_up_and_go_back(one: Point, other: Point) -> None:
    both = Affine.translation(*one).then(Affine.translation(*other))
    assert near(both, Affine.translation(one.x + other.x, one.y + other.y))
    assert near(both.then(Affine.translation(-one.x, -one.y)), Affine.translation(*other))


@given(NUMBERS.filter(bool), NUMBERS.filter(bool), POINTS)
def test_a_scale_is_undone_by_its_inverse(x: float, y: float, point: Point) -> None:
    scaled = Affine.scaling(x, y)
    assert scaled.apply(point) == (x * point.x, y * point.y)
    assert near(scaled.then(Affine.scaling(1 / x, 1 / y)).apply(point), point)


@pytest.mark.parametrize(
    ("degrees", "to"),
    [(0, (1, 0)), (90, (0, 1)), (180, (-1, 0)), (270, (0, -1)), (-90, (0, -1)), (45, (0.5**0.5,) * 2)],
)
def test_a_turn_is_clockwise_on_a_page_whose_y_grows_downwards(degrees: float, to: tuple[float, float]) -> None:
    assert Affine.rotation(degrees).apply(Point(1, 0)) == pytest.approx(to)
    assert Affine.rotation(degrees, Point(5, 7)).apply(Point(6, 7)) == pytest.approx((5 + to[0], 7 + to[1]))


@given(ANGLES, POINTS, POINTS)
def test_a_turn_is_undone_by_the_turn_back_and_keeps_its_centre(degrees: float, about: Point, point: Point) -> None:
    turn = Affine.rotation(degrees, about)
    assert near(turn.then(Affine.rotation(-degrees, about)), IDENTITY)
    assert near(turn.apply(about), about)
    assert math.isclose(math.dist(turn.apply(point), about), math.dist(point, about), abs_tol=1e-6)


@given(ANGLES, ANGLES, POINTS)
def test_turns_about_one_point_add_up(one: float, other: float, about: Point) -> None:
    both = Affine.rotation(one, about).then(Affine.rotation(other, about))
    assert near(both, Affine.rotation(one + other, about))


# -- rectangles -----------------------------------------------------------------------------------

# Whole numbers, so that sums are exact.
SIDES = st.integers(0, 50)
RECTS = st.builds(Rect, st.integers(-50, 50), st.integers(-50, 50), SIDES, SIDES)
AREAS = RECTS.filter(lambda r: r.width > 0 < r.height)
EDGES = st.builds(Edges, *[st.integers(-5, 40)] * 4)


def corners(rect: Rect) -> list[Point]:
    return [Point(x, y) for x in (rect.x, rect.right) for y in (rect.y, rect.bottom)]


def holds(rect: Rect, point: Point) -> bool:
    return rect.x <= point.x <= rect.right and rect.y <= point.y <= rect.bottom


def test_a_rectangle_in_numbers() -> None:
    rect = Rect(10, 20, 30, 40)
    assert (rect.right, rect.bottom, rect.centre) == (40, 60, (25, 40))
    assert rect.outset(Edges(1, 2, 3, 4)) == (6, 19, 36, 44)
    assert rect.inset(5) == (15, 25, 20, 30)
    assert rect.common(Rect(0, 0, 20, 30)) == (10, 20, 10, 10)
    assert rect.common(Rect(100, 0, 20, 30))[2:] == (0, 10)


@given(RECTS, st.integers(-20, 20))
def test_in_and_out_again(rect: Rect, by: int) -> None:
    assert rect.inset(by).inset(-by) == rect
    assert rect.outset(Edges.all(by)) == rect.inset(-by)
    assert rect.inset(by).centre == rect.centre


@given(RECTS, EDGES)
def test_every_side_moves_out_by_its_own_length(rect: Rect, edges: Edges) -> None:
    out = rect.outset(edges)
    moved = (rect.y - out.y, out.right - rect.right, out.bottom - rect.bottom, rect.x - out.x)
    assert moved == edges and edges.even == (len(set(edges)) == 1) and edges.largest == max(edges)


@given(RECTS, RECTS)
def test_one_holds_another_if_it_holds_its_corners(one: Rect, other: Rect) -> None:
    assert one.contains(other) == all(holds(one, corner) for corner in corners(other))
    assert one.contains(one)
    if one.contains(other) and other.contains(one):
        assert one == other


@given(RECTS, st.floats(0, 5))
def test_a_tolerance_reaches_out_and_no_further(rect: Rect, by: float) -> None:
    assert rect.contains(rect.inset(-by), tolerance=by + 1e-9)
    assert not rect.contains(rect.inset(-by - 1e-3), tolerance=by)


@given(AREAS, AREAS)
def test_what_two_share_lies_in_both_and_is_an_area_if_they_overlap(one: Rect, other: Rect) -> None:
    shared = one.common(other)
    assert shared == other.common(one) and one.common(one) == one
    assert one.overlaps(other) == other.overlaps(one) == (shared.width > 0 and shared.height > 0)
    if one.overlaps(other):
        assert one.contains(shared) and other.contains(shared)
    # As many unit squares as a count finds.
    squares = [(x, y) for x in range(one.x, one.right) for y in range(one.y, one.bottom)]  # type: ignore[arg-type]
    both = sum(other.x <= x < other.right and other.y <= y < other.bottom for x, y in squares)
    assert shared.width * shared.height == both


@given(st.lists(RECTS, min_size=1, max_size=6))
def test_a_hull_holds_all_and_touches_one_on_every_side(rects: list[Rect]) -> None:
    hull = Rect.hull(rects)
    assert all(hull.contains(rect) for rect in rects)
    assert hull.x in {r.x for r in rects} and hull.right in {r.right for r in rects}
    assert hull.y in {r.y for r in rects} and hull.bottom in {r.bottom for r in rects}
