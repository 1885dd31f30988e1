"""The art of a layout: a drawing in the plain profile (``renderer/drawing``) without its frames."""

from __future__ import annotations

import math
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml.ElementTree import fromstring

from renderer.drawing import SVG, normalise
from renderer.values.errors import DataError
from renderer.values.geometry import Affine, Point, Rect

_COLOUR_KEYS = ("fill", "stroke", "stop-color")


@dataclass(frozen=True)
class Art:
    """A checked drawing: the SVG without its frames, the frames by name in paint order, and by name the places that no
    seam may cross."""

    root: Element
    frames: dict[str, Rect]
    keeps: dict[str, Rect]

    def window(self, box: Rect, width: str, height: str) -> bytes:
        """Return the SVG that shows ``box`` (in units) at these outer dimensions (``1920`` or ``360pt``)."""
        root = copy(self.root)
        root.set("viewBox", f"{box.x} {box.y} {box.width} {box.height}")
        root.set("width", width)
        root.set("height", height)
        root.set("preserveAspectRatio", "none")
        return tostring(root)

    def source(self) -> bytes:
        """Return the drawing as it was normalised, for ``read_checked``."""
        return tostring(self.root)


def read_checked(svg: bytes, frames: dict[str, Rect], keeps: dict[str, Rect]) -> Art:
    """Return a drawing that was normalised before, as ``Art.source`` gave it."""
    try:
        return Art(fromstring(svg, forbid_dtd=True), frames, keeps)
    except (ParseError, ValueError) as fault:
        raise DataError("broken-svg", f"is not well-formed XML: {fault}", where="stored art") from None


def read_art(svg: str, view_box: Rect, where: str) -> Art:
    """Normalise ``svg`` and take its frames out.

    ``view_box`` is what the drawing must declare: the bleed box in units. Raises DataError naming ``where``, the
    element and its line.
    """
    root = normalise(svg, where)
    _check_view_box(root, view_box, where)
    frames: dict[str, Rect] = {}
    keeps: dict[str, Rect] = {}
    _take_rects(root, {"data-frame": frames, "data-keep": keeps}, where)
    return Art(root, frames, keeps)


def _rgb(value: str) -> tuple[int, int, int] | None:
    """Return the channels of a plain colour, 0 to 255; None for what is no colour."""
    if not value.startswith("#"):
        return None
    red, green, blue = bytes.fromhex(value[1:])
    return red, green, blue


def recolour(root: Element, change: Callable[[float, float, float], str]) -> Element:
    """Give every colour of a drawing, in place, what ``change`` returns for its sRGB (0..1); return ``root``."""
    for element in root.iter():
        for key in _COLOUR_KEYS:
            if rgb := _rgb(element.get(key, "")):
                red, green, blue = (channel / 255 for channel in rgb)
                element.set(key, change(red, green, blue))
    return root


def find_uses(art: Art, hex_colour: str) -> str:
    """Return where a colour stands in the drawing, for a designer: ``stop of #silk (2), path``."""
    wanted = _rgb(hex_colour)
    places: dict[str, int] = {}
    parents = {child: parent for parent in art.root.iter() for child in parent}
    for element in art.root.iter():
        if all(_rgb(element.get(key, "")) != wanted for key in _COLOUR_KEYS):
            continue
        place = element.get("data-of", "path")
        if element.tag == f"{SVG}stop":
            owner = parents[element].get("data-of")
            place = f"stop of #{owner}" if owner else "stop"
        places[place] = places.get(place, 0) + 1
    return ", ".join(place + (f" ({count})" if count > 1 else "") for place, count in places.items())


def _check_view_box(root: Element, view_box: Rect, where: str) -> None:
    numbers = [float(n) for n in root.get("viewBox", "").split()]
    if any(abs(a - b) > 1e-3 for a, b in zip(numbers, view_box, strict=True)):
        wanted = " ".join(f"{v:g}" for v in view_box)
        raise DataError(
            "bad-view-box", f"viewBox is {root.get('viewBox')!r}, not the bleed box {wanted!r}", where=where
        )


def _take_rects(root: Element, taken: dict[str, dict[str, Rect]], where: str) -> None:
    """Take the rects that mark a place, and paint nothing, out of the drawing; by attribute and name."""
    for child in list(root):
        attribute = next((key for key in taken if child.get(key) is not None), None)
        if attribute is None:
            continue
        name, found = child.get(attribute, ""), taken[attribute]
        place = f"the {attribute[5:]} {name!r} in line {child.get('data-line')}"
        if name in found:
            raise DataError("duplicate-frame", f"{place} is drawn twice", where=where)
        found[name] = _frame_rect(child, place, where)
        root.remove(child)


def _frame_rect(element: Element, place: str, where: str) -> Rect:
    if element.tag != f"{SVG}rect":
        raise DataError("bad-frame", f"{place} is not a <rect>", where=where)
    try:
        x, y, w, h = (float(element.get(k, "0")) for k in ("x", "y", "width", "height"))
    except ValueError:
        raise DataError("bad-frame", f"{place} needs plain numbers", where=where) from None
    matrix = Affine(*(float(v) for v in element.get("transform", "matrix(1 0 0 1 0 0)")[7:-1].split()))
    if abs(matrix.b) > 1e-9 or abs(matrix.c) > 1e-9:
        raise DataError("bad-frame", f"{place} is rotated or skewed", where=where, hint="only move and scale frames")
    one, two = matrix.apply(Point(x, y)), matrix.apply(Point(x + w, y + h))
    rect = Rect(min(one.x, two.x), min(one.y, two.y), abs(two.x - one.x), abs(two.y - one.y))
    if not all(map(math.isfinite, rect)) or rect.width <= 0 or rect.height <= 0:
        raise DataError("bad-frame", f"{place} has no area", where=where)
    return rect
