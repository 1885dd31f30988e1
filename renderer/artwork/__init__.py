"""Texts typeset and bound to a master, on the pages of a print: laid out, knows no file format."""

from renderer.artwork.artwork import LAYER_MARK, Artwork, PaintedText, PlacedPicture, PrintPage, expect_frame
from renderer.artwork.compose import SettingRequest, bind, effects_of, set_frame, setting_of
from renderer.artwork.pages import (
    SLUG_FACE,
    SLUG_JOINT,
    finishing_words,
    format_words,
    scale_words,
    set_slug,
    size_words,
)

__all__ = [
    "LAYER_MARK",
    "SLUG_FACE",
    "SLUG_JOINT",
    "Artwork",
    "PaintedText",
    "PlacedPicture",
    "PrintPage",
    "SettingRequest",
    "bind",
    "effects_of",
    "expect_frame",
    "finishing_words",
    "format_words",
    "scale_words",
    "set_frame",
    "set_slug",
    "setting_of",
    "size_words",
]
