"""Drawing: a designer's SVG as the plain profile that every engine draws alike, or an error with element and line."""

from renderer.drawing.normalise import normalise
from renderer.drawing.place import MAX_DRAWN_ELEMENTS
from renderer.drawing.source import SVG

__all__ = ["MAX_DRAWN_ELEMENTS", "SVG", "normalise"]
