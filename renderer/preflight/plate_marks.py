"""The margin of a CMYK picture: marks where the sheet is cut, a QR code that says what it must, nothing on the slug.

That the marks are the program's own, to the pixel, is seen where the picture is held against its ground; here it is
seen that they say the right thing, from the pixels alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from renderer.contract.expectation import ExpectedPage, PlateSheet
from renderer.contract.print_specs import QR_GAP, QR_SIDE, mark_size
from renderer.preflight.finding import Finding
from renderer.preflight.printer_marks import QUIET, modules_of
from renderer.values.geometry import Affine, Point, Rect

Rows = Callable[[int, int], NDArray[np.uint8]]
"""Gives the rows of a picture in inks from the first to before the last asked for, shape (h, w, 4)."""
_MARKED = 50
"""Of 255: ink that tells a mark from bare paper; a line may be thinner than a pixel, and lie over two."""
_DARK = 128
LEAST_MODULE = 2.0
"""px: a module of the code is as wide at least, so that the pixel at its middle is all its own."""


def find_mark_faults(page: ExpectedPage, sheet: PlateSheet, longest: float, rows: Rows) -> list[Finding]:
    """Return what is wrong with the margin of a page's picture; ``longest`` is the sign's longer side in mm."""
    if page.marks == "none":
        return []
    across, down = sheet.scale_of(page)
    corner = sheet.inner[0] - page.bleed[0] * across, sheet.inner[1] - page.bleed[1] * down
    to_sheet = Affine(across, 0.0, 0.0, down, *corner)
    found = [Finding("marks", f"no mark points at {side}") for side in _find_unmarked(page, sheet, to_sheet, rows)]
    if page.qr and not _says(page, longest, to_sheet, rows):
        found.append(Finding("qr-differs", "the QR code does not hold the binding hash", expected=page.qr))
    return found


def measure_module(page: ExpectedPage, sheet: PlateSheet, longest: float) -> float | None:
    """Return how many pixels wide a module of a page's code is; None where it has none."""
    return (
        QR_SIDE * mark_size(longest) / len(modules_of(page.qr, QUIET)) * min(sheet.scale_of(page)) if page.qr else None
    )


def _find_unmarked(page: ExpectedPage, sheet: PlateSheet, to_sheet: Affine, rows: Rows) -> Iterator[str]:
    """Yield the edges along which the sheet is cut (the trim or, where it is folded, the bleed) and nothing says so."""
    told = [list(_find_unmarked_of(Rect(*box), sheet, to_sheet, rows)) for box in (page.trim, page.bleed)]
    if all(told):
        yield from told[0]


def _find_unmarked_of(cut: Rect, sheet: PlateSheet, to_sheet: Affine, rows: Rows) -> Iterator[str]:
    (width, height), (left, top, wide, high) = sheet.size, sheet.inner
    (x1, y1), (x2, y2) = (to_sheet.apply(p) for p in (Point(cut.x, cut.y), Point(cut.right, cut.bottom)))
    for name, first, after in (("head", 0, top), ("foot", top + high, height)):
        band = rows(first, after)
        for side, x in (("left", x1), ("right", x2)):
            if not _has_ink(band[:, _around(x, width)].max(axis=(1, 2))):
                yield f"the {side} edge from the {name}"
    for name, y in (("upper", y1), ("lower", y2)):
        near = _around(y, height)
        band = rows(near.start, near.stop).max(axis=(0, 2))
        for side, part in (("left", band[:left]), ("right", band[left + wide :])):
            if not _has_ink(part):
                yield f"the {name} edge from the {side}"


def _around(at: float, length: int) -> slice:
    """Return the pixels that a line at this place may touch."""
    return slice(max(0, round(at) - 2), min(length, round(at) + 2))


def _has_ink(line: NDArray[np.uint8]) -> bool:
    """Tell whether a mark runs along a line of pixels: a tenth of the margin at least, and not all of it."""
    share = float((line > _MARKED).mean()) if line.size else 0.0
    return 0.1 <= share <= 0.9


def _says(page: ExpectedPage, longest: float, to_sheet: Affine, rows: Rows) -> bool:
    """Tell whether the code in its place is that of the binding, every module seen at its middle, and nothing else."""
    grown = mark_size(longest)
    modules = modules_of(page.qr, QUIET)
    bleed, step = Rect(*page.bleed), QR_SIDE * grown / len(modules)
    corner = Point(bleed.x, bleed.bottom + QR_GAP * grown)
    middles = np.arange(len(modules)) + 0.5
    xs = np.floor((corner.x + middles * step) * to_sheet.a + to_sheet.e).astype(int)
    ys = np.floor((corner.y + middles * step) * to_sheet.d + to_sheet.f).astype(int)
    seen = rows(int(ys[0]), int(ys[-1]) + 1)[ys - ys[0]][:, xs]
    black = seen[..., 3] > _DARK
    coloured = seen[..., :3].max() > 0
    return not coloured and bool((black == np.array(modules, dtype=bool)).all())
