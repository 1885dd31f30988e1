"""Patterns as copies: every tile that shows in a shape is drawn, within the shape's outline.

Engines draw a pattern as a small picture that they repeat, each at a resolution of its own; copies are exact. A part
that the edge of its tile cuts is united with the parts of the neighbours, so that no seam shows.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from renderer.drawing.areas import intersect, stroke_outline, unite
from renderer.drawing.colours import Colour
from renderer.drawing.gradients import own_transform
from renderer.drawing.numbers import BadValueError, determinant, inverse, read_length
from renderer.drawing.path import Path, join
from renderer.drawing.place import Drawing, Place, fit, read_box, values_of
from renderer.drawing.plain import Gradient, Group, Item, Shape, Stroke
from renderer.drawing.properties import compute
from renderer.drawing.shapes import Viewport, box
from renderer.drawing.source import Node
from renderer.drawing.trim import trim_items
from renderer.values.geometry import Affine, Rect

MAX_TILES = 10_000
"""How many tiles of a pattern may show in one shape."""
MAX_CUT_TILES = 1_000
"""How many, where the tiles' edges cut what they hold: uniting the parts takes time."""
_NEAR = 1e-6


@dataclass(frozen=True)
class _Tiling:
    """A tile in the pattern's coordinates, the matrix from there to the drawing, and the shifts of all copies there."""

    tile: Rect
    matrix: Affine
    shifts: tuple[tuple[float, float], ...]


def expand_pattern(
    drawing: Drawing,
    node: Node,
    pattern: Node,
    place: Place,
    path: Path,
    opacity: float,
    draw: Callable[[Node, Place], list[Item]],
) -> Group | None:
    """Return the tiles that show in a shape, clipped to its outline; None where the pattern paints nothing."""
    chain = drawing.chain(pattern, "pattern")
    bounds = path.bounds()
    style = compute(pattern, drawing.style_around(pattern))
    if bounds is None:
        return None
    with values_of(pattern):
        if style["overflow"] in ("visible", "auto"):
            raise BadValueError("a pattern with overflow is not taken: engines differ")
        tile = _tile(drawing, chain, place.viewport, bounds)
        if not tile.width or not tile.height:
            return None
        matrix = own_transform(chain, "patternTransform").then(place.matrix)
        if not determinant(matrix):
            raise BadValueError("patternTransform leaves nothing to see")
        inner = replace(place.follow(node, pattern), matrix=matrix, style=style, depth=place.depth + 1).moved(
            Affine.translation(tile.x, tile.y)
        )
        content, viewport = _content(drawing, chain, place.viewport, tile, bounds)
        inner = replace(inner.moved(content), viewport=viewport)
    source = next((link for link in chain if any(True for _ in link.parts())), pattern)
    items = trim_items(tuple(item for part in source.parts() for item in draw(part, inner)))
    outline = path.moved(place.matrix)
    tiling = _Tiling(tile, matrix, _shifts(pattern, tile, matrix, outline))
    with values_of(pattern):
        copies = [copy for item in items for copy in _repeat(drawing, pattern, item, tiling)]
    clip = unite(drawing, node, [(outline, place.style["fill-rule"])])
    return Group(tuple(copies), opacity, (clip,), outlines=(outline,))


def _tile(drawing: Drawing, chain: list[Node], viewport: Viewport, bounds: Rect) -> Rect:
    own = _units(drawing, chain, "patternUnits", "objectBoundingBox")
    wide, high = (1.0, 1.0) if own else (viewport.width, viewport.height)
    x, y, width, height = (
        read_length(drawing.attribute(chain, key) or "0", viewport.font_size).resolve(whole)
        for key, whole in (("x", wide), ("y", high), ("width", wide), ("height", high))
    )
    if width < 0 or height < 0:
        raise BadValueError("a tile's width or height is negative")
    if not own:
        return Rect(x, y, width, height)
    return Rect(bounds.x + x * bounds.width, bounds.y + y * bounds.height, width * bounds.width, height * bounds.height)


def _units(drawing: Drawing, chain: list[Node], key: str, missing: str) -> bool:
    """Tell whether a pattern is measured from the shape's box."""
    value = (drawing.attribute(chain, key) or missing).strip()
    if value not in ("userSpaceOnUse", "objectBoundingBox"):
        raise BadValueError(f"{key}: {value[:40]!r} is not taken")
    return value == "objectBoundingBox"


def _content(
    drawing: Drawing, chain: list[Node], viewport: Viewport, tile: Rect, bounds: Rect
) -> tuple[Affine, Viewport]:
    """Return the matrix from the pattern's content to its tile, and what its percentages are of."""
    view = next((found for link in chain if (found := read_box(link)) is not None), None)
    if view is not None:
        if not view.width or not view.height:
            raise BadValueError("viewBox has no width or no height")
        align = drawing.attribute(chain, "preserveAspectRatio") or ""
        return fit(view, tile.width, tile.height, align)[0], replace(viewport, width=view.width, height=view.height)
    if _units(drawing, chain, "patternContentUnits", "userSpaceOnUse"):
        return Affine.scaling(bounds.width, bounds.height), replace(viewport, width=1.0, height=1.0)
    return Affine(), viewport


def _shifts(pattern: Node, tile: Rect, matrix: Affine, outline: Path) -> tuple[tuple[float, float], ...]:
    """Return how far each copy lies from the first, in the drawing's coordinates."""
    shown = outline.moved(inverse(matrix)).bounds()
    if shown is None:
        return ()
    first, last = (
        math.floor((side - tile.x) / tile.width + _NEAR) for side in (shown.x, shown.right - 2e-6 * tile.width)
    )
    top, bottom = (
        math.floor((side - tile.y) / tile.height + _NEAR) for side in (shown.y, shown.bottom - 2e-6 * tile.height)
    )
    count = (last - first + 1) * (bottom - top + 1)
    if count > MAX_TILES:
        raise pattern.refuse(f"shows {count} tiles in one shape; at most {MAX_TILES} are taken", code="svg-too-large")
    steps = [(i * tile.width, j * tile.height) for j in range(top, bottom + 1) for i in range(first, last + 1)]
    return tuple((matrix.a * x + matrix.c * y, matrix.b * x + matrix.d * y) for x, y in steps)


def _repeat(drawing: Drawing, pattern: Node, item: Item, tiling: _Tiling) -> list[Item]:
    """Return all copies of one item of a tile."""
    back = inverse(tiling.matrix)
    reach = _reach(item, back)
    if reach is None:
        return []
    if not tiling.tile.contains(reach, tolerance=_NEAR * max(tiling.tile.width, tiling.tile.height)):
        return [_repeat_cut(drawing, pattern, cut, tiling) for cut in _as_areas(pattern, item)]
    if isinstance(item, Shape) and item.matrix is None and not _has_gradient(item):
        drawing.count_path(pattern, item.path, len(tiling.shifts))
        return [replace(item, path=join([_shift(item.path, shift) for shift in tiling.shifts]))]
    _count(drawing, pattern, item, len(tiling.shifts))
    return [_shift_item(item, Affine.translation(*shift)) for shift in tiling.shifts]


def _count(drawing: Drawing, pattern: Node, item: Item, times: int) -> None:
    drawing.count(pattern, times)
    if isinstance(item, Shape):
        drawing.count_path(pattern, item.path, times)
        return
    for part in item.items:
        _count(drawing, pattern, part, times)


def _has_gradient(shape: Shape) -> bool:
    return isinstance(shape.fill, Gradient) or (shape.stroke is not None and isinstance(shape.stroke.paint, Gradient))


def _repeat_cut(drawing: Drawing, pattern: Node, shape: Shape, tiling: _Tiling) -> Shape:
    """Return all copies of an area that leaves its tile, each cut by its tile, united."""
    if len(tiling.shifts) > MAX_CUT_TILES:
        raise BadValueError(f"shows {len(tiling.shifts)} tiles whose edges cut their content; at most {MAX_CUT_TILES}")
    tile = box(*tiling.tile).moved(tiling.matrix)
    drawing.count_path(pattern, shape.path, len(tiling.shifts))
    part = intersect(drawing, pattern, [(shape.path, shape.rule), (tile, "nonzero")])
    if not part.ops:
        return replace(shape, path=part, rule="nonzero")
    return replace(
        shape,
        path=unite(drawing, pattern, [(_shift(part, shift), "nonzero") for shift in tiling.shifts]),
        rule="nonzero",
    )


def _as_areas(pattern: Node, item: Item) -> list[Shape]:
    """Return the filled areas that an item covers, fill before stroke; raises where it is more than plain areas."""
    if isinstance(item, Group) or item.matrix is not None or _has_gradient(item):
        raise BadValueError("its tiles cut a group, a gradient or a stretched stroke, which is not taken")
    areas = [replace(item, stroke=None)] if item.fill is not None else []
    if item.stroke is not None and isinstance(item.stroke.paint, Colour):
        stroke = item.stroke
        path = stroke_outline(pattern, item.path, stroke.width, stroke.cap, stroke.join, stroke.miter)
        areas.append(replace(item, path=path, fill=stroke.paint, rule="nonzero", stroke=None))
    return areas


def _shift(path: Path, by: tuple[float, float]) -> Path:
    return path.moved(Affine.translation(*by))


def _shift_item(item: Item, by: Affine) -> Item:
    """Return an item moved, without any turn or scale."""
    if isinstance(item, Group):
        clips = tuple(clip.moved(by) for clip in item.clips)
        return replace(item, items=tuple(_shift_item(part, by) for part in item.items), clips=clips)
    if item.matrix is not None:
        return replace(item, matrix=item.matrix.then(by))
    fill = replace(item.fill, matrix=item.fill.matrix.then(by)) if isinstance(item.fill, Gradient) else item.fill
    stroke = item.stroke
    if stroke is not None and isinstance(stroke.paint, Gradient):
        stroke = replace(stroke, paint=replace(stroke.paint, matrix=stroke.paint.matrix.then(by)))
    return replace(item, path=item.path.moved(by), fill=fill, stroke=stroke)


def _reach(item: Item, back: Affine) -> Rect | None:
    """Return a box that holds all that an item paints, in coordinates that ``back`` leads to."""
    if isinstance(item, Group):
        boxes = [box for part in item.items if (box := _reach(part, back)) is not None]
        return Rect.hull(boxes) if boxes else None
    found = item.outline.moved(back).bounds()
    if found is None or item.stroke is None:
        return found
    return found.inset(-_half_width(item.stroke, back if item.matrix is None else item.matrix.then(back)))


def _half_width(stroke: Stroke, matrix: Affine) -> float:
    enlarged = math.sqrt(matrix.a**2 + matrix.b**2 + matrix.c**2 + matrix.d**2)
    return stroke.width / 2 * enlarged * max(1.5, stroke.miter if stroke.join == "miter" else 0.0)
