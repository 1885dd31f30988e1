"""Clip paths as outlines by the nonzero rule: children united, holes cut, clips within clips intersected."""

from __future__ import annotations

from renderer.drawing.areas import Piece, intersect, unite
from renderer.drawing.numbers import BadValueError, inverse
from renderer.drawing.path import Path
from renderer.drawing.place import Drawing, Place, moved_use, values_of
from renderer.drawing.properties import compute
from renderer.drawing.shapes import SHAPES, outline
from renderer.drawing.source import Node
from renderer.values.geometry import Affine, Rect


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
                raise BadValueError(
                    f"is measured from the box of {node.label}, which is a group or has no width or no height:"
                    ' use clipPathUnits="userSpaceOnUse"'
                )
            matrix = Affine(box.width, 0.0, 0.0, box.height, box.x, box.y).then(matrix)
    inner = Place(matrix, place.viewport, style, place.chain, place.depth)
    pieces = [piece for part in clip.parts() for piece in _pieces(drawing, part, inner)]
    if style["clip-path"] is None:
        return (unite(drawing, clip, pieces),)
    return (unite(drawing, clip, pieces), *resolve_clips(drawing, clip, style["clip-path"], place, box))


def _uses_box(clip: Node) -> bool:
    units = clip.get("clipPathUnits", "userSpaceOnUse").strip()
    if units not in ("userSpaceOnUse", "objectBoundingBox"):
        raise BadValueError(f"clipPathUnits: {units[:40]!r} is not taken")
    return units == "objectBoundingBox"


def _pieces(drawing: Drawing, node: Node, outer: Place) -> list[Piece]:
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


def _clip_pieces(drawing: Drawing, node: Node, place: Place, found: list[Piece]) -> list[Piece]:
    name = place.style["clip-path"]
    if name is None or not found:
        return found
    for cut in resolve_clips(drawing, node, name, place, local_box([path for path, _ in found], place.matrix)):
        found = [(intersect(drawing, node, [(path, rule), (cut, "nonzero")]), "nonzero") for path, rule in found]
    return found


def local_box(paths: list[Path], matrix: Affine) -> Rect | None:
    """Return the box of outlines in the coordinates that ``matrix`` leads away from."""
    back = inverse(matrix)
    boxes = [box for path in paths if (box := path.moved(back).bounds()) is not None]
    return Rect.hull(boxes) if boxes else None
