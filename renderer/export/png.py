"""Artwork to PNG: exactly the pixels asked for, sRGB, 8 bits a channel, no alpha."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from renderer.artwork import Artwork
from renderer.export.letters import draw_letters
from renderer.layout import lay_pictures
from renderer.values.colour import Swatch
from renderer.values.geometry import Affine, Rect

_PERCEPTUAL = b"\x00"
"""Rendering intent in the sRGB chunk: W3C PNG 3, 11.3.2.5."""


def export_png(artwork: Artwork, pixels: tuple[int, int], dpi: float | None) -> bytes:
    """Return the bytes of the PNG of the trim, ``pixels`` wide and high; ``dpi`` goes into pHYs."""
    return encode_png(paint(artwork, pixels), dpi)


def encode_png(pixels: NDArray[np.uint8], dpi: float | None) -> bytes:
    """Return pixels, shape (h, w, 3), sRGB, as a PNG."""
    picture = Image.fromarray(np.ascontiguousarray(pixels))
    info = PngInfo()
    info.add(b"sRGB", _PERCEPTUAL)
    out = io.BytesIO()
    options = {} if dpi is None else {"dpi": (dpi, dpi)}
    picture.save(out, "PNG", pnginfo=info, compress_level=6, **options)
    return out.getvalue()


def paint(artwork: Artwork, pixels: tuple[int, int]) -> NDArray[np.uint8]:
    """Return the picture of the trim, shape (height, width, 3): the art with every text over it."""
    width, height = pixels
    size = artwork.master.spec.size
    placed = [(p.picture, p.rect) for p in artwork.pictures]
    canvas = lay_pictures(artwork.master.pixels(width, height), placed, size).copy()
    to_pixels = Affine.scaling(width / size.width, height / size.height)
    draw_letters(canvas, artwork.texts, artwork.faces, to_pixels, _on_screen)
    return canvas


def paint_print(artwork: Artwork, longest: int, printed: Rect) -> NDArray[np.uint8]:
    """Return the picture of the whole print, bleed or fold included, ``longest`` px on its long side.

    ``printed`` is the print's box in units from the trim's top left.
    """
    size, scale = artwork.master.spec.size, longest / max(printed.width, printed.height)
    left, top, width, height = (round(v * scale) for v in (-printed.x, -printed.y, size.width, size.height))
    whole = max(1, round(printed.width * scale)), max(1, round(printed.height * scale))
    canvas = np.array(artwork.master.pixels(*whole, printed))
    # The trim as it is: what is seen of the sign must be the proven picture, at its own pixels.
    width, height = min(width, whole[0] - left), min(height, whole[1] - top)
    canvas[top : top + height, left : left + width] = paint(artwork, (width, height))
    return canvas


def _on_screen(swatch: Swatch) -> tuple[float, ...]:
    return tuple(swatch.rgb)
