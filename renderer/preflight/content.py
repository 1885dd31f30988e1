"""A narrow reader of a page's content: what is painted, in paint order. What it does not know it says, never skips."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pikepdf

from renderer.geometry import Affine, Point
from renderer.preflight.alphabet import Points

Colour = tuple[str, tuple[float | str, ...]]
"""The operator that set a colour and its operands; for ``scn`` the name of a pattern."""


@dataclass(frozen=True)
class Invoked:
    """A form painted by ``Do``."""

    name: str
    matrix: Affine


@dataclass(frozen=True)
class PaintedPath:
    """A path on the page: points in page space (pt, y up), how it is painted, and the colours then in force."""

    ops: str
    points: Points
    operator: str
    fill: Colour
    stroke: Colour
    line_width: float


@dataclass(frozen=True)
class Strange:
    """An operator that has no place on such a page."""

    operator: str


Painted = Invoked | PaintedPath | Strange


_IDENTITY = Affine()


@dataclass(frozen=True)
class _State:
    matrix: Affine = _IDENTITY
    fill: Colour = ("g", (0.0,))
    stroke: Colour = ("G", (0.0,))
    line_width: float = 1.0


_COLOURS = {"k": "fill", "rg": "fill", "g": "fill", "K": "stroke", "RG": "stroke", "G": "stroke"}
_POINTS = {"m": 1, "l": 1, "c": 3}
_PAINTS = {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*"}
_HARMLESS = {"j", "J", "M", "i", "ri"}


def read_content(stream: Any) -> list[Painted]:
    """Return everything a content stream paints. Page content may not clip, set text, shade or change gs."""
    reader = _Reader()
    for instruction in pikepdf.parse_content_stream(stream):
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            reader.painted.append(Strange("BI"))
        else:
            reader.take(str(instruction.operator), instruction.operands)
    return reader.painted


class _Reader:
    def __init__(self) -> None:
        self.painted: list[Painted] = []
        self._state = _State()
        self._stack: list[_State] = []
        self._ops: list[str] = []
        self._points: list[Point] = []

    def take(self, operator: str, operands: Any) -> None:
        if operator in _POINTS:
            numbers = [float(v) for v in operands]
            self._ops.append(operator)
            self._points += [
                self._state.matrix.apply(Point(*numbers[i : i + 2])) for i in range(0, 2 * _POINTS[operator], 2)
            ]
        elif operator == "h":
            self._ops.append("h")
        elif operator == "re":
            self._rectangle(*(float(v) for v in operands))
        elif operator in _PAINTS:
            self._paint(operator)
        elif operator == "n":
            self._ops, self._points = [], []
        elif operator == "Do":
            self.painted.append(Invoked(str(operands[0]), self._state.matrix))
        else:
            self._set(operator, operands)

    def _set(self, operator: str, operands: Any) -> None:
        if operator == "q":
            self._stack.append(self._state)
        elif operator == "Q" and self._stack:
            self._state = self._stack.pop()
        elif operator == "cm":
            inner = Affine(*(float(v) for v in operands))
            self._state = replace(self._state, matrix=inner.then(self._state.matrix))
        elif operator == "w":
            self._state = replace(self._state, line_width=float(operands[0]))
        elif operator == "cs" and [str(v) for v in operands] == ["/Pattern"]:
            self._state = replace(self._state, fill=("cs", ()))
        elif operator == "scn" and self._state.fill[0] in ("cs", "scn") and len(operands) == 1:
            self._state = replace(self._state, fill=("scn", (str(operands[0]),)))
        elif operator in _COLOURS:
            colour = (operator, tuple(float(v) for v in operands))
            which = _COLOURS[operator]
            self._state = replace(self._state, fill=colour) if which == "fill" else replace(self._state, stroke=colour)
        elif operator not in _HARMLESS:
            self.painted.append(Strange(operator))

    def _rectangle(self, x: float, y: float, w: float, h: float) -> None:
        self._ops += ["m", "l", "l", "l", "h"]
        corners = (Point(x, y), Point(x + w, y), Point(x + w, y + h), Point(x, y + h))
        self._points += [self._state.matrix.apply(p) for p in corners]

    def _paint(self, operator: str) -> None:
        state = self._state
        width = state.line_width * abs(state.matrix.a * state.matrix.d - state.matrix.b * state.matrix.c) ** 0.5
        points = np.array(self._points, dtype=np.float64).reshape(-1, 2)
        self.painted.append(PaintedPath("".join(self._ops), points, operator, state.fill, state.stroke, width))
        self._ops, self._points = [], []
