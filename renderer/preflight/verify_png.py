"""The proof of a finished PNG: its structure, the art behind the letters, and every letter's pixels."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderer.expectation import Expectation, ExpectedFrame
from renderer.preflight.alphabet import alphabet_of
from renderer.preflight.finding import Finding
from renderer.preflight.mask import GlyphMask, glyph_masks

Picture = NDArray[np.uint8]

PIXEL_TOLERANCE = 0.25
"""Largest difference of coverage at one pixel of a filled letter between cairo and FreeType."""
STROKE_TOLERANCE = 0.75
"""The same for the watermark's outlines, whose second drawing is coarser; a missing outline differs by 1."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHUNKS = {b"IHDR", b"sRGB", b"pHYs", b"IDAT", b"IEND"}
_METRES_PER_INCH = 0.0254


def verify_png(data: bytes, expected: Expectation, fonts: Mapping[str, bytes], background: Picture) -> list[Finding]:
    """Return every way in which a PNG differs from what it must show; empty when it is proven.

    ``background`` is the master's art at the ordered pixels, shape (height, width, 3), sRGB. Never raises for
    a faulty file.
    """
    findings = _structure(data, expected)
    if findings:
        return findings
    try:
        picture = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    except (OSError, ValueError, SyntaxError) as fault:
        return [Finding("unreadable", f"the picture cannot be decoded: {fault}")]
    return _pixels(picture, expected, fonts, background)


# -- structure ------------------------------------------------------------------------------------


def _structure(data: bytes, expected: Expectation) -> list[Finding]:
    try:
        chunks = _chunks(data)
        header = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    except (ValueError, KeyError, struct.error) as fault:
        return [Finding("unreadable", f"the file is no complete PNG: {fault}")]
    findings = []
    if header[:2] != expected.pixels:
        findings.append(Finding("pixels", "the picture has another size", expected=str(expected.pixels),
                                found=str(header[:2])))  # fmt: skip
    if header[2:] != (8, 2, 0, 0, 0):
        findings.append(Finding("pixel-form", "the picture is not 8-bit RGB without alpha or interlace"))
    if chunks.get(b"sRGB") is None:
        findings.append(Finding("colour-space", "the picture does not say that it is sRGB"))
    for name in sorted(set(chunks) - _CHUNKS):
        findings.append(Finding("foreign-chunk", f"the file carries a chunk {name.decode('latin-1')}"))
    return findings + _resolution(chunks.get(b"pHYs"), expected.dpi)


def _chunks(data: bytes) -> dict[bytes, bytes]:
    if data[:8] != _SIGNATURE:
        raise ValueError("no PNG signature")
    chunks: dict[bytes, bytes] = {}
    at = 8
    while chunks.get(b"IEND") is None:
        length, name = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if len(body) != length:
            raise ValueError("it ends early")
        chunks[name] = body
        at += 12 + length
    if at != len(data):
        raise ValueError("something follows its end")
    return chunks


def _resolution(chunk: bytes | None, dpi: float | None) -> list[Finding]:
    if dpi is None:
        return [] if chunk is None else [Finding("resolution", "a picture ordered in pixels states a resolution")]
    if chunk is None:
        return [Finding("resolution", "the picture does not state its resolution")]
    across, down, metres = struct.unpack(">IIB", chunk)
    wanted = dpi / _METRES_PER_INCH
    # pHYs holds whole pixels a metre.
    if metres == 1 and across == down and abs(across - wanted) <= 1:
        return []
    return [Finding("resolution", "the picture states another resolution", expected=f"{wanted:.0f} px/m",
                    found=f"{across} x {down}, unit {metres}")]  # fmt: skip


# -- pixels ---------------------------------------------------------------------------------------


def _pixels(picture: Picture, expected: Expectation, fonts: Mapping[str, bytes], background: Picture) -> list[Finding]:
    height, width = picture.shape[:2]
    scale = (width / expected.trim[0], height / expected.trim[1])
    model = background.astype(np.float64)
    touched = np.zeros((height, width), dtype=bool)
    tolerance = np.full((height, width), 1.0)
    owners: list[tuple[ExpectedFrame, GlyphMask]] = []
    for frame in expected.frames:
        fill = np.array([int(frame.srgb[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.float64)
        share = PIXEL_TOLERANCE if frame.paint == "fill" else STROKE_TOLERANCE
        for mask in glyph_masks(frame, alphabet_of(fonts[frame.font]), fonts[frame.font], scale):
            if not _lay(mask, fill, share, model, tolerance, touched):
                return [Finding("outside-trim", f"{mask.character!r} would leave the picture", frame=frame.name)]
            owners.append((frame, mask))
    off = np.abs(picture.astype(np.float64) - model).max(axis=2)
    return _faults(off > tolerance, owners, touched)


def _lay(
    mask: GlyphMask, fill: NDArray[np.float64], share: float, model: NDArray[np.float64],
    tolerance: NDArray[np.float64], touched: NDArray[np.bool_],
) -> bool:  # fmt: skip
    """Paint one letter into the model and widen the tolerance at its edge, one pixel out for rounding."""
    h, w = mask.coverage.shape
    top, left, bottom, right = mask.top, mask.left, mask.top + h, mask.left + w
    if h == 0 or w == 0:
        return True
    if top < 0 or left < 0 or bottom > model.shape[0] or right > model.shape[1]:
        return False
    here = model[top:bottom, left:right]
    contrast = float(np.abs(fill - here).max())
    here += (fill - here) * mask.coverage[..., None]
    # The letter's window with a rim of one pixel, cut at the picture's edges.
    rows, columns = slice(max(0, top - 1), bottom + 1), slice(max(0, left - 1), right + 1)
    padded = np.pad(mask.coverage, 1)
    edge = _grown(padded > 0) & _grown(padded < 1)
    edge = edge[rows.start - (top - 1) :, columns.start - (left - 1) :]
    window = tolerance[rows, columns]
    edge = edge[: window.shape[0], : window.shape[1]]
    np.maximum(window, np.where(edge, share * contrast + 1.0, 1.0), out=window)
    touched[rows, columns] = True
    return True


def _grown(edge: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Grow a mask by one pixel to the four sides."""
    out = edge.copy()
    out[1:] |= edge[:-1]
    out[:-1] |= edge[1:]
    out[:, 1:] |= edge[:, :-1]
    out[:, :-1] |= edge[:, 1:]
    return out


def _faults(
    wrong: NDArray[np.bool_], owners: list[tuple[ExpectedFrame, GlyphMask]], touched: NDArray[np.bool_]
) -> list[Finding]:
    findings = []
    outside = int((wrong & ~touched).sum())
    if outside:
        y, x = (int(v[0]) for v in np.nonzero(wrong & ~touched))
        findings.append(
            Finding(
                "art-differs", f"{outside} pixels away from the letters are not the master's", place=f"pixel {x}, {y}"
            )
        )
    for frame, mask in owners:
        h, w = mask.coverage.shape
        window = wrong[max(0, mask.top - 1) : mask.top + h + 1, max(0, mask.left - 1) : mask.left + w + 1]
        count = int(window.sum())
        if count:
            message = f"{count} pixels of {mask.character!r} in {mask.line!r} are not that letter's"
            place = f"pixel {mask.left}, {mask.top}"
            findings.append(Finding("letter-differs", message, frame=frame.name, expected=frame.text, place=place))
    return findings
