"""What the typesetter hands on: a text laid out in its frame, and why it lies so."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

from renderer.typeset.face import Shaped
from renderer.values.geometry import Rect

Align = Literal["left", "center", "right", "justify"]
VAlign = Literal["top", "middle", "bottom"]


@dataclass(frozen=True)
class Line:
    """One set line: text, origin of its first glyph on the baseline, em, glyphs, and ink box (units, y down).

    ``tracking`` is the white added after every glyph, as a share of the em.
    """

    text: str
    x: float
    baseline: float
    size: float
    shaped: Shaped
    ink: Rect
    tracking: float = 0.0


@dataclass(frozen=True)
class Reasons:
    """Why a block lies as it does: for ``codong typeset`` and for tests.

    ``breaks`` tells for each line but the last why it ends there; ``leading`` are the distances of baselines and
    ``needed`` the least ones that keep the clearance, in units; ``score`` are the parts of the cost; ``considered``
    is how many ways were measured exactly.
    """

    breaks: tuple[str, ...]
    leading: tuple[float, ...]
    needed: tuple[float, ...]
    clearance: float
    score: dict[str, float]
    bound_by: Literal["width", "height", "cap height"]
    considered: int


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
    reasons: Reasons = field(compare=False)
    rotation: float = 0.0
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def ends(self) -> tuple[int, ...]:
        """The word of the text that each line ends before, as a wording's ``ways`` have it."""
        return tuple(accumulate(len(line.text.split(" ")) for line in self.lines))

    @property
    def ink(self) -> Rect:
        return Rect.hull([line.ink for line in self.lines])
