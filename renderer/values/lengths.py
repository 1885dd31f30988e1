"""Lengths, sizes and resolutions.

A layout is drawn in *units*: millimetres for an order in lengths, pixels for an order in pixels.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
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
_FIGURE = r"([0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]{1,9}(?:[.,][0-9]{1,9})?)"
_SPLIT = r"(?:([0-9]{1,3})m([0-9]{1,3}))"
"""Metres as they are spoken: 4m8 is 4.8 m, 0m65 is 0.65 m."""
_UNIT = r"(mm|cm|m|px)?"
_SIZE = re.compile(rf"(?:{_SPLIT}|{_FIGURE}\s*{_UNIT})\s*[x×хX*]\s*(?:{_SPLIT}|{_FIGURE}\s*{_UNIT})")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
"""4.000 is four thousand to one reader and four to another."""
_SIZE_FORMS = "3000x2000mm  300x200cm  3x2m  2,5x5m  A0..A4[-ngang]  1920x1080px   (ngang x cao)"
_LIKELY_MM = 2_000.0
"""A sign is rarely more than some times larger or smaller: of several readings the nearest one is offered."""
_LARGEST_MM = 1_000_000.0
"""No sign is longer than a kilometre."""


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
    """Return a number with a point and no more decimals than it needs; with three it gets a fourth, so that nobody
    takes the point for one of thousands."""
    figures = f"{value:.3f}".rstrip("0").rstrip(".")
    return f"{figures}0" if _GROUPED.fullmatch(figures) else figures


def parse_size(text: str) -> Size:
    """Parse a size as people write it (``3x2m``, ``4m8 x 0m6``, ``A1-ngang``, ``1920x1080px``).

    Raises UsageError with the accepted forms, and with the nearest reading of a size that leaves something open.
    """
    key = text.strip().lower()
    name, _, turn = key.partition("-")
    if name in _A_SERIES_MM and turn in ("", "ngang"):
        short, long = _A_SERIES_MM[name]
        return Size(long, short, "mm") if turn else Size(short, long, "mm")
    match = _SIZE.fullmatch(key[:_LONGEST])
    if not match or len(key) > _LONGEST:
        raise _bad_size(text, "is not a size")
    (first, first_unit), (second, unit) = _read_side(match.groups()[:4]), _read_side(match.groups()[4:])
    if _AREA.search(key) and not first_unit:
        raise _bad_size(
            text, "may end in square metres", f"write {first}x{second}m, or {first}x{second.partition('.')[0]}m; "
        )
    if not unit:
        raise _bad_size(text, f"does not say in which unit {second} is", _find_reading(first, second, first_unit))
    if (first_unit or unit) != unit:
        mixed = _read_in(first, first_unit), _read_in(second, unit)
        raise _bad_size(text, f"mixes {first_unit} and {unit}", _offer(*mixed) if None not in mixed else "")
    if unit != "m" and (_GROUPED.fullmatch(first) or _GROUPED.fullmatch(second)):
        raise _ask_thousands(text, first, second, unit)
    return _check_size(text, _number(first), _number(second), unit)


_AREA = re.compile(r"m2\Z")
"""``4x2m2``: 2 metres 2, as people say it, or square metres."""
_LONGEST = 60


def _read_side(parts: Sequence[str | None]) -> tuple[str, str]:
    """Return the figure and the unit of one side, the unit empty where none is said."""
    whole, rest, figure, unit = parts
    if whole is not None:
        return f"{whole}.{rest}", "m"
    return re.sub(r"\s", "", figure or ""), unit or ""


def _number(figure: str) -> float:
    return float(figure.replace(",", "."))


def _read_in(figure: str, unit: str) -> float | None:
    """Return a side in mm, or None for pixels."""
    return round(_number(figure) * _MM_PER_UNIT[unit], 3) if unit in _MM_PER_UNIT else None


def _offer(width: float | None, height: float | None) -> str:
    return f"write {Size(width or 0.0, height or 0.0, 'mm').slug}; "


def _find_reading(first: str, second: str, first_unit: str) -> str:
    """Return the reading of a size without a unit that is nearest to the size of a sign."""
    units = [first_unit] if first_unit else list(_MM_PER_UNIT)
    if "px" in units or not _number(first) or not _number(second):
        return ""

    def distance(unit: str) -> float:
        return abs(math.log(math.sqrt(_number(first) * _number(second)) * _MM_PER_UNIT[unit] / _LIKELY_MM))

    best = min(units, key=distance)
    size = Size(_number(first) * _MM_PER_UNIT[best], _number(second) * _MM_PER_UNIT[best], "mm")
    return f"is {first}x{second}{best} meant ({size})? "


def _ask_thousands(text: str, first: str, second: str, unit: str) -> UsageError:
    plain = [re.sub("[.,]", "", figure) if _GROUPED.fullmatch(figure) else figure for figure in (first, second)]
    short = [f"{_number(figure):g}" for figure in (first, second)]
    few = f", or {short[0]}x{short[1]}{unit}" if unit != "px" else ""
    return _bad_size(text, "may be thousands or a fraction", f"write {plain[0]}x{plain[1]}{unit}{few}; ")


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
    if max(size.width, size.height) > _LARGEST_MM:
        raise _bad_size(text, "has a side of more than a kilometre")
    return size


def _bad_size(text: str, fault: str, offered: str = "") -> UsageError:
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return UsageError("bad-size", f"{shown!r} {fault}", field="size", hint=f"{offered}accepted: {_SIZE_FORMS}")


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
