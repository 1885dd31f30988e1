"""Gradients: links followed, units resolved, stops in order; what is no gradient by its numbers becomes a colour."""

from __future__ import annotations

import math

from renderer.drawing.colours import Colour, Current
from renderer.drawing.numbers import BadValueError, determinant, read_length, read_share, read_transform
from renderer.drawing.place import Drawing, Place, values_of
from renderer.drawing.plain import Fill, Gradient, Stop
from renderer.drawing.properties import compute
from renderer.drawing.source import Node
from renderer.values.geometry import Affine, Rect

GRADIENTS = ("linearGradient", "radialGradient")
_KEYS = {"linearGradient": ("x1", "y1", "x2", "y2"), "radialGradient": ("cx", "cy", "r", "fx", "fy", "fr")}
_MISSING = {"x1": "0%", "y1": "0%", "x2": "100%", "y2": "0%", "cx": "50%", "cy": "50%", "r": "50%", "fr": "0%"}
_MOST_STOPS = 1_000
STEP = 1e-5
"""How far stops are apart at least: where a colour changes at once, a hundred thousandth of the gradient's length."""
_EDGE = 0.9999
"""A focal point nearer to the edge than this is drawn differently everywhere."""


def resolve_gradient(drawing: Drawing, node: Node, place: Place, box: Rect | None) -> Fill | None:
    """Return what a gradient paints in a shape's coordinates, whose outline has this box; None paints nothing."""
    chain = drawing.chain(node, *GRADIENTS)
    with values_of(node):
        stops = _read_stops(drawing, chain)
        if len(stops) > _MOST_STOPS:
            raise BadValueError(f"has {len(stops)} stops; at most {_MOST_STOPS} are taken")
        if len(stops) < 2:
            return stops[0][1] if stops else None
        numbers = _read_numbers(drawing, chain, place)
        matrix = _matrix(drawing, chain, node, box)
        spread = _one_of(drawing, chain, "spreadMethod", "pad", "reflect", "repeat")
        origin = node.get("id", "")
        if node.name == "linearGradient":
            if numbers[:2] == numbers[2:]:
                return stops[-1][1]
            return Gradient("linear", numbers, matrix, spread, _closed(stops, spread), origin)
        if numbers[2] == 0:
            return stops[-1][1]
        numbers, stops = _start_at_point(numbers, stops, spread)
        return Gradient("radial", numbers, matrix, spread, _closed(stops, spread), origin)


def _one_of(drawing: Drawing, chain: list[Node], key: str, *words: str) -> str:
    value = (drawing.attribute(chain, key) or words[0]).strip()
    if value not in words:
        raise BadValueError(f"{key}: {value[:40]!r} is not taken ({', '.join(words)})")
    return value


def _uses_box(drawing: Drawing, chain: list[Node]) -> bool:
    return _one_of(drawing, chain, "gradientUnits", "objectBoundingBox", "userSpaceOnUse") == "objectBoundingBox"


def _read_numbers(drawing: Drawing, chain: list[Node], place: Place) -> tuple[float, ...]:
    same = [node for node in chain if node.name == chain[0].name]
    viewport = place.viewport
    wholes = (1.0, 1.0, 1.0) if _uses_box(drawing, chain) else (viewport.width, viewport.height, viewport.diagonal)
    found: dict[str, float] = {}
    for key in _KEYS[chain[0].name]:
        text = drawing.attribute(same, key)
        if text is None and key in ("fx", "fy"):
            found[key] = found["c" + key[1]]
            continue
        axis = 2 if "r" in key else "xy".index(key.strip("cf12"))
        found[key] = read_length(text or _MISSING.get(key, ""), viewport.font_size).resolve(wholes[axis])
        if "r" in key and found[key] < 0:
            raise BadValueError(f"{key} is negative")
    return tuple(found.values())


def own_transform(chain: list[Node], key: str) -> Affine:
    """Return the transform of a gradient or pattern; one that only an element has to which it links is refused."""
    if chain[0].get(key) is None and any(node.get(key, "").strip() for node in chain[1:]):
        raise BadValueError(f"takes its {key} from an element to which it links, where engines differ: write it here")
    return read_transform(chain[0].get(key, ""))


def _matrix(drawing: Drawing, chain: list[Node], node: Node, box: Rect | None) -> Affine:
    matrix = own_transform(chain, "gradientTransform")
    if _uses_box(drawing, chain):
        if box is None or not box.width or not box.height:
            raise node.refuse(
                "is measured from the box of a shape that has no width or no height",
                hint='use gradientUnits="userSpaceOnUse"',
            )
        matrix = matrix.then(Affine(box.width, 0.0, 0.0, box.height, box.x, box.y))
    if not math.isfinite(determinant(matrix)) or abs(determinant(matrix)) < 1e-12:
        raise node.refuse("gradientTransform leaves nothing to see")
    return matrix


def _read_stops(drawing: Drawing, chain: list[Node]) -> list[Stop]:
    """Return offsets and colours: each offset at least the one before (SVG 2, 14.2.4)."""
    for node in chain:
        parts = [part for part in node.parts() if part.name == "stop"]
        if parts:
            break
    else:
        return []
    around = compute(node, drawing.style_around(node))
    node.require_parts("stop")
    stops: list[Stop] = []
    for part in parts:
        part.require_parts()
        drawing.count(part)
        style = compute(part, around)
        colour = style["stop-color"]
        if isinstance(colour, Current):
            colour = style["color"]
        with values_of(part):
            offset = read_share(part.get("offset", "0"))
        offset = max(offset, stops[-1][0]) if stops else offset
        stops.append((offset, Colour(colour.hex, colour.alpha * style["stop-opacity"])))
    return stops


def _closed(stops: list[Stop], spread: str) -> tuple[Stop, ...]:
    """Return the stops with one at either end, each after the one before: a PDF's functions know no other."""
    if spread == "repeat" and stops[0][1] != stops[-1][1]:
        raise BadValueError("a repeated gradient whose ends differ is not taken: its edges are drawn differently")
    kept = [
        s for i, s in enumerate(stops) if not 0 < i < len(stops) - 1 or not stops[i - 1][0] == s[0] == stops[i + 1][0]
    ]
    kept = [(0.0, kept[0][1]), *kept] if kept[0][0] > 0 else kept
    kept = [*kept, (1.0, kept[-1][1])] if kept[-1][0] < 1 else kept
    offsets = [offset for offset, _ in kept]
    for i in range(1, len(offsets)):
        offsets[i] = max(offsets[i], offsets[i - 1] + STEP)
    offsets[-1] = 1.0
    for i in reversed(range(len(offsets) - 1)):
        offsets[i] = min(offsets[i], offsets[i + 1] - STEP)
    return tuple((round(offset, 9), colour) for offset, (_, colour) in zip(offsets, kept, strict=True))


def _start_at_point(numbers: tuple[float, ...], stops: list[Stop], spread: str) -> tuple[tuple[float, ...], list[Stop]]:
    """Return the same radial gradient with a point for its inner circle: the tip of the cone through both circles."""
    cx, cy, r, fx, fy, fr = numbers
    if r <= fr or math.hypot(fx - cx, fy - cy) > _EDGE * (r - fr):
        raise BadValueError("its focal circle reaches beyond its outer circle, where engines differ")
    if fr == 0:
        return (cx, cy, r, fx, fy), stops
    if spread != "pad":
        raise BadValueError("fr together with a spread method is not taken")
    tip = fr / (r - fr)
    fx, fy = fx - tip * (cx - fx), fy - tip * (cy - fy)
    return (cx, cy, r, fx, fy), [((offset + tip) / (1 + tip), colour) for offset, colour in stops]
