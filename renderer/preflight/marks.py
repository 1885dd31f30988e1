"""The marks of a page: nothing of them inside the bleed, and a QR code that says what it must."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import segno
from pikepdf import Array, Name

from renderer.expectation import ExpectedPage
from renderer.geometry import Affine, Rect
from renderer.preflight.content import Invoked, PaintedPath, read_content
from renderer.preflight.finding import Finding
from renderer.preflight.readback import to_units

_RESOURCES = {"/ColorSpace"}
_QUIET = 4
"""Modules of white around a QR code: ISO/IEC 18004, 9.1."""


def marks_findings(item: Invoked, form: Any, page: ExpectedPage) -> list[Finding]:
    """Return what is wrong with the marks that a page paints: their form lies unmoved over the whole page."""
    if item.matrix != Affine() or item.clip is not None:
        return [Finding("marks", "the marks are moved or cut")]
    resources = form.get("/Resources", {})
    if set(resources.keys()) - _RESOURCES or not _spaces_are_all(resources):
        return [Finding("marks", "the marks use more than lines, boxes and the registration colour")]
    findings, boxes = [], []
    bleed, media = Rect(*page.bleed), Rect(*page.media)
    for painted in read_content(form):
        if not isinstance(painted, PaintedPath):
            findings.append(Finding("marks", f"the marks paint or set {type(painted).__name__}"))
            continue
        rect = _extent(painted, page)
        if bleed.inset(1e-3).overlaps(rect):
            findings.append(Finding("mark-inside", "a mark reaches into the bleed", place=_place(rect)))
        if not media.contains(rect, tolerance=0.01 * page.ratio):
            findings.append(Finding("mark-outside", "a mark leaves the page", place=_place(rect)))
        if painted.operator == "f" and painted.fill == ("k", (0.0, 0.0, 0.0, 1.0)):
            boxes.append(rect)
    if page.qr and page.qr not in _codes(boxes, page.qr):
        findings.append(Finding("qr-differs", "the QR code does not hold the binding hash", expected=page.qr))
    return findings


def _spaces_are_all(resources: Any) -> bool:
    spaces = resources.get("/ColorSpace", {})
    return all(isinstance(s, Array) and (s[0], s[1]) == (Name.Separation, Name.All) for _, s in spaces.items())


def _extent(path: PaintedPath, page: ExpectedPage) -> Rect:
    points = to_units(path.points.copy(), page)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    reach = path.line_width / 2 * page.ratio * 25.4 / 72 if path.operator == "S" else 0.0
    # A butt-ended line is no wider than its thickness along its own direction.
    wide, high = (reach if bottom - top > 1e-6 else 0.0), (reach if right - left > 1e-6 else 0.0)
    return Rect(float(left) - wide, float(top) - high, float(right - left) + 2 * wide, float(bottom - top) + 2 * high)


def _place(rect: Rect) -> str:
    return f"{rect.centre.x:.1f}, {rect.centre.y:.1f} mm from the top left of the trim"


def _codes(boxes: list[Rect], text: str) -> Iterator[str]:
    """Yield ``text`` if the black boxes draw exactly the QR code of it: every module is sampled at its middle."""
    modules = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=0)]
    count = len(modules)
    # The finder pattern's top run is seven modules long and as thick as one; it is where the code begins.
    for first in boxes:
        module = first.height
        if abs(first.width - 7 * module) > 0.05 * module:
            continue
        area = Rect(first.x, first.y, count * module, count * module)
        inside = [box for box in boxes if area.contains(box, tolerance=0.05 * module)]
        drawn = [[_dark(inside, area.x + (x + 0.5) * module, area.y + (y + 0.5) * module) for x in range(count)]
                 for y in range(count)]  # fmt: skip
        near = Rect(area.x, area.y, area.width, area.height).inset(-_QUIET * module * 0.95)
        clear = len(inside) == sum(near.overlaps(box) for box in boxes)
        if clear and all(
            bool(a) == b for row, got in zip(modules, drawn, strict=True) for a, b in zip(row, got, strict=True)
        ):
            yield text
            return


def _dark(boxes: list[Rect], x: float, y: float) -> bool:
    return any(box.x <= x <= box.right and box.y <= y <= box.bottom for box in boxes)
