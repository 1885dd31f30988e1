"""Any drawing: what is taken looks alike in every engine and is plain; what is not raises an error of the program."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.drawing import normalise
from renderer.values.errors import CodongError
from tests.helpers.plain_drawings import assert_alike, drawing, make_plain

few = settings(max_examples=15, deadline=None)
COLOURS = st.sampled_from(
    ["#0057B8", "yellow", "hsl(120,50%,30%)", "rgb(10%,90%,20%)", "url(#g)", "url(#r)", "url(#p)", "#FFF8"]
)
WHERE = st.integers(0, 150)
SIZE = st.integers(20, 120)
MOVES = st.sampled_from(
    [
        "",
        'transform="rotate(30 100 100)"',
        'transform="scale(.5) skewX(20)"',
        'transform="translate(20,-10)scale(1 .4)"',
    ]
)
MORE = st.sampled_from(
    [
        "",
        'opacity=".5"',
        'clip-path="url(#c)"',
        'clip-path="url(#b)"',
        'fill-rule="evenodd"',
        'style="paint-order:stroke"',
    ]
)
DEFS = """<defs>
<linearGradient id="s"><stop offset=".2" stop-color="#FFFF00"/><stop offset=".8" stop-color="#0057B8" stop-opacity=".7"/></linearGradient>
<linearGradient id="g" href="#s" y2="100%" gradientTransform="rotate(10)"/><radialGradient id="r" xlink:href="#s" r="60%" fx="40%"/>
<pattern id="p" patternUnits="userSpaceOnUse" width="30" height="24" patternTransform="rotate(20)"><circle cx="12" cy="12" r="10" fill="#0057B8"/></pattern>
<clipPath id="c"><path clip-rule="evenodd" d="M10 10H190V190H10ZM60 60H140V140H60Z"/></clipPath>
<clipPath id="b" clipPathUnits="objectBoundingBox"><circle cx=".5" cy=".5" r=".45"/></clipPath></defs>"""


@st.composite
def shapes(draw: st.DrawFn) -> str:
    x, y, w, h = draw(WHERE), draw(WHERE), draw(SIZE), draw(SIZE)
    body = draw(
        st.sampled_from(
            [
                f'rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{w // 4}"',
                f'ellipse cx="{x}" cy="{y}" rx="{w}" ry="{h / 2}"',
                f'path d="M{x} {y}q{w} 0 {w} {h}t-{w} 20zm10 10h{w}v{h}z"',
                f'path d="M{x},{y}a{w} {h} 20 11{h}-{w}z"',
                f'polygon points="{x},{y} {x + w},{y + h} {x},{y + h} {x + w},{y}"',
            ]
        )
    )
    stroke = draw(st.sampled_from(["", 'stroke="#000"', 'stroke="url(#g)" stroke-width="14" stroke-linejoin="round"']))
    return f'<{body} fill="{draw(COLOURS)}" {stroke} {draw(MOVES)} {draw(MORE)}/>'


@st.composite
def trees(draw: st.DrawFn) -> str:
    parts = draw(st.lists(shapes(), min_size=1, max_size=3))
    if draw(st.booleans()):
        more = draw(MORE.filter(lambda text: "url(#b)" not in text))  # a group has no box that all engines agree on
        parts = [f'<g {draw(MOVES)} {more} fill="#888">{"".join(parts)}</g>']
    if draw(st.booleans()):
        parts = [f'<g id="again">{"".join(parts)}</g><use href="#again" x="30" y="-20" opacity=".6"/>']
    return drawing(DEFS + "".join(parts))


@settings(max_examples=8, deadline=None)
@given(trees())
def test_what_is_taken_looks_alike(svg: str) -> None:
    assert_alike(svg, most=60, few=40)


@few
@given(trees())
def test_normalising_again_changes_nothing(svg: str) -> None:
    once = make_plain(svg)
    assert make_plain(once) == once


NAMES = st.sampled_from(
    "g rect path use svg symbol clipPath pattern linearGradient radialGradient stop style switch a line circle image text".split()
)
KEYS = st.sampled_from(
    "id href fill stroke stroke-width stroke-dasharray d points transform style class clip-path clipPathUnits width height x y"
    " r rx viewBox offset gradientUnits patternUnits preserveAspectRatio opacity data-frame display font-size".split()
)
VALUES = st.one_of(
    st.sampled_from(
        [
            "#a",
            "a",
            "url(#a)",
            "url(#b)",
            "b",
            "1",
            "50%",
            "1e9",
            "-3",
            "0 0 9 9",
            "M0 0L9 9C1 1 2 2 3 3z",
            "none",
            "inherit",
        ]
        + [
            "userSpaceOnUse",
            "objectBoundingBox",
            "fill:red;stroke:url(#a)",
            "scale(1e9)",
            "rotate(7)",
            "xMidYMid slice",
            "9e99",
        ]
    ),
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Z"]), max_size=12),
)


def element(inside: st.SearchStrategy[list[str]]) -> st.SearchStrategy[str]:
    def build(name: str, attributes: dict[str, str], parts: list[str]) -> str:
        from xml.sax.saxutils import quoteattr

        written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
        return f"<{name}{written}>{''.join(parts)}</{name}>"

    return st.builds(build, NAMES, st.dictionaries(KEYS, VALUES, max_size=4), inside)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.recursive(element(st.just([])), lambda inner: element(st.lists(inner, max_size=3)), max_leaves=8), max_size=4
    )
)
def test_any_tree_is_taken_or_refused(parts: list[str]) -> None:
    try:
        plain = normalise(drawing("".join(parts)), "x")
    except CodongError as fault:
        assert fault.code != "internal", fault
        assert fault.where == "x"
    else:
        assert plain.get("viewBox") == "0 0 200 200"


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=80), st.binary(max_size=80).map(lambda data: data.decode("latin-1"))))
def test_any_text_is_refused(text: str) -> None:
    with pytest.raises(CodongError):
        normalise(text, "x")


def test_a_damaged_drawing_is_taken_or_refused() -> None:
    source = drawing(
        DEFS + '<rect x="10" y="10" width="99" height="50" fill="url(#g)" transform="rotate(30 100 100)"/>'
    )
    chance = random.Random(12)
    for _ in range(200):
        letters = list(source)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(letters))
            letters[at : at + chance.choice((0, 1, 5))] = chance.choice(
                ["", "0", "-", "e9", "#", '"', "<", "z", "%", "\ud800"]
            )
        try:
            normalise("".join(letters), "x")
        except CodongError as fault:
            assert fault.code != "internal", fault
