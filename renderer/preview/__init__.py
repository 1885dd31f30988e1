"""What is being drawn, shown at every save."""

from renderer.preview.draw import Drawing, draw, shrink_order
from renderer.preview.watch import Redraw, redraw, watch

__all__ = ["Drawing", "Redraw", "draw", "redraw", "shrink_order", "watch"]
