"""One drawing by several engines: resvg from what a designer wrote, CairoSVG and pdfium from what was made of it."""

from __future__ import annotations

import io
import re
from typing import Any
from xml.etree.ElementTree import Element, fromstring, tostring

import cairosvg
import numpy as np
import pypdfium2
import resvg_py
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.int16]
"""A picture on white, shape (height, width, 3)."""


def average(picture: Pixels, by: int) -> Pixels:
    """Return a picture so many times smaller: what engines do to hairlines and edges in their own ways fades."""
    h, w = (side // by for side in picture.shape[:2])
    return picture[: h * by, : w * by].reshape(h, by, w, by, 3).mean(axis=(1, 3)).astype(np.int16)


def sized(root: Element, width: int, height: int) -> Element:
    """Return a drawing that fills so many pixels."""
    root.attrib.update({"width": str(width), "height": str(height), "preserveAspectRatio": "none"})
    return root


def on_white(png: bytes) -> Pixels:
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return np.asarray(Image.alpha_composite(white, image).convert("RGB")).astype(np.int16)


def draw_resvg(svg: str, box: str, width: int, height: int) -> Pixels:
    """Return the drawing as its designer wrote it; ``box`` is the view box, also where none is written."""
    root = sized(fromstring(re.sub(r"<!DOCTYPE[^>\[]*>", "", svg).encode()), width, height)
    root.set("viewBox", box)
    text = tostring(root, encoding="unicode")
    return on_white(bytes(resvg_py.svg_to_bytes(svg_string=text, dpi=96, skip_system_fonts=True)))


def draw_png(plain: Element, width: int, height: int) -> Pixels:
    return on_white(cairosvg.svg2png(bytestring=tostring(sized(plain, width, height))))


def draw_pdf(plain: Element, width: int, height: int) -> Pixels:
    data: Any = cairosvg.svg2pdf(bytestring=tostring(sized(plain, width, height)))
    page = pypdfium2.PdfDocument(data)[0]  # a px of the drawing is 0.75 pt of the page
    return np.asarray(page.render(scale=96 / 72).to_pil().convert("RGB"))[:height, :width].astype(np.int16)


def find_strange(one: Pixels, two: Pixels, most: int) -> NDArray[np.bool_]:
    """Return where either picture shows what the other has nowhere within a pixel, shape (h, w)."""
    return _strange(one, two, most) | _strange(two, one, most)


def _strange(one: Pixels, two: Pixels, most: int) -> NDArray[np.bool_]:
    padded = np.pad(two, ((1, 1), (1, 1), (0, 0)), mode="edge")
    h, w = one.shape[:2]
    windows = [padded[dy : dy + h, dx : dx + w] for dy in range(3) for dx in range(3)]
    low, high = np.minimum.reduce(windows), np.maximum.reduce(windows)
    found: NDArray[np.bool_] = ((one < low - most) | (one > high + most)).any(axis=2)
    return found
