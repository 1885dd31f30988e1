"""The rate of exchange between size, sense and balance, in one place.

Every figure is in natural-log units of letter size: a break that costs 0.10 is taken where it buys more than 10 %
of size. They were fitted on the gold table of the tests (docs/typesetting-how.md tells how, with cross-validation).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from renderer.text import Gap, Tier

BREAK = {Tier.BEST: 0.06, Tier.GOOD: 0.07, Tier.PLAIN: 0.14, Tier.FIRM: 0.28, Tier.BAD: 0.7}
"""What a line break costs at each tier of gap. ``never`` has no price."""
LINE = 0.04
"""Every line after the first: of two ways that read alike, the one of fewer lines."""
ACROSS = 0.04
"""A line that runs on across a better gap than the one it begins or ends at, for each step of tier."""
RANK = {Tier.BEST: 4, Tier.GOOD: 2, Tier.PLAIN: 1, Tier.FIRM: 0, Tier.BAD: 0, Tier.NEVER: 0}
"""Steps of tier for ``ACROSS``."""
LONELY = 0.07
"""A line of one word in a text of several lines."""
SHORT, SHORT_SHARE = 0.14, 0.45
"""A line under this share of the mean line, which looks like a remainder."""
BALANCE = 0.43
"""Times the mean square deviation of the lines' widths from their mean, relative to it."""
FIRM_GAIN = 1.0
"""A firm gap is broken only where that loses no size."""
BELOW_AIM = 0.5
"""Times the log of what the cap height lacks of the aim, where the order gives a viewing distance."""

MANY = 12
"""Of more lines than this each break weighs MANY / lines: in a tall block the eye forgives one break among many."""


def share_of(lines: int) -> float:
    """Return what each break of ``lines`` lines weighs."""
    return MANY / max(lines, MANY)


def cost_of_size(size: float, aim: float) -> float:
    """Return the cost of an em of ``size``; below ``aim`` (same unit, 0 for none) each share of size costs more."""
    return -math.log(size) + (BELOW_AIM * math.log(aim / size) if aim > size else 0.0)


def cost_of_lead(spans: Sequence[tuple[int, int]], gaps: Sequence[Gap]) -> float:
    """Return what it costs to part the lead of a text: it stands on lines of its own, and had best be one."""
    return sum(LINE + BREAK[gaps[end - 1].tier] for _, end in spans[:-1])
