"""A reader of content streams: what is painted, in paint order. What it does not know it says, never skips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Name

from renderer.preflight.advances import measure_text
from renderer.preflight.bounds import Budget
from renderer.preflight.embedded import EmbeddedFont
from renderer.preflight.feed import feed
from renderer.preflight.painted import (
    NO_GLYPH,
    Box,
    Colour,
    Effects,
    InlineImage,
    Invoked,
    Painted,
    PaintedPath,
    PaintedShading,
    ShownText,
    State,
    Strange,
)
from renderer.values.geometry import Affine, Point, Rect

_IDENTITY = Affine()
_COLOURS = {"k": "fill", "rg": "fill", "g": "fill", "K": "stroke", "RG": "stroke", "G": "stroke"}
_POINTS = {"m": 1, "l": 1, "c": 3}
_PAINTS = {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*"}
_LOOSE_STATE = {"j", "J", "M", "i", "ri", "d"}
_LOOSE_HARMLESS = {"BMC", "EMC", "BX", "EX", "MP", "DP", "BDC"}
_POINTS_A_THING = 5
_STRICT_TEXT = {"BT", "ET", "Tf", "Tm", "TJ", "Tr", "Ts"}
_COUNTS = {
    "k": 4,
    "K": 4,
    "rg": 3,
    "RG": 3,
    "g": 1,
    "G": 1,
    "cm": 6,
    "w": 1,
    "m": 2,
    "l": 2,
    "c": 6,
    "v": 4,
    "y": 4,
    "re": 4,
    "h": 0,
    "q": 0,
    "Q": 0,
    "cs": 1,
    "CS": 1,
    "Do": 1,
    "Tf": 2,
    "Tm": 6,
    "TJ": 1,
    "Tj": 1,
    "Tr": 1,
    "Ts": 1,
    "BT": 0,
    "ET": 0,
    "gs": 1,
    "sh": 1,
    "Td": 2,
    "TD": 2,
    "Tc": 1,
    "Tw": 1,
    "Tz": 1,
    "TL": 1,
    "j": 1,
    "J": 1,
    "M": 1,
    **dict.fromkeys(_PAINTS | {"n", "W", "W*"}, 0),
}
"""How many operands an operator takes: with another number programs do not agree on what it does."""


def read_content(
    stream: Any,
    *,
    strict: bool = True,
    resources: Any = None,
    start: State | None = None,
    fonts: Mapping[str, EmbeddedFont] | None = None,
    budget: Budget | None = None,
) -> list[Painted]:
    """Return everything a content stream paints, one level deep.

    ``strict``: the stream is a page of ours, which may not shade, change the graphics state, or set text in a way
    that we do not write; anything of that is ``Strange``. Else ``resources`` gives graphics states. ``budget``: what
    may still be read of the file; beyond it BeyondBoundsError is raised.
    """
    reader, left = _Reader(strict, resources, start or State(), fonts or {}), budget or Budget()
    feed(stream, reader, left)
    left.painted -= len(reader.painted)
    return reader.painted


_RENDERED = {0: "f", 1: "S", 2: "B", 4: "f", 5: "S", 6: "B", 7: ""}
"""How each rendering mode of text paints; 3 alone is text that nobody sees, 7 makes a clip of it."""


class _Reader:
    def __init__(self, strict: bool, resources: Any, start: State, fonts: Mapping[str, EmbeddedFont]) -> None:
        self.painted: list[Painted] = []
        self._strict, self._resources, self._fonts = strict, resources, fonts
        self._state = start
        self._stack: list[State] = []
        self._ops: list[str] = []
        self._points: list[Point] = []
        self._clipping = self._alone = False
        self._text = self._line = _IDENTITY
        self._acts = self._text_acts()

    def take_inline(self, image: pikepdf.PdfInlineImage) -> None:
        if self._strict:
            self.painted.append(Strange("BI"))
        else:
            self.painted.append(InlineImage(image, self._state.matrix, self._state.clip))

    @property
    def held(self) -> int:
        """How much is kept of what was read, counted in painted things."""
        return len(self.painted) + len(self._points) // _POINTS_A_THING

    def end(self, *, cut: bool) -> None:
        """Take the end of the stream; ``cut``: operands stand there without an operator."""
        if cut:
            self.painted.append(Strange("at its end, which is cut off"))
        if self._strict and self._stack:
            self.painted.append(Strange("q"))

    def take(self, operator: str, operands: Any) -> None:
        if len(operands) != _COUNTS.get(operator, len(operands)):
            self.painted.append(Strange(operator))
        elif operator in _POINTS:
            self._add_curve(operator, [float(v) for v in operands])
        elif operator in ("v", "y"):
            self._add_short_curve(operator, [float(v) for v in operands])
        elif operator == "h":
            self._ops.append("h")
        elif operator == "re":
            self._add_rectangle(*(float(v) for v in operands))
        elif operator in ("W", "W*"):
            self._clipping = True
        elif operator in _PAINTS:
            self._paint(operator)
        elif operator == "n":
            self._end_path()
        elif operator == "Do":
            self.painted.append(Invoked(str(operands[0]), self._state.matrix, self._state.clip, self._state))
        else:
            self._set(operator, operands)

    # -- paths ------------------------------------------------------------------------------------

    def _add_curve(self, operator: str, numbers: list[float]) -> None:
        self._ops.append(operator)
        self._points += [self._state.matrix.apply(Point(*numbers[i : i + 2])) for i in range(0, len(numbers), 2)]

    def _add_short_curve(self, operator: str, numbers: list[float]) -> None:
        """Take a curve whose first or last control point is its end."""
        apply = self._state.matrix.apply
        one, two = apply(Point(*numbers[:2])), apply(Point(*numbers[2:]))
        here = self._points[-1] if self._points else one
        self._ops.append("c")
        self._points += [here, one, two] if operator == "v" else [one, two, two]

    def _add_rectangle(self, x: float, y: float, w: float, h: float) -> None:
        self._alone = not self._ops
        self._ops += ["m", "l", "l", "l", "h"]
        corners = (Point(x, y), Point(x + w, y), Point(x + w, y + h), Point(x, y + h))
        self._points += [self._state.matrix.apply(p) for p in corners]

    def _paint(self, operator: str) -> None:
        state = self._state
        width = state.line_width * _growth_of(state.matrix)
        points = np.array(self._points, dtype=np.float64).reshape(-1, 2)
        self.painted.append(
            PaintedPath(
                "".join(self._ops), points, operator, state.fill, state.stroke, width, state.clip, None, state.effects
            )
        )
        self._end_path()

    def _end_path(self) -> None:
        if self._clipping and self._points:
            self._clip()
        self._ops, self._points, self._clipping, self._alone = [], [], False, False

    def _clip(self) -> None:
        xs, ys = zip(*self._points, strict=True)
        box = Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        matrix = self._state.matrix
        upright = self._alone and len(self._ops) == 5 and abs(matrix.b) + abs(matrix.c) < 1e-12
        if self._strict and not upright:
            self.painted.append(Strange("W"))
        self._state = replace(self._state, clip=intersect(self._state.clip, box))

    # -- state ------------------------------------------------------------------------------------

    def _set(self, operator: str, operands: Any) -> None:
        state = self._state
        if operator == "q":
            self._stack.append(state)
        elif operator == "Q" and self._stack:
            self._state = self._stack.pop()
        elif operator == "j" and self._strict and [int(v) for v in operands] == [1]:
            pass  # round joins, as outlines have them
        elif operator == "cm":
            self._state = replace(state, matrix=_to_affine(operands).then(state.matrix))
        elif operator == "w":
            self._state = replace(state, line_width=float(operands[0]))
        elif operator in _COLOURS:
            self._set_colour(_COLOURS[operator], (operator, tuple(float(v) for v in operands)))
        elif operator in ("cs", "CS"):
            self._set_colour("fill" if operator == "cs" else "stroke", (operator, (str(operands[0]),)))
        elif operator in ("sc", "scn", "SC", "SCN"):
            self._set_colour_in_space(operator, operands)
        elif (act := self._acts.get(operator)) and not (self._strict and operator not in _STRICT_TEXT):
            act(operands)
        elif self._strict or not (operator in _LOOSE_STATE or self._take_foreign(operator, operands)):
            self.painted.append(Strange(operator))

    def _set_colour(self, which: str, colour: Colour) -> None:
        state = self._state
        self._state = replace(state, fill=colour) if which == "fill" else replace(state, stroke=colour)

    def _set_colour_in_space(self, operator: str, operands: Any) -> None:
        which = "fill" if operator.islower() else "stroke"
        before = self._state.fill if which == "fill" else self._state.stroke
        if before[0].lower() not in ("cs", "scn"):
            # ``g`` chooses a space as ``cs`` does, and ``sc`` goes on in it (ISO 32000-1, 8.6.8).
            if self._strict or len(operands) != len(before[1]) or any(isinstance(v, Name) for v in operands):
                self.painted.append(Strange(operator))
            else:
                self._set_colour(which, (before[0], tuple(float(v) for v in operands)))
            return
        values = tuple(str(v) if isinstance(v, Name) else float(v) for v in operands)
        self._set_colour(which, ("scn" if which == "fill" else "SCN", (before[1][0], *values)))

    def _take_foreign(self, operator: str, operands: Any) -> bool:
        """Take what only foreign pages hold; False if it is not known."""
        if operator == "gs":
            self._set_graphics_state(str(operands[0]))
        elif operator == "sh":
            self.painted.append(PaintedShading(str(operands[0]), self._state.clip))
        elif operator not in _LOOSE_HARMLESS and operator not in ("Q", "d0", "d1"):
            return False
        return True

    def _set_graphics_state(self, name: str) -> None:
        states = self._resources.get("/ExtGState", {}) if self._resources is not None else {}
        entry = states.get(name, None)
        if entry is None:
            self.painted.append(Strange("gs"))
            return
        now = self._state.effects
        stroke = bool(entry.get("/OP", now.overprint_stroke))
        fill = bool(entry.get("/op", entry.get("/OP", now.overprint_fill)))
        blend = entry.get("/BM", Name(now.blend))
        blend = blend[0] if isinstance(blend, Array) and len(blend) else blend
        masked = str(entry["/SMask"]) != "/None" if "/SMask" in entry else now.masked
        effects = Effects(
            fill,
            stroke,
            float(entry.get("/ca", now.fill_alpha)),
            float(entry.get("/CA", now.stroke_alpha)),
            str(blend).replace("/Compatible", "/Normal"),
            masked,
        )
        width = float(entry.get("/LW", self._state.line_width))
        self._state = replace(self._state, effects=effects, line_width=width)

    # -- text -------------------------------------------------------------------------------------

    def _text_acts(self) -> Mapping[str, Callable[[Any], None]]:
        return {
            "BT": lambda _: self._begin(_IDENTITY),
            "ET": lambda _: None,
            "Tm": lambda o: self._begin(_to_affine(o)),
            "Tf": lambda o: self._keep(font=str(o[0]), size=float(o[1])),
            "Ts": lambda o: self._keep(rise=float(o[0])),
            "Tr": lambda o: self._keep(render=int(o[0])),
            "TL": lambda o: self._keep(leading=float(o[0])),
            "Tz": lambda o: self._keep(stretch=float(o[0]) / 100),
            "Tc": lambda o: self._keep(spacing=(float(o[0]), self._state.spacing[1])),
            "Tw": lambda o: self._keep(spacing=(self._state.spacing[0], float(o[0]))),
            "Td": lambda o: self._move(float(o[0]), float(o[1])),
            "TD": self._move_leading,
            "T*": lambda _: self._move(0.0, -self._state.leading),
            "Tj": lambda o: self._show(o[:1]),
            "TJ": lambda o: self._show(o[0]),
            "'": self._show_next_line,
            '"': self._show_spaced_line,
        }

    def _keep(self, **change: Any) -> None:
        self._state = replace(self._state, **change)

    def _begin(self, matrix: Affine) -> None:
        self._text = self._line = matrix

    def _move(self, x: float, y: float) -> None:
        self._begin(Affine.translation(x, y).then(self._line))

    def _move_leading(self, operands: Any) -> None:
        self._keep(leading=-float(operands[1]))
        self._move(float(operands[0]), float(operands[1]))

    def _show_next_line(self, operands: Any) -> None:
        self._move(0.0, -self._state.leading)
        self._show(operands[:1])

    def _show_spaced_line(self, operands: Any) -> None:
        self._keep(spacing=(float(operands[1]), float(operands[0])))
        self._show_next_line(operands[2:])

    def _show(self, parts: Any) -> None:
        state = self._state
        font = self._fonts.get(state.font)
        if font is None or not font.readable:
            where = self._text.then(state.matrix)
            extent, far = measure_text(font, parts, state, where)
            size = state.size * _growth_of(where)
            shown = ShownText(state.font, extent, size, state.render, state.fill, state.clip, state.effects)
            self.painted.append(shown)
            self._advance(far)
            return
        for part in parts:
            if isinstance(part, pikepdf.String | bytes):
                for gid in font.glyphs(bytes(part)):
                    self._show_glyph(font, gid)
            else:
                self._advance(-float(part) / 1000 * state.size * state.stretch)

    def _show_glyph(self, font: EmbeddedFont, gid: int) -> None:
        state = self._state
        shape = font.shape(gid)
        paint = _RENDERED.get(state.render) if state.render < 2 or not self._strict else None
        if shape is None and gid == 0 and not self._strict and not font.characters.get(0, "x").isspace():
            self.painted.append(Strange(NO_GLYPH))
        if shape is not None and paint is None:
            self.painted.append(Strange(f"Tr {state.render}"))
        elif shape is not None and paint:
            ops, points = shape
            scale = state.size / font.units_per_em
            inner = Affine(scale * state.stretch, 0.0, 0.0, scale, 0.0, state.rise)
            m = inner.then(self._text).then(state.matrix)
            placed = points @ np.array([[m.a, m.b], [m.c, m.d]]) + np.array([m.e, m.f])
            width = state.line_width * _growth_of(state.matrix)
            self.painted.append(
                PaintedPath(
                    ops, placed, paint, state.fill, state.stroke, width, state.clip, (state.font, gid), state.effects
                )
            )
        self._advance((font.width(gid) / 1000 * state.size + state.spacing[0]) * state.stretch)

    def _advance(self, by: float) -> None:
        self._text = Affine.translation(by, 0.0).then(self._text)


def _to_affine(operands: Any) -> Affine:
    return Affine(*(float(v) for v in operands))


def _growth_of(matrix: Affine) -> float:
    """Return by how much a matrix enlarges, on average of both directions."""
    return float(abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5)


def intersect(one: Box, other: Box) -> Box:
    """Return what two clips leave."""
    if one is None or other is None:
        return one or other
    return one.common(other)
