"""Soft proof: what the press will show, on a screen; and where it cannot show what was drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from renderer.artwork import Artwork
from renderer.export.png import encode_png, paint
from renderer.export.tiff import paint_plates
from renderer.separation import PressCondition, make_screen_transform, transform_picture

LONGEST = 1600
"""Pixels of the long side: enough to judge colour on a screen."""
NOTICEABLE, STRONG = 5.0, 15.0
"""Distance of colours (CIE 1976, delta E): seen side by side from about 5; from 15 it is another colour."""
_MARK_SHARE = 0.6
_MARKS = ((STRONG, (255, 0, 255)), (NOTICEABLE, (255, 190, 0)))


def soft_proof(artwork: Artwork, press: PressCondition) -> tuple[bytes, bytes]:
    """Return two PNGs of the trim: as the press shows it, and its grey shape with what differs from the drawing
    marked: amber from ``NOTICEABLE`` on, magenta from ``STRONG``."""
    size = artwork.master.spec.size
    scale = LONGEST / max(size.width, size.height)
    pixels = (max(1, round(size.width * scale)), max(1, round(size.height * scale)))
    inks = paint_plates(artwork, press, pixels)
    shown = transform_picture(Image.frombytes("CMYK", pixels, inks.tobytes()), make_screen_transform(press.profile))
    picture = np.asarray(shown, dtype=np.uint8)
    return encode_png(picture, None), encode_png(_gamut(picture, paint(artwork, pixels)), None)


def _gamut(shown: NDArray[np.uint8], drawn: NDArray[np.uint8]) -> NDArray[np.uint8]:
    distance = np.sqrt(((_lab(shown) - _lab(drawn)) ** 2).sum(axis=2))
    grey = np.asarray(Image.fromarray(drawn).convert("L"))
    shape = np.repeat(grey[..., None].astype(np.float64), 3, axis=2)
    out = 128 + shape / 2
    limit = np.inf
    for least, colour in _MARKS:
        marked = (distance >= least) & (distance < limit)
        # Light and dark stay to be seen under a mark.
        out[marked] = _MARK_SHARE * np.array(colour) + (1 - _MARK_SHARE) * shape[marked]
        limit = least
    return out.astype(np.uint8)


def _lab(rgb: NDArray[np.uint8]) -> NDArray[np.float64]:
    way = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    lab = transform_picture(Image.fromarray(np.ascontiguousarray(rgb)), way)
    values = np.asarray(lab).astype(np.float64)
    values[..., 0] *= 100 / 255
    # a* and b* are signed bytes.
    values[..., 1:] = np.where(values[..., 1:] > 127, values[..., 1:] - 256, values[..., 1:])
    return values
