"""How far live text reaches: the widths that its font states, for fonts whose outlines are not read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pikepdf import String

from renderer.preflight.embedded import EmbeddedFont
from renderer.preflight.painted import State
from renderer.values.geometry import Affine, Point, Rect

_FOOT, _HEAD = 0.0, 0.45
"""Ems above the baseline between which letters of every face have ink: what is cut there is cut."""


def measure_text(
    font: EmbeddedFont | None, parts: Sequence[Any], state: State, matrix: Affine
) -> tuple[Rect | None, float]:
    """Return the box of a shown text on the page (pt, y up; None where it has no ink), and how far it advances.

    ``parts`` are strings and numbers as ``TJ`` takes them, ``matrix`` leads from the text to the page.
    """
    at, left, right = 0.0, None, 0.0
    for part in parts:
        if not isinstance(part, String | bytes):
            at -= float(part) / 1000 * state.size * state.stretch
            continue
        for width, blank, word in font.advances(bytes(part)) if font is not None else ():
            inked = width * state.size * state.stretch
            if not blank:
                left = at if left is None else min(left, at)
                right = max(right, at + inked)
            at += inked + (state.spacing[0] + word * state.spacing[1]) * state.stretch
    if left is None or font is None:
        return None, at
    foot, head = (state.rise + share * state.size for share in (_FOOT, _HEAD))
    corners = [matrix.apply(Point(x, y)) for x in (left, right) for y in (foot, head)]
    xs, ys = zip(*corners, strict=True)
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)), at
