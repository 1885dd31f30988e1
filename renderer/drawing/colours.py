"""Colours and paints: every notation that all engines know, as #RRGGBB and an opacity."""

from __future__ import annotations

import re
from typing import NamedTuple

from tinycss2.color4 import parse_color

from renderer.drawing.numbers import BadValueError

_NOTATION = re.compile(r"#[0-9a-fA-F]+|(?:rgb|hsl)a?\([^()]*\)|[a-zA-Z]+")
_REFERENCE = re.compile(r"url\(\s*(['\"]?)\s*#([^'\"()\s]+)\s*\1\s*\)\s*(.*)", re.DOTALL)


class Colour(NamedTuple):
    """A colour as ``#RRGGBB`` and its opacity, 0 to 1."""

    hex: str
    alpha: float = 1.0


class Current(NamedTuple):
    """``currentColor``, with what ``color`` was where it was written."""

    colour: Colour


class Reference(NamedTuple):
    """A paint that an element of this id holds."""

    id: str


Paint = Colour | Current | Reference | None
BLACK = Colour("#000000")


def read_colour(text: str) -> Colour:
    """Return a colour: a name, hex, rgb() or hsl(), with or without an opacity."""
    value = text.strip()
    colour = parse_color(value) if _NOTATION.fullmatch(value) else None
    if colour is None or colour == "currentcolor":
        raise BadValueError(f"{value[:40]!r} is no colour (names, #hex, rgb() and hsl() are taken)")
    channels = [min(1.0, max(0.0, float(v or 0.0))) for v in colour.to("srgb").coordinates]
    return Colour("#" + "".join(f"{int(255 * v + 0.5):02X}" for v in channels), round(float(colour.alpha), 6))


def read_paint(text: str, current: Colour) -> Paint:
    """Return what a fill or stroke paints with; None for ``none``."""
    value = text.strip()
    if value == "none":
        return None
    if value.lower() == "currentcolor":
        return Current(current)
    if value.lower().startswith("url"):
        return Reference(read_reference(value, fallback=True))
    return read_colour(value)


def read_reference(text: str, *, fallback: bool = False) -> str:
    """Return the id that ``url(#id)`` names; what may stand behind it is for programs that do not know the id."""
    found = _REFERENCE.fullmatch(text.strip())
    if not found or (found[3].strip() and not fallback):
        raise BadValueError(f"cannot read the reference {text[:40]!r}")
    if found[3].strip() not in ("", "none"):
        read_paint(found[3], BLACK)
    return found[2]
