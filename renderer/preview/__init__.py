"""What is being drawn, shown at every save; new texts as they would be broken."""

from renderer.preview.draw import Drawing, draw, shrink_order
from renderer.preview.shapes import Shown, draw_shapes, show_shapes
from renderer.preview.watch import Redraw, redraw, watch

__all__ = ["Drawing", "Redraw", "Shown", "draw", "draw_shapes", "redraw", "show_shapes", "shrink_order", "watch"]
