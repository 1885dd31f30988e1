"""Small drawings, and what draws them as the program does."""

from __future__ import annotations

from renderer.layout.compared import draw_picture
from renderer.layout.engine import draw_page
from renderer.layout.svg import read_art
from renderer.redraw import Draw, Original, draw_form, read_original
from renderer.values.geometry import Rect

BOX = Rect(0.0, 0.0, 400.0, 200.0)
"""What the drawings show, in units."""
POINTS = (800.0, 400.0)
SOUND = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200">
<defs><linearGradient id="g" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="400" y2="0">
<stop offset="0" stop-color="#FFF3B0"/><stop offset="0.5" stop-color="#C98A00"/><stop offset="1" stop-color="#FFD400"/>
</linearGradient></defs>
<rect width="400" height="200" fill="#DA251D"/>
<rect data-frame="slogan" x="10" y="10" width="80" height="20"/>
<path id="silk" d="M0 150C100 100 300 190 400 140L400 200L0 200Z" fill="url(#g)"/>
<circle id="disc" cx="100" cy="80" r="50" fill="#8C0F0A"/>
<path id="star" d="M100 40L124 112L62 68L138 68L76 112Z" fill="#FFD400"/>
<path id="hair" d="M200.13 10L390.4 60.2" stroke="#FFF3B0" stroke-width="0.2" fill="none"/>
<g opacity="0.9"><rect id="veil" x="250" y="80" width="60" height="40" fill="#8C0F0A"/></g>
</svg>"""


def picture_of(svg: str, box: Rect = BOX) -> Draw:
    """Return what CairoSVG draws of a drawing as a picture."""
    return draw_picture(read_art(svg, box, "drawing"), "drawing")


def form_of(svg: str, box: Rect = BOX) -> Draw:
    """Return what PDFium draws of a drawing's print form."""
    return draw_form(page_of(svg, box), box, "drawing")


def page_of(svg: str, box: Rect = BOX) -> bytes:
    """Return a drawing as a page in sRGB."""
    return draw_page(read_art(svg, box, "drawing"), box, POINTS, "drawing")


def original_of(svg: str) -> Original:
    return read_original(svg, "drawing")
