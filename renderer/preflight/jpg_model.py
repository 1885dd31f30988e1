"""What a JPEG must show of a picture: by the file's own tables, in code that shares nothing with any encoder.

A JPEG holds each 8 x 8 block of a plane as 64 numbers, rounded to steps that its tables state (ITU T.81, A.3). So
what a decoder must find is known, but for numbers that lie half-way between two steps: there writer and model may
round to either side, and a pixel may stand off by what one step of that number makes of it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Plane = NDArray[np.float32]
BLOCK = 8
_HALFWAY = 0.6
"""Of a number of a block, before it is divided by its step: what encoders in whole numbers round away."""
_ROUNDING = 4.0
"""Of 255: what decoders in whole numbers round away. Seen between zune-jpeg and libjpeg-turbo: 3."""
_TO_PLANES = np.array(
    [[0.299, 0.587, 0.114], [-0.168735892, -0.331264108, 0.5], [0.5, -0.418687589, -0.081312411]], dtype=np.float32
)
_TO_COLOURS = np.array([[1.0, 0.0, 1.402], [1.0, -0.344136286, -0.714136286], [1.0, 1.772, 0.0]], dtype=np.float32)
"""JFIF 1.02: R, G, B and Y, Cb, Cr, the latter about 128."""
_ZERO = np.array([0.0, 128.0, 128.0], dtype=np.float32)


def _basis() -> Floats:
    """Return the cosines of T.81, A.3.3, a row for every frequency: orthonormal."""
    at, frequency = np.arange(BLOCK), np.arange(BLOCK)[:, None]
    rows = np.cos((2 * at + 1) * frequency * np.pi / (2 * BLOCK)) * np.sqrt(2 / BLOCK)
    rows[0] /= np.sqrt(2)
    basis: Floats = rows.astype(np.float32)
    return basis


_BASIS = _basis()


class Model(NamedTuple):
    """What must be decoded, shape (h, w, 3), 0..255, and by how much a pixel may differ, shape (h, w)."""

    pixels: Floats
    slack: Floats


def model_jpg(rows: NDArray[np.uint8], steps: tuple[Floats, Floats, Floats]) -> Model:
    """Return what a JPEG with these steps, shape (8, 8) for each plane, shows of rows that begin with a block."""
    height, width = rows.shape[:2]
    padded = np.pad(rows, ((0, -height % BLOCK), (0, -width % BLOCK), (0, 0)), mode="edge")
    planes = np.rint(padded.astype(np.float32) @ _TO_PLANES.T + _ZERO)
    shown, slack = np.empty_like(planes), np.empty_like(planes)
    for number, step in enumerate(steps):
        shown[..., number], slack[..., number] = _quantise(planes[..., number], step)
    pixels = np.clip((shown - _ZERO) @ _TO_COLOURS.T, 0.0, 255.0)
    reach = (slack @ np.abs(_TO_COLOURS).T).max(axis=2)
    return Model(pixels[:height, :width], _ROUNDING + reach[:height, :width])


def _quantise(plane: Plane, step: Floats) -> tuple[Plane, Plane]:
    """Return a plane as a decoder finds it, and how far off each of its pixels may be."""
    high, wide = (side // BLOCK for side in plane.shape)
    blocks = (plane - 128.0).reshape(high, BLOCK, wide, BLOCK).transpose(0, 2, 1, 3)
    numbers = _BASIS @ blocks @ _BASIS.T / step
    whole = np.rint(numbers)
    halfway = np.abs(np.abs(numbers - whole) - 0.5) * step < _HALFWAY
    turned = np.abs(_BASIS)
    shown = np.clip(np.rint(_BASIS.T @ (whole * step) @ _BASIS + 128.0), 0.0, 255.0)
    slack = turned.T @ (halfway * step) @ turned
    return _joined(shown, plane.shape), _joined(slack, plane.shape)


def _joined(blocks: Floats, shape: tuple[int, ...]) -> Plane:
    return blocks.transpose(0, 2, 1, 3).reshape(shape)
