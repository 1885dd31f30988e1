"""Separation: from sRGB, in which everything is drawn, to the inks of the press."""

from renderer.separation.inks import INTENTS, Inks, PressCondition, Report, screen_transform, separated_pixels
from renderer.separation.walk import separate_page, spot_space

__all__ = [
    "INTENTS",
    "Inks",
    "PressCondition",
    "Report",
    "screen_transform",
    "separate_page",
    "separated_pixels",
    "spot_space",
]
