"""Texts typeset and bound to a master, on the pages of a print: laid out, knows no file format."""

from renderer.artwork.artwork import LAYER_MARK, Artwork, PaintedText, PlacedPicture, PrintPage
from renderer.artwork.compose import SettingRequest, bind, effects_of, set_frame, setting_of
from renderer.artwork.pages import finishing_words, format_words

__all__ = [
    "LAYER_MARK",
    "Artwork",
    "PaintedText",
    "PlacedPicture",
    "PrintPage",
    "SettingRequest",
    "bind",
    "effects_of",
    "finishing_words",
    "format_words",
    "set_frame",
    "setting_of",
]
