"""The plain profile as SVG: few elements, absolute coordinates, every value stated."""

from __future__ import annotations

import math
from xml.etree.ElementTree import Element, SubElement

from renderer.drawing.colours import Colour
from renderer.drawing.path import Path
from renderer.drawing.plain import Fill, Gradient, Item, Picture, Shape, Stroke
from renderer.drawing.source import SVG
from renderer.values.geometry import Affine

_DIGITS = 8
"""Digits of a coordinate as long as the drawing: a hundredth of a pixel in the largest picture."""


def write(picture: Picture) -> Element:
    """Return the drawing as an element tree of the plain profile."""
    return _Writer(picture).root()


def number(value: float, decimals: int) -> str:
    """Return a number without needless zeros."""
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def short(value: float) -> str:
    """Return a number with nine digits, as many as matter whatever its size."""
    return f"{value:.9g}"


def _matrix(matrix: Affine) -> str:
    return "matrix(" + " ".join(f"{value:.12g}" for value in matrix) + ")"


class _Writer:
    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._defs = Element(f"{SVG}defs")
        self._gradients: dict[Gradient, str] = {}
        self._clips: dict[str, str] = {}
        longest = max(picture.box.width, picture.box.height)
        self._decimals = min(12, max(0, _DIGITS - math.ceil(math.log10(longest))))

    def root(self) -> Element:
        root = Element(f"{SVG}svg", {"viewBox": " ".join(short(v) for v in self._picture.box)})
        root.append(self._defs)
        for item in self._picture.items:
            self._item(root, item)
        for frame in self._picture.frames:
            tag = SubElement(root, f"{SVG}{frame.name}", {**frame.attributes, "data-line": str(frame.line)})
            if frame.matrix != Affine():
                tag.set("transform", _matrix(frame.matrix))
        if not len(self._defs):
            root.remove(self._defs)
        return root

    def _item(self, parent: Element, item: Item) -> None:
        if isinstance(item, Shape):
            self._shape(parent, item)
            return
        outer = parent
        attributes = {} if item.opacity == 1 else {"opacity": short(item.opacity)}
        for clip in item.clips:
            parent = SubElement(parent, f"{SVG}g", {**attributes, "clip-path": f"url(#{self._clip(clip)})"})
            attributes = {}
        if attributes or parent is outer:
            parent = SubElement(parent, f"{SVG}g", attributes)
        for part in item.items:
            self._item(parent, part)

    def _shape(self, parent: Element, shape: Shape) -> None:
        tag = SubElement(parent, f"{SVG}path")
        tag.set("d", self._data(shape.path, exact=shape.matrix is not None))
        self._paint(tag, "fill", shape.fill)
        if shape.fill is not None and shape.rule == "evenodd":
            tag.set("fill-rule", "evenodd")
        if shape.stroke is not None:
            self._stroke(tag, shape.stroke)
        if shape.matrix is not None:
            tag.set("transform", _matrix(shape.matrix))
        origin, _, line = shape.origin.partition("|")
        tag.set("data-of", origin)
        tag.set("data-line", line)

    def _paint(self, tag: Element, key: str, paint: Fill | None) -> None:
        if isinstance(paint, Gradient):
            tag.set(key, f"url(#{self._gradient(paint)})")
        elif paint is None:
            tag.set(key, "none")
        else:
            tag.set(key, paint.hex)
            if paint.alpha != 1:
                tag.set(f"{key}-opacity", short(paint.alpha))

    def _stroke(self, tag: Element, stroke: Stroke) -> None:
        self._paint(tag, "stroke", stroke.paint)
        tag.set("stroke-width", short(stroke.width))
        if stroke.cap != "butt":
            tag.set("stroke-linecap", stroke.cap)
        if stroke.join != "miter":
            tag.set("stroke-linejoin", stroke.join)
        elif stroke.miter != 4:
            tag.set("stroke-miterlimit", short(stroke.miter))

    def _data(self, path: Path, *, exact: bool = False) -> str:
        parts = []
        for op, points in path.segments():
            numbers = [value for point in points for value in point]
            texts = [short(v) for v in numbers] if exact else [number(v, self._decimals) for v in numbers]
            parts.append(op + " ".join(texts))
        return "".join(parts)

    def _clip(self, path: Path) -> str:
        data = self._data(path)
        if data not in self._clips:
            self._clips[data] = f"clip{len(self._clips) + 1}"
            clip = SubElement(self._defs, f"{SVG}clipPath", {"id": self._clips[data]})
            SubElement(clip, f"{SVG}path", {"d": data})
        return self._clips[data]

    def _gradient(self, gradient: Gradient) -> str:
        if gradient not in self._gradients:
            self._gradients[gradient] = f"paint{len(self._gradients) + 1}"
            self._write_gradient(gradient, self._gradients[gradient])
        return self._gradients[gradient]

    def _write_gradient(self, gradient: Gradient, name: str) -> None:
        keys = ("x1", "y1", "x2", "y2") if gradient.kind == "linear" else ("cx", "cy", "r", "fx", "fy")
        numbers = {key: short(v) for key, v in zip(keys, gradient.numbers, strict=True)}
        tag = SubElement(self._defs, f"{SVG}{gradient.kind}Gradient", {"id": name, "gradientUnits": "userSpaceOnUse"})
        tag.attrib.update(numbers)
        if gradient.matrix != Affine():
            tag.set("gradientTransform", _matrix(gradient.matrix))
        if gradient.spread != "pad":
            tag.set("spreadMethod", gradient.spread)
        if gradient.origin:
            tag.set("data-of", gradient.origin)
        for offset, colour in gradient.stops:
            stop = SubElement(tag, f"{SVG}stop", {"offset": short(offset), "stop-color": colour.hex})
            if colour.alpha != 1:
                stop.set("stop-opacity", short(colour.alpha))


def is_clear(paint: Fill | None) -> bool:
    """Tell whether a paint shows nothing."""
    if isinstance(paint, Colour):
        return paint.alpha == 0
    return paint is None or all(colour.alpha == 0 for _, colour in paint.stops)
