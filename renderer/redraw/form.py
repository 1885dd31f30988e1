"""The print form, drawn by PDFium as it was before its colours became inks; and that nothing else became of it."""

from __future__ import annotations

import ctypes

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from renderer.redraw.compare import Draw
from renderer.redraw.measure import Pixels
from renderer.values.errors import DataError, RefusedError
from renderer.values.geometry import Rect

_WHITE = 0xFFFFFFFF


def draw_form(pdf: bytes, box: Rect, where: str) -> Draw:
    """Return what draws the one page of ``pdf``, which shows ``box`` of the drawing, in units."""
    try:
        page = pypdfium2.PdfDocument(pdf)[0]
    except pypdfium2.PdfiumError as fault:
        raise DataError("cannot-compare", f"its print form cannot be opened: {fault}", where=where) from None
    width, height = page.get_size()

    def draw(window: Rect, pixels: tuple[int, int]) -> Pixels:
        # From points (y down) to the pixels of the window.
        sx, sy = pixels[0] / window.width, pixels[1] / window.height
        matrix = pdfium.FS_MATRIX(
            sx * box.width / width, 0, 0, sy * box.height / height, sx * (box.x - window.x), sy * (box.y - window.y)
        )
        return _render(page, matrix, pixels)

    return draw


def _render(page: pypdfium2.PdfPage, matrix: pdfium.FS_MATRIX, pixels: tuple[int, int]) -> Pixels:
    width, height = pixels
    bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
    if not bitmap:
        raise RefusedError("too-many-pixels", "not enough memory to compare this picture")
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
        whole = pdfium.FS_RECTF(0, 0, width, height)
        pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, whole, 0)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        start = pdfium.FPDFBitmap_GetBuffer(bitmap)
        data = ctypes.string_at(start, stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    grid = np.frombuffer(data, dtype=np.uint8).reshape(height, stride // 4, 4)
    return np.ascontiguousarray(grid[:, :width, 2::-1])
