"""Drawings drawn again by engines that did not draw them, and compared.

What the press and the screen get is drawn by CairoSVG from a plain profile of the drawing. Here resvg draws the
drawing as its author wrote it, PDFium draws the print form, and what differs beyond smoothed edges is refused.
"""

from renderer.redraw.compare import FORM, PICTURE, Draw, Kind, check_alike, check_raster, sample_pixels
from renderer.redraw.decoded import decode_jpg
from renderer.redraw.digest import engines_digest
from renderer.redraw.form import draw_form
from renderer.redraw.measure import Pixels
from renderer.redraw.original import Original, read_original
from renderer.redraw.separated import check_separated

__all__ = [
    "FORM",
    "PICTURE",
    "Draw",
    "Kind",
    "Original",
    "Pixels",
    "check_alike",
    "check_raster",
    "check_separated",
    "decode_jpg",
    "draw_form",
    "engines_digest",
    "read_original",
    "sample_pixels",
]
