"""Artwork to CMYK TIFF: the print, bleed or fold included, in strips, so that memory does not grow with the size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import imagecodecs
import numpy as np
import tifffile

from renderer.artwork import Artwork
from renderer.export.letters import draw_letters
from renderer.layout import InkArt, Plates, strips
from renderer.separation import PressCondition
from renderer.values.colour import Swatch
from renderer.values.geometry import Affine, Rect

CLASSIC_LIMIT = 4 * 1024**3 - 64 * 1024**2
"""Bytes of raw plates up to which a TIFF surely stays under 4 GiB: TIFF 6.0 counts bytes in 32 bits."""


def export_tiff(
    artwork: Artwork,
    press: PressCondition,
    pixels: tuple[int, int],
    dpi: float,
    window: Rect,
    target: Path,
    program: str,
) -> None:
    """Write the CMYK picture of ``window`` (units), ``pixels`` wide and high: LZW in strips, with the press's profile.

    Beyond 4 GiB it is a BigTIFF. Whether a row can be drawn was checked before.
    """
    width, height = pixels
    (first, after) = next(strips(width, height))
    with tifffile.TiffWriter(target, bigtiff=is_big(pixels), byteorder="<") as writer:
        writer.write(
            _rows(artwork, press, pixels, window),
            shape=(height, width, 4),
            dtype=np.uint8,
            photometric="separated",
            planarconfig="contig",
            compression="lzw",
            rowsperstrip=after - first,
            resolution=(dpi, dpi),
            resolutionunit="inch",
            iccprofile=press.profile,
            software=program,
            metadata=None,
            predictor=False,
            maxworkers=1,
            datetime=f"{artwork.dated:%Y:%m:%d} 00:00:00",
        )


def is_big(pixels: tuple[int, int]) -> bool:
    """Tell whether a raster of this size becomes a BigTIFF."""
    return 4 * pixels[0] * pixels[1] > CLASSIC_LIMIT


def _rows(artwork: Artwork, press: PressCondition, pixels: tuple[int, int], window: Rect) -> Iterator[bytes]:
    art = InkArt(artwork.master, press, pixels, window)
    for top, bottom in strips(*pixels):
        # Packed here: handed over as pixels, the library would ask for all of them at once.
        yield bytes(imagecodecs.lzw_encode(plates(artwork, art, top, bottom).tobytes()))


def plates(artwork: Artwork, art: InkArt, top: int, bottom: int) -> Plates:
    """Return rows of the sign's picture in inks: the art, the pictures, and every letter over them."""
    (width, height), window = art.pixels, art.window
    out = art.rows(top, bottom, [(placed.picture, placed.rect) for placed in artwork.pictures])
    to_window = Affine.translation(-window.x, -window.y)
    to_strip = to_window.then(Affine.scaling(width / window.width, height / window.height))
    to_strip = to_strip.then(Affine.translation(0.0, -top))
    draw_letters(out, artwork, to_strip, _in_ink)
    return out


def _in_ink(swatch: Swatch) -> tuple[float, ...]:
    return tuple(255 * share for share in swatch.cmyk.unit)
