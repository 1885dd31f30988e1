"""Numbers as PDF operators take them."""

from __future__ import annotations

import math

from renderer.values.geometry import Affine


def matrix_operands(m: Affine) -> str:
    # Seven significant digits of scale keep the far end of an em within 0.0001 pt; positions have 4 decimals.
    return " ".join([*(_significant(v) for v in m[:4]), decimal(m.e, 4), decimal(m.f, 4)])


def _significant(value: float) -> str:
    if abs(value) < 1e-12:
        return "0"
    return decimal(value, max(0, 7 - math.floor(math.log10(abs(value)))))


def decimal(value: float, places: int) -> str:
    """Return a number with at most ``places`` decimals and no exponent."""
    text = f"{value:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
