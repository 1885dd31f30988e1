"""The marks of a page: nothing of them inside the bleed, and a QR code that says what it must."""

from __future__ import annotations

from typing import Any

import segno
from pikepdf import Array, Dictionary, Name, Stream

from renderer.contract.expectation import ExpectedPage
from renderer.preflight.content import read_content
from renderer.preflight.finding import Finding
from renderer.preflight.gradient import is_straight
from renderer.preflight.painted import Invoked, PaintedPath
from renderer.preflight.readback import to_units
from renderer.values.geometry import Affine, Rect
from renderer.values.lengths import POINTS_PER_MM

_RESOURCES = {"/ColorSpace"}
_FORM_KEYS = {"/Type", "/Subtype", "/BBox", "/Resources", "/Length", "/Filter", "/DecodeParms"}
_SHAPES = {"S": ("ml", "mc"), "f": ("mlllh",)}
"""What a mark may be, by how it is painted: with no joins and butt ends its extent is plain."""
QUIET = 4
"""Modules of white around a QR code: ISO/IEC 18004, 9.1."""


def verify_marks(item: Invoked, form: Any, page: ExpectedPage) -> list[Finding]:
    """Return what is wrong with the marks that a page paints: their form lies unmoved over the whole page."""
    if item.matrix != Affine() or item.clip is not None or not _is_plain_form(form, page):
        return [Finding("marks", "the marks are moved, cut, or grouped")]
    resources = form.get("/Resources", Dictionary())
    if set(resources.keys()) - _RESOURCES or not _spaces_are_all(resources):
        return [Finding("marks", "the marks use more than lines, boxes and the registration colour")]
    findings: list[Finding] = []
    painted = read_content(form, start=item.state)
    shapes = [p for p in painted if isinstance(p, PaintedPath) and p.ops in _SHAPES.get(p.operator, ())]
    if len(shapes) < len(painted):
        findings.append(Finding("marks", "the marks hold more than single lines, curves and boxes"))
    rects = [_extent_of(path, page) for path in shapes]
    bleed, media = Rect(*page.bleed), Rect(*page.media)
    slugs = [Rect(*frame.rect) for frame in page.slug]
    for rect in rects:
        if bleed.inset(1e-3).overlaps(rect):
            findings.append(Finding("mark-inside", "a mark reaches into the bleed", place=_place_of(rect)))
        if not media.contains(rect, tolerance=0.01 * page.ratio):
            findings.append(Finding("mark-outside", "a mark leaves the page", place=_place_of(rect)))
        if any(slug.overlaps(rect) for slug in slugs):
            findings.append(Finding("mark-over-slug", "a mark lies under the slug", place=_place_of(rect)))
    if not _has_corners(shapes, rects, page):
        findings.append(Finding("marks", "a corner of the sheet has no marks"))
    if page.qr and not _has_code(shapes, rects, page.qr):
        findings.append(Finding("qr-differs", "the QR code does not hold the binding hash", expected=page.qr))
    return findings


def _is_plain_form(form: Any, page: ExpectedPage) -> bool:
    """Tell whether a form is no more than operators over the whole page: no matrix, group or layer of its own."""
    if not isinstance(form, Stream) or set(form.keys()) - _FORM_KEYS or str(form.get("/Subtype")) != "/Form":
        return False
    width, height = (side / page.ratio * POINTS_PER_MM for side in page.media[2:])
    wanted = (0.0, 0.0, width, height)
    return all(abs(float(a) - b) <= 0.01 for a, b in zip(form["/BBox"], wanted, strict=True))


def _has_corners(shapes: list[PaintedPath], rects: list[Rect], page: ExpectedPage) -> bool:
    """Tell whether lines outside the bleed point at every edge along which the sheet is cut: trim or print size."""
    lines = [rect for shape, rect in zip(shapes, rects, strict=True) if shape.operator == "S" and shape.ops == "ml"]
    bleed = Rect(*page.bleed)
    above = [r for r in lines if r.height > r.width and r.bottom <= bleed.y]
    below = [r for r in lines if r.height > r.width and r.y >= bleed.bottom]
    left = [r for r in lines if r.width > r.height and r.right <= bleed.x]
    right = [r for r in lines if r.width > r.height and r.x >= bleed.right]

    def is_pointed_at(box: Rect) -> bool:
        upright = all(
            any(abs(r.centre.x - x) < 0.1 for r in side) for x in (box.x, box.right) for side in (above, below)
        )
        return upright and all(
            any(abs(r.centre.y - y) < 0.1 for r in side) for y in (box.y, box.bottom) for side in (left, right)
        )

    return is_pointed_at(Rect(*page.trim)) or is_pointed_at(bleed)


def _spaces_are_all(resources: Any) -> bool:
    spaces = resources.get("/ColorSpace", Dictionary())
    return set(spaces.keys()) <= {"/All"} and all(
        isinstance(s, Array) and (s[0], s[1], s[2]) == (Name.Separation, Name.All, Name.DeviceCMYK) and _is_full(s[3])
        for _, s in spaces.items()
    )


def _is_full(tint: Any) -> bool:
    """Tell whether the registration colour's stand-in is all four inks."""
    ends = [float(v) for v in (*tint["/C0"], *tint["/C1"])]
    return is_straight(tint) and ends == [0, 0, 0, 0, 1, 1, 1, 1]


def _extent_of(path: PaintedPath, page: ExpectedPage) -> Rect:
    points = to_units(path.points.copy(), page)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    reach = path.line_width / 2 * page.ratio * 25.4 / 72 if path.operator == "S" else 0.0
    # A butt-ended line is no wider than its thickness along its own direction.
    wide, high = (reach if bottom - top > 1e-6 else 0.0), (reach if right - left > 1e-6 else 0.0)
    return Rect(float(left) - wide, float(top) - high, float(right - left) + 2 * wide, float(bottom - top) + 2 * high)


def _place_of(rect: Rect) -> str:
    return f"{rect.centre.x:.1f}, {rect.centre.y:.1f} mm from the top left of the trim"


def modules_of(text: str, border: int = 0) -> list[list[int]]:
    """Return the modules of a text's QR code, row by row, with so many white ones around; 1 is dark."""
    return [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=border)]


def _has_code(shapes: list[PaintedPath], rects: list[Rect], text: str) -> bool:
    """Tell whether black boxes draw exactly the QR code of ``text``, and nothing else lies on it or its quiet zone.

    Every module is sampled at its middle.
    """
    black = [s.operator == "f" and s.fill == ("k", (0.0, 0.0, 0.0, 1.0)) for s in shapes]
    boxes = [rect for rect, is_black in zip(rects, black, strict=True) if is_black]
    modules = modules_of(text)
    count = len(modules)
    # The finder pattern's top run is seven modules long and as thick as one; it is where the code begins.
    for first in boxes:
        module = first.height
        if abs(first.width - 7 * module) > 0.05 * module:
            continue
        area = Rect(first.x, first.y, count * module, count * module)
        near = area.inset(-QUIET * module * 0.95)
        inside = [box for box in boxes if area.contains(box, tolerance=0.05 * module)]
        if len(inside) != sum(near.overlaps(rect) for rect in rects):
            continue
        drawn = [
            [_is_dark(inside, area.x + (x + 0.5) * module, area.y + (y + 0.5) * module) for x in range(count)]
            for y in range(count)
        ]
        if drawn == [[bool(dark) for dark in row] for row in modules]:
            return True
    return False


def _is_dark(boxes: list[Rect], x: float, y: float) -> bool:
    return any(box.x <= x <= box.right and box.y <= y <= box.bottom for box in boxes)
