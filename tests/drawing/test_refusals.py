"""What cannot be drawn alike everywhere is refused: the message names the element, its id, its line, and what to do."""

from __future__ import annotations

import pytest

from renderer.drawing import MAX_DRAWN_ELEMENTS, normalise
from renderer.values.errors import DataError
from tests.helpers.plain_drawings import HEAD, drawing

SHAPE = '<rect id="sun" width="9" height="9" '
REFUSED: dict[str, tuple[str, str]] = {
    "text": ('<text id="sun">chữ</text>', "not in the SVG profile"),
    "image": ('<image id="sun" href="a.png"/>', "not in the SVG profile"),
    "foreign object": ('<foreignObject id="sun"/>', "not in the SVG profile"),
    "animation within a shape": (f'{SHAPE}><set id="sun"/></rect>', "nothing is drawn of it"),
    "mask": (f'{SHAPE} mask="url(#m)"/>', "mask"),
    "filter": (f'{SHAPE} style="filter:blur(2px)"/>', "filter"),
    "blend": (f'{SHAPE} style="mix-blend-mode:multiply"/>', "mix-blend-mode"),
    "marker": (f'{SHAPE} marker-start="url(#m)"/>', "marker"),
    "vector effect": (f'{SHAPE} vector-effect="non-scaling-stroke"/>', "vector-effect"),
    "filter of one browser": (f'{SHAPE} style="-webkit-filter:blur(2px)"/>', "-webkit-filter"),
    "unknown property": (f'{SHAPE} style="backdrop-blur:1"/>', "backdrop-blur"),
    "geometry in style": (f'{SHAPE} style="rx:3px"/>', "rx"),
    "unknown attribute": (f'{SHAPE} fil="red"/>', "fil"),
    "no colour": (f'{SHAPE} fill="reddish"/>', "is no colour"),
    "empty colour": (f'{SHAPE} fill=""/>', "is no colour"),
    "lab colour": (f'{SHAPE} fill="lab(50% 1 2)"/>', "is no colour"),
    "missing paint": (f'{SHAPE} fill="url(#nobody)"/>', "does not exist"),
    "missing clip": (f'{SHAPE} clip-path="url(#nobody)"/>', "does not exist"),
    "clip by a gradient": (f'<linearGradient id="g"/>{SHAPE} clip-path="url(#g)"/>', "is a <linearGradient>"),
    "negative width": ('<rect id="sun" width="-1" height="9"/>', "negative"),
    "negative stroke": (f'{SHAPE} stroke="red" stroke-width="-1"/>', "negative"),
    "unknown unit": ('<rect id="sun" width="9q" height="9"/>', "unit"),
    "em without a size": ('<rect id="sun" width="9em" height="9"/>', "unit"),
    "not a number": ('<rect id="sun" width="NaN" height="9"/>', "no length"),
    "infinite": ('<rect id="sun" width="1e400" height="9"/>', "too large"),
    "half a pair": ('<polygon id="sun" points="1 2 3"/>', "no pair"),
    "broken path": ('<path id="sun" d="M0 0L10"/>', "numbers"),
    "path without a move": ('<path id="sun" d="L10 10"/>', "begin with a move"),
    "an arc's flag": ('<path id="sun" d="M0 0a5 5 0 2 0 9 9"/>', "cannot read the arc"),
    "transform of nothing": (f'{SHAPE} transform="spin(4)"/>', "transform"),
    "transform of too few": (f'{SHAPE} transform="matrix(1 2 3)"/>', "takes 6 numbers"),
    "transform with units in style": (f'{SHAPE} style="transform:rotate(4deg)"/>', "units"),
    "miter under 1": (f'{SHAPE} stroke-miterlimit="0"/>', "under 1"),
    "dash of nothing": (f'{SHAPE} stroke="red" stroke-dasharray="0 4"/>', "without length"),
    "a dot": ('<path id="sun" d="M5 5z" stroke="red" stroke-linecap="round"/>', "draw the dot as a circle"),
    "language": (f'{SHAPE} systemLanguage="vi"/>', "systemLanguage"),
    "out of reach": ('<rect id="sun" x="1e6" width="9" height="9"/>', "beyond it"),
    "symbol moved": ('<symbol id="sun" transform="scale(2)"/><use href="#sun"/>', "symbol"),
    "a group's box": (
        '<clipPath id="sun" clipPathUnits="objectBoundingBox"><rect width="1" height="1"/></clipPath>'
        '<g clip-path="url(#sun)"><rect width="9" height="9"/></g>',
        "userSpaceOnUse",
    ),
    "many crossings": (
        '<clipPath id="sun"><path clip-rule="evenodd" d="M0 0'
        + "".join(f"L{i * 77 % 200} {i * 131 % 199}" for i in range(2000))
        + '"/></clipPath><rect width="9" height="9" clip-path="url(#sun)"/>',
        "may cross",
    ),
    "many dashes": ('<path id="sun" d="M0 0H200" stroke="#000" stroke-dasharray="1e-7 1e-7"/>', "dashes"),
    "a young colour": (f'{SHAPE} fill="rgb(1 2 3 / 50%)"/>', "is no colour"),
    "a link's transform": (
        '<linearGradient id="a" gradientTransform="scale(2)"><stop/><stop offset="1"/></linearGradient>'
        '<linearGradient id="sun" href="#a"/><rect width="9" height="9" fill="url(#sun)"/>',
        "gradientTransform",
    ),
    "many tiles": (
        '<pattern id="sun" patternUnits="userSpaceOnUse" width="0.01" height="0.01"><rect width="1" height="1"/></pattern>'
        '<rect width="200" height="200" fill="url(#sun)"/>',
        "tiles",
    ),
}


@pytest.mark.parametrize(("body", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_each_is_refused_by_element_and_line(body: str, words: str) -> None:
    with pytest.raises(DataError) as caught:
        normalise(drawing(body), "layouts/x/art.svg.j2")
    assert words in caught.value.message
    assert "in line 2" in caught.value.message
    assert "#sun" in caught.value.message or "#nobody" in caught.value.message or "<linearGradient>" in words
    assert caught.value.where == "layouts/x/art.svg.j2"


HOSTILE: dict[str, str] = {
    "entities": '<!DOCTYPE svg [<!ENTITY a "b">]>' + HEAD + "<title>&a;</title></svg>",
    "an outer entity": '<!DOCTYPE svg SYSTEM "a.dtd">' + HEAD + '<rect fill="&red;"/></svg>',
    "script": drawing("<defs><script>1</script></defs>"),
    "handler": drawing('<g onclick="x()"/>'),
    "a file": drawing('<use xlink:href="file:///etc/passwd#a"/>'),
    "the web in a style": drawing('<g style="fill:url(http://example.com/#g)"/>'),
    "a circle of uses": drawing('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'),
    "a circle of clips": drawing('<clipPath id="c" clip-path="url(#c)"/><path d="M0 0h9v9z" clip-path="url(#c)"/>'),
    "a circle of gradients": drawing('<linearGradient id="g" href="#g"/><path d="M0 0h9v9z" fill="url(#g)"/>'),
    "a circle of patterns": drawing(
        '<pattern id="p" width="1" height="1"><path d="M0 0h9v9z" fill="url(#p)"/></pattern><path d="M0 0h9v9z" fill="url(#p)"/>'
    ),
    "a deep selector": drawing("<style>" + "g " * 150 + "rect{fill:red}</style>"),
    "a selector that tries all ways": drawing(
        "<style>a g g g g rect{fill:red}</style>" + "<g>" * 150 + "<rect/>" * 300 + "</g>" * 150
    ),
    "brackets by the thousand": drawing('<g style="fill:' + "(" * 5000 + '"/>'),
    "brackets in a sheet": drawing("<style>a{fill:" + "(" * 5000 + "</style>"),
    "an outer style sheet": '<?xml-stylesheet href="a.css"?>' + HEAD + "</svg>",
    "an import": drawing('<style>@import "a.css";</style>'),
    "a costly selector": drawing("<style>a ~ b ~ c {fill:red}</style>"),
    "deep nesting": drawing("<g>" * 100_000),
    "many elements": drawing("<g/>" * 100_001),
    "a long path": drawing(f'<path d="M0 0{"l1 1" * 500_001}"/>'),
    "no SVG": "<html/>",
    "no XML": "\x00\x01",
    "no size": '<svg xmlns="http://www.w3.org/2000/svg"/>',
}


@pytest.mark.parametrize("svg", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_drawings_are_refused(svg: str) -> None:
    with pytest.raises(DataError) as caught:
        normalise(svg, "x")
    assert caught.value.where == "x"


def test_copies_of_copies_end_at_the_bound() -> None:
    levels = "".join(f'<g id="l{i + 1}">' + f'<use href="#l{i}"/>' * 10 + "</g>" for i in range(9))
    with pytest.raises(DataError, match=str(MAX_DRAWN_ELEMENTS)):
        normalise(drawing(f'<defs><rect id="l0"/>{levels}</defs><use href="#l9"/>'), "x")


def test_uses_nested_to_the_bound_are_drawn_and_beyond_it_refused() -> None:
    def chain(count: int) -> str:
        links = "".join(f'<g id="l{i + 1}"><use href="#l{i}"/></g>' for i in range(count))
        return drawing(f'<defs><rect id="l0" width="9" height="9"/>{links}</defs><use href="#l{count}"/>')

    assert len(normalise(chain(95), "x")) == 2
    with pytest.raises(DataError, match="200 deep"):
        normalise(chain(120), "x")


def test_a_doctype_that_only_names_svg_is_taken() -> None:
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert len(normalise(doctype + drawing(""), "x")) == 1


def test_what_paints_nothing_is_left_out() -> None:
    body = (
        '<inkscape:grid xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"/><!-- x --><title>t</title>'
        '<defs><filter id="f" filterUnits="userSpaceOnUse"><feBlend mode="multiply"/></filter></defs>'
        '<rect width="9" height="9" fill="none"/><rect width="9" height="9" opacity="0"/><rect width="0" height="9"/>'
        '<g transform="scale(0)"><rect width="9" height="9"/></g><g data-name="x" aria-label="y" class="z"/>'
        '<rect width="9" height="9" style="display:none"/><path d="M5 5"/>'
    )
    assert len(normalise(drawing(body), "x")) == 1
