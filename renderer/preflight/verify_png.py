"""The proof of a finished PNG: its structure, the art behind the letters, and every letter's pixels."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderer.expectation import Expectation, ExpectedFrame
from renderer.preflight.alphabet import alphabet_of
from renderer.preflight.finding import Finding
from renderer.preflight.mask import GlyphMask, glyph_masks
from renderer.preflight.pictures import pictures_in_png
from renderer.units import MAX_PIXELS_A_SIDE

Picture = NDArray[np.uint8]

PIXEL_TOLERANCE = 0.25
"""Difference of coverage at an edge pixel of a filled letter that is none: cairo and FreeType stay under 0.15."""
STROKE_TOLERANCE = 0.4
"""The same for outlines, whose second drawing samples each pixel 8 x 8 times; a missing outline differs by 1."""
GRADIENT_ROUNDING = 3.0
"""Of 255: cairo steps a gradient in fixed point."""
ODD_PIXEL_FROM_EM, ODD_PIXEL_RISE = 14.0, 16.0
"""Beyond its edge tolerance a letter may differ by (em - FROM) / RISE pixels in sum (em in px), from none to one.

cairo loses the tip of a notch that begins inside a pixel row (seen: 0.46 and 0.31 at two pixels of a 63 px em, 0.4
at 30 px). The nearest wrong mark of the shipped fonts differs by 0.29 pixels at 15 px, 0.79 at 17, 1.2 at 22 and 3.4 at
26: never less than twice what is allowed.
"""
# Pillow's guard against decompression bombs: a file's size was compared with the order's before it is decoded.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS_A_SIDE**2
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHUNKS = {b"IHDR", b"sRGB", b"pHYs", b"IDAT", b"IEND"}
_METRES_PER_INCH = 0.0254


def verify_png(
    data: bytes, expected: Expectation, fonts: Mapping[str, bytes], background: Picture,
    images: Mapping[str, bytes] = MappingProxyType({}),
) -> list[Finding]:  # fmt: skip
    """Return every way in which a PNG differs from what it must show; empty when it is proven.

    ``background`` is the master's art with its pictures at the ordered pixels, shape (height, width, 3), sRGB;
    ``images`` are the files of those pictures by id. Never raises for a faulty file.
    """
    findings = _structure(data, expected)
    if findings:
        return findings
    try:
        picture = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    except (OSError, ValueError, SyntaxError) as fault:
        return [Finding("unreadable", f"the picture cannot be decoded: {fault}")]
    return _pixels(picture, expected, fonts, background) + pictures_in_png(background, expected, images)


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
    model = _Model(background)
    height, width = picture.shape[:2]
    scale = (width / expected.trim[0], height / expected.trim[1])
    letters: list[tuple[ExpectedFrame, GlyphMask]] = []
    for frame in expected.frames:
        for mask in glyph_masks(frame, alphabet_of(fonts[frame.font]), fonts[frame.font], scale):
            if not model.lay(mask, frame):
                return [Finding("outside-trim", f"{mask.character!r} would leave the picture", frame=frame.name)]
            letters.append((frame, mask))
    off = np.abs(picture.astype(np.float64) - model.pixels).max(axis=2)
    return _away_from_edges(off, model) + _at_letters(off, model, letters, scale[0])


class _Model:
    """The picture as it should be, and how far each pixel may stand from it.

    ``edge`` marks the pixels where two rasterisers may differ, ``contrast`` the letter's contrast to its ground
    there, ``share`` the share of it that is no difference; ``rounding`` (of 255) is no difference anywhere.
    """

    def __init__(self, background: Picture) -> None:
        self.pixels = background.astype(np.float64)
        self.edge = np.zeros(background.shape[:2], dtype=bool)
        self.contrast = np.ones(background.shape[:2])
        self.share = np.zeros(background.shape[:2])
        self.rounding = np.ones(background.shape[:2])

    def lay(self, mask: GlyphMask, frame: ExpectedFrame) -> bool:
        """Paint one letter; False if it would leave the picture."""
        h, w = mask.coverage.shape
        top, left, bottom, right = mask.top, mask.left, mask.top + h, mask.left + w
        if h == 0 or w == 0:
            return True
        if top < 0 or left < 0 or bottom > self.pixels.shape[0] or right > self.pixels.shape[1]:
            return False
        fill = _fill(frame, mask)
        here = self.pixels[top:bottom, left:right]
        contrast = float(np.abs(fill - here).max())
        if len(frame.inks) > 1:
            self.rounding[top:bottom, left:right] = GRADIENT_ROUNDING
        here += (fill - here) * mask.coverage[..., None]
        self._loosen(mask, contrast, stroked=frame.paint == "stroke")
        return True

    def _loosen(self, mask: GlyphMask, contrast: float, *, stroked: bool) -> None:
        rows, columns = window_of(mask)
        share = STROKE_TOLERANCE if stroked else PIXEL_TOLERANCE
        padded = np.pad(mask.coverage, 1)
        # A round join may touch a pixel that only corners on the mask's.
        edge = _grown(padded > 0, corners=stroked) & _grown(padded < 1, corners=stroked)
        edge = edge[rows.start - (mask.top - 1) :, columns.start - (mask.left - 1) :]
        shape = self.edge[rows, columns].shape
        edge = edge[: shape[0], : shape[1]]
        self.edge[rows, columns] |= edge
        for field, value in ((self.contrast, contrast), (self.share, share)):
            part = field[rows, columns]
            part[edge] = np.maximum(part[edge], value)


def _fill(frame: ExpectedFrame, mask: GlyphMask) -> NDArray[np.float64]:
    """Return the colour of a letter's rows, shape (h or 1, 1, 3)."""
    stops = np.array([[int(ink.srgb[i : i + 2], 16) for i in (1, 3, 5)] for ink in frame.inks], dtype=np.float64)
    if len(stops) == 1:
        return stops[None]
    cap, baseline = mask.band
    rows = mask.top + np.arange(mask.coverage.shape[0]) + 0.5
    at = np.clip((rows - cap) / (baseline - cap), 0.0, 1.0) * (len(stops) - 1)
    return np.stack([np.interp(at, np.arange(len(stops)), stops[:, c]) for c in range(3)], axis=1)[:, None, :]


def window_of(mask: GlyphMask) -> tuple[slice, slice]:
    """Return the rows and columns of a letter with a rim of one pixel, cut at the picture's top and left."""
    h, w = mask.coverage.shape
    return (
        slice(max(0, mask.top - 1), mask.top + h + 1),
        slice(max(0, mask.left - 1), mask.left + w + 1),
    )


def _grown(edge: NDArray[np.bool_], *, corners: bool) -> NDArray[np.bool_]:
    """Grow a mask by one pixel to the four sides, or to the corners too."""
    out = edge.copy()
    out[1:] |= edge[:-1]
    out[:-1] |= edge[1:]
    sides = out.copy() if corners else edge
    out[:, 1:] |= sides[:, :-1]
    out[:, :-1] |= sides[:, 1:]
    return out


def _away_from_edges(off: NDArray[np.float64], model: _Model) -> list[Finding]:
    """Everywhere but at a letter's edge the pixels are exact, within 1 of 255 for rounding."""
    wrong = (off > model.rounding) & ~model.edge
    count = int(wrong.sum())
    if not count:
        return []
    y, x = (int(v[0]) for v in np.nonzero(wrong))
    message = f"{count} pixels away from the letters' edges are not the master's art or the letters' colour"
    return [Finding("art-differs", message, place=f"pixel {x}, {y}")]


def _at_letters(
    off: NDArray[np.float64], model: _Model, letters: list[tuple[ExpectedFrame, GlyphMask]], scale: float
) -> list[Finding]:
    excess = np.where(model.edge, np.maximum(0.0, (off - model.rounding) / model.contrast - model.share), 0.0)
    wrong = (off > model.rounding) & ~model.edge
    findings = []
    for frame, mask in letters:
        window = window_of(mask)
        allowed = min(1.0, max(0.0, (mask.em * scale - ODD_PIXEL_FROM_EM) / ODD_PIXEL_RISE))
        over = float(excess[window].sum()) + float(wrong[window].sum())
        if over > allowed:
            message = f"{mask.character!r} in {mask.line!r} is not that letter: {over:.1f} pixels differ"
            place = f"pixel {mask.left}, {mask.top}"
            findings.append(Finding("letter-differs", message, frame=frame.name, expected=frame.text, place=place))
    return findings
