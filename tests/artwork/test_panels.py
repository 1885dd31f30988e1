"""Where prints are cut: tables of seams, what holds for every print, and panels put together again."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.artwork.pages import obstacles
from renderer.artwork.panels import LEAST_SIDE, Cut, Obstacle, cut, printed_of
from renderer.pipeline import prepare
from renderer.review.verify import verify_file
from renderer.studio import Studio
from renderer.values.errors import RefusedError, UsageError
from renderer.values.geometry import Rect
from tests.helpers.pictures import Pixels, assert_same_picture
from tests.helpers.programs import drawn
from tests.helpers.signs import OFFICE, SHORT, finish, order_of

Given = tuple[tuple[float, ...], tuple[float, float], float, list[tuple[str, tuple[float, ...]]]]


def obstacle(name: str, rect: Iterable[float]) -> Obstacle:
    """Return a letter, or an emblem where the name is a small letter."""
    return Obstacle(Rect(*rect), name, name.isupper())


# -- tables ---------------------------------------------------------------------------------------

FIFTHS = (("A", 1100), ("B", 2300), ("C", 3500), ("D", 4700))
# The area (x, y, width, height), the roll, the overlap, what stands there; the cells and what their seams cross.
SEAMS: dict[str, tuple[Given, list[tuple[float, ...]], str]] = {
    "what fits is not cut": (((0, 0, 1000, 500), (1000, 500), 30, []), [(0, 0, 1000, 500)], ""),
    "it may lie on the roll either way": (((0, 0, 1000, 500), (500, 1000), 30, []), [(0, 0, 1000, 500)], ""),
    "in halves, each with half the overlap": (
        ((0, 0, 4000, 1000), (2015, 1000), 30, []),
        [(0, 0, 2000, 1000), (2000, 0, 2000, 1000)],
        "",
    ),
    "a millimetre less makes three": (
        ((0, 0, 4000, 1000), (2014, 1000), 30, []),
        [(0, 0, 1333.3, 1000), (1333.3, 0, 1333.4, 1000), (2666.7, 0, 1333.3, 1000)],
        "",
    ),
    "an inner panel has an overlap on both sides": (
        ((0, 0, 3000, 1000), (1030, 1000), 30, []),
        [(0, 0, 1000, 1000), (1000, 0, 1000, 1000), (2000, 0, 1000, 1000)],
        "",
    ),
    "without overlap": (((0, 0, 2000, 500), (1000, 500), 0, []), [(0, 0, 1000, 500), (1000, 0, 1000, 500)], ""),
    "the bleed is cut with the sign": (
        ((-30, -30, 4060, 1060), (2045, 1060), 30, []),
        [(-30, -30, 2030, 1060), (2000, -30, 2030, 1060)],
        "",
    ),
    "parallel strips before seams that end on another": (
        ((0, 0, 2000, 1000), (1000, 500), 0, []),
        [(x, 0, 500, 1000) for x in (0, 500, 1000, 1500)],
        "",
    ),
    "in both directions where no strip is long enough, one after the other": (
        ((0, 0, 1600, 900), (800, 450), 0, []),
        [(0, 0, 800, 450), (0, 450, 800, 450), (800, 0, 800, 450), (800, 450, 800, 450)],
        "",
    ),
    "a letter in the middle costs a panel": (
        ((0, 0, 4000, 1000), (2030, 1000), 30, [("A", (1950, 400, 100, 200))]),
        [(0, 0, 1333.3, 1000), (1333.3, 0, 1333.4, 1000), (2666.7, 0, 1333.3, 1000)],
        "",
    ),
    "so does an emblem": (
        ((0, 0, 4000, 1000), (2030, 1000), 30, [("a", (1950, 400, 100, 200))]),
        [(0, 0, 1333.3, 1000), (1333.3, 0, 1333.4, 1000), (2666.7, 0, 1333.3, 1000)],
        "",
    ),
    "beside a letter, half an overlap and a millimetre away, on the side that leaves the parts more even": (
        ((0, 0, 4000, 1000), (2500, 1000), 30, [("A", (1900, 400, 150, 200))]),
        [(0, 0, 2066, 1000), (2066, 0, 1934, 1000)],
        "",
    ),
    "a line that is longer than the roll is crossed once": (
        ((0, 0, 4000, 1000), (2030, 1000), 30, [("A", (1000, 400, 2000, 200))]),
        [(0, 0, 2000, 1000), (2000, 0, 2000, 1000)],
        "A",
    ),
    "between the lines, as near to the middle as the letters allow": (
        ((0, 0, 6000, 3000), (1700, 50000), 30, [("A", (0, 500, 6000, 900)), ("B", (0, 1500, 6000, 900))]),
        [(0, 0, 6000, 1484), (0, 1484, 6000, 1516)],
        "",
    ),
    "three panels before two slivers": (
        ((0, 0, 1000, 500), (490, 50000), 0, []),
        [(0, 0, 333.3, 500), (333.3, 0, 333.4, 500), (666.7, 0, 333.3, 500)],
        "",
    ),
    "slivers where nothing else fits": (
        ((0, 0, 1000, 200), (490, 190), 0, []),
        [(x, 0, 166.7, 200) for x in (0, 166.7, 333.3, 500, 666.7, 833.3)],
        "",
    ),
    "one even part more where letters stand at every fifth": (
        ((0, 0, 6000, 1000), (1270, 1000), 30, [(name, (at, 0, 200, 9)) for name, at in FIFTHS]),
        [(x, 0, 1000, 1000) for x in (0, 1000, 2000, 3000, 4000, 5000)],
        "",
    ),
    "an emblem is crossed before a letter": (
        ((0, 0, 3000, 1000), (1515, 1000), 30, [("A", (0, 0, 3000, 480)), ("b", (0, 490, 3000, 510))]),
        [(0, 0, 1500, 1000), (1500, 0, 1500, 1000)],
        "Ab",
    ),
}


@pytest.mark.parametrize(("given", "cells", "crossed"), SEAMS.values(), ids=SEAMS.keys())
def test_seams(given: Given, cells: list[tuple[float, ...]], crossed: str) -> None:
    area, roll, overlap, stand = given
    found = cut(Rect(*area), roll, overlap, [obstacle(name, rect) for name, rect in stand])
    assert [pytest.approx(cell, abs=0.11) for cell in cells] == list(found.cells)
    assert found.crossed == tuple(crossed)


@pytest.mark.parametrize(
    ("area", "roll", "words"),
    [
        ((0, 0, 1000, 500), (31, 31), "all overlap"),
        ((0, 0, 1000, 500), (50000, 31), "all overlap"),
        ((0, 0, 1000, 500), (40, 40), "too small for this print"),
        ((0, 0, 100_000, 50_000), (300, 300), "too small for this print"),
    ],
)
def test_a_roll_that_is_too_narrow_is_refused(area: tuple[float, ...], roll: tuple[float, float], words: str) -> None:
    with pytest.raises(RefusedError, match=words) as caught:
        cut(Rect(*area), roll, 30, [])
    assert (caught.value.code, caught.value.field) == ("panels-too-small", "panels")


# -- what holds for every print -------------------------------------------------------------------


@st.composite
def prints(draw: st.DrawFn) -> tuple[Rect, tuple[float, float], float, list[Obstacle]]:
    """Draw a print, its roll and overlap, and what stands on it."""
    width, height = draw(st.integers(100, 8000)), draw(st.integers(100, 8000))
    area = Rect(draw(st.integers(-80, 0)), draw(st.integers(-80, 0)), width, height)
    # Hardly more panels than a person would weld: the search grows with them.
    roll = (draw(st.integers(max(150, width // 5), 8000)), draw(st.integers(max(150, height // 5), 50_000)))
    standing = []
    for name in draw(st.sets(st.sampled_from("ABCabc"))):
        w, h = draw(st.integers(1, width)), draw(st.integers(1, height))
        x, y = draw(st.integers(0, width - w)), draw(st.integers(0, height - h))
        standing.append(obstacle(name, (area.x + x, area.y + y, w, h)))
    return area, roll, draw(st.sampled_from([10.0, 30.0, 60.0])), standing


def fits(panel: Rect, roll: tuple[float, float]) -> bool:
    (short, long), (a, b) = sorted(roll), sorted((panel.width, panel.height))
    return a <= short + 1e-3 and b <= long + 1e-3


def seams_of(found: Cut, area: Rect, overlap: float) -> list[Rect]:
    """Return what two panels both print: the strips in which they are welded."""
    panels = [printed_of(cell, area, overlap) for cell in found.cells]
    common = [one.common(other) for one, other in combinations(panels, 2)]
    return [strip for strip in common if min(strip.width, strip.height) > 1e-6]


@settings(deadline=None, max_examples=80)
@given(prints())
def test_panels_tile_the_print_fit_the_roll_and_tell_what_their_seams_cross(
    drawn: tuple[Rect, tuple[float, float], float, list[Obstacle]],
) -> None:
    area, roll, overlap, standing = drawn
    try:
        found = cut(area, roll, overlap, standing)
    except RefusedError:
        assert not fits(area, roll)
        return
    assert sum(cell.width * cell.height for cell in found.cells) == pytest.approx(area.width * area.height)
    for cell in found.cells:
        assert area.contains(cell) and fits(printed_of(cell, area, overlap), roll)
    for one, other in combinations(found.cells, 2):
        assert min(one.common(other)[2:]) < 1e-6, (one, other)
    seams = seams_of(found, area, overlap)
    met = {item.name for item in standing if any(seam.overlaps(item.rect) for seam in seams)}
    assert met == set(found.crossed) and len(met) == len(found.crossed)
    if fits(area, roll):
        assert found.cells == (area,)


def even_parts(area: Rect, roll: tuple[float, float], overlap: float, parts: int) -> list[Rect]:
    """Return a print cut upright into even parts, or nothing where one of them does not fit the roll."""
    stops = [area.x + round(area.width * i / parts, 1) for i in range(parts)] + [area.right]
    cells = [Rect(a, area.y, b - a, area.height) for a, b in pairwise(stops)]
    return cells if all(fits(printed_of(cell, area, overlap), roll) for cell in cells) else []


@settings(deadline=None, max_examples=80)
@given(prints(), st.integers(0, 1))
def test_no_even_parts_cross_less_nor_are_they_fewer_where_they_cross_nothing(
    drawn: tuple[Rect, tuple[float, float], float, list[Obstacle]], more: int
) -> None:
    area, roll, overlap, standing = drawn
    parts = math.ceil(area.width / (max(roll) - overlap)) + more
    even = Cut(tuple(even_parts(area, roll, overlap, parts)), ())
    if not even.cells:
        return
    found = cut(area, roll, overlap, standing)
    kinds = {item.name: item.letter for item in standing}
    # One thing may be crossed by several seams, and is told once.
    crossings = [item for seam in seams_of(even, area, overlap) for item in standing if seam.overlaps(item.rect)]
    letters = sum(item.letter for item in crossings)
    assert sum(kinds[name] for name in found.crossed) <= letters
    if not letters:
        assert len(found.crossed) <= len(crossings)
    if not crossings and min(cell.width for cell in even.cells) >= LEAST_SIDE:
        assert len(found.cells) <= len(even.cells)


# -- what stands on a sign ------------------------------------------------------------------------


def test_every_letter_and_every_emblem_is_an_obstacle_where_it_is_painted(studio: Studio) -> None:
    artwork = prepare(studio, order_of(organisation=OFFICE, event="thanh-lap-dang-96")).artwork
    found = obstacles(artwork.master, artwork.texts, artwork.faces)
    assert [o.name for o in found if not o.letter] == ["the emblem 'emblem'"]
    lines = {f"a letter of {line.text!r}": line for text in artwork.texts for line in text.block.lines}
    for name, line in lines.items():
        letters = [o.rect for o in found if o.name == name]
        assert len(letters) == len(line.text.replace(" ", ""))
        assert tuple(Rect.hull(letters)) == pytest.approx(tuple(line.ink), abs=1e-3)
    assert {o.name for o in found if o.letter} == lines.keys()


def test_an_outline_reaches_beyond_its_letters_and_a_turned_word_has_turned_letters(studio: Studio) -> None:
    artwork = prepare(studio, order_of(draft=True)).artwork
    mark = artwork.texts[-1]
    letters = [o.rect for o in obstacles(artwork.master, (mark,), artwork.faces) if o.letter]
    [line] = mark.block.lines
    assert mark.stroke and len(letters) == len(line.text.replace(" ", ""))
    # From the lower left to the upper right, and each as large as its own letter, turned, with half a stroke around it.
    assert [r.x for r in letters] == sorted(r.x for r in letters)
    assert letters[0].y > letters[-1].y and Rect(0, 0, 4000, 2000).contains(Rect.hull(letters))
    turn, reach = math.radians(-mark.block.rotation), mark.stroke * line.size / 2
    face = artwork.faces[mark.block.face]
    left, bottom, right, top = face.outline(line.shaped.glyphs[0].gid).bounds or (0, 0, 0, 0)
    across, up = ((b - a) * line.size / face.units_per_em for a, b in ((left, right), (bottom, top)))
    assert letters[0].width == pytest.approx(across * math.cos(turn) + up * math.sin(turn) + 2 * reach)
    assert letters[0].height == pytest.approx(across * math.sin(turn) + up * math.cos(turn) + 2 * reach)


# -- panels of a sign -----------------------------------------------------------------------------


def test_panels_put_together_equal_the_whole(studio: Studio, tmp_path: Path) -> None:
    fields: dict[str, Any] = {"size": "6x3m", "finishing": "hem", "organisation": OFFICE, "event": "thanh-lap-dang-96"}
    whole = finish(studio, tmp_path / "whole", **fields)
    parts = finish(studio, tmp_path / "parts", panels="1,7x50m", **fields)
    pages = parts.expected.pages
    assert len(pages) >= 2 and not parts.asset.entry.warnings
    files = [f for f in parts.asset.entry.files if f.kind == "pdf"]
    assert [f.page for f in files] == list(range(1, len(pages) + 1))
    for number, file in enumerate(files, 1):
        assert re.search(rf"_TL1-10_tam-{number}-{len(pages)}\.pdf$", file.path) and file.scale == "1:10"
        assert verify_file(studio, parts.asset.folder / file.path, [parts.asset.entry]).passed
    dpi = 120
    want = pixels_of(whole.path("pdf"), dpi)
    got = np.full_like(want, 255)
    for file, page in zip(files, pages, strict=True):
        picture = pixels_of(parts.asset.folder / file.path, dpi)
        x, y = (round((page.bleed[i] + 30) * dpi / 25.4 / page.ratio) for i in (0, 1))
        h, w = (min(picture.shape[i], got.shape[i] - at) for i, at in ((0, y), (1, x)))
        got[y : y + h, x : x + w] = picture[:h, :w]
        assert min(page.bleed[2], page.bleed[3]) <= 1700
    # A panel's pixels lie up to half a pixel off the whole's: edges differ, fields do not.
    assert_same_picture(got, want, tolerance=0, share=0.5)
    assert_same_picture(got, want, tolerance=40, share=0.02, name="edges")


def pixels_of(path: Path, dpi: float) -> Pixels:
    return np.asarray(drawn(path, dpi))


def test_seams_meet_no_letter_and_neighbours_overlap(studio: Studio) -> None:
    asked = {"organisation": OFFICE, "finishing": "eyelets", "panels": "3,1x50m", "overlap": 40}
    prepared = prepare(studio, order_of(size="12x6m", **asked))
    assert prepared.warnings == ()
    pages = [page.expected for page in prepared.artwork.pages]
    assert sum(page.trim[2] * page.trim[3] for page in pages) == pytest.approx(12000 * 6000, rel=1e-6)
    for page in pages:
        assert min(page.bleed[2], page.bleed[3]) <= 3100
        assert Rect(*page.bleed).contains(Rect(*page.trim))
    # Every neighbour prints 40 mm of the other.
    windows = [Rect(*page.bleed) for page in pages]
    strips = [one.common(other) for one, other in combinations(windows, 2) if one.overlaps(other)]
    assert strips
    for strip in strips:
        assert min(strip.width, strip.height) == pytest.approx(40, abs=0.01)


def test_a_seam_that_must_cross_a_letter_is_told(studio: Studio) -> None:
    fields: dict[str, Any] = {"layout": "bang-ron/co-do", "size": "4,8x0,6m"}
    crossed = prepare(studio, order_of(panels="0,35x0,35m", **fields)).warnings
    assert any("crosses a letter" in warning for warning in crossed)
    for asked, kind, words in (
        ({"panels": "20x20mm"}, RefusedError, "all overlap"),
        ({"panels": "20x20px"}, UsageError, "lengths"),
        ({"overlap": 5}, UsageError, "for panels"),
    ):
        with pytest.raises(kind, match=words):
            prepare(studio, order_of(slogan=SHORT, **fields, **asked))


def test_a_panels_slug_says_which_panel_it_is_and_how_large_that_prints(studio: Studio) -> None:
    pages = prepare(studio, order_of(size="2x1m", finishing="hem", panels="1x50m", marks="full")).expected.pages
    assert len(pages) > 1
    for page in pages:
        width, height = (f"{round(side, 1):g}" for side in page.bleed[2:])
        [slug] = page.slug
        own = f"tờ {page.number}/{page.count}: in {width} x {height} mm (ngang x cao)"
        assert f"{own}, cả biển 2000 x 1000 mm" in slug.text
