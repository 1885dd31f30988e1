"""Gradients brought within the reach of pixels: cairo's rasters count in 16 bits before the point and 16 behind it.

A gradient is evaluated in the coordinates of the shape that it fills. Beyond 32,767 units, on a banner of more than
about 35 m, nothing is painted; where a whole shape is a few units wide, the steps between pixels are lost. The same
gradient in other units, ``gradientTransform`` undoing the change, is always within reach.
"""

from __future__ import annotations

import math
import re
from xml.etree.ElementTree import Element

from renderer.values.geometry import Affine, Point

_SVG = "{http://www.w3.org/2000/svg}"
_GRADIENTS = (f"{_SVG}linearGradient", f"{_SVG}radialGradient")
_GEOMETRY = ("d", "points", "x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2")
_ENDS = ("x1", "y1", "x2", "y2", "cx", "cy", "r", "fx", "fy")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_LEAST, _WANTED, _MOST = 512.0, 8_192.0, 16_384.0
"""How far from the origin a shape may reach in the coordinates of its gradient, and how far it reaches once changed."""


def bring_into_reach(root: Element) -> Element:
    """Return a drawing with every gradient in units that rasters can count; the one given stays as it is."""
    return _change(root, _find_uses(root))


def renewed(element: Element) -> Element:
    """Return an element with the same children and attributes of its own: ``copy`` would share those."""
    out = Element(element.tag, dict(element.attrib))
    out.text, out.tail = element.text, element.tail
    out.extend(element)
    return out


def _find_uses(root: Element) -> dict[str, float]:
    """Return how far the shapes reach, in their own coordinates, that are painted with each gradient, by its id."""
    uses: dict[str, float] = {}
    for element in root.iter():
        names = {
            match[1] for key in ("fill", "stroke") if (match := re.match(r"url\(#([^)]+)\)", element.get(key, "")))
        }
        if names:
            numbers = (float(n) for key in _GEOMETRY for n in _NUMBER.findall(element.get(key, "")))
            far = max((abs(n) for n in numbers), default=0.0)
            uses |= {name: max(far, uses.get(name, 0.0)) for name in names}
    return uses


def _change(parent: Element, uses: dict[str, float]) -> Element:
    """Return a copy of an element in which every gradient of it is within reach; shapes are shared."""
    shown = renewed(parent)
    for index, child in enumerate(parent):
        if child.tag in _GRADIENTS:
            shown[index] = _fit(child, uses.get(child.get("id", ""), 0.0))
        elif len(child):
            shown[index] = _change(child, uses)
    return shown


def _fit(gradient: Element, far: float) -> Element:
    if gradient.get("gradientUnits") != "userSpaceOnUse" or far == 0.0:
        return gradient
    matrix = _matrix(gradient.get("gradientTransform", ""))
    if matrix is None:
        return gradient
    inverse = _inverse(matrix)
    reach = max(max(map(abs, inverse.apply(Point(x, y)))) for x in (-far, far) for y in (-far, far))
    if not math.isfinite(reach) or _LEAST <= reach <= _MOST:
        return gradient
    scale = reach / _WANTED
    out = renewed(gradient)
    for key in _ENDS:
        if key in out.attrib:
            out.set(key, repr(float(out.get(key, "0")) / scale))
    a, b, c, d, e, f = Affine.scaling(scale, scale).then(matrix)
    out.set("gradientTransform", f"matrix({a!r} {b!r} {c!r} {d!r} {e!r} {f!r})")
    return out


def _matrix(text: str) -> Affine | None:
    """Return a plain transform; None for one that cannot be undone."""
    numbers = [float(n) for n in _NUMBER.findall(text)]
    matrix = Affine(*numbers) if len(numbers) == 6 and text.startswith("matrix(") else Affine() if not text else None
    if matrix is None or abs(matrix.a * matrix.d - matrix.b * matrix.c) < 1e-18:
        return None
    return matrix


def _inverse(m: Affine) -> Affine:
    det = m.a * m.d - m.b * m.c
    a, b, c, d = m.d / det, -m.b / det, -m.c / det, m.a / det
    return Affine(a, b, c, d, -(m.e * a + m.f * c), -(m.e * b + m.f * d))
