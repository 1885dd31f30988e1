"""Papers compared as they are seen: every page of two PDFs, drawn by PDFium."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from renderer.values.errors import DataError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_DPI = 144
_POINTS_PER_INCH = 72.0
_MM_PER_INCH = 25.4
_USES = (None, "print")
"""How a page is drawn: what a layer or a note shows may differ between screen and printer."""
_ANTIALIASING = 2
"""Steps of 255 by which a pixel may differ: the same drawing is the same pixels, on whatever machine."""


@dataclass(frozen=True)
class Difference:
    """What is seen otherwise on a page (from 1, 0: of the whole), and where, in mm from its top left corner."""

    told: str
    page: int = 0
    place: str = ""


def find_differences(data: bytes, wanted: bytes) -> list[Difference]:
    """Return where a paper looks otherwise than it should, on a screen or printed.

    Raises DataError for one that cannot be drawn. No page is drawn that has not the size it should have.
    """
    import pypdfium2

    try:
        with closing(pypdfium2.PdfDocument(data)) as paper, closing(pypdfium2.PdfDocument(wanted)) as other:
            return list(_compare(paper, other))
    except (pypdfium2.PdfiumError, ValueError) as fault:
        raise DataError("unreadable-file", f"cannot be drawn: {fault}") from None


def _compare(paper: PdfDocument, wanted: PdfDocument) -> Iterator[Difference]:
    if len(paper) != len(wanted):
        yield Difference(f"the paper has {len(paper)} pages, where it should have {len(wanted)}")
        return
    for number, (page, other) in enumerate(zip(paper, wanted, strict=True), 1):
        if page.get_size() != other.get_size():
            yield Difference("the page is of another size", number)
            continue
        for use in _USES:
            differs = np.abs(_draw(page, use) - _draw(other, use)).max(axis=2) > _ANTIALIASING
            if differs.any():
                yield Difference("the page does not look as it was made", number, _place_of(differs))
                break


def _place_of(differs: NDArray[np.bool_]) -> str:
    """Return the box around all that differs."""
    rows, columns = (np.flatnonzero(differs.any(axis=axis)) * _MM_PER_INCH / _DPI for axis in (1, 0))
    return f"{columns[0]:.0f} to {columns[-1]:.0f} mm across, {rows[0]:.0f} to {rows[-1]:.0f} mm down"


def _draw(page: PdfPage, use: str | None) -> NDArray[np.int16]:
    """Return a page's pixels, shape (height, width, 3)."""
    picture = page.render(scale=_DPI / _POINTS_PER_INCH, optimize_mode=use).to_pil().convert("RGB")
    return np.asarray(picture, dtype=np.int16)
