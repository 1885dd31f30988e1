"""Colours: a swatch has an sRGB value for screens and a CMYK build for print."""

from __future__ import annotations

import re
from typing import NamedTuple

from renderer.values.errors import UsageError, unknown_name

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


class RGB(NamedTuple):
    """sRGB, 0..255 a channel."""

    red: int
    green: int
    blue: int

    @property
    def hex(self) -> str:
        return f"#{self.red:02X}{self.green:02X}{self.blue:02X}"

    @staticmethod
    def parse(text: str) -> RGB:
        """Parse ``#RRGGBB``; raises UsageError."""
        if not _HEX.fullmatch(text):
            raise UsageError("bad-colour", f"{text!r} is not a colour", hint="write #RRGGBB")
        return RGB(*(int(text[i : i + 2], 16) for i in (1, 3, 5)))

    @property
    def luminance(self) -> float:
        """Relative luminance, 0..1 (WCAG 2.2, definition "relative luminance")."""
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in self)]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


class CMYK(NamedTuple):
    """Ink in per cent, 0..100 a separation."""

    cyan: float
    magenta: float
    yellow: float
    black: float

    @property
    def total(self) -> float:
        """Total ink in per cent."""
        return sum(self)

    @property
    def unit(self) -> tuple[float, float, float, float]:
        """The four separations as 0..1, as PDF operators take them."""
        c, m, y, k = (round(v / 100, 4) for v in self)
        return c, m, y, k


class Swatch(NamedTuple):
    """A named colour of the palette. ``spot`` is the name of an ink of its own, for which ``cmyk`` stands elsewhere."""

    name: str
    rgb: RGB
    cmyk: CMYK
    spot: str = ""


class Palette(tuple[Swatch, ...]):
    """The swatches of a workspace; names and sRGB values are unique."""

    __slots__ = ()

    def find(self, name: str) -> Swatch:
        """Return the swatch called ``name``; raises UsageError."""
        for swatch in self:
            if swatch.name == name:
                return swatch
        raise unknown_name("swatch", name, [s.name for s in self])

    def by_rgb(self) -> dict[RGB, Swatch]:
        return {s.rgb: s for s in self}


def contrast(one: RGB, other: RGB) -> float:
    """Return the WCAG 2.2 contrast ratio, 1..21."""
    lighter, darker = sorted((one.luminance, other.luminance), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
