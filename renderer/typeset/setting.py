"""How one frame is set: what a layout and an order ask of the typesetter."""

from __future__ import annotations

from dataclasses import dataclass

from renderer.typeset.block import Align, VAlign
from renderer.typeset.run import PLAIN, Effects

CLEARANCE = 0.08
"""Least white between the ink of two lines, in every direction, as a share of the cap height."""
LOOSEST = 1.7
"""No line is opened beyond this distance of baselines, in cap heights: a block must not fall apart."""
EASE = 0.08
"""But lines that their marks hold as far apart are opened by so much, in cap heights: nearly touching looks cramped."""


@dataclass(frozen=True)
class Setting:
    """How one frame is set.

    Cap heights are in units; ``leading`` (fixed) and ``least_leading`` are shares of the cap height; where width
    binds and height is left, lines open up to the clearance ``comfort``, but not beyond ``LOOSEST``. ``lead`` lets
    lines differ in size as the wording says. ``cap_height`` asks for exactly this size
    (a series set alike). ``tracking`` is the allowed range as shares of the em. ``lines`` are the lines that the
    order gives. Below ``warn_cap_height`` a warning is raised; ``aim_cap_height`` is what the viewing distance asks
    for.
    """

    align: Align = "center"
    valign: VAlign = "middle"
    min_cap_height: float = 0.0
    max_lines: int = 12
    leading: float | None = None
    least_leading: float = 1.0 + CLEARANCE
    comfort: float = CLEARANCE
    spread: float = 1.0
    tracking: tuple[float, float] = (0.0, 0.0)
    effects: Effects = PLAIN
    lead: bool = False
    cap_height: float | None = None
    aim_cap_height: float = 0.0
    warn_cap_height: float = 0.0
    lines: tuple[str, ...] = ()
