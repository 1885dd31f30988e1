"""Separation: from sRGB, in which everything is drawn, to the inks of the press."""

from renderer.separation.inks import (
    INTENTS,
    Inks,
    PressCondition,
    Report,
    make_screen_transform,
    separate_pixels,
    transform_picture,
)
from renderer.separation.walk import make_spot_space, separate_page

__all__ = [
    "INTENTS",
    "Inks",
    "PressCondition",
    "Report",
    "make_screen_transform",
    "make_spot_space",
    "separate_page",
    "separate_pixels",
    "transform_picture",
]
