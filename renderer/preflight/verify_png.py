"""Verification of a finished PNG: its structure, the art behind the letters, and every letter's pixels."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderer.contract.expectation import Expectation, ExpectedFrame
from renderer.preflight.finding import Finding
from renderer.preflight.pictures import verify_pictures_in_png
from renderer.preflight.pixels import Picture, Raster, verify_pixels
from renderer.values.lengths import MAX_PIXELS_A_SIDE

# Pillow's guard against decompression bombs: a file's size was compared with the order's before it is decoded.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS_A_SIDE**2
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHUNKS = {b"IHDR", b"sRGB", b"pHYs", b"IDAT", b"IEND"}
_METRES_PER_INCH = 0.0254


def verify_png(
    data: bytes,
    expected: Expectation,
    fonts: Mapping[str, bytes],
    background: Picture,
    images: Mapping[str, bytes] = MappingProxyType({}),
) -> list[Finding]:
    """Return every way in which a PNG differs from what it must show; empty when it is proven.

    ``background`` is the master's art with its pictures at the ordered pixels, shape (height, width, 3), sRGB;
    ``images`` are the files of those pictures by id. Never raises for a faulty file.
    """
    findings = _verify_structure(data, expected)
    if findings:
        return findings
    try:
        picture = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    except (OSError, ValueError, SyntaxError) as fault:
        return [Finding("unreadable", f"the picture cannot be decoded: {fault}")]
    return verify_picture(picture, expected, fonts, background, images)


def verify_picture(
    picture: Picture,
    expected: Expectation,
    fonts: Mapping[str, bytes],
    background: Picture,
    images: Mapping[str, bytes] = MappingProxyType({}),
) -> list[Finding]:
    """Return every way in which decoded pixels, as large as ``background``, differ from what they must show."""
    raster = Raster(
        picture.shape[1],
        picture.shape[0],
        lambda top, bottom: picture[top:bottom],
        lambda top, bottom: background[top:bottom],
        _screen_colours_of,
    )
    return verify_pixels(raster, expected, fonts) + verify_pictures_in_png(background, expected, images)


def _screen_colours_of(frame: ExpectedFrame) -> NDArray[np.float64]:
    """Return the stops of a frame's colour, shape (n, 3), 0..255."""
    return np.array([[int(ink.srgb[i : i + 2], 16) for i in (1, 3, 5)] for ink in frame.inks], dtype=np.float64)


# -- structure ------------------------------------------------------------------------------------


def _verify_structure(data: bytes, expected: Expectation) -> list[Finding]:
    try:
        chunks = _read_chunks(data)
        header = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    except (ValueError, KeyError, struct.error) as fault:
        return [Finding("unreadable", f"the file is no complete PNG: {fault}")]
    findings = []
    if header[:2] != expected.pixels:
        findings.append(
            Finding("pixels", "the picture has another size", expected=str(expected.pixels), found=str(header[:2]))
        )
    if header[2:] != (8, 2, 0, 0, 0):
        findings.append(Finding("pixel-form", "the picture is not 8-bit RGB without alpha or interlace"))
    if chunks.get(b"sRGB") is None:
        findings.append(Finding("colour-space", "the picture does not say that it is sRGB"))
    for name in sorted(set(chunks) - _CHUNKS):
        findings.append(Finding("foreign-chunk", f"the file carries a chunk {name.decode('latin-1')}"))
    return findings + _verify_resolution(chunks.get(b"pHYs"), expected.dpi)


def _read_chunks(data: bytes) -> dict[bytes, bytes]:
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


def _verify_resolution(chunk: bytes | None, dpi: float | None) -> list[Finding]:
    if dpi is None:
        return [] if chunk is None else [Finding("resolution", "a picture ordered in pixels states a resolution")]
    if chunk is None:
        return [Finding("resolution", "the picture does not state its resolution")]
    across, down, metres = struct.unpack(">IIB", chunk)
    wanted = dpi / _METRES_PER_INCH
    # pHYs holds whole pixels a metre.
    if metres == 1 and across == down and abs(across - wanted) <= 1:
        return []
    return [
        Finding(
            "resolution",
            "the picture states another resolution",
            expected=f"{wanted:.0f} px/m",
            found=f"{across} x {down}, unit {metres}",
        )
    ]
