"""Colours and paints: every notation that all engines know, as #RRGGBB and an opacity."""

from __future__ import annotations

import re
from colorsys import hls_to_rgb
from typing import NamedTuple

from tinycss2.color4 import parse_color  # type: ignore[import-untyped]

from renderer.drawing.numbers import BadValueError

_NOTATION = re.compile(r"#[0-9a-fA-F]+|(?:rgb|hsl)a?\([-+.\d%]+(?:[\s,]+[-+.\d%]+){2}(?:[\s,]+[.\d]+)?\s*\)|[a-zA-Z]+")
_YOUNG = ("rebeccapurple",)  # not every engine knows it
_REFERENCE = re.compile(r"url\(\s*(['\"]?)\s*#([^'\"()\s]+)\s*\1\s*\)\s*(.*)", re.DOTALL)


class Colour(NamedTuple):
    """A colour as ``#RRGGBB`` and its opacity, 0 to 1."""

    hex: str
    alpha: float = 1.0


class Current(NamedTuple):
    """``currentColor``, with what ``color`` was where it was written."""

    colour: Colour


class Reference(NamedTuple):
    """A paint that an element of this id holds; ``fallback``: a colour is named for want of it."""

    id: str
    fallback: bool = False


Paint = Colour | Current | Reference | None
BLACK = Colour("#000000")


def _clamp(share: float) -> float:
    return min(1.0, max(0.0, share))


def read_colour(text: str) -> Colour:
    """Return a colour: a name, hex, rgb() or hsl(), with or without an opacity."""
    value = text.strip()
    colour = parse_color(value) if _NOTATION.fullmatch(value) and value.lower() not in _YOUNG else None
    if colour is None or colour == "currentcolor":
        raise BadValueError(f"{value[:40]!r} is no colour (names, #hex, rgb() and hsl() of numbers are taken)")
    if "," in value and value.lower().startswith("rgb") and value.count("%") not in (0, 3):
        raise BadValueError(f"{value[:40]!r} mixes numbers and percentages")
    if colour.space == "hsl":
        hue, *shares = (float(v or 0.0) for v in colour.coordinates)
        found = hls_to_rgb(hue / 360, _clamp(shares[1] / 100), _clamp(shares[0] / 100))
    else:
        found = colour.to("srgb").coordinates
    channels = [_clamp(float(v or 0.0)) for v in found]
    return Colour("#" + "".join(f"{int(255 * v + 0.5):02X}" for v in channels), round(float(colour.alpha), 6))


def read_paint(text: str, current: Colour) -> Paint:
    """Return what a fill or stroke paints with; None for ``none``."""
    value = text.strip()
    if value == "none":
        return None
    if value.lower() == "currentcolor":
        return Current(current)
    if value.lower().startswith("url"):
        name, fallback = _split_reference(value)
        if fallback not in ("", "none"):
            read_paint(fallback, current)
        return Reference(name, fallback not in ("", "none"))
    return read_colour(value)


def read_reference(text: str) -> str:
    """Return the id that ``url(#id)`` names."""
    name, rest = _split_reference(text)
    if rest:
        raise BadValueError(f"cannot read the reference {text[:40]!r}")
    return name


def _split_reference(text: str) -> tuple[str, str]:
    found = _REFERENCE.fullmatch(text.strip())
    if not found:
        raise BadValueError(f"cannot read the reference {text[:40]!r}")
    return found[2], found[3].strip()
