"""PDFium's room here: a page as a printer would be sent it, its layers and notes as they print."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pypdfium2

from renderer.preflight.visible import Drawing
from renderer.values.geometry import Rect

ENGINE = "PDFium"
_LONGEST = 3_000.0
"""px of the longer side."""


def draw_pages(data: bytes, media: list[Rect]) -> Iterator[Drawing]:
    """Yield the pages whose media boxes (pt, y up) are given, upright as they are written; raises ValueError for a
    page that cannot be drawn."""
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            for number, box in enumerate(media):
                yield _draw(document[number], box)
    except pypdfium2.PdfiumError as fault:
        raise ValueError(f"{ENGINE} cannot draw it: {fault}") from None


def _draw(page: pypdfium2.PdfPage, box: Rect) -> Drawing:
    if min(box.width, box.height) <= 0:
        raise ValueError("the page has no size")
    scale = _LONGEST / max(box.width, box.height)
    if min(box.width, box.height) * scale < 2:
        raise ValueError("the page is too narrow to be drawn")
    sides = box.x, box.y, box.right, box.bottom
    page.set_rotation(0)
    page.set_mediabox(*sides)
    page.set_cropbox(*sides)
    picture = page.render(scale=scale, optimize_mode="print", may_draw_forms=True).to_numpy()
    pixels = np.asarray(picture[..., :3] if picture.ndim == 3 else picture[..., None], dtype=np.float32)
    return Drawing(ENGINE, pixels, pixels.shape[1] / box.width, box.x, box.bottom)
