"""Pictures compared by their pixels. One that differs is written, with what was expected and where the two differ."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.helpers.workspaces import ROOT

Pixels = NDArray[Any]
FAILURES = ROOT / "output/test-failures"
"""Git ignores what stands in ``output``."""
MARK = (255, 0, 0)


class Difference(NamedTuple):
    """How far two pictures are apart: the largest difference, where it is, and the share of pixels beyond a tolerance."""

    largest: float
    column: int
    row: int
    share: float


def assert_same_picture(
    actual: Pixels | Image.Image,
    expected: Pixels | Image.Image,
    *,
    tolerance: float = 0.0,
    share: float = 0.0,
    full: float = 255.0,
    name: str = "",
    folder: Path | None = None,
) -> None:
    """Fail unless at most ``share`` of all pixels differ by more than ``tolerance`` in any channel.

    Pictures are H x W, H x W x 3 (RGB) or H x W x 4 (inks), from 0 to ``full``. ``name`` parts the pictures of one
    test; ``folder`` is where they are written, by default one of the test below FAILURES.
    """
    one, other = _array(actual), _array(expected)
    if one.shape != other.shape:
        raise AssertionError(
            f"pictures of {_size(one)} and {_size(other)}: {_keep(one, other, None, full, name, folder)}"
        )
    off = _apart(one, other)
    found = difference_of(off, tolerance)
    if found.share > share:
        kept = _keep(one, other, off > tolerance, full, name, folder)
        raise AssertionError(
            f"{found.share:.3%} of the pixels differ by more than {tolerance:g} (allowed: {share:.3%}), the most by "
            f"{found.largest:g} at column {found.column}, row {found.row}: {kept}"
        )


def difference_of(off: Pixels, tolerance: float) -> Difference:
    """Return how far two pictures are apart whose pixels differ by ``off`` (H x W)."""
    row, column = np.unravel_index(int(off.argmax()), off.shape)
    return Difference(float(off[row, column]), int(column), int(row), float(np.mean(off > tolerance)))


def _apart(one: Pixels, other: Pixels) -> Pixels:
    off = np.abs(one.astype(np.float64) - other.astype(np.float64))
    return off if off.ndim == 2 else off.max(axis=2)


def _array(picture: Pixels | Image.Image) -> Pixels:
    return np.asarray(picture)


def _size(pixels: Pixels) -> str:
    return f"{pixels.shape[1]} x {pixels.shape[0]} px, {1 if pixels.ndim == 2 else pixels.shape[2]} channels"


# -- what is kept ---------------------------------------------------------------------------------


def _keep(one: Pixels, other: Pixels, marked: Pixels | None, full: float, name: str, folder: Path | None) -> str:
    """Write actual, expected and their difference, and say where."""
    folder = folder or FAILURES / _test_name()
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {"actual": _image(one, full), "expected": _image(other, full)}
    if marked is not None:
        pictures["diff"] = _marked(pictures["expected"], marked)
    for kind, picture in pictures.items():
        picture.save(folder / f"{name}{'-' if name else ''}{kind}.png")
    return f"see {folder}"


def _image(pixels: Pixels, full: float) -> Image.Image:
    """Return pixels as a picture that can be looked at: inks become screen colours."""
    data = np.clip(np.asarray(pixels, dtype=np.float64) * (255.0 / full), 0, 255).round().astype(np.uint8)
    if data.ndim == 3 and data.shape[2] == 4:
        return Image.fromarray(data, "CMYK").convert("RGB")
    return Image.fromarray(data).convert("RGB")


def _marked(picture: Image.Image, marked: Pixels) -> Image.Image:
    """Return the picture, pale and gray, with the pixels that differ in red."""
    pale = 160 + np.asarray(picture.convert("L"), dtype=np.uint16) * 95 // 255
    shown = np.repeat(pale.astype(np.uint8)[..., None], 3, axis=2)
    shown[marked] = MARK
    return Image.fromarray(shown)


def _test_name() -> str:
    """Return the running test's name as a folder's."""
    running = os.environ.get("PYTEST_CURRENT_TEST", "no test").rpartition(" ")[0]
    return re.sub(r"[^\w.-]+", "_", running.removeprefix("tests/")).strip("_")[:150] or "unnamed"
