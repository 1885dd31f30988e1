"""A layout's small watermarked picture, drawn and verified in one go: what a watch shows, and later a page."""

from __future__ import annotations

import math
from dataclasses import dataclass

from renderer.contract.order import Order
from renderer.export.png import export_png
from renderer.pipeline import Prepared, prepare, verify_png_bytes
from renderer.studio import Studio
from renderer.values.errors import RefusedError, VerifyError
from renderer.values.lengths import MM_PER_INCH, parse_size

PREVIEW_PIXELS = 420_000
"""Pixels of the picture: enough to judge, few enough to come at once."""


@dataclass(frozen=True)
class Drawing:
    """A drawn picture: the bytes of a PNG, the slogan's lines, and what a person should know of it."""

    png: bytes
    lines: tuple[str, ...]
    warnings: tuple[str, ...]


def shrink_order(order: Order, most: int = PREVIEW_PIXELS) -> Order:
    """Return the order of a small watermarked picture, ``most`` pixels, of what ``order`` asks for.

    A screen's picture is made smaller by a whole number where its sides allow that, else as large as ordered.
    """
    size = parse_size(order.size)
    given: dict[str, object] = {"formats": ("png",), "draft": True}
    if size.unit == "mm":
        given["dpi"] = round(MM_PER_INCH * math.sqrt(most / (size.width * size.height)), 4)
    else:
        parts = max(1, math.ceil(math.sqrt(size.width * size.height / most)))
        if size.width % parts == size.height % parts == 0:
            given["size"] = f"{size.width / parts:g}x{size.height / parts:g}px"
    return order.model_copy(update=given)


def draw(studio: Studio, order: Order) -> Drawing:
    """Draw the small picture of ``order`` and verify it; raises every error that its content can cause."""
    prepared = _prepare(studio, order)
    data = export_png(prepared.artwork, prepared.resolved.pixels, prepared.resolved.dpi)
    findings = verify_png_bytes(studio, data, prepared.expected, prepared)
    if faults := [f for f in findings if f.severity == "error"]:
        raise VerifyError("proof-failed", "; ".join(map(str, faults)))
    block = prepared.artwork.letters[0].block
    return Drawing(data, tuple(line.text for line in block.lines), prepared.warnings)


def _prepare(studio: Studio, order: Order) -> Prepared:
    """Prepare the small picture; where its smallest letters could not be read, one that is twice, then four times as
    long and high."""
    for larger in (1, 4):
        try:
            return prepare(studio, shrink_order(order, larger * PREVIEW_PIXELS))
        except RefusedError as fault:
            if fault.code != "letters-too-small":
                raise
    return prepare(studio, shrink_order(order, 16 * PREVIEW_PIXELS))
