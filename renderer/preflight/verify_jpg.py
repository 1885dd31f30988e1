"""Verification of a finished JPEG: its structure, and every pixel against what its own tables make of the picture.

A JPEG changes every pixel a little, so that its letters cannot be held against a rasteriser as those of a PNG are. It
is proven in two steps: the picture that was encoded is proven as a PNG is, and the file must show that picture, as
closely as its tables allow (``jpg_model``), to a decoder that has no line in common with the encoder.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from renderer.contract.formats import PHONE_BYTES
from renderer.preflight.finding import Finding
from renderer.preflight.jpg_model import BLOCK, Floats, model_jpg

COARSEST_STEP = 30
"""Of 255: the coarsest step of the tables that the exporter writes. With coarser ones marks could be lost unseen."""
_ROWS = 64 * BLOCK
_SOI, _EOI, _SOS, _DQT, _SOF0, _DHT, _APP0 = 0xD8, 0xD9, 0xDA, 0xDB, 0xC0, 0xC4, 0xE0
_FRAME = struct.Struct(">BHHB")
_COMPONENTS = bytes([1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1])
"""Y, Cb and Cr, each with a sample for every pixel."""

Decode = Callable[[bytes, tuple[int, int], str], NDArray[np.uint8]]
"""Gives the pixels of a JPEG of this size, shape (height, width, 3); raises CodongError."""


def verify_jpg(data: bytes, pixels: tuple[int, int], picture: NDArray[np.uint8], decode: Decode) -> list[Finding]:
    """Return every way in which a JPEG differs from ``picture``, shape (height, width, 3), sRGB; empty when proven.

    Never raises for a faulty file, but for what ``decode`` raises.
    """
    try:
        read = list(_read_segments(data))
        segments = dict(read)
        if len(segments) < len(read):
            raise ValueError("a segment is there twice")
        tables = _read_tables(segments[_DQT])
        bits, height, width, count = _FRAME.unpack(segments[_SOF0][: _FRAME.size])
    except (ValueError, KeyError, IndexError, struct.error) as fault:
        return [Finding("unreadable", f"the file is no complete baseline JPEG: {fault}")]
    if (width, height) != pixels:
        told = "the picture has another size"
        return [Finding("pixels", told, expected=str(pixels), found=str((width, height)))]
    if (bits, count, segments[_SOF0][_FRAME.size :]) != (8, 3, _COMPONENTS):
        return [Finding("pixel-form", "the picture is not 8-bit colour with a sample of each for every pixel")]
    if sorted(tables) != [0, 1] or max(float(step.max()) for step in tables.values()) > COARSEST_STEP:
        return [Finding("too-coarse", "the picture was compressed further than letters bear")]
    found = [] if len(data) <= PHONE_BYTES else [Finding("too-large", f"the file has more than {PHONE_BYTES} bytes")]
    return found + _compare(picture, decode(data, pixels, "JPEG"), (tables[0], tables[1], tables[1]))


def _compare(
    picture: NDArray[np.uint8], shown: NDArray[np.uint8], steps: tuple[Floats, Floats, Floats]
) -> list[Finding]:
    """Compare in strips of whole blocks, so that memory does not grow with the picture."""
    for top in range(0, len(picture), _ROWS):
        model = model_jpg(picture[top : top + _ROWS], steps)
        off = np.abs(shown[top : top + _ROWS].astype(np.float32) - model.pixels).max(axis=2) - model.slack
        if off.max() > 0:
            y, x = (int(v) for v in np.unravel_index(off.argmax(), off.shape))
            told = f"the picture differs from what was approved, most at x {x}, y {top + y} px"
            return [Finding("pixels-differ", told)]
    return []


def _read_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the segments before the picture (ITU T.81, B.1): each once, of the kinds that we write."""
    if data[:2] != bytes([0xFF, _SOI]):
        raise ValueError("it does not begin as one")
    at, tables = 2, b""
    while True:
        mark, kind, length = struct.unpack(">BBH", data[at : at + 4])
        body = data[at + 4 : at + 2 + length]
        if mark != 0xFF or kind not in (_APP0, _DQT, _SOF0, _DHT, _SOS) or len(body) != length - 2:
            raise ValueError(f"there is a segment {kind:02X}")
        at += 2 + length
        if kind == _DQT:
            tables += body
        elif kind != _DHT:
            yield kind, body
        if kind == _SOS:
            yield _DQT, tables
            break
    end = data.find(bytes([0xFF, _EOI]), at)
    if end != len(data) - 2:
        raise ValueError("it ends early" if end < 0 else "something follows its end")
    # Behind a byte FF of the picture stands 0: another mark would be a second picture, or a restart.
    marks = {data[i + 1] for i in _find_all(data, b"\xff", at, end)}
    if marks - {0}:
        raise ValueError("its picture has marks inside")


def _find_all(data: bytes, what: bytes, start: int, end: int) -> Iterator[int]:
    while (start := data.find(what, start, end)) >= 0:
        yield start
        start += 1


def _read_tables(data: bytes) -> dict[int, Floats]:
    """Return the steps by the number of their table, shape (8, 8), a row for every vertical frequency."""
    tables: dict[int, Floats] = {}
    size = 1 + BLOCK * BLOCK
    for at in range(0, len(data), size):
        if data[at] > 3:
            raise ValueError("a table of steps is not of bytes")
        steps = np.zeros((BLOCK, BLOCK), dtype=np.float32)
        for place, value in zip(_zigzag(), data[at + 1 : at + size], strict=True):
            steps[place] = value
        tables[data[at]] = steps
    return tables


def _zigzag() -> list[tuple[int, int]]:
    """Return row and column of a block's numbers in their order (ITU T.81, figure A.6)."""
    places = [(row, column) for row in range(BLOCK) for column in range(BLOCK)]
    return sorted(places, key=lambda p: (p[0] + p[1], p[0] if (p[0] + p[1]) % 2 else p[1]))
