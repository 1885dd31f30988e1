"""Artwork to CMYK TIFF: a page of the print with its marks, in strips: memory does not grow with the size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import imagecodecs
import numpy as np
import tifffile

from renderer.artwork import Artwork, PrintPage
from renderer.contract.expectation import ExpectedPage
from renderer.export.letters import draw_letters
from renderer.export.plate_marks import paint_marks
from renderer.export.printer_marks import list_marks
from renderer.layout import InkArt, Plates, strips
from renderer.separation import PressCondition
from renderer.values.colour import Swatch
from renderer.values.geometry import Affine, Rect

CLASSIC_LIMIT = 4 * 1024**3 - 64 * 1024**2
"""Bytes of raw plates up to which a TIFF surely stays under 4 GiB: TIFF 6.0 counts bytes in 32 bits."""


def export_tiff(
    artwork: Artwork, print_page: PrintPage, press: PressCondition, dpi: float, target: Path, program: str
) -> None:
    """Write the CMYK picture of one page, at the print's size: LZW in strips, with the press's profile.

    Beyond 4 GiB it is a BigTIFF. Whether a row can be drawn was checked before.
    """
    sheet = PlateGround(artwork, print_page.expected, press, dpi)
    width, height = sheet.size
    (first, after) = next(strips(width, height))
    with tifffile.TiffWriter(target, bigtiff=is_big(sheet.size), byteorder="<") as writer:
        writer.write(
            _rows(artwork, print_page, sheet),
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


class PlateGround:
    """What lies under the letters of a page's CMYK picture: art and pictures as far as the bleed, marks on paper."""

    def __init__(self, artwork: Artwork, page: ExpectedPage, press: PressCondition, dpi: float) -> None:
        sheet, self._artwork = page.lay_plates(dpi), artwork
        self.size, self.inner = sheet.size, sheet.inner
        left, top, width, height = sheet.inner
        self._art = InkArt(artwork.master, press, (width, height), Rect(*page.bleed))
        self._marks = list_marks(artwork, page) if page.marks != "none" else None
        self.to_print = Affine.translation(-page.bleed[0], -page.bleed[1]).then(Affine.scaling(*sheet.scale_of(page)))
        self.to_sheet = self.to_print.then(Affine.translation(left, top))

    def rows(self, top: int, bottom: int) -> Plates:
        """Return rows from ``top`` to before ``bottom``, shape (h, w, 4)."""
        out = np.zeros((bottom - top, self.size[0], 4), dtype=np.uint8)
        first, after = self.printed_rows(top, bottom)
        if first < after:
            left, begin, width, _ = self.inner
            placed = [(one.picture, one.rect) for one in self._artwork.pictures]
            out[first - top : after - top, left : left + width] = self._art.rows(first - begin, after - begin, placed)
        if self._marks is not None:
            paint_marks(out, self._marks, self.to_sheet.then(Affine.translation(0.0, -top)))
        return out

    def printed_rows(self, top: int, bottom: int) -> tuple[int, int]:
        """Return which of these rows hold a part of the print: the first, and the one after the last."""
        return max(top, self.inner[1]), min(bottom, self.inner[1] + self.inner[3])


def _rows(artwork: Artwork, print_page: PrintPage, sheet: PlateGround) -> Iterator[bytes]:
    left, begin, width, _ = sheet.inner
    for top, bottom in strips(*sheet.size):
        out = sheet.rows(top, bottom)
        first, after = sheet.printed_rows(top, bottom)
        if first < after:
            # Letters end where the print ends: what another panel prints of them is not on this one's margin.
            inner = out[first - top : after - top, left : left + width]
            draw_letters(inner, artwork.texts, artwork.faces, sheet.to_print.then(_down(begin - first)), _in_ink)
        draw_letters(out, print_page.slug, artwork.faces, sheet.to_sheet.then(_down(-top)), _in_ink)
        # Packed here: handed over as pixels, the library would ask for all of them at once.
        yield bytes(imagecodecs.lzw_encode(out.tobytes()))


def _down(rows: int) -> Affine:
    return Affine.translation(0.0, rows)


def paint_plates(artwork: Artwork, press: PressCondition, pixels: tuple[int, int]) -> Plates:
    """Return the trim in inks, ``pixels`` wide and high: the art, the pictures, and every letter over them."""
    size = artwork.master.spec.size
    out = InkArt(artwork.master, press, pixels).rows(
        0, pixels[1], [(one.picture, one.rect) for one in artwork.pictures]
    )
    to_pixels = Affine.scaling(pixels[0] / size.width, pixels[1] / size.height)
    draw_letters(out, artwork.texts, artwork.faces, to_pixels, _in_ink)
    return out


def _in_ink(swatch: Swatch) -> tuple[float, ...]:
    return tuple(255 * share for share in swatch.cmyk.unit)
