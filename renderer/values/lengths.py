"""Lengths, sizes and resolutions.

A layout is drawn in *units*: millimetres for an order in lengths, pixels for an order in pixels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from renderer.values.errors import UsageError

MM_PER_INCH = 25.4
POINTS_PER_INCH = 72.0
POINTS_PER_MM = POINTS_PER_INCH / MM_PER_INCH
MAX_PAGE_POINTS = 14_400.0
"""Longest side of a PDF page without UserUnit: ISO 32000-1, annex C.2."""
MAX_PIXELS_A_SIDE = 32_767
"""Longest side of a cairo image surface."""

Unit = Literal["mm", "px"]

_MM_PER_UNIT = {"mm": 1.0, "cm": 10.0, "m": 1000.0}
_A_SERIES_MM = {  # ISO 216
    "a0": (841.0, 1189.0),
    "a1": (594.0, 841.0),
    "a2": (420.0, 594.0),
    "a3": (297.0, 420.0),
    "a4": (210.0, 297.0),
}
_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(mm|cm|m|px)?\s*[x×X*]\s*(\d+(?:[.,]\d+)?)\s*(mm|cm|m|px)")
_SIZE_FORMS = "3000x2000mm  300x200cm  3x2m  2,5x5m  A0..A4[-ngang]  1920x1080px   (ngang x cao)"


@dataclass(frozen=True, order=True)
class Size:
    """Width and height (ngang x cao) in ``unit``: both positive, pixels whole."""

    width: float
    height: float
    unit: Unit

    @property
    def aspect(self) -> float:
        """Width divided by height."""
        return self.width / self.height

    @property
    def short_side(self) -> float:
        return min(self.width, self.height)

    @property
    def slug(self) -> str:
        """The size as it stands in file names, for example ``4000x2000mm``."""
        return f"{_format_number(self.width)}x{_format_number(self.height)}{self.unit}"

    def __str__(self) -> str:
        return f"{_format_number(self.width)} x {_format_number(self.height)} {self.unit}"


def _format_number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def parse_size(text: str) -> Size:
    """Parse a size as people write it (``3x2m``, ``A1-ngang``, ``1920x1080px``).

    Raises UsageError with the accepted forms.
    """
    key = text.strip().lower()
    name, _, turn = key.partition("-")
    if name in _A_SERIES_MM and turn in ("", "ngang"):
        short, long = _A_SERIES_MM[name]
        return Size(long, short, "mm") if turn else Size(short, long, "mm")
    match = _SIZE.fullmatch(key)
    if not match:
        raise _bad_size(text, "is not a size")
    first_unit, unit = match[2] or match[4], match[4]
    if first_unit != unit:
        raise _bad_size(text, f"mixes {first_unit} and {unit}")
    width, height = (float(match[i].replace(",", ".")) for i in (1, 3))
    return _check_size(text, width, height, unit)


def _check_size(text: str, width: float, height: float, unit: str) -> Size:
    if width <= 0 or height <= 0:
        raise _bad_size(text, "has a side of zero")
    if unit == "px":
        if not (width.is_integer() and height.is_integer()):
            raise _bad_size(text, "has a fraction of a pixel")
        return Size(width, height, "px")
    factor = _MM_PER_UNIT[unit]
    # Thousandths of a millimetre: 2,3 m must be 2300 mm, not 2299.9999999999995.
    size = Size(round(width * factor, 3), round(height * factor, 3), "mm")
    if not size.short_side:
        raise _bad_size(text, "has a side under a thousandth of a millimetre")
    return size


def _bad_size(text: str, fault: str) -> UsageError:
    return UsageError("bad-size", f"{text!r} {fault}", field="size", hint=f"accepted: {_SIZE_FORMS}")


def mm_to_points(mm: float) -> float:
    """Convert millimetres to PDF points (1/72 inch)."""
    return mm * POINTS_PER_MM


def pixels_at(mm: float, dpi: float) -> int:
    """Return the number of pixels that ``mm`` takes at ``dpi``, at least 1."""
    return max(1, round(mm / MM_PER_INCH * dpi))


def dpi_for_distance(metres: float) -> float:
    """Return the resolution that a viewer at ``metres`` needs: 180 / metres.

    Source: sign makers' rule quoted in docs/facts.md section "Files" (Signarama artwork guide).
    """
    return 180.0 / metres
