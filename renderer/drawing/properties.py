"""Properties: which there are, what each may hold, and how an element comes by its values."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from renderer.drawing.colours import BLACK, Colour, Current, Paint, read_colour, read_paint, read_reference
from renderer.drawing.numbers import BadValueError, Length, read_length, read_number, read_share, read_transform
from renderer.drawing.source import Node, shorten
from renderer.values.geometry import Affine

Style = dict[str, Any]
"""Values by property, each read: what ``PROPERTIES`` says of it."""


class Property(NamedTuple):
    """One property: what it is where nobody states it, whether children take it over, and how it is read."""

    initial: Any
    inherited: bool
    read: Callable[[str, Style], Any]


def _one_of(*words: str) -> Callable[[str, Style], str]:
    def read(text: str, _: Style) -> str:
        if text not in words:
            raise BadValueError(f"{shorten(text)!r} is not taken ({', '.join(words)})")
        return text

    return read


def _read_share(text: str, _: Style) -> float:
    return read_share(text)


def _read_paint(text: str, style: Style) -> Paint:
    return read_paint(text, style["color"])


def _read_stop_colour(text: str, style: Style) -> Colour | Current:
    return Current(style["color"]) if text.lower() == "currentcolor" else read_colour(text)


def _read_colour(text: str, style: Style) -> Colour:
    return style["color"] if text.lower() == "currentcolor" else read_colour(text)


def _read_width(text: str, style: Style) -> Length:
    length = read_length(text, style["font-size"])
    if length.value < 0:
        raise BadValueError(f"{text!r} is negative")
    return length


def _read_length(text: str, style: Style) -> Length:
    return read_length(text, style["font-size"])


def _read_dashes(text: str, style: Style) -> tuple[Length, ...]:
    if text == "none":
        return ()
    dashes = [_read_width(part, style) for part in re.split(r"\s*,\s*|\s+", text)]
    if len(dashes) > 100:
        raise BadValueError(f"holds {len(dashes)} dashes; at most 100 are taken")
    return tuple(dashes if len(dashes) % 2 == 0 else dashes * 2)


def _read_miter(text: str, _: Style) -> float:
    limit = read_number(text)
    if limit < 1:
        raise BadValueError(f"{text!r} is under 1")
    return limit


def _read_clip(text: str, _: Style) -> str | None:
    return None if text == "none" else read_reference(text)


def _read_transform(text: str, _: Style) -> Affine:
    return read_transform(text)


def _read_order(text: str, _: Style) -> bool:
    """Tell whether the stroke is painted before the fill."""
    words = [] if text == "normal" else text.split()
    if not set(words) <= {"fill", "stroke", "markers"} or len(words) != len(set(words)):
        raise BadValueError(f"{shorten(text)!r} is no paint order")
    order = [*words, *(w for w in ("fill", "stroke") if w not in words)]
    return order.index("stroke") < order.index("fill")


def _read_font_size(text: str, style: Style) -> float | None:
    """Return the font size in px; None where only an engine's own default would say it."""
    length = re.fullmatch(r"[\d.]+\s*(px|pt|mm|cm|in|pc)?", text)
    if length:
        return read_length(text).value
    if text.endswith("%") and style["font-size"] is not None:
        return read_length(text).resolve(style["font-size"])
    if text.endswith("em") and style["font-size"] is not None:
        return read_length(text, style["font-size"]).value
    return None


def _read_font(_text: str, _: Style) -> None:
    return None


PROPERTIES: dict[str, Property] = {
    # The first two are read before the others, which rest on them.
    "color": Property(BLACK, True, _read_colour),
    "font-size": Property(None, True, _read_font_size),
    "fill": Property(BLACK, True, _read_paint),
    "fill-opacity": Property(1.0, True, _read_share),
    "fill-rule": Property("nonzero", True, _one_of("nonzero", "evenodd")),
    "stroke": Property(None, True, _read_paint),
    "stroke-opacity": Property(1.0, True, _read_share),
    "stroke-width": Property(Length(1.0), True, _read_width),
    "stroke-linecap": Property("butt", True, _one_of("butt", "round", "square")),
    "stroke-linejoin": Property("miter", True, _one_of("miter", "round", "bevel")),
    "stroke-miterlimit": Property(4.0, True, _read_miter),
    "stroke-dasharray": Property((), True, _read_dashes),
    "stroke-dashoffset": Property(Length(0.0), True, _read_length),
    "paint-order": Property(False, True, _read_order),
    "visibility": Property("visible", True, _one_of("visible", "hidden", "collapse")),
    "clip-rule": Property("nonzero", True, _one_of("nonzero", "evenodd")),
    "display": Property("inline", False, lambda text, _: "none" if text == "none" else "inline"),
    "opacity": Property(1.0, False, _read_share),
    "clip-path": Property(None, False, _read_clip),
    "stop-color": Property(BLACK, False, _read_stop_colour),
    "stop-opacity": Property(1.0, False, _read_share),
    "overflow": Property("", False, _one_of("visible", "auto", "hidden", "scroll")),
    "transform": Property(Affine(), False, _read_transform),
    # What may be stated, but only as if it were not.
    "mask": Property("none", False, _one_of("none")),
    "filter": Property("none", False, _one_of("none")),
    "mix-blend-mode": Property("normal", False, _one_of("normal")),
    "isolation": Property("auto", False, _one_of("auto", "isolate")),
    "vector-effect": Property("none", False, _one_of("none")),
    "clip": Property("auto", False, _one_of("auto")),
    "marker": Property("none", True, _one_of("none")),
    "marker-start": Property("none", True, _one_of("none")),
    "marker-mid": Property("none", True, _one_of("none")),
    "marker-end": Property("none", True, _one_of("none")),
    "color-interpolation": Property("auto", True, _one_of("auto", "sRGB", "srgb")),
    "transform-box": Property("view-box", False, _one_of("view-box")),
    "font": Property(None, True, _read_font),
}
"""Every property that may change a picture of shapes."""
WHY_NOT = {
    "mask": "the drawing engine does not fade gradient masks; use clipPath or layered shapes",
    "filter": "the drawing engine ignores most filters; draw the effect as shapes",
    "mix-blend-mode": "presses and screens blend differently; draw the colours that are meant",
    "vector-effect": "give the stroke the width that it shall have at this size",
    "clip": "use clip-path",
    "marker": "convert the marker to a path",
    "marker-start": "convert the marker to a path",
    "marker-mid": "convert the marker to a path",
    "marker-end": "convert the marker to a path",
}
_PAINTS_NOTHING = re.compile(
    r"-(?!inkscape-stroke|webkit-)[a-z].*|-webkit-(font|text-size|tap|user|touch)-.*|font-.*|text-.*|(color|shape|image)-rendering|color-profile|color-interpolation-filters"
    r"|enable-background|flood-.*|lighting-color|solid-.*|line-height|baseline-shift|block-progression|letter-spacing"
    r"|word-spacing|writing-mode|direction|unicode-bidi|dominant-baseline|alignment-baseline|kerning|glyph-.*|cursor"
    r"|pointer-events|white-space|shape-(padding|inside|margin|subtract)|inline-size|will-change|user-select|stop|orphans"
    r"|widows|mask-type|src"
)
"""Properties of text, of hints and of programs: no shape looks otherwise for them."""


def paints_nothing(name: str) -> bool:
    """Tell whether a property is known to leave shapes as they are."""
    return bool(_PAINTS_NOTHING.fullmatch(name))


INITIAL: Style = {name: entry.initial for name, entry in PROPERTIES.items()}
_INHERITED = [name for name, entry in PROPERTIES.items() if entry.inherited]


def compute(node: Node, parent: Style) -> Style:
    """Return an element's values: its own, else its parent's where they are inherited, else the initial ones."""
    style = {**INITIAL, **{name: parent[name] for name in _INHERITED}}
    if not node.own:
        return style
    if "font" in node.own and "font-size" not in node.own:
        style["font-size"] = None
    for name in PROPERTIES:
        if name in node.own:
            style[name] = _read(node, name, style, parent)
    return style


def _read(node: Node, name: str, style: Style, parent: Style) -> Any:
    text = node.own[name]
    if text == "inherit":
        return parent[name]
    if text == "initial":
        return INITIAL[name]
    try:
        return PROPERTIES[name].read(text, style)
    except BadValueError as fault:
        code = "broken-svg" if name == "transform" else "svg-profile"
        raise node.refuse(f"{name}: {fault}", hint=WHY_NOT.get(name, ""), code=code) from None
