"""Outlines: absolute moves, lines and cubic curves, whatever they were written as."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from renderer.drawing.numbers import MOST, NUMBER, BadValueError, checked, read_numbers
from renderer.values.geometry import Affine, Rect

Points = NDArray[np.float64]
MAX_SEGMENTS = 300_000
"""How many moves, lines and curves a drawing may have, once it is expanded."""
_TAKES = {"M": 1, "L": 1, "C": 3, "Z": 0}
_COMMAND = re.compile(r"([MmZzLlHhVvCcSsQqTtAa])([^MmZzLlHhVvCcSsQqTtAa]*)")
_NUMBERS_OF = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_WHOLE = rf"(?>{NUMBER})"  # a number is not cut in two to make a flag of its last digit
_SEP = r"\s*,?\s*"
_ARC = re.compile(
    rf"{_SEP}({_WHOLE}){_SEP}({_WHOLE}){_SEP}({_WHOLE}){_SEP}([01]){_SEP}([01]){_SEP}({_WHOLE}){_SEP}({_WHOLE})"
)
_ARC_STEP = math.pi / 4
"""Arcs become cubics of at most an eighth of a turn: off by 4 millionths of the radius."""
Pair = tuple[float, float]


@dataclass(frozen=True)
class Path:
    """An outline: ``ops`` of M, L, C and Z, and their ``points``, shape (n, 2), in the order of use."""

    ops: str
    points: Points

    def __len__(self) -> int:
        return len(self.ops)

    def moved(self, matrix: Affine) -> Path:
        """Return the outline under a matrix, exactly: control points move as points do."""
        if matrix == Affine():
            return self
        a, b, c, d, e, f = matrix
        moved = self.points @ np.array([[a, b], [c, d]]) + np.array([e, f])
        if moved.size and not float(np.abs(moved).max()) <= MOST:
            raise BadValueError("its coordinates are too large")
        return Path(self.ops, moved)

    def segments(self) -> Iterator[tuple[str, list[Pair]]]:
        """Yield each op with its points."""
        at, flat = 0, [(x, y) for x, y in self.points.tolist()]
        for op in self.ops:
            take = _TAKES[op]
            yield op, flat[at : at + take]
            at += take

    def bounds(self) -> Rect | None:
        """Return the box of the outline itself, without its control points; None where there is none."""
        corners: list[Pair] = []
        last: Pair = (0.0, 0.0)
        for op, points in self.segments():
            if op == "C":
                corners += _extremes(last, *points)
            corners += points[-1:]
            last = points[-1] if points else last
        if not corners:
            return None
        xs, ys = zip(*corners, strict=True)
        return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))

    def subpaths(self) -> Iterator[Path]:
        """Yield each part from one move to before the next."""
        starts = [i for i, op in enumerate(self.ops) if op == "M"] + [len(self.ops)]
        at = 0
        for first, after in pairwise(starts):
            ops = self.ops[first:after]
            count = sum(_TAKES[op] for op in ops)
            yield Path(ops, self.points[at : at + count])
            at += count


def join(paths: list[Path]) -> Path:
    """Return all of ``paths`` as one."""
    if not paths:
        return Path("", np.empty((0, 2)))
    return Path("".join(p.ops for p in paths), np.concatenate([p.points for p in paths]))


def straighten(path: Path, least: float) -> Path:
    """Return an outline in which a curve's handle shorter than ``least`` lies on its end."""
    if "C" not in path.ops:
        return path
    points, at = path.points.copy(), 0
    for op in path.ops:
        if op == "C":
            for handle, end in ((at, at - 1), (at + 1, at + 2)):
                if math.dist(points[handle], points[end]) < least:
                    points[handle] = points[end]
        at += _TAKES[op]
    return Path(path.ops, points)


def _extremes(p0: Pair, p1: Pair, p2: Pair, p3: Pair) -> list[Pair]:
    """Return the points of a cubic where it turns back in x or y."""
    found = []
    for axis in (0, 1):
        a = -p0[axis] + 3 * p1[axis] - 3 * p2[axis] + p3[axis]
        b = 2 * (p0[axis] - 2 * p1[axis] + p2[axis])
        c = p1[axis] - p0[axis]
        for t in _roots(3 * a, 3 * b, 3 * c):
            if 0 < t < 1:
                found.append(_cubic_at(p0, p1, p2, p3, t))
    return found


def _roots(a: float, b: float, c: float) -> list[float]:
    if abs(a) < 1e-12 * max(abs(b), abs(c), 1e-300):
        return [-c / b] if b else []
    disc = b * b - 4 * a * c
    if disc < 0:
        return []
    # The stable form: no difference of nearly equal numbers.
    q = -0.5 * (b + math.copysign(math.sqrt(disc), b))
    return [q / a, *([c / q] if q else [])]


def _cubic_at(p0: Pair, p1: Pair, p2: Pair, p3: Pair, t: float) -> Pair:
    u = 1 - t
    w = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
    x, y = (sum(k * p[i] for k, p in zip(w, (p0, p1, p2, p3), strict=True)) for i in (0, 1))
    return x, y


class Pen:
    """Draws an outline point by point; every method takes absolute coordinates."""

    def __init__(self) -> None:
        self._ops: list[str] = []
        self._points: list[Pair] = []
        self.at: Pair = (0.0, 0.0)
        self._start: Pair = (0.0, 0.0)

    @property
    def drawn(self) -> int:
        """How many moves, lines and curves were drawn."""
        return len(self._ops)

    def _add(self, op: str, *points: Pair) -> None:
        if op != "M" and (not self._ops or self._ops[-1] == "Z"):
            self.move(*self.at)
        self._ops.append(op)
        self._points += points

    def move(self, x: float, y: float) -> None:
        if self._ops and self._ops[-1] == "M":  # a move that draws nothing
            self._ops.pop()
            self._points.pop()
        self._add("M", (x, y))
        self.at = self._start = (x, y)

    def line(self, x: float, y: float) -> None:
        self._add("L", (x, y))
        self.at = (x, y)

    def cubic(self, x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> None:
        self._add("C", (x1, y1), (x2, y2), (x, y))
        self.at = (x, y)

    def quadratic(self, x1: float, y1: float, x: float, y: float) -> None:
        x0, y0 = self.at
        self.cubic(
            x0 + (x1 - x0) * 2 / 3, y0 + (y1 - y0) * 2 / 3, x + (x1 - x) * 2 / 3, y + (y1 - y) * 2 / 3, x, y
        )  # fmt: off

    def arc(self, rx: float, ry: float, turn: float, large: bool, sweep: bool, x: float, y: float) -> None:
        """Draw an elliptical arc: SVG 2, appendix B.2.4, and B.2.5 for radii that are too small."""
        if self.at == (x, y):
            return
        if not rx or not ry:
            self.line(x, y)
            return
        for points in _arc_cubics(self.at, abs(rx), abs(ry), math.radians(turn), large, sweep, (x, y)):
            self.cubic(*points)

    def close(self) -> None:
        if self._ops and self._ops[-1] != "Z":
            self._add("Z")
            self.at = self._start

    def path(self) -> Path:
        if self._ops and self._ops[-1] == "M":
            self._ops.pop()
            self._points.pop()
        return Path("".join(self._ops), np.array(self._points, dtype=np.float64).reshape(-1, 2))


def _arc_cubics(
    start: Pair, rx: float, ry: float, turn: float, large: bool, sweep: bool, end: Pair
) -> Iterator[tuple[float, float, float, float, float, float]]:
    cos, sin = math.cos(turn), math.sin(turn)
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x1, y1 = cos * dx + sin * dy, cos * dy - sin * dx
    scale = math.hypot(x1 / rx, y1 / ry)
    rx, ry = rx * max(1.0, scale), ry * max(1.0, scale)
    # On the unit circle: the chord's half length, and how far the centre is from its middle.
    ux, uy = x1 / rx, y1 / ry
    half = ux * ux + uy * uy
    far = math.sqrt(max(0.0, 1 - half) / half) * (1 if large != sweep else -1)
    cx, cy = far * uy, -far * ux
    first = math.atan2(uy - cy, ux - cx)
    sweep_angle = math.atan2(-uy - cy, -ux - cx) - first
    if sweep and sweep_angle < 0:
        sweep_angle += 2 * math.pi
    elif not sweep and sweep_angle > 0:
        sweep_angle -= 2 * math.pi
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)

    def place(u: float, v: float) -> Pair:
        x, y = rx * (u + cx), ry * (v + cy)
        return cos * x - sin * y + middle[0], sin * x + cos * y + middle[1]

    steps = max(1, math.ceil(abs(sweep_angle) / _ARC_STEP - 1e-9))
    step = sweep_angle / steps
    k = 4 / 3 * math.tan(step / 4)
    for i in range(steps):
        a, b = first + i * step, first + (i + 1) * step
        one = place(math.cos(a) - k * math.sin(a), math.sin(a) + k * math.cos(a))
        two = place(math.cos(b) + k * math.sin(b), math.sin(b) - k * math.cos(b))
        yield (*one, *two, *(end if i == steps - 1 else place(math.cos(b), math.sin(b))))


def read_path(text: str) -> Path:
    """Return the outline of path data; raises BadValueError for any error in it, where engines differ."""
    pen = _DataPen()
    body = text.strip()
    if body in ("", "none"):
        return pen.path()
    found = list(_COMMAND.finditer(body))
    if not found or found[0].start() != 0 or found[0][1] not in "Mm":
        raise BadValueError(f"the path {body[:40]!r} does not begin with a move")
    for match in found:
        pen.command(match[1], match[2])
        if len(found) > MAX_SEGMENTS or pen.drawn > MAX_SEGMENTS:
            raise BadValueError(f"has more than {MAX_SEGMENTS} moves, lines and curves")
    return pen.path()


class _DataPen(Pen):
    """Follows the commands of path data, relative ones and shorthands too."""

    def __init__(self) -> None:
        super().__init__()
        self._handle: Pair | None = None
        self._before = ""

    def command(self, letter: str, inside: str) -> None:
        kind = letter.upper()
        values = _read_arcs(inside) if kind == "A" else read_numbers(inside)
        count = _NUMBERS_OF[kind]
        if (len(values) % count if count else values) or (count and not values):
            raise BadValueError(f"the path command {letter}{inside[:40]} has {len(values)} numbers")
        for first in range(0, len(values) or 1, count or 1):
            self._step(letter, values[first : first + count])
            if kind == "M":
                letter, kind = ("L" if letter == "M" else "l"), "L"

    def _step(self, letter: str, values: list[float]) -> None:
        kind = letter.upper()
        x0, y0 = self.at if letter.islower() else (0.0, 0.0)
        if kind != "A":
            values = [checked(v + (x0, y0)[(i + (kind == "V")) % 2]) for i, v in enumerate(values)]
        else:
            values = [*values[:5], checked(values[5] + x0), checked(values[6] + y0)]
        handle = self._handle if self._before in _CURVES.get(kind, "") else None
        self._handle = None
        getattr(self, f"_draw_{kind.lower()}")(values, handle or self.at)
        self._before = kind

    def _draw_m(self, v: list[float], _: Pair) -> None:
        self.move(*v)

    def _draw_l(self, v: list[float], _: Pair) -> None:
        self.line(*v)

    def _draw_h(self, v: list[float], _: Pair) -> None:
        self.line(v[0], self.at[1])

    def _draw_v(self, v: list[float], _: Pair) -> None:
        self.line(self.at[0], v[0])

    def _draw_c(self, v: list[float], _: Pair) -> None:
        self.cubic(*v)
        self._mirror(v[2], v[3])

    def _draw_s(self, v: list[float], handle: Pair) -> None:
        self.cubic(*handle, *v)
        self._mirror(v[0], v[1])

    def _draw_q(self, v: list[float], _: Pair) -> None:
        self.quadratic(*v)
        self._mirror(v[0], v[1])

    def _draw_t(self, v: list[float], handle: Pair) -> None:
        self.quadratic(*handle, *v)
        self._mirror(*handle)

    def _draw_a(self, v: list[float], _: Pair) -> None:
        self.arc(v[0], v[1], v[2], bool(v[3]), bool(v[4]), v[5], v[6])

    def _draw_z(self, _v: list[float], _: Pair) -> None:
        self.close()

    def _mirror(self, x: float, y: float) -> None:
        self._handle = (2 * self.at[0] - x, 2 * self.at[1] - y)


_CURVES = {"S": "CS", "T": "QT"}


def _read_arcs(text: str) -> list[float]:
    """Return the numbers of arcs, whose flags may stand without blanks."""
    values: list[float] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        found: Any = _ARC.match(text, position)
        if not found:
            raise BadValueError(f"cannot read the arc {text[:40]!r}")
        values += [checked(float(v)) for v in found.groups()]
        position = found.end()
    return values
