"""Small pictures of finished files, marked so that nobody prints them."""

from __future__ import annotations

import io
import math
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from renderer.values.errors import DataError
from renderer.values.lengths import MAX_PIXELS_A_SIDE
from renderer.values.surprises import kind_of

# The files shown are those that the manifest records, byte for byte.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS_A_SIDE**2
MARK = "BẢN XEM - KHÔNG IN"
_MARK_HEIGHT, _MARK_ALPHA = 0.045, 110
"""Height of the mark's letters as a share of the diagonal, and how dense it is (of 255)."""
_JPEG_QUALITY = 82
_TILT = 24.0
"""Degrees by which the mark rises: lines of text stay readable beneath it."""


def make_preview(data: bytes, longest: int) -> Image.Image:
    """Return a picture of a finished file, ``longest`` px on its long side (never enlarged)."""
    try:
        picture = _of_page(data, longest) if data.startswith(b"%PDF-") else _of_raster(data)
    except Exception as fault:  # whatever a foreign file does to its reader is one error
        raise DataError("unreadable-file", f"cannot be shown: {kind_of(fault)}") from None
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return picture


def _of_raster(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def _of_page(data: bytes, longest: int) -> Image.Image:
    """Draw the trim of a PDF's page: bleed is not part of what will hang."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        page = document[0]
        left, bottom, right, top = page.get_trimbox()
        page.set_mediabox(left, bottom, right, top)
        page.set_cropbox(left, bottom, right, top)
        # Twice the size asked for, so that thin strokes are weighed when it is made smaller.
        scale = 2 * longest / max(right - left, top - bottom)
        picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
        document.close()
    except pypdfium2.PdfiumError as fault:
        raise ValueError(str(fault)) from None
    return picture


def mark_picture(picture: Image.Image, font: bytes) -> Image.Image:
    """Return the picture under a repeated mark, set in the TrueType font given."""
    shade = Image.new("L", picture.size, 0)
    draw = ImageDraw.Draw(shade)
    tile = _tile(font, max(10, round(_MARK_HEIGHT * math.hypot(*picture.size))))
    step_x, step_y = tile.width + tile.height, round(tile.height * 1.5)
    for row, y in enumerate(range(-tile.height // 2, picture.height, step_y)):
        for x in range(-(row % 2) * step_x // 2, picture.width, step_x):
            shade.paste(tile, (x, y), tile)
    del draw
    white = Image.new("RGB", picture.size, (255, 255, 255))
    dark = Image.new("RGB", picture.size, (40, 40, 40))
    # White letters with a dark shadow are seen on any ground.
    shadow = Image.new("L", picture.size, 0)
    offset = max(1, tile.height // 60)
    shadow.paste(shade, (offset, offset))
    return Image.composite(white, Image.composite(dark, picture, shadow), shade)


@lru_cache(maxsize=8)
def _tile(font: bytes, height: int) -> Image.Image:
    face = ImageFont.truetype(io.BytesIO(font), height)
    left, top, right, bottom = face.getbbox(MARK)
    tile = Image.new("L", (round(right - left) + 4, round(bottom - top) + 4), 0)
    ImageDraw.Draw(tile).text((2 - left, 2 - top), MARK, font=face, fill=_MARK_ALPHA)
    return tile.rotate(_TILT, expand=True, resample=Image.Resampling.BICUBIC)


def jpeg(picture: Image.Image) -> bytes:
    """Return the picture as a small JPEG without any metadata."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_JPEG_QUALITY, optimize=True, progressive=True)
    return out.getvalue()
