"""Artwork to a JPEG for telephones: the trim in sRGB, as well as the bytes allow that a messenger passes on."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderer.artwork import Artwork
from renderer.contract.formats import PHONE_BYTES
from renderer.export.png import paint
from renderer.values.errors import RefusedError

QUALITIES = (95, 92, 90, 88)
"""Tried one after the other. Under the last one the verification would take coarse steps for letters."""


def export_jpg(artwork: Artwork, pixels: tuple[int, int]) -> bytes:
    """Return the bytes of the JPEG of the trim, ``pixels`` wide and high; raises RefusedError if it cannot be small."""
    return encode_jpg(paint(artwork, pixels))


def encode_jpg(pixels: NDArray[np.uint8]) -> bytes:
    """Return pixels, shape (h, w, 3), sRGB, as a JPEG of at most ``PHONE_BYTES``.

    Colours have as many samples as brightness: red letters on yellow differ in colour more than in brightness.
    """
    picture = Image.fromarray(np.ascontiguousarray(pixels))
    for quality in QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, subsampling=0)
        if out.tell() <= PHONE_BYTES:
            return out.getvalue()
    told = f"a JPG of {picture.width} x {picture.height} px has more than {PHONE_BYTES / 1e6:g} MB"
    raise RefusedError("jpg-too-large", told, field="formats", hint="ask for a PNG")
