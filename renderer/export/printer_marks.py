"""Marks outside the bleed: crop, fold, centre and registration marks, colour bar and QR code."""

from __future__ import annotations

import math
from collections.abc import Iterator

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
_BAR = (
    "1 0 0 0",
    "0 1 0 0",
    "0 0 1 0",
    "0 0 0 1",
    "1 1 0 0",
    "1 0 1 0",
    "0 1 1 0",
    ".5 0 0 0",
    "0 .5 0 0",
    "0 0 .5 0",
    "0 0 0 .5",
    ".5 .4 .4 0",
)
_ALL, _KEY = "/All CS 1 SCN", "0 0 0 1 K"
_OFFSET = "coated"
"""The material that goes through an offset press, whose plates must be laid over each other."""


def marks_form(pdf: pikepdf.Pdf, artwork: Artwork, page: ExpectedPage) -> Stream:
    """Return the form that paints a page's marks. Corner and registration marks are in all inks for offset alone."""
    spec = artwork.master.spec
    media, bleed = Rect(*page.media), Rect(*page.bleed)
    grown = mark_size(max(spec.size.width, spec.size.height))
    folded = FINISHINGS[spec.finishing].turned
    cut = bleed if folded else Rect(*page.trim)
    k = POINTS_PER_MM / page.ratio
    drawing = _Drawing(Affine(k, 0.0, 0.0, -k, -k * media.x, k * media.bottom), grown)
    drawing.set(_ALL if spec.material == _OFFSET else _KEY)
    drawing.corners(bleed, cut)
    if page.marks == "full":
        if spec.material == _OFFSET:
            drawing.registration(bleed)
        drawing.set(_KEY)
        drawing.centres(bleed, cut)
        if folded:
            drawing.folds(bleed, Rect(*page.trim))
        drawing.bar(bleed)
        drawing.code(bleed, page.qr)
    form = Stream(pdf, drawing.content())
    corner = drawing.to_page.apply(Point(media.right, media.y))
    box = Array([0, 0, round(corner.x, 4), round(corner.y, 4)])
    tint = Dictionary(FunctionType=2, Domain=[0, 1], N=1, C0=[0, 0, 0, 0], C1=[1, 1, 1, 1])
    everywhere = Array([Name.Separation, Name.All, Name.DeviceCMYK, tint])
    form.update(
        {
            "/Type": Name.XObject,
            "/Subtype": Name.Form,
            "/BBox": box,
            "/Resources": Dictionary(ColorSpace=Dictionary(All=everywhere)),
        }
    )
    return form


class _Drawing:
    """Operators that draw in mm of the sign."""

    def __init__(self, to_page: Affine, grown: float) -> None:
        self.to_page, self.grown = to_page, grown
        scale = abs(to_page.a)
        self._parts = [f"{decimal(_LINE * grown * scale, 4)} w"]

    def content(self) -> bytes:
        return "\n".join(self._parts).encode() + b"\n"

    def set(self, colour: str) -> None:
        self._parts.append(colour)

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        one, two = self.to_page.apply(Point(x1, y1)), self.to_page.apply(Point(x2, y2))
        numbers = [decimal(v, 3) for v in (*one, *two)]
        self._parts.append(f"{numbers[0]} {numbers[1]} m {numbers[2]} {numbers[3]} l S")

    def box(self, rect: Rect) -> None:
        foot, head = self.to_page.apply(Point(rect.x, rect.bottom)), self.to_page.apply(Point(rect.right, rect.y))
        numbers = (decimal(v, 3) for v in (foot.x, foot.y, head.x - foot.x, head.y - foot.y))
        self._parts.append(" ".join(numbers) + " re f")

    def corners(self, bleed: Rect, cut: Rect) -> None:
        """Draw two strokes at every corner, in line with where the sheet is cut, outside the bleed."""
        for x in (cut.x, cut.right):
            for y, away in ((bleed.y, -1), (bleed.bottom, 1)):
                self.line(x, y + away * _GAP * self.grown, x, y + away * (_GAP + _LENGTH) * self.grown)
        for y in (cut.y, cut.bottom):
            for x, away in ((bleed.x, -1), (bleed.right, 1)):
                self.line(x + away * _GAP * self.grown, y, x + away * (_GAP + _LENGTH) * self.grown, y)

    def centres(self, bleed: Rect, cut: Rect) -> None:
        near, far = _GAP * self.grown, (_GAP + _LENGTH / 2) * self.grown
        for y, away in ((bleed.y, -1), (bleed.bottom, 1)):
            self.line(cut.centre.x, y + away * near, cut.centre.x, y + away * far)
        for x, away in ((bleed.x, -1), (bleed.right, 1)):
            self.line(x + away * near, cut.centre.y, x + away * far, cut.centre.y)

    def folds(self, bleed: Rect, fold: Rect) -> None:
        """Draw where the edge is folded back: three dashes, so that nobody cuts there."""
        dash = _LENGTH / 5 * self.grown
        for i in (0, 2, 4):
            near, far = _GAP * self.grown + i * dash, _GAP * self.grown + (i + 1) * dash
            for x in (fold.x, fold.right):
                for y, away in ((bleed.y, -1), (bleed.bottom, 1)):
                    self.line(x, y + away * near, x, y + away * far)
            for y in (fold.y, fold.bottom):
                for x, away in ((bleed.x, -1), (bleed.right, 1)):
                    self.line(x + away * near, y, x + away * far, y)

    def registration(self, bleed: Rect) -> None:
        """Draw a cross in a circle beside the middle of every side, a third of the side off the centre mark."""
        radius, arm = 1.5 * self.grown, 3.0 * self.grown
        away = (_GAP + _LENGTH / 2) * self.grown
        x, y = bleed.x + bleed.width / 4, bleed.y + bleed.height / 4
        for cx, cy in ((x, bleed.y - away), (x, bleed.bottom + away), (bleed.x - away, y), (bleed.right + away, y)):
            self.line(cx - arm, cy, cx + arm, cy)
            self.line(cx, cy - arm, cx, cy + arm)
            for piece in _circle(cx, cy, radius):
                self._parts.append(self._curve(piece))

    def _curve(self, piece: tuple[Point, ...]) -> str:
        start, *rest = (self.to_page.apply(p) for p in piece)
        numbers = " ".join(decimal(v, 3) for p in rest for v in p)
        return f"{decimal(start.x, 3)} {decimal(start.y, 3)} m {numbers} c S"

    def bar(self, bleed: Rect) -> None:
        """Draw the colour bar over the head: solids, overprints of two, halves, and a grey of three inks."""
        side = _PATCH * self.grown
        room = bleed.width * 0.4
        left = bleed.x + bleed.width * 0.55
        side = min(side, room / len(_BAR))
        top = bleed.y - _GAP * self.grown - side
        for i, ink in enumerate(_BAR):
            self._parts.append(f"{ink} k")
            self.box(Rect(left + i * side, top, side, side))

    def code(self, bleed: Rect, text: str) -> None:
        corner = Point(bleed.x, bleed.bottom + QR_GAP * self.grown)
        self._parts.append("0 0 0 1 k")
        for rect in qr_boxes(text, corner, QR_SIDE * self.grown):
            self.box(rect)


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


def _circle(cx: float, cy: float, r: float) -> list[tuple[Point, ...]]:
    """Return a circle as four cubic curves (error under 0.03 % of the radius)."""
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
