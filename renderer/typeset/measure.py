"""A way of breaking measured exactly: where its lines stand, how close they come, how large they can be.

Lengths are in milli-em of the block's main size, x from the block's axis, y down from the first baseline.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import accumulate

from renderer.text import Wording
from renderer.typeset.block import Align
from renderer.typeset.breaks import Spans
from renderer.typeset.run import Run
from renderer.typeset.skyline import Heights, grow_skyline, measure_drop, scale_skyline

GROWTH = 1.6
"""The largest line to the smallest, but for the lead, of a text that has a core."""
EVEN_GROWTH = 1.2
"""The same of a text that has none: beyond it a short line looks as if it meant more."""


@dataclass(frozen=True)
class Measured:
    """A measured way. ``shifts`` are added to a line's run coordinates times its ratio to stand in the block."""

    spans: Spans
    ratios: tuple[float, ...]
    shifts: tuple[float, ...]
    needed: tuple[float, ...]
    leading: tuple[float, ...]
    width: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.top + self.bottom

    @property
    def depth(self) -> float:
        """The distance from the first baseline to the last."""
        return sum(self.leading)


@dataclass
class Gauge:
    """Measures ways of one run, its lines sized as its wording says; ``fixed`` leading is in milli-em.

    ``least`` is the least distance of baselines, ``spread`` how unequal distances may be.
    """

    run: Run
    wording: Wording
    align: Align
    least: float
    spread: float = 1.0
    fixed: float | None = None
    _drops: dict[tuple[int, int, int, int, int], float] = field(default_factory=dict)

    def measure(self, spans: Spans, ratios: tuple[float, ...] = ()) -> Measured:
        """Return the way measured, its lines at ``ratios`` if given; ``leading`` keeps what the clearance needs."""
        ratios = ratios or tuple(self.wording.ratio_of(i, j) for i, j in spans)
        width = max(self.run.width(i, j) * ratio for (i, j), ratio in zip(spans, ratios, strict=True))
        shifts = tuple(self._find_shift(span, ratio, width) for span, ratio in zip(spans, ratios, strict=True))
        needed = tuple(self._find_needed(spans, ratios, shifts, i, i + 1) for i in range(len(spans) - 1))
        leading = self._find_leading(spans, ratios, shifts, needed)
        baselines = (0.0, *accumulate(leading))
        run = self.run
        tops = [max(run.tops[i:j]) * r - y for (i, j), r, y in zip(spans, ratios, baselines, strict=True)]
        bottoms = [y - min(run.bottoms[i:j]) * r for (i, j), r, y in zip(spans, ratios, baselines, strict=True)]
        return Measured(spans, ratios, shifts, needed, leading, width, max(tops), max(bottoms))

    def grow(self, m: Measured) -> Measured:
        """Return the way with its lines grown to the block's width ("khối chữ"), all of them or none.

        The lead never grows, and of a text with a core nothing else does.
        """
        spans, core, lead = m.spans, self.wording.core, self.wording.lead
        wide = [m.width / self.run.width(i, j) for i, j in spans]
        grows = [j > lead and (core is None or r == 1.0) for (_, j), r in zip(spans, m.ratios, strict=True)]
        least = min((r for (_, j), r in zip(spans, m.ratios, strict=True) if j > lead), default=1.0)
        most = EVEN_GROWTH if core is None else GROWTH * least
        if any(w > most for w, growing in zip(wide, grows, strict=True) if growing):
            return m
        ratios = tuple(w if growing else r for w, r, growing in zip(wide, m.ratios, grows, strict=True))
        return m if ratios == m.ratios else self.measure(spans, ratios)

    def _find_shift(self, span: tuple[int, int], ratio: float, width: float) -> float:
        """Return the shift that aligns a line optically, its ink staying inside the block's width."""
        i, j = span
        left, right = self.run.left[i] * ratio, self.run.right[j - 1] * ratio
        # Marks at the ends of a line reach beyond what the eye aligns.
        hang_left, hang_right = self.run.hangs[i][0] * ratio, self.run.hangs[j - 1][1] * ratio
        if self.align == "left":
            wanted = -width / 2 - (left + hang_left)
        elif self.align == "right":
            wanted = width / 2 - (right - hang_right)
        else:
            wanted = -(left + hang_left + right - hang_right) / 2
        return min(max(wanted, -width / 2 - left), width / 2 - right)

    # -- leading ------------------------------------------------------------------------------------

    def _find_leading(
        self, spans: Spans, ratios: tuple[float, ...], shifts: tuple[float, ...], needed: tuple[float, ...]
    ) -> tuple[float, ...]:
        """Return the distances of baselines: equal but for the lines' sizes, within ``spread``."""
        if self.fixed is not None:
            return tuple(self.fixed * ratio for ratio in ratios[1:])
        lower = ratios[1:]
        unit = max((n / r for n, r in zip(needed, lower, strict=True)), default=0.0)
        unit = max(unit, self.least if needed else 0.0, self._find_leading_over_one(spans, ratios, shifts))
        return tuple(max(n, unit * r / self.spread) for n, r in zip(needed, lower, strict=True))

    def _find_leading_over_one(self, spans: Spans, ratios: tuple[float, ...], shifts: tuple[float, ...]) -> float:
        """Return the least equal distance at which no line meets the next but one."""
        tops, bottoms, least = self.run.tops, self.run.bottoms, 0.0
        if (max(tops) + self.run.radius - min(bottoms)) * max(ratios) <= 2 * self.least * min(ratios) / self.spread:
            return 0.0
        for i in range(len(spans) - 2):
            (a, b), (c, d) = spans[i], spans[i + 2]
            reach = max(tops[c:d]) * ratios[i + 2] + self.run.radius
            depth = reach - min(bottoms[a:b]) * ratios[i]
            both = (ratios[i + 1] + ratios[i + 2]) / self.spread
            if depth > self.least * both:
                least = max(least, self._find_needed(spans, ratios, shifts, i, i + 2) / both)
        return least

    def _find_needed(
        self, spans: Spans, ratios: tuple[float, ...], shifts: tuple[float, ...], upper: int, lower: int
    ) -> float:
        """Return the least distance of two lines' baselines that keeps the clearance in every direction."""
        if ratios[upper] == ratios[lower] == 1.0:
            apart = math.floor(shifts[upper]) - math.floor(shifts[lower])
            key = (*spans[upper], *spans[lower], apart)
            if key not in self._drops:
                self._drops[key] = float(self._drop_of(spans[upper], spans[lower], apart))
            return self._drops[key]
        return float(
            measure_drop(
                self._resize(spans[upper], ratios[upper], shifts[upper], above=True),
                self._resize(spans[lower], ratios[lower], shifts[lower], above=False),
            )
        )

    def _drop_of(self, upper: tuple[int, int], lower: tuple[int, int], apart: int) -> int:
        start, heights = self.run.piece(self.run.lower, *upper)
        return measure_drop((start + apart, heights), self.run.piece(self.run.reach, *lower))

    def _resize(self, span: tuple[int, int], ratio: float, shift: float, *, above: bool) -> tuple[int, Heights]:
        """Return a line's lower skyline, or its reach, at its own size."""
        start, heights = self.run.piece(self.run.lower if above else self.run.upper, *span)
        first, sized = scale_skyline(heights, start, ratio, upper=not above)
        if above:
            return first + math.floor(shift), sized
        # The clearance is the block's, whatever the line's own size.
        reach = grow_skyline(sized, self.run.radius)
        return first + math.floor(shift) - (len(reach) - len(sized)) // 2, reach
