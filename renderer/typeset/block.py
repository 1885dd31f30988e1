"""Copyfit: a frame and a text become a block of glyphs at positions.

Every line count that the frame allows is tried; the block whose measured ink fills the frame at the largest
size wins. What cannot reach the frame's smallest cap height is refused, never shrunk below, never clipped.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from renderer.errors import RefusedError
from renderer.geometry import Rect
from renderer.typeset.breaks import balanced_lines
from renderer.typeset.face import Face, Shaped, ink_rect

CLEARANCE = 0.08
"""Least white between the ink of two lines, as a share of the cap height."""
_DECIMALS = 4
"""Positions and sizes have this many decimals, so that the manifest and the file carry them exactly."""


@dataclass(frozen=True)
class Setting:
    """How one frame is set: alignments, smallest cap height in units, line limit."""

    align: Literal["left", "center", "right"]
    valign: Literal["top", "middle", "bottom"]
    min_cap_height: float
    max_lines: int


@dataclass(frozen=True)
class Line:
    """One set line: text, origin of its first glyph on the baseline, glyphs, and ink box (units, y down)."""

    text: str
    x: float
    baseline: float
    shaped: Shaped
    ink: Rect


@dataclass(frozen=True)
class TextBlock:
    """The text of one frame, laid out: ``face`` is ``family/weight``, ``size`` the em in units.

    ``rotation`` turns the whole block clockwise, in degrees, about the centre of ``frame``.
    """

    name: str
    face: str
    size: float
    cap_height: float
    frame: Rect
    lines: tuple[Line, ...]
    rotation: float = 0.0

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def ink(self) -> Rect:
        return Rect.hull([line.ink for line in self.lines])


@dataclass(frozen=True)
class _Candidate:
    lines: tuple[tuple[str, Shaped], ...]
    width: float
    leading: float
    height: float
    size: float


def set_text(name: str, text: str, frame: Rect, face: Face, setting: Setting) -> TextBlock:
    """Set ``text`` (words parted by single spaces) in ``frame`` at the largest size that fits.

    Raises RefusedError ``does-not-fit`` with what the frame would need, or ``missing-glyph``.
    """
    words = text.split(" ")
    try:
        widths = [face.shape(word).advance for word in words]
        space = face.shape(" ").advance
    except RefusedError as fault:
        raise RefusedError(fault.code, fault.message, where=f"frame {name}", hint=fault.hint) from None
    candidates = [
        _candidate(words, balanced_lines(widths, space, count), frame, face)
        for count in range(1, min(setting.max_lines, len(words)) + 1)
    ]
    best = max(candidates, key=lambda c: (c.size, -len(c.lines)))
    cap_height = best.size * face.cap_height / face.units_per_em
    if cap_height < setting.min_cap_height:
        raise _does_not_fit(name, text, frame, setting, cap_height, len(best.lines))
    return _place(name, best, frame, face, setting)


def _candidate(words: list[str], spans: list[tuple[int, int]], frame: Rect, face: Face) -> _Candidate:
    lines = tuple((line, face.shape(line)) for line in (" ".join(words[i:j]) for i, j in spans))
    shaped = [s for _, s in lines]
    clearance = CLEARANCE * face.cap_height
    leading = max((a.top - b.bottom for b, a in pairwise(shaped)), default=0.0) + clearance
    width = max(s.right - s.left for s in shaped)
    height = shaped[0].top - shaped[-1].bottom + leading * (len(shaped) - 1)
    size = face.units_per_em * min(frame.width / width, frame.height / height)
    return _Candidate(lines, width, leading, height, _floor(size))


def _place(name: str, best: _Candidate, frame: Rect, face: Face, setting: Setting) -> TextBlock:
    scale = best.size / face.units_per_em
    free = frame.height - best.height * scale
    top = frame.y + free * {"top": 0.0, "middle": 0.5, "bottom": 1.0}[setting.valign]
    baseline = top + best.lines[0][1].top * scale
    lines = []
    for text, shaped in best.lines:
        slack = frame.width - (shaped.right - shaped.left) * scale
        left = frame.x + slack * {"left": 0.0, "center": 0.5, "right": 1.0}[setting.align]
        x, y = _on_grid(left - shaped.left * scale), _on_grid(baseline)
        lines.append(Line(text, x, y, shaped, ink_rect(shaped, scale, x, y)))
        baseline += best.leading * scale
    cap = best.size * face.cap_height / face.units_per_em
    return TextBlock(name, face.key, best.size, cap, frame, tuple(lines))


def _on_grid(value: float) -> float:
    return round(value, _DECIMALS)


def _floor(value: float) -> float:
    return float(math.floor(value * 10.0**_DECIMALS) / 10.0**_DECIMALS)


def _does_not_fit(name: str, text: str, frame: Rect, setting: Setting, cap: float, lines: int) -> RefusedError:
    factor = setting.min_cap_height / cap
    return RefusedError(
        "does-not-fit",
        f"{len(text)} characters need a cap height of {setting.min_cap_height:.4g}, but at best (in {lines} of at"
        f" most {setting.max_lines} lines) the frame of {frame.width:.4g} x {frame.height:.4g} allows {cap:.4g}",
        where=f"frame {name}",
        hint=f"a sign {factor:.2f} times as large in this frame, another layout, or a shorter text would do",
    )
