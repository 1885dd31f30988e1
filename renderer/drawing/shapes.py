"""Basic shapes as outlines, by the rules of SVG 2, chapter 10."""

from __future__ import annotations

import math
from dataclasses import dataclass

from renderer.drawing.numbers import BadValueError, Length, read_length, read_numbers
from renderer.drawing.path import Path, Pen, read_path
from renderer.drawing.source import Node

SHAPES = frozenset(["path", "rect", "circle", "ellipse", "line", "polyline", "polygon"])


@dataclass(frozen=True)
class Viewport:
    """What percentages are of, in user units, and the font size that ``em`` is, where one is stated."""

    width: float
    height: float
    font_size: float | None = None

    def x(self, node: Node, key: str, missing: str = "0") -> float:
        return self._read(node, key, missing).resolve(self.width)

    def y(self, node: Node, key: str, missing: str = "0") -> float:
        return self._read(node, key, missing).resolve(self.height)

    @property
    def diagonal(self) -> float:
        """What percentages of neither side are of: SVG 2, 8.9."""
        return math.sqrt((self.width**2 + self.height**2) / 2)

    def other(self, node: Node, key: str, missing: str = "0") -> float:
        return self._read(node, key, missing).resolve(self.diagonal)

    def _read(self, node: Node, key: str, missing: str) -> Length:
        try:
            return read_length(node.get(key, missing), self.font_size)
        except BadValueError as fault:
            raise BadValueError(f"{key}: {fault}") from None

    def side(self, node: Node, key: str, missing: str = "0") -> float:
        """Return a width or height, which must not be negative."""
        value = self.x(node, key, missing) if key in ("width", "rx") else self.y(node, key, missing)
        return _positive(key, value)


def _positive(key: str, value: float) -> float:
    if value < 0:
        raise BadValueError(f"{key} is negative ({value:g})")
    return value


def outline(node: Node, viewport: Viewport) -> Path:
    """Return the outline of a shape in its own coordinates; empty where it draws nothing."""
    return _OUTLINES[node.name](node, viewport)


def box(x: float, y: float, width: float, height: float) -> Path:
    """Return a rectangle's outline."""
    pen = Pen()
    pen.move(x, y)
    pen.line(x + width, y)
    pen.line(x + width, y + height)
    pen.line(x, y + height)
    pen.close()
    return pen.path()


def _path(node: Node, _: Viewport) -> Path:
    return read_path(node.get("d", ""))


def _rect(node: Node, viewport: Viewport) -> Path:
    x, y = viewport.x(node, "x"), viewport.y(node, "y")
    width, height = viewport.side(node, "width"), viewport.side(node, "height")
    rx, ry = _radii(node, viewport)
    rx, ry = min(rx, width / 2), min(ry, height / 2)
    if not width or not height:
        return Pen().path()
    if not rx or not ry:
        return box(x, y, width, height)
    pen = Pen()
    pen.move(x + rx, y)
    for dx, dy, tx, ty in (
        (width - rx, 0.0, width, ry),
        (width, height - ry, width - rx, height),
        (rx, height, 0.0, height - ry),
        (0.0, ry, rx, 0.0),
    ):
        if pen.at != (x + dx, y + dy):
            pen.line(x + dx, y + dy)
        pen.arc(rx, ry, 0.0, False, True, x + tx, y + ty)
    pen.close()
    return pen.path()


def _radii(node: Node, viewport: Viewport) -> tuple[float, float]:
    """Return both radii: one that is missing or ``auto`` is as long as the other."""
    radii = [viewport.side(node, key) if node.get(key, "auto").strip() != "auto" else None for key in ("rx", "ry")]
    known = next((r for r in radii if r is not None), 0.0)
    rx, ry = (known if r is None else r for r in radii)
    return rx, ry


def _ellipse_at(cx: float, cy: float, rx: float, ry: float) -> Path:
    pen = Pen()
    if rx and ry:
        pen.move(cx + rx, cy)
        for x, y in ((cx, cy + ry), (cx - rx, cy), (cx, cy - ry), (cx + rx, cy)):
            pen.arc(rx, ry, 0.0, False, True, x, y)
        pen.close()
    return pen.path()


def _circle(node: Node, viewport: Viewport) -> Path:
    r = _positive("r", viewport.other(node, "r"))
    return _ellipse_at(viewport.x(node, "cx"), viewport.y(node, "cy"), r, r)


def _ellipse(node: Node, viewport: Viewport) -> Path:
    return _ellipse_at(viewport.x(node, "cx"), viewport.y(node, "cy"), *_radii(node, viewport))


def _line(node: Node, viewport: Viewport) -> Path:
    pen = Pen()
    pen.move(viewport.x(node, "x1"), viewport.y(node, "y1"))
    pen.line(viewport.x(node, "x2"), viewport.y(node, "y2"))
    return pen.path()


def _polyline(node: Node, _: Viewport) -> Path:
    numbers = read_numbers(node.get("points", ""))
    if len(numbers) % 2:
        raise BadValueError(f"points has {len(numbers)} numbers, which make no pairs")
    pen = Pen()
    if len(numbers) >= 4:
        pen.move(numbers[0], numbers[1])
        for x, y in zip(numbers[2::2], numbers[3::2], strict=True):
            pen.line(x, y)
        if node.name == "polygon":
            pen.close()
    return pen.path()


_OUTLINES = {
    "path": _path,
    "rect": _rect,
    "circle": _circle,
    "ellipse": _ellipse,
    "line": _line,
    "polyline": _polyline,
    "polygon": _polyline,
}
