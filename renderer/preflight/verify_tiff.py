"""Verification of a finished CMYK TIFF: its tags, its profile, and every pixel against ground, letters and marks."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import tifffile
from numpy.typing import NDArray

from renderer.contract.expectation import Expectation, ExpectedFrame, ExpectedPage, PlateSheet
from renderer.preflight.finding import Finding
from renderer.preflight.pixels import Picture, Raster, verify_pixels
from renderer.preflight.plate_marks import Rows, find_mark_faults
from renderer.values.geometry import Rect

_LZW, _SEPARATED, _INCH = 5, 5, 2
_TAGS = {
    "Compression": (_LZW,),
    "PhotometricInterpretation": (_SEPARATED,),
    "SamplesPerPixel": (4,),
    "ResolutionUnit": (_INCH,),
    "PlanarConfiguration": (1,),
    "Orientation": (1, None),
    "Predictor": (1, None),
}
"""TIFF 6.0: what each tag must say; None where it may be missing."""


def verify_tiff(
    source: Path | bytes,
    expected: Expectation,
    page: ExpectedPage,
    fonts: Mapping[str, bytes],
    profile: bytes,
    ground: Rows,
) -> list[Finding]:
    """Return every way in which the CMYK picture of a page differs from what it must show; empty when it is proven.

    ``ground`` gives rows of what lies under the letters in inks, shape (h, w, 4): the art as far as the page's bleed,
    and the marks around it. Never raises for a faulty file.
    """
    dpi = expected.plates_dpi or 0.0
    sheet = page.lay_plates(dpi)
    try:
        with tifffile.TiffFile(source if isinstance(source, Path) else io.BytesIO(source)) as file:
            if len(file.pages) != 1:
                return [Finding("page-count", f"the file has {len(file.pages)} pictures, not one")]
            tiff: Any = file.pages[0]
            findings = _verify_tags(tiff, profile, sheet.size, dpi)
            if findings:
                return findings
            proof = _Proof(expected, page, sheet, fonts, _Strips(file, tiff).read_rows, ground)
            return proof.of_print() if page.marks == "none" else [*proof.of_print(), *proof.of_margin()]
    except (tifffile.TiffFileError, ValueError, KeyError, IndexError, TypeError, OSError, RuntimeError) as fault:
        return [Finding("unreadable", f"the picture cannot be decoded: {fault}")]


@dataclass(frozen=True)
class _Proof:
    """A page's picture under test: what it must show, how it lies on the sheet, its rows and those that lie under."""

    expected: Expectation
    page: ExpectedPage
    sheet: PlateSheet
    fonts: Mapping[str, bytes]
    rows: Rows
    ground: Rows

    def of_print(self) -> list[Finding]:
        """Hold the print against art and letters: of a panel, what it shows of them."""
        left, top, width, height = self.sheet.inner
        (across, down), bleed = self.sheet.scale_of(self.page), Rect(*self.page.bleed)
        boxes = [Rect(*one.bleed) for one in self.expected.pages]
        whole = (
            (min(box.x for box in boxes) - bleed.x) * across,
            (min(box.y for box in boxes) - bleed.y) * down,
            (max(box.right for box in boxes) - bleed.x) * across,
            (max(box.bottom for box in boxes) - bleed.y) * down,
        )

        def inner_of(read: Rows) -> Rows:
            return lambda first, after: read(first + top, after + top)[:, left : left + width]

        raster = Raster(width, height, inner_of(self.rows), inner_of(self.ground), _inks_of, whole)
        return verify_pixels(raster, self.expected.of_print(self.page), self.fonts)

    def of_margin(self) -> list[Finding]:
        """Hold what is around the print against marks and slug: outside them the paper is bare."""
        left, top, width, height = self.sheet.inner

        def margin_of(read: Rows) -> Rows:
            def margin(first: int, after: int) -> Picture:
                out = read(first, after).copy()
                out[max(0, top - first) : max(0, top + height - first), left : left + width] = 0
                return out

            return margin

        raster = Raster(*self.sheet.size, margin_of(self.rows), margin_of(self.ground), _inks_of)
        found = verify_pixels(raster, self.expected.of_slug(self.page, self.sheet), self.fonts)
        told = "the margin is not that of this page: marks differ, or something else is there"
        found = [replace(one, code="marks", message=told) if one.code == "art-differs" else one for one in found]
        return found + find_mark_faults(self.page, self.sheet, max(self.expected.trim), self.rows)


def _inks_of(frame: ExpectedFrame) -> NDArray[np.float64]:
    """Return the stops of a frame's ink, shape (n, 4), 0..255."""
    return np.array([[round(v * 2.55, 4) for v in ink.cmyk] for ink in frame.inks], dtype=np.float64)


def _verify_tags(page: Any, profile: bytes, pixels: tuple[int, int], dpi: float) -> list[Finding]:
    found = {name: (page.tags[name].value if name in page.tags else None) for name in _TAGS}
    findings = [
        Finding("pixel-form", f"{name} is {found[name]}", expected=str(allowed[0]))
        for name, allowed in _TAGS.items()
        if found[name] not in allowed
    ]
    if (page.imagewidth, page.imagelength) != pixels:
        findings.append(
            Finding(
                "pixels",
                "the picture has another size",
                expected=str(pixels),
                found=str((page.imagewidth, page.imagelength)),
            )
        )
    if page.dtype != np.uint8 or page.is_tiled:
        findings.append(Finding("pixel-form", "the picture is not made of 8-bit strips"))
    if page.iccprofile != profile:
        findings.append(Finding("intent", "the picture does not carry the press's profile"))
    for name in ("XResolution", "YResolution"):
        value = page.tags[name].value if name in page.tags else (0, 1)
        if abs(value[0] / value[1] - dpi) > 0.01:
            findings.append(Finding("resolution", f"{name} is {value[0] / value[1]:.2f} dpi", expected=f"{dpi:g}"))
    return findings


class _Strips:
    """Rows of a TIFF, unpacked strip by strip; the last strip is kept, for rows are asked for in order."""

    def __init__(self, file: tifffile.TiffFile, page: Any) -> None:
        self._file, self._page = file, page
        self._number, self._rows = -1, np.zeros((0, 0, 4), dtype=np.uint8)

    def read_rows(self, top: int, bottom: int) -> Picture:
        step = int(self._page.rowsperstrip)
        parts = []
        for number in range(top // step, (bottom - 1) // step + 1):
            first = number * step
            parts.append(self._unpack(number)[max(0, top - first) : bottom - first])
        return np.concatenate(parts)

    def _unpack(self, number: int) -> Picture:
        if number != self._number:
            page, handle = self._page, self._file.filehandle
            handle.seek(page.dataoffsets[number])
            data = handle.read(page.databytecounts[number])
            height = min(page.rowsperstrip, page.imagelength - number * page.rowsperstrip)
            raw = imagecodecs.lzw_decode(data, out=height * page.imagewidth * 4)
            self._rows = np.frombuffer(raw, dtype=np.uint8).reshape(height, page.imagewidth, 4)
            self._number = number
        return self._rows
