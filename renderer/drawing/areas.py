"""Areas of outlines united, intersected and cut, by the nonzero rule, within a budget of crossings."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pathops

from renderer.drawing.numbers import inverse
from renderer.drawing.path import Path, Points
from renderer.drawing.place import Drawing
from renderer.drawing.source import Node
from renderer.values.geometry import Affine

_VERBS = {
    pathops.PathVerb.MOVE: "M",
    pathops.PathVerb.LINE: "L",
    pathops.PathVerb.CUBIC: "C",
    pathops.PathVerb.CLOSE: "Z",
}
_SCALE = 4096.0
"""Operations on outlines run in single precision: everything is brought to about this size first."""
_MOST_SEGMENTS = 10_000
_RULES = {"nonzero": pathops.FillType.WINDING, "evenodd": pathops.FillType.EVEN_ODD}
Piece = tuple[Path, str]
"""An outline and its rule."""


def unite(drawing: Drawing, node: Node, pieces: list[Piece]) -> Path:
    """Return the area of all pieces as one outline by the nonzero rule."""
    if len(pieces) == 1 and pieces[0][1] == "nonzero":
        return pieces[0][0]
    _count_crossings(drawing, node, [path for path, _ in pieces])
    frame = _frame([path for path, _ in pieces])
    return _resolve(node, lambda: _unite(frame, pieces), frame)


def _unite(frame: Affine, pieces: list[Piece]) -> pathops.Path:
    builder = pathops.OpBuilder(fix_winding=True, keep_starting_points=False)
    for path, rule in pieces:
        drawn = _to_skia(path, frame, rule)
        if rule == "evenodd":
            # Skia's builder loses the hole of some rings that are turned; its simplifier does not.
            drawn.simplify(fix_winding=True, keep_starting_points=False)
        if len(pieces) == 1:
            return drawn
        builder.add(drawn, pathops.PathOp.UNION)
    return builder.resolve()


def intersect(drawing: Drawing, node: Node, pieces: list[Piece]) -> Path:
    """Return the area that two outlines share, as an outline by the nonzero rule."""
    paths = [path for path, _ in pieces]
    _count_crossings(drawing, node, paths)
    frame = _frame(paths)
    one, two = (_to_skia(path, frame, rule) for path, rule in pieces)
    return _resolve(node, lambda: pathops.op(one, two, pathops.PathOp.INTERSECTION, fix_winding=True), frame)


def stroke_outline(node: Node, path: Path, width: float, cap: str, join: str, miter: float) -> Path:
    """Return the area that a stroke without dashes covers, as an outline by the nonzero rule."""
    frame = _frame([path])
    drawn = _to_skia(path, frame, "nonzero")
    caps = {"butt": pathops.LineCap.BUTT_CAP, "round": pathops.LineCap.ROUND_CAP, "square": pathops.LineCap.SQUARE_CAP}
    joins = {"miter": pathops.LineJoin.MITER_JOIN, "round": pathops.LineJoin.ROUND_JOIN}
    drawn.stroke(width * frame.a, caps[cap], joins.get(join, pathops.LineJoin.BEVEL_JOIN), miter)
    drawn.convertConicsToQuads(0.01)
    drawn.fillType = pathops.FillType.WINDING
    return _resolve(node, lambda: drawn, frame)


def _count_crossings(drawing: Drawing, node: Node, paths: list[Path]) -> None:
    """Count the pairs of segments that may cross, which is what operations on outlines take time for."""
    corners = np.concatenate([_boxes(path) for path in paths]) if paths else np.empty((0, 4))
    if len(corners) > _MOST_SEGMENTS:
        raise node.refuse(f"combines outlines of {len(corners)} segments; at most {_MOST_SEGMENTS} are taken")
    left, top, right, bottom = corners.T
    pairs = sum(
        int(((left < right[i]) & (left[i] < right) & (top < bottom[i]) & (top[i] < bottom)).sum())
        for i in range(len(corners))
    )
    drawing.count_crossings(node, max(0, pairs // 2 - 2 * len(corners)))


def _boxes(path: Path) -> Points:
    """Return left, top, right and bottom of the control points of each segment."""
    found: list[tuple[float, float, float, float]] = []
    last = start = (0.0, 0.0)
    for op, points in path.segments():
        points = points or [start]
        if op == "M":
            start = points[0]
        else:
            xs, ys = zip(last, *points, strict=True)
            found.append((min(xs), min(ys), max(xs), max(ys)))
        last = points[-1]
    return np.array(found, dtype=np.float64).reshape(-1, 4)


def _resolve(node: Node, act: Callable[[], pathops.Path], frame: Affine) -> Path:
    try:
        return _from_skia(act()).moved(inverse(frame))
    except (pathops.PathOpsError, ValueError) as fault:
        raise node.refuse(
            f"its outlines cannot be combined ({type(fault).__name__})", hint="draw it as one path"
        ) from None


def _frame(paths: list[Path]) -> Affine:
    """Return the matrix that brings outlines to a size where single precision is ample."""
    points = np.concatenate([path.points for path in paths]) if paths else np.empty((0, 2))
    if not points.size:
        return Affine()
    low, high = points.min(axis=0), points.max(axis=0)
    scale = _SCALE / max(float((high - low).max()), 1e-9)
    middle = (low + high) / 2
    return Affine(scale, 0.0, 0.0, scale, -float(middle[0]) * scale, -float(middle[1]) * scale)


def _to_skia(path: Path, frame: Affine, rule: str) -> pathops.Path:
    drawn = pathops.Path(fillType=_RULES[rule])
    pen = drawn.getPen()
    is_open = False
    for op, points in path.moved(frame).segments():
        if op == "M":
            if is_open:
                pen.endPath()
            pen.moveTo(points[0])
            is_open = True
        elif op == "L":
            pen.lineTo(points[0])
        elif op == "C":
            pen.curveTo(*points)
        else:
            pen.closePath()
            is_open = False
    if is_open:
        pen.endPath()
    return drawn


def _from_skia(drawn: pathops.Path) -> Path:
    ops: list[str] = []
    points: list[tuple[float, float]] = []
    last = (0.0, 0.0)
    where: tuple[tuple[float, float], ...]
    for verb, where in drawn:
        if verb == pathops.PathVerb.QUAD:
            (x0, y0), (x1, y1), (x, y) = last, where[0], where[1]
            where = ((x0 + 2 * x1) / 3, (y0 + 2 * y1) / 3), ((x + 2 * x1) / 3, (y + 2 * y1) / 3), (x, y)
            ops.append("C")
        else:
            ops.append(_VERBS[verb])
        points += where
        last = where[-1] if where else last
    return Path("".join(ops), np.array(points, dtype=np.float64).reshape(-1, 2))
