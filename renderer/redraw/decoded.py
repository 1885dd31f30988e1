"""A JPEG decoded by resvg, whose decoder has no line in common with the one that wrote it."""

from __future__ import annotations

import base64
from xml.etree.ElementTree import Element, SubElement

from renderer.redraw.measure import Pixels
from renderer.redraw.original import draw_window
from renderer.values.geometry import Rect

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"


def decode_jpg(data: bytes, pixels: tuple[int, int], where: str) -> Pixels:
    """Return a JPEG's pixels, shape (height, width, 3); ``pixels`` are its own. Raises DataError where it has none."""
    width, height = map(str, pixels)
    root = Element(f"{_SVG}svg", {"width": width, "height": height})
    link = "data:image/jpeg;base64," + base64.b64encode(data).decode()
    shown = {"width": width, "height": height, "preserveAspectRatio": "none", "image-rendering": "optimizeSpeed"}
    SubElement(root, f"{_SVG}image", {**shown, _LINK: link})
    return draw_window(root, Rect(0.0, 0.0, float(pixels[0]), float(pixels[1])), pixels, where)
