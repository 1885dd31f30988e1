"""Typesetting: a face, its runs and skylines, where lines break, how large they can be."""

from renderer.typeset.block import Line, TextBlock
from renderer.typeset.copyfit import set_text
from renderer.typeset.face import VIETNAMESE_LETTERS, Face, load_face
from renderer.typeset.picture import draw_block, draw_letters, measure_clearances
from renderer.typeset.run import Effects
from renderer.typeset.setting import CLEARANCE, Setting
from renderer.typeset.soundness import check_font

__all__ = [
    "CLEARANCE",
    "VIETNAMESE_LETTERS",
    "Effects",
    "Face",
    "Line",
    "Setting",
    "TextBlock",
    "check_font",
    "draw_block",
    "draw_letters",
    "load_face",
    "measure_clearances",
    "set_text",
]
