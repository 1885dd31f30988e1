"""Clip paths as outlines by the nonzero rule: children united, holes cut, clips within clips intersected."""

from __future__ import annotations

import numpy as np
import pathops

from renderer.drawing.numbers import BadValueError, inverse
from renderer.drawing.path import Path
from renderer.drawing.place import Drawing, Place, moved_use, values_of
from renderer.drawing.properties import compute
from renderer.drawing.shapes import SHAPES, outline
from renderer.drawing.source import Node
from renderer.values.geometry import Affine, Rect

_VERBS = {
    pathops.PathVerb.MOVE: "M",
    pathops.PathVerb.LINE: "L",
    pathops.PathVerb.CUBIC: "C",
    pathops.PathVerb.CLOSE: "Z",
}
_SCALE = 4096.0
"""Operations on outlines run in single precision: everything is brought to about this size first."""
_RULES = {"nonzero": pathops.FillType.WINDING, "evenodd": pathops.FillType.EVEN_ODD}


def resolve_clips(drawing: Drawing, node: Node, name: str, place: Place, box: Rect | None) -> tuple[Path, ...]:
    """Return the outlines, in the drawing's coordinates, whose common area an element's clip path leaves."""
    clip = drawing.target(node, name, "clipPath")
    place = place.follow(node, clip)
    drawing.count(clip)
    style = compute(clip, drawing.style_around(clip))
    matrix = style["transform"].then(place.matrix)
    with values_of(clip):
        if _uses_box(clip):
            if box is None or not box.width or not box.height:
                raise BadValueError(f"is measured from the box of {node.label}, which has no width or no height")
            matrix = Affine(box.width, 0.0, 0.0, box.height, box.x, box.y).then(matrix)
    inner = Place(matrix, place.viewport, style, place.chain, place.depth)
    pieces = [piece for part in clip.parts() for piece in _pieces(drawing, part, inner)]
    if style["clip-path"] is None:
        return (unite(clip, pieces),)
    return (unite(clip, pieces), *resolve_clips(drawing, clip, style["clip-path"], place, box))


def _uses_box(clip: Node) -> bool:
    units = clip.get("clipPathUnits", "userSpaceOnUse").strip()
    if units not in ("userSpaceOnUse", "objectBoundingBox"):
        raise BadValueError(f"clipPathUnits: {units[:40]!r} is not taken")
    return units == "objectBoundingBox"


def _pieces(drawing: Drawing, node: Node, outer: Place) -> list[tuple[Path, str]]:
    """Return the outline of one child of a clip path with its rule; none where it is not shown."""
    drawing.count(node)
    if node.name in ("title", "desc", "metadata"):
        return []
    place = outer.enter(node)
    if place.style["display"] == "none":
        return []
    if node.name == "use":
        target = drawing.target(node, node.link or "", *SHAPES)
        place = moved_use(node, place)
        found = _pieces(drawing, target, place.follow(node, target))
    elif node.name in SHAPES:
        node.require_parts()
        if place.style["visibility"] != "visible":
            return []
        with values_of(node):
            path = outline(node, place.viewport)
            found = [(drawing.count_path(node, path.moved(place.matrix)), place.style["clip-rule"])]
    else:
        raise node.refuse("a clip path holds shapes, and <use> of shapes, nothing else")
    return _clip_pieces(drawing, node, place, found)


def _clip_pieces(drawing: Drawing, node: Node, place: Place, found: list[tuple[Path, str]]) -> list[tuple[Path, str]]:
    name = place.style["clip-path"]
    if name is None or not found:
        return found
    for cut in resolve_clips(drawing, node, name, place, local_box([path for path, _ in found], place.matrix)):
        found = [(intersect(node, [path, cut], [rule, "nonzero"]), "nonzero") for path, rule in found]
    return found


def local_box(paths: list[Path], matrix: Affine) -> Rect | None:
    """Return the box of outlines in the coordinates that ``matrix`` leads away from."""
    back = inverse(matrix)
    boxes = [box for path in paths if (box := path.moved(back).bounds()) is not None]
    return Rect.hull(boxes) if boxes else None


def unite(node: Node, pieces: list[tuple[Path, str]]) -> Path:
    """Return the area of all pieces as one outline by the nonzero rule."""
    if len(pieces) == 1 and pieces[0][1] == "nonzero":
        return pieces[0][0]
    frame = _frame([path for path, _ in pieces])
    builder = pathops.OpBuilder(fix_winding=True, keep_starting_points=False)
    for path, rule in pieces:
        builder.add(_to_skia(path, frame, rule), pathops.PathOp.UNION)
    return _resolve(node, builder.resolve, frame)


def intersect(node: Node, paths: list[Path], rules: list[str]) -> Path:
    """Return the area that two outlines share, as an outline by the nonzero rule."""
    frame = _frame(paths)
    one, two = (_to_skia(path, frame, rule) for path, rule in zip(paths, rules, strict=True))
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


def _resolve(node: Node, act, frame: Affine) -> Path:  # type: ignore[no-untyped-def]
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
