"""Marks outside the bleed: crop, fold, centre and registration marks, colour bar and QR code."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import pikepdf
import segno
from pikepdf import Array, Dictionary, Name, Stream

from renderer.artwork import Artwork
from renderer.contract.expectation import ExpectedPage
from renderer.contract.print_specs import FINISHINGS, QR_GAP, QR_SIDE, mark_size
from renderer.export.operators import decimal
from renderer.values.geometry import Affine, Point, Rect
from renderer.values.lengths import POINTS_PER_MM

QR_QUIET = 4
"""Modules of white around the QR code: ISO/IEC 18004, 9.1."""
_GAP, _LENGTH, _LINE = 3.0, 6.0, 0.25
"""mm on a poster: from the bleed to a mark, its length, its thickness (ISO 12647-1 marks are 0.1 to 0.3 mm)."""
_PATCH = 5.0
_RADIUS, _ARM = 1.5, 3.0

Ink = tuple[float, float, float, float]
"""Shares of cyan, magenta, yellow and black."""
EVERY_INK: Ink = (1.0, 1.0, 1.0, 1.0)
"""The registration colour: on a press every plate, whatever it prints."""
_BLACK: Ink = (0.0, 0.0, 0.0, 1.0)
_BAR: tuple[Ink, ...] = (
    (1.0, 0.0, 0.0, 0.0),
    (0.0, 1.0, 0.0, 0.0),
    (0.0, 0.0, 1.0, 0.0),
    _BLACK,
    (1.0, 1.0, 0.0, 0.0),
    (1.0, 0.0, 1.0, 0.0),
    (0.0, 1.0, 1.0, 0.0),
    (0.5, 0.0, 0.0, 0.0),
    (0.0, 0.5, 0.0, 0.0),
    (0.0, 0.0, 0.5, 0.0),
    (0.0, 0.0, 0.0, 0.5),
    (0.5, 0.4, 0.4, 0.0),
)
_OFFSET = "coated"
"""The material that goes through an offset press, whose plates must be laid over each other."""


class Line(NamedTuple):
    """A straight line with butt ends, across or down."""

    start: Point
    end: Point


class Ring(NamedTuple):
    """A circle that is drawn, not filled."""

    centre: Point
    radius: float


Shape = Line | Ring | Rect
"""What a mark may be, in mm of the sign: a line, a ring, or a filled box."""


class Marks(NamedTuple):
    """The marks of a page in paint order, each with its ink; ``line`` is the thickness of lines and rings in mm."""

    shapes: tuple[tuple[Ink, Shape], ...]
    line: float


def list_marks(artwork: Artwork, page: ExpectedPage) -> Marks:
    """Return a page's marks. Corner and registration marks are in all inks for offset alone."""
    spec = artwork.master.spec
    grown = mark_size(max(spec.size.width, spec.size.height))
    return Marks(tuple(_list_shapes(artwork, page, grown)), _LINE * grown)


def _list_shapes(artwork: Artwork, page: ExpectedPage, grown: float) -> Iterator[tuple[Ink, Shape]]:
    spec, bleed, trim = artwork.master.spec, Rect(*page.bleed), Rect(*page.trim)
    folded, offset = FINISHINGS[spec.finishing].turned, spec.material == _OFFSET
    cut, corner_ink = bleed if folded else trim, EVERY_INK if offset else _BLACK
    near, far = _GAP * grown, (_GAP + _LENGTH) * grown
    yield from ((corner_ink, line) for line in _ticks(bleed, (cut.x, cut.right), (cut.y, cut.bottom), near, far))
    if page.marks != "full":
        return
    if offset:
        yield from ((corner_ink, shape) for shape in _registration(bleed, grown))
    middle = (_GAP + _LENGTH / 2) * grown
    yield from ((_BLACK, line) for line in _ticks(bleed, (cut.centre.x,), (cut.centre.y,), near, middle))
    if folded:
        # Where the edge is folded back: three dashes, so that nobody cuts there.
        dash = _LENGTH / 5 * grown
        for i in (0, 2, 4):
            dashes = _ticks(bleed, (trim.x, trim.right), (trim.y, trim.bottom), near + i * dash, near + (i + 1) * dash)
            yield from ((_BLACK, line) for line in dashes)
    yield from _bar(bleed, grown)
    for box in qr_boxes(page.qr, Point(bleed.x, bleed.bottom + QR_GAP * grown), QR_SIDE * grown):
        yield _BLACK, box


def _ticks(bleed: Rect, xs: tuple[float, ...], ys: tuple[float, ...], near: float, far: float) -> Iterator[Line]:
    """Yield lines on all four sides, from ``near`` to ``far`` away from the bleed."""
    for x in xs:
        for y, away in ((bleed.y, -1), (bleed.bottom, 1)):
            yield Line(Point(x, y + away * near), Point(x, y + away * far))
    for y in ys:
        for x, away in ((bleed.x, -1), (bleed.right, 1)):
            yield Line(Point(x + away * near, y), Point(x + away * far, y))


def _registration(bleed: Rect, grown: float) -> Iterator[Shape]:
    """Yield a cross in a ring beside every side, a third of the side off the centre mark."""
    arm, away = _ARM * grown, (_GAP + _LENGTH / 2) * grown
    x, y = bleed.x + bleed.width / 4, bleed.y + bleed.height / 4
    for cx, cy in ((x, bleed.y - away), (x, bleed.bottom + away), (bleed.x - away, y), (bleed.right + away, y)):
        yield Line(Point(cx - arm, cy), Point(cx + arm, cy))
        yield Line(Point(cx, cy - arm), Point(cx, cy + arm))
        yield Ring(Point(cx, cy), _RADIUS * grown)


def _bar(bleed: Rect, grown: float) -> Iterator[tuple[Ink, Rect]]:
    """Yield the colour bar over the head: solids, overprints of two, halves, and a grey of three inks."""
    side = min(_PATCH * grown, bleed.width * 0.4 / len(_BAR))
    left, top = bleed.x + bleed.width * 0.55, bleed.y - _GAP * grown - side
    for i, ink in enumerate(_BAR):
        yield ink, Rect(left + i * side, top, side, side)


def qr_boxes(text: str, corner: Point, side: float) -> Iterator[Rect]:
    """Yield the dark runs of a QR code, a row at a time; ``side`` holds its quiet zone too."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=QR_QUIET)]
    module = side / len(rows)
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = next((i for i in range(x, len(row)) if not row[i]), len(row)) - x
            if run:
                yield Rect(corner.x + x * module, corner.y + y * module, run * module, module)
            x += max(1, run)


# -- as a form of a PDF -------------------------------------------------------------------------------


def marks_form(pdf: pikepdf.Pdf, artwork: Artwork, page: ExpectedPage) -> Stream:
    """Return the form that paints a page's marks."""
    media, k = Rect(*page.media), POINTS_PER_MM / page.ratio
    to_page = Affine(k, 0.0, 0.0, -k, -k * media.x, k * media.bottom)
    form = Stream(pdf, _operators(list_marks(artwork, page), to_page))
    corner = to_page.apply(Point(media.right, media.y))
    tint = Dictionary(FunctionType=2, Domain=[0, 1], N=1, C0=[0, 0, 0, 0], C1=[1, 1, 1, 1])
    everywhere = Array([Name.Separation, Name.All, Name.DeviceCMYK, tint])
    form.update(
        {
            "/Type": Name.XObject,
            "/Subtype": Name.Form,
            "/BBox": Array([0, 0, round(corner.x, 4), round(corner.y, 4)]),
            "/Resources": Dictionary(ColorSpace=Dictionary(All=everywhere)),
        }
    )
    return form


def _operators(marks: Marks, to_page: Affine) -> bytes:
    parts, stroke, fill = [f"{decimal(marks.line * abs(to_page.a), 4)} w"], None, None
    for ink, shape in marks.shapes:
        if isinstance(shape, Rect):
            if ink != fill:
                parts.append(_set_colour(ink, "k"))
                fill = ink
            foot, head = to_page.apply(Point(shape.x, shape.bottom)), to_page.apply(Point(shape.right, shape.y))
            parts.append(_numbers(foot.x, foot.y, head.x - foot.x, head.y - foot.y) + " re f")
            continue
        if ink != stroke:
            parts.append("/All CS 1 SCN" if ink == EVERY_INK else _set_colour(ink, "K"))
            stroke = ink
        if isinstance(shape, Line):
            one, two = to_page.apply(shape.start), to_page.apply(shape.end)
            parts.append(f"{_numbers(*one)} m {_numbers(*two)} l S")
        else:
            for piece in _quarters(shape):
                start, *rest = (to_page.apply(p) for p in piece)
                parts.append(f"{_numbers(*start)} m {_numbers(*(v for p in rest for v in p))} c S")
    return "\n".join(parts).encode() + b"\n"


def _set_colour(ink: Ink, operator: str) -> str:
    return " ".join(f"{share:g}" for share in ink) + f" {operator}"


def _numbers(*values: float) -> str:
    return " ".join(decimal(v, 3) for v in values)


def _quarters(ring: Ring) -> list[tuple[Point, ...]]:
    """Return a circle as four cubic curves (error under 0.03 % of the radius)."""
    (cx, cy), r = ring
    c = 4 / 3 * math.tan(math.pi / 8) * r
    pieces: list[tuple[Point, ...]] = []
    for i in range(4):
        a, b = math.pi / 2 * i, math.pi / 2 * (i + 1)
        one = Point(cx + r * math.cos(a), cy + r * math.sin(a))
        two = Point(cx + r * math.cos(b), cy + r * math.sin(b))
        pieces.append(
            (
                one,
                Point(one.x - c * math.sin(a), one.y + c * math.cos(a)),
                Point(two.x + c * math.sin(b), two.y - c * math.cos(b)),
                two,
            )
        )
    return pieces
