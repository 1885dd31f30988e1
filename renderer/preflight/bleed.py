"""The bleed as it is drawn: bare paper beside a sign that is printed to its edge, or art that does not go on in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from renderer.preflight.alphabet import Points
from renderer.preflight.finding import Finding
from renderer.preflight.visible import Drawing, ask
from renderer.values.geometry import Rect

_NARROWEST, _LEAST_EMPTY = 3.0, 8
"""px: a bleed that is narrower is not judged; places of an edge that may be bare: a corner, a hair."""
_PAPER, _INKED = 4.0, 26.0
"""Of 255, all inks together: at most this is paper, at least that is printed."""
_STEP_AT_TRIM, _FLAT, _BROKEN = 20.0, 6.0, 0.5
"""Of 255, in one ink: how much art changes at most where it goes on over the trim, how little beside it, and on which
share of a side it must break off there: an edge of a picture may lie on the trim for a part of it by chance."""


class _Side(NamedTuple):
    name: str
    edge: Points
    away: Points
    wide: float


def find_bleed_faults(plates: Drawing, bleed: Rect, trim: Rect) -> list[Finding]:
    """Return the sides where the bleed is bare beside an inked edge, and those where it holds other art than the sign.

    ``plates`` is a drawing in inks; ``bleed`` and ``trim`` in points.
    """
    bare, broken = [], []
    for side in _sides_of(plates, bleed, trim):
        if (share := _measure_bare(plates, side)) > 0:
            bare.append(f"{side.name} ({100 * share:.0f} %)")
        elif (share := _measure_broken(plates, side)) > _BROKEN:
            broken.append(f"{side.name} ({100 * share:.0f} %)")
    found = []
    if bare:
        message = f"the sign is printed to its edge and the bleed beside it is bare: {', '.join(bare)}"
        found.append(Finding("bleed-empty", message))
    if broken:
        message = f"the art breaks off at the trim, and the bleed beside it holds other art: {', '.join(broken)}"
        found.append(Finding("bleed-differs", message, severity="warning"))
    return found


def _sides_of(plates: Drawing, bleed: Rect, trim: Rect) -> Iterator[_Side]:
    """Yield the sides whose bleed is wide enough to be judged, with places along the trim and what leads outwards."""
    for name, at, upright, wide, away in (
        ("left", trim.x, True, trim.x - bleed.x, (-1.0, 0.0)),
        ("right", trim.right, True, bleed.right - trim.right, (1.0, 0.0)),
        ("foot", trim.y, False, trim.y - bleed.y, (0.0, -1.0)),
        ("head", trim.bottom, False, bleed.bottom - trim.bottom, (0.0, 1.0)),
    ):
        if wide * plates.scale < _NARROWEST:
            continue
        low, high = (trim.y, trim.bottom) if upright else (trim.x, trim.right)
        steps = np.arange(low + 2 / plates.scale, high - 2 / plates.scale, 1 / plates.scale)
        fixed = np.full_like(steps, at)
        yield _Side(name, np.column_stack([fixed, steps] if upright else [steps, fixed]), np.array(away), wide)


def _measure_bare(plates: Drawing, side: _Side) -> float:
    """Return on which share of a side the edge is inked and the bleed is bare; nothing for a corner or a hair."""
    px = 1 / plates.scale
    ink = [ask(plates, side.edge + side.away * off).sum(axis=1) for off in (-1.5 * px, side.wide / 2, side.wide - px)]
    empty = (ink[0] >= _INKED) & (np.minimum(ink[1], ink[2]) <= _PAPER)
    return float(empty.mean()) if empty.sum() > max(_LEAST_EMPTY, 0.01 * len(side.edge)) else 0.0


def _measure_broken(plates: Drawing, side: _Side) -> float:
    """Return on which share of a side both art and bleed are calm beside the trim, and differ over it."""
    if not len(side.edge):
        return 0.0
    px = 1 / plates.scale
    far = min(3.0 * px, side.wide - 0.5 * px)
    inner, near_in, near_out, outer = (
        ask(plates, side.edge + side.away * off) for off in (-3.0 * px, -1.5 * px, min(1.5 * px, far), far)
    )
    calm = (np.abs(inner - near_in).max(axis=1) <= _FLAT) & (np.abs(outer - near_out).max(axis=1) <= _FLAT)
    return float((calm & (np.abs(near_in - near_out).max(axis=1) >= _STEP_AT_TRIM)).mean())
