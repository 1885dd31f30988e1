"""Typesetting: a face, its runs and skylines, where lines break, how large they can be."""

from renderer.typeset.block import Line, TextBlock
from renderer.typeset.copyfit import CLEARANCE, Setting, set_text
from renderer.typeset.face import VIETNAMESE_LETTERS, Face, load_face
from renderer.typeset.picture import block_svg, clearances
from renderer.typeset.run import Effects

__all__ = [
    "CLEARANCE",
    "VIETNAMESE_LETTERS",
    "Effects",
    "Face",
    "Line",
    "Setting",
    "TextBlock",
    "block_svg",
    "clearances",
    "load_face",
    "set_text",
]
