"""Each kind of drawing that engines draw differently has the right colours at chosen places, in every engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.plain_drawings import RED, assert_alike, drawing, make_plain, seen_at

WHITE, YELLOW, BLUE, BLACK = "#FFFFFF", "#FFFF00", "#0057B8", "#000000"
CASES = Path(__file__).parent / "cases"
GRADIENT = '<linearGradient id="stops"><stop offset="0" stop-color="#0057B8"/><stop offset="1" stop-color="#FFFF00"/></linearGradient>'
SQUARE = 'x="20" y="20" width="160" height="160"'

# A body on a red ground of 200 x 200, and what shows at some places of it.
KINDS: dict[str, tuple[str, dict[tuple[int, int], str]]] = {
    "clip-rule evenodd leaves a hole": (
        '<clipPath id="c"><path clip-rule="evenodd" d="M20 20H180V180H20ZM60 60H140V140H60Z"/></clipPath>'
        '<rect width="200" height="200" fill="#FFFF00" clip-path="url(#c)"/>',
        {(40, 100): YELLOW, (100, 100): RED, (10, 10): RED},
    ),
    "a hole by evenodd stays when it is turned": (
        '<clipPath id="c"><path clip-rule="evenodd" d="M20 20H180V180H20ZM60 60H140V140H60Z"/></clipPath>'
        '<g transform="rotate(60 100 100)"><circle cx="100" cy="100" r="75" fill="#FFFF00" clip-path="url(#c)"/></g>',
        {(40, 100): YELLOW, (100, 40): YELLOW, (100, 100): RED, (10, 10): RED},
    ),
    "a clip path of two shapes shows both": (
        '<clipPath id="c"><rect x="20" y="20" width="60" height="60"/><circle cx="140" cy="140" r="40"/></clipPath>'
        '<rect width="200" height="200" fill="#FFFF00" clip-path="url(#c)"/>',
        {(50, 50): YELLOW, (140, 140): YELLOW, (140, 50): RED},
    ),
    "a clip path within a clip path": (
        '<clipPath id="a"><rect x="0" y="0" width="100" height="200"/></clipPath>'
        f'<clipPath id="b" clip-path="url(#a)"><rect {SQUARE}/></clipPath>'
        '<rect width="200" height="200" fill="#FFFF00" clip-path="url(#b)"/>',
        {(60, 100): YELLOW, (140, 100): RED, (10, 100): RED},
    ),
    "a clip path in shares of a turned shape's box": (
        '<clipPath id="c" clipPathUnits="objectBoundingBox"><rect width="0.5" height="1"/></clipPath>'
        '<rect x="20" y="20" width="80" height="80" transform="translate(20 0) scale(1.5 2)" fill="#FFFF00"'
        ' clip-path="url(#c)"/>',
        {(60, 100): YELLOW, (140, 100): RED},
    ),
    "hsl": (f'<rect {SQUARE} fill="hsl(60,100%,50%)"/>', {(100, 100): YELLOW}),
    "hex with an opacity": (f'<rect {SQUARE} fill="#FFFF0000"/>', {(100, 100): RED}),
    "rgba in per cent": (f'<rect {SQUARE} fill="rgba(100%,100%,0%,1)"/>', {(100, 100): YELLOW}),
    "currentColor from above": (f'<g color="#FFFF00"><rect {SQUARE} fill="currentColor"/></g>', {(100, 100): YELLOW}),
    "opacity and display of use": (
        '<defs><rect id="a" x="10" y="20" width="80" height="160" fill="#000" opacity="0.5"/>'
        '<rect id="b" x="110" y="20" width="80" height="160"/></defs>'
        '<use href="#a" opacity="0"/><use href="#b" style="display:none"/>',
        {(50, 100): RED, (150, 100): RED},
    ),
    "fill comes to a copy from its use": (
        f'<defs><rect id="a" {SQUARE}/></defs><use href="#a" fill="#FFFF00"/>',
        {(100, 100): YELLOW},
    ),
    "a symbol is fitted and cut": (
        '<symbol id="s" viewBox="0 0 10 10"><rect x="-5" width="20" height="10" fill="#FFFF00"/></symbol>'
        '<use href="#s" x="50" y="50" width="100" height="100"/>',
        {(100, 100): YELLOW, (30, 100): RED, (170, 100): RED},
    ),
    "an inner svg is fitted and cut": (
        '<svg x="50" y="50" width="100" height="50" viewBox="0 0 10 10" preserveAspectRatio="xMaxYMid">'
        '<rect x="0" width="10" height="20" fill="#FFFF00"/></svg>',
        {(125, 75): YELLOW, (75, 75): RED, (125, 120): RED},
    ),
    "an ellipse of one radius is a circle": (
        '<ellipse cx="100" cy="100" rx="80" fill="#FFFF00"/>',
        {(100, 30): YELLOW},
    ),
    "a rect of one radius has round corners": (
        f'<rect {SQUARE} ry="80" fill="#FFFF00"/>',
        {(30, 30): RED, (100, 30): YELLOW},
    ),
    "skewX": (
        '<rect x="60" y="60" width="80" height="80" fill="#FFFF00" transform="skewX(-45)"/>',
        {(30, 100): YELLOW, (100, 130): RED, (70, 65): YELLOW},
    ),
    "the transform property of a style": (
        '<rect width="80" height="80" fill="#FFFF00" style="transform:matrix(1,0,0,1,100,100)"/>',
        {(140, 140): YELLOW, (40, 40): RED},
    ),
    "blanks within url()": (
        f"<defs>{GRADIENT}</defs><rect {SQUARE} fill=\"url( '#stops' )\"/>",
        {(22, 100): "#0358B6"},
    ),
    "a gradient linked and used twice": (
        f'<defs>{GRADIENT}<linearGradient id="a" href="#stops" x1="0" x2="0" y2="1"/></defs>'
        '<rect x="20" y="20" width="60" height="160" fill="url(#a)"/><rect x="120" y="20" width="60" height="160" fill="url(#a)"/>',
        {(50, 22): "#0358B6", (150, 22): "#0358B6", (50, 178): "#FCFE02", (150, 178): "#FCFE02"},
    ),
    "stops out of order": (
        '<defs><linearGradient id="g"><stop offset="0.6" stop-color="#DA251D"/><stop offset="0.2" stop-color="#FFFF00"/>'
        '<stop offset="1" stop-color="#0057B8"/></linearGradient></defs><rect width="200" height="200" fill="url(#g)"/>',
        {(60, 100): RED, (118, 100): RED, (122, 100): "#F3F706", (199, 100): "#0057B8"},
    ),
    "a gradient that repeats in a mirror": (
        '<linearGradient id="g" spreadMethod="reflect" x1="0.4" x2="0.6"><stop offset="0" stop-color="#0057B8"/>'
        '<stop offset="1" stop-color="#FFFF00"/></linearGradient><rect width="200" height="200" fill="url(#g)"/>',
        {(81, 100): "#065BB3", (119, 100): "#F8FB05", (159, 100): "#065BB3", (1, 100): "#065BB3"},
    ),
    "a radial gradient with an inner circle": (
        '<radialGradient id="g" fr="50%" r="100%"><stop offset="0" stop-color="#FFFF00"/><stop offset="1" stop-color="#0057B8"/>'
        '</radialGradient><rect width="200" height="200" fill="url(#g)"/>',
        {(100, 100): YELLOW, (30, 100): YELLOW, (2, 2): "#9DBF47"},
    ),
    "a pattern under a transform": (
        '<pattern id="p" patternUnits="userSpaceOnUse" width="2" height="2" patternTransform="scale(10)">'
        f'<circle cx="1" cy="1" r="0.8" fill="#FFFF00"/></pattern><rect {SQUARE} fill="url(#p)"/>',
        {(30, 30): YELLOW, (40, 40): RED, (170, 170): YELLOW, (10, 10): RED},
    ),
    "a pattern with a viewBox": (
        '<pattern id="p" width="0.25" height="0.25" viewBox="0 0 2 2"><rect width="1" height="1" fill="#FFFF00"/></pattern>'
        f'<rect {SQUARE} fill="url(#p)"/>',
        {(30, 30): YELLOW, (50, 50): RED, (70, 70): YELLOW, (150, 150): YELLOW},
    ),
    "a pattern whose tiles cut their content shows no seam": (
        '<pattern id="p" patternUnits="userSpaceOnUse" width="13.7" height="13.7"><rect x="-5" y="-5" width="50" height="50"'
        f' fill="#FFFF00"/></pattern><rect {SQUARE} fill="url(#p)"/>',
        {(x, 100): YELLOW for x in range(22, 178, 3)},
    ),
    "the stroke below the fill": (
        '<rect x="50" y="50" width="100" height="100" fill="#FFFF00" stroke="#0057B8" stroke-width="40" paint-order="stroke"/>',
        {(60, 100): YELLOW, (40, 100): BLUE},
    ),
    "a style sheet, by class, id and importance": (
        "<style>.a{fill:#0057B8} #b{fill:#000} g .a{fill:#FFFF00 !important} rect{fill:#FFF}</style>"
        '<g><rect class="a" id="b" x="20" y="20" width="60" height="160" style="fill:#000"/></g>'
        '<rect x="120" y="20" width="60" height="160"/>',
        {(50, 100): YELLOW, (150, 100): WHITE},
    ),
    "opacity of a shape with a stroke is one": (
        '<rect x="50" y="50" width="100" height="100" fill="#000" stroke="#000" stroke-width="40" opacity="0.5"/>',
        {(100, 100): "#6D120E", (60, 100): "#6D120E", (40, 100): "#6D120E"},
    ),
    "a stroke that is stretched": (
        '<path d="M0 10V190" stroke="#FFFF00" stroke-width="10" transform="translate(100 0) scale(8 1)"/>',
        {(70, 100): YELLOW, (130, 100): YELLOW, (150, 100): RED},
    ),
    "lengths in millimetres and per cent": (
        '<rect x="10%" y="1in" width="80%" height="10mm" fill="#FFFF00"/>',
        {(30, 100): YELLOW, (30, 90): RED, (30, 130): YELLOW, (30, 138): RED},
    ),
    "an Illustrator switch": (
        '<switch><foreignObject requiredExtensions="http://ns.adobe.com/"/><g><rect x="20" y="20" width="160" height="160"'
        ' fill="#FFFF00"/></g></switch>',
        {(100, 100): YELLOW},
    ),
    "dashes, and one that goes on where the outline closes": (
        '<path d="M0 50H200" stroke="#FFFF00" stroke-width="20" stroke-dasharray="40 20" stroke-dashoffset="10"/>'
        '<rect x="40" y="100" width="80" height="80" fill="none" stroke="#FFFF00" stroke-width="20"'
        ' stroke-dasharray="80 10" stroke-dashoffset="60"/>',
        {(15, 50): YELLOW, (40, 50): RED, (70, 50): YELLOW, (32, 92): YELLOW, (50, 100): YELLOW, (65, 100): RED},
    ),
    "x and y of a use move its clip path": (
        '<clipPath id="c"><circle cx="40" cy="40" r="40"/></clipPath><defs><rect id="a" width="80" height="80" fill="#FFFF00"/>'
        '</defs><use href="#a" x="60" y="60" clip-path="url(#c)"/>',
        {(100, 100): YELLOW, (64, 64): RED, (45, 45): RED},
    ),
    "what is hidden and what is shown within": (
        f'<g visibility="hidden"><rect width="200" height="200"/><rect {SQUARE} visibility="visible" fill="#FFFF00"/></g>',
        {(10, 10): RED, (100, 100): YELLOW},
    ),
    "arcs and shorthands": (
        '<path fill="#FFFF00" d="M100,20a80 80 0 0180,80h-80z m-80-0q20-20 40 0t40 0"/>',
        {(140, 60): YELLOW, (150, 150): RED, (40, 15): YELLOW, (80, 25): YELLOW, (40, 25): RED},
    ),
}


@pytest.mark.parametrize(("body", "places"), KINDS.values(), ids=KINDS.keys())
def test_each_kind_is_right_in_every_engine(body: str, places: dict[tuple[int, int], str]) -> None:
    svg = drawing(body)
    for engine, colours in seen_at(svg, list(places)).items():
        for (place, wanted), found in zip(places.items(), colours, strict=True):
            apart = max(abs(int(wanted[i : i + 2], 16) - int(found[i : i + 2], 16)) for i in (1, 3, 5))
            assert apart <= 10, f"{engine} shows {found} at {place}, not {wanted}"


@pytest.mark.parametrize("path", sorted(CASES.glob("*.svg")), ids=lambda p: p.stem)
def test_given_drawings_look_alike(path: Path) -> None:
    assert_alike(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("body", [body for body, _ in KINDS.values()], ids=KINDS.keys())
def test_what_is_plain_stays_as_it_is(body: str) -> None:
    once = make_plain(drawing(body))
    assert make_plain(once) == once
