"""What a shape is painted with: fill and stroke in the order that is meant, in coordinates that every engine takes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from renderer.drawing.areas import unite
from renderer.drawing.bands import find_edges, lay_bands
from renderer.drawing.colours import Current, Reference
from renderer.drawing.dashes import dash
from renderer.drawing.gradients import GRADIENTS, resolve_gradient
from renderer.drawing.numbers import BadValueError, determinant
from renderer.drawing.path import Path, straighten
from renderer.drawing.patterns import expand_pattern
from renderer.drawing.place import Drawing, Place, values_of
from renderer.drawing.plain import Fill, Gradient, Group, Item, Shape, Stroke, faded, led
from renderer.drawing.shapes import outline
from renderer.drawing.source import Node
from renderer.values.geometry import Affine

_EVEN = 1e-9
"""How far a matrix may be from enlarging evenly for a stroke to be enlarged with it."""
_BLUNT = 0.05
"""A curve's handle shorter than this share of its stroke's width is none: engines turn a stroke's end by it or not."""
Draw = Callable[[Node, Place], list[Item]]


def paint_shape(drawing: Drawing, node: Node, place: Place, draw: Draw) -> list[Item]:
    """Return a shape painted: one item, or two where fill and stroke need each their own."""
    with values_of(node):
        path = outline(node, place.viewport)
        if not path.ops:
            return []
        drawing.count_path(node, path)
        measured = (path.moved(place.matrix),)
        if place.style["visibility"] != "visible":
            return [Group((), outlines=measured)]  # what is hidden is measured all the same
        stroke = _stroke(drawing, node, place, path)
        drawn = path if stroke is None else straighten(path, stroke.width * _BLUNT)
        baked = stroke is None or _enlarges_evenly(place.matrix)
        origin = f"{node.name} #{node.get('id')}" if node.get("id") else node.name
        shape = Shape(drawn, None, place.style["fill-rule"], matrix=place.matrix, origin=f"{origin}|{node.line}")
        fill = _fill(drawing, node, place, path, shape, draw, baked=baked)
        stroked = None if stroke is None else replace(shape, path=_dashed(drawing, node, place, drawn), stroke=stroke)
        if baked:
            shape, stroked = _bake(shape, place.matrix), stroked and _bake(stroked, place.matrix)
        return [Group(tuple(_ordered(fill, shape, stroked, place)), outlines=measured)]


def _bake(shape: Shape, matrix: Affine) -> Shape:
    """Return a shape whose stroke is enlarged evenly, with its matrix in its coordinates."""
    stroke = shape.stroke and _enlarge(shape.stroke, matrix)
    return replace(shape, path=shape.path.moved(matrix), stroke=stroke, matrix=None)


def _ordered(fill: Fill | Group | None, shape: Shape, stroked: Shape | None, place: Place) -> list[Item]:
    """Return the items of a shape in their order; fill and stroke of the same outline are one."""
    if stroked is None:
        return [fill if isinstance(fill, Group) else replace(shape, fill=fill)]
    if fill is None:
        return [stroked]
    if isinstance(fill, Group):
        return [stroked, fill] if place.style["paint-order"] else [fill, stroked]
    if place.style["paint-order"]:
        return [stroked, replace(shape, fill=fill)]
    if place.style["stroke-dasharray"]:
        return [replace(shape, fill=fill), stroked]
    return [replace(stroked, fill=fill)]


def _dashed(drawing: Drawing, node: Node, place: Place, path: Path) -> Path:
    """Return the parts of an outline that its dashes leave."""
    whole = place.viewport.diagonal
    dashes = tuple(length.resolve(whole) for length in place.style["stroke-dasharray"])
    if not any(dashes):
        return path
    if 0 in dashes:
        raise BadValueError("stroke-dasharray: dashes and gaps without length are drawn differently everywhere")
    return drawing.count_path(node, dash(path, dashes, place.style["stroke-dashoffset"].resolve(whole)))


def _fill(
    drawing: Drawing, node: Node, place: Place, path: Path, shape: Shape, draw: Draw, *, baked: bool
) -> Fill | Group | None:
    opacity = place.style["fill-opacity"]
    paint = place.style["fill"]
    if isinstance(paint, Reference):
        target = drawing.target(node, paint.id, *GRADIENTS, "pattern")
        if target.name == "pattern":
            return expand_pattern(drawing, node, target, place, path, opacity, draw)
    found = _paint(drawing, node, place, path, paint)
    if found is None:
        return None
    if isinstance(found, Gradient) and (edges := find_edges(found)):
        clip = unite(drawing, node, [(path.moved(place.matrix), place.style["fill-rule"])])
        return lay_bands(shape, replace(found, matrix=found.matrix.then(place.matrix)), edges, clip, opacity)
    return faded(led(found, place.matrix) if baked else found, opacity)


def _paint(drawing: Drawing, node: Node, place: Place, path: Path, paint: Any) -> Fill | None:
    """Return a paint in the shape's own coordinates."""
    if isinstance(paint, Current):
        if paint.colour != place.style["color"]:
            raise BadValueError("inherits currentColor from an element of another colour, where engines differ")
        return paint.colour
    if isinstance(paint, Reference):
        target = drawing.target(node, paint.id, *GRADIENTS)
        found = resolve_gradient(drawing, target, place, path.bounds())
        if found is None and paint.fallback:
            raise target.refuse("has no stops, and another colour is named in its place: engines differ")
        return found
    return paint  # type: ignore[no-any-return]


def _stroke(drawing: Drawing, node: Node, place: Place, path: Path) -> Stroke | None:
    """Return how a shape is stroked, in its own coordinates."""
    style, whole = place.style, place.viewport.diagonal
    width = style["stroke-width"].resolve(whole)
    if style["stroke"] is None or not width:
        return None
    paint = _paint(drawing, node, place, path, style["stroke"])
    if paint is None:
        return None
    if style["stroke-linecap"] != "butt" or style["stroke-dasharray"]:
        _check_dots(path)
    return Stroke(
        faded(paint, style["stroke-opacity"]),
        width,
        style["stroke-linecap"],
        style["stroke-linejoin"],
        style["stroke-miterlimit"],
    )


def _check_dots(path: Path) -> None:
    """Refuse a part without length under a cap: some engines draw a dot there, others nothing."""
    for part in path.subpaths():
        if len(part.points) and bool((part.points == part.points[0]).all()):
            raise BadValueError("a stroke with caps or dashes has a part without length: draw the dot as a circle")


def _enlarges_evenly(matrix: Affine) -> bool:
    a, b, c, d, *_ = matrix
    size = a * a + b * b + c * c + d * d
    return abs(a * a + b * b - c * c - d * d) <= _EVEN * size and abs(a * c + b * d) <= _EVEN * size


def _enlarge(stroke: Stroke, matrix: Affine) -> Stroke:
    """Return a stroke under a matrix that enlarges evenly."""
    by = math.sqrt(abs(determinant(matrix)))
    return replace(stroke, paint=led(stroke.paint, matrix), width=stroke.width * by)
