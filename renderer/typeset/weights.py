"""The rate of exchange between size, sense and balance, in one place.

Every figure is in natural-log units of letter size: a break that costs 0.10 is taken where it buys more than 10 %
of size. They were tuned on the gold table of the tests (docs/typesetting.md tells how).
"""

from __future__ import annotations

import math

from renderer.text import Tier

BREAK = {Tier.BEST: 0.0, Tier.GOOD: 0.05, Tier.PLAIN: 0.1, Tier.FIRM: 0.12, Tier.BAD: 0.5}
"""What a line break costs at each tier of gap. ``never`` has no price."""
LINE = 0.01
"""Every line after the first: of two ways that read alike, the one of fewer lines."""
ACROSS = 0.05
"""A line that runs on across a better gap than the one it begins or ends at, for each step of tier."""
RANK = {Tier.BEST: 3, Tier.GOOD: 2, Tier.PLAIN: 1, Tier.FIRM: 0, Tier.BAD: 0, Tier.NEVER: 0}
"""Steps of tier for ``ACROSS``."""
LONELY = 0.05
"""A line of one word in a text of several lines."""
SHORT, SHORT_SHARE = 0.1, 0.45
"""A line under this share of the mean line, which looks like a remainder."""
BALANCE = 0.30
"""Times the mean square deviation of the lines' widths from their mean, relative to it."""
FIRM_GAIN = 1.15
"""A firm gap is broken only where that buys at least 15 % of size."""
BELOW_AIM = 0.5
"""Times the log of what the cap height lacks of the aim, where the order gives a viewing distance."""

MANY = 5
"""Of more lines than this each break weighs MANY / lines: in a tall block the eye forgives one break among many."""


def share_of(lines: int) -> float:
    """Return what each break of ``lines`` lines weighs."""
    return MANY / max(lines, MANY)


def cost_of_size(size: float, aim: float) -> float:
    """Return the cost of an em of ``size``; below ``aim`` (same unit, 0 for none) each share of size costs more."""
    return -math.log(size) + (BELOW_AIM * math.log(aim / size) if aim > size else 0.0)
