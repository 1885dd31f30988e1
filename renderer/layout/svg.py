"""The SVG profile of a layout: read the frames, refuse what the drawing engine would get wrong.

CairoSVG ignores filters, does not fade gradient masks and sets text with silent font fallback, so art may
use only the elements below; everything else is an error that names the element.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from renderer.values.errors import DataError
from renderer.values.geometry import Affine, Point, Rect

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_ELEMENTS = frozenset(
    ["svg", "g", "defs", "title", "desc", "metadata", "path", "rect", "circle", "ellipse", "line", "polyline"]
    + ["polygon", "linearGradient", "radialGradient", "stop", "clipPath", "pattern", "use"]
)
_WHY_NOT = {
    "text": "fixed words are frames with text in layout.toml, so that every letter passes through one typesetter",
    "image": "draw it as vector art",
    "mask": "the drawing engine does not fade gradient masks; use clipPath or layered shapes",
    "filter": "the drawing engine ignores most filters",
    "style": "write presentation attributes instead",
}
_SCRIPT = re.compile(r"^on", re.IGNORECASE)
_URL = re.compile(r"url\(\s*['\"]?([^)'\"]*)", re.IGNORECASE)
_TRANSFORM = re.compile(r"(\w+)\s*\(([^)]*)\)\s*,?\s*")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_COLOUR_KEYS = ("fill", "stroke", "stop-color")
_STYLE_COLOUR = re.compile(r"((?:^|;)\s*(?:fill|stroke|stop-color)\s*:)([^;]+)")
MAX_BYTES = 8_000_000
MAX_DRAWN_ELEMENTS = 200_000
"""A bound on elements after `use` is expanded, so that nested copies cannot hang a render."""


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
        """Return the drawing as it was checked, for ``read_checked``."""
        return tostring(self.root)


def read_checked(svg: bytes, frames: dict[str, Rect], keeps: dict[str, Rect]) -> Art:
    """Return a drawing that was checked before, as ``Art.source`` gave it."""
    return Art(_parse(svg.decode(), "stored art"), frames, keeps)


def read_art(svg: str, view_box: Rect, where: str) -> Art:
    """Check ``svg`` against the profile and take its frames out.

    ``view_box`` is what the drawing must declare: the bleed box in units. Raises DataError naming the
    element and ``where``.
    """
    root = _parse(svg, where)
    _drop_foreign(root)
    for element in root.iter():
        _check_element(element, where)
    _check_view_box(root, view_box, where)
    _check_use(root, where)
    frames: dict[str, Rect] = {}
    keeps: dict[str, Rect] = {}
    _take_rects(root, Affine(), {"data-frame": frames, "data-keep": keeps}, where)
    return Art(root, frames, keeps)


def _colour_values(element: Element) -> Iterator[tuple[str, str]]:
    """Yield the attribute and value of every colour that an element states, in its attributes or its style."""
    for key in _COLOUR_KEYS:
        if value := element.get(key, ""):
            yield key, value
    for match in _STYLE_COLOUR.finditer(element.get("style", "")):
        yield "style", match[2].strip()


def _rgb(value: str) -> tuple[float, float, float] | None:
    """Return a colour's sRGB, 0..1, as the drawing engine reads it; None for what is no colour."""
    from cairosvg.colors import color

    if value in ("none", "inherit", "currentColor", "") or "url(" in value:
        return None
    red, green, blue, _ = color(value)
    return red, green, blue


def recolour(root: Element, change: Callable[[float, float, float], str]) -> Element:
    """Give every colour of a drawing, in place, the value that ``change`` returns for it; return ``root``."""

    def change_value(value: str) -> str:
        rgb = _rgb(value.strip())
        return value if rgb is None else change(*rgb)

    for element in root.iter():
        for key in _COLOUR_KEYS:
            if element.get(key):
                element.set(key, change_value(element.get(key, "")))
        if element.get("style"):
            element.set("style", _STYLE_COLOUR.sub(lambda m: m[1] + change_value(m[2]), element.get("style", "")))
    if root.get("fill") is None:
        root.set("fill", change(0.0, 0.0, 0.0))  # what states no colour is black
    return root


def find_uses(art: Art, hex_colour: str) -> str:
    """Return where a colour stands in the drawing, for a designer: ``stop of #silk (2), path``."""
    wanted = tuple(int(hex_colour[i : i + 2], 16) for i in (1, 3, 5))
    places: dict[str, int] = {}
    parents = {child: parent for parent in art.root.iter() for child in parent}
    for element in art.root.iter():
        found = [_rgb(value) for _, value in _colour_values(element)]
        if any(rgb is not None and tuple(round(255 * v) for v in rgb) == wanted for rgb in found):
            name = element.tag.removeprefix(_SVG)
            owner = parents[element] if name == "stop" else element
            label = f" of #{owner.get('id')}" if name == "stop" else f" #{owner.get('id')}" if owner.get("id") else ""
            places[name + label] = places.get(name + label, 0) + 1
    return ", ".join(place + (f" ({count})" if count > 1 else "") for place, count in places.items())


def _parse(svg: str, where: str) -> Element:
    if len(svg) > MAX_BYTES:
        raise DataError("svg-too-large", f"draws {len(svg)} bytes; at most {MAX_BYTES} are taken", where=where)
    try:
        root: Element = fromstring(svg, forbid_dtd=True)
    except DefusedXmlException as fault:
        raise DataError(
            "hostile-svg",
            f"declares a DTD or entities ({type(fault).__name__})",
            where=where,
            hint="remove the DOCTYPE",
        ) from None
    except (ParseError, ValueError) as fault:
        raise DataError("broken-svg", f"is not well-formed XML: {fault}", where=where) from None
    if root.tag != f"{_SVG}svg":
        raise DataError("broken-svg", "the root element is not <svg> in the SVG namespace", where=where)
    return root


def _drop_foreign(parent: Element) -> None:
    """Remove comments and editors' own data (sodipodi, inkscape, rdf): they paint nothing."""
    for child in list(parent):
        if isinstance(child.tag, str) and child.tag.startswith(_SVG):
            _drop_foreign(child)
        else:
            parent.remove(child)


def _check_element(element: Element, where: str) -> None:
    name = element.tag.removeprefix(_SVG)
    if name not in _ELEMENTS:
        raise DataError(
            "svg-profile",
            f"<{name}> is not in the SVG profile of layouts",
            where=where,
            hint=_WHY_NOT.get(name, "allowed: " + " ".join(sorted(_ELEMENTS))),
        )
    for key, value in element.attrib.items():
        if _SCRIPT.match(key):
            raise DataError("hostile-svg", f"<{name}> has an event handler {key!r}", where=where)
        target = value if key in ("href", _XLINK_HREF) else None
        for address in [target] if target is not None else _URL.findall(value):
            if not address.startswith("#"):
                raise DataError(
                    "hostile-svg",
                    f"<{name} {key.split('}')[-1]}> reaches outside the file: {address[:80]!r}",
                    where=where,
                    hint="only references to #ids of the same drawing are drawn",
                )
        if key in ("mask", "filter") or (key == "style" and re.search(r"\b(mask|filter)\s*:", value)):
            raise DataError("svg-profile", f"<{name}> uses a mask or filter", where=where, hint=_WHY_NOT["mask"])


def _check_view_box(root: Element, view_box: Rect, where: str) -> None:
    numbers = [float(n) for n in _NUMBER.findall(root.get("viewBox", ""))]
    if len(numbers) != 4 or any(abs(a - b) > 1e-3 for a, b in zip(numbers, view_box, strict=True)):
        wanted = " ".join(f"{v:g}" for v in view_box)
        raise DataError(
            "bad-view-box", f"viewBox is {root.get('viewBox')!r}, not the bleed box {wanted!r}", where=where
        )


def _check_use(root: Element, where: str) -> None:
    by_id = {e.get("id"): e for e in root.iter() if e.get("id")}
    counts: dict[str, int] = {}

    def count_drawn(element: Element, chain: tuple[str, ...]) -> int:
        if len(chain) > 200:
            raise DataError("svg-too-deep", "elements are nested more than 200 deep", where=where)
        total = 1
        for child in element:
            total += count_drawn(child, (*chain, ""))
        if element.tag == f"{_SVG}use":
            total += target_count((element.get("href") or element.get(_XLINK_HREF) or "").lstrip("#"), chain)
        if total > MAX_DRAWN_ELEMENTS:
            raise DataError(
                "svg-too-large", f"draws more than {MAX_DRAWN_ELEMENTS} elements once <use> is expanded", where=where
            )
        return total

    def target_count(name: str, chain: tuple[str, ...]) -> int:
        if name in chain:
            raise DataError("hostile-svg", f"<use> of #{name} contains itself", where=where)
        if name not in by_id:
            raise DataError("broken-svg", f"<use> names #{name}, which does not exist", where=where)
        if name not in counts:
            counts[name] = count_drawn(by_id[name], (*chain, name))
        return counts[name]

    count_drawn(root, ())


def _take_rects(parent: Element, outer: Affine, taken: dict[str, dict[str, Rect]], where: str) -> None:
    """Take the rects that mark a place, and paint nothing, out of the drawing; by attribute and name."""
    for child in list(parent):
        matrix = _transform(child.get("transform", ""), where).then(outer)
        attribute = next((key for key in taken if child.get(key) is not None), None)
        if attribute is None:
            _take_rects(child, matrix, taken, where)
            continue
        name, found = child.get(attribute, ""), taken[attribute]
        if name in found:
            raise DataError("duplicate-frame", f"the {attribute[5:]} {name!r} is drawn twice", where=where)
        found[name] = _frame_rect(child, matrix, name, where)
        parent.remove(child)


def _frame_rect(element: Element, matrix: Affine, name: str, where: str) -> Rect:
    if element.tag != f"{_SVG}rect":
        raise DataError("bad-frame", f"the frame {name!r} is not a <rect>", where=where)
    try:
        x, y, w, h = (float(element.get(k, "0")) for k in ("x", "y", "width", "height"))
    except ValueError:
        raise DataError("bad-frame", f"the frame {name!r} needs plain numbers", where=where) from None
    if abs(matrix.b) > 1e-9 or abs(matrix.c) > 1e-9:
        raise DataError(
            "bad-frame", f"the frame {name!r} is rotated or skewed", where=where, hint="only move and scale frames"
        )
    one, two = matrix.apply(Point(x, y)), matrix.apply(Point(x + w, y + h))
    rect = Rect(min(one.x, two.x), min(one.y, two.y), abs(two.x - one.x), abs(two.y - one.y))
    if rect.width <= 0 or rect.height <= 0:
        raise DataError("bad-frame", f"the frame {name!r} has no area", where=where)
    return rect


def _transform(text: str, where: str) -> Affine:
    matrix = Affine()
    for name, inside in _TRANSFORM.findall(text):
        n = [float(v) for v in _NUMBER.findall(inside)]
        try:
            matrix = _PRIMITIVES[name](n).then(matrix)
        except (KeyError, IndexError, TypeError):
            raise DataError("broken-svg", f"cannot read the transform {text!r}", where=where) from None
    return matrix


_PRIMITIVES = {
    "matrix": lambda n: Affine(*n),
    "translate": lambda n: Affine.translation(n[0], n[1] if len(n) > 1 else 0.0),
    "scale": lambda n: Affine.scaling(n[0], n[1] if len(n) > 1 else n[0]),
    "rotate": lambda n: Affine.rotation(n[0], Point(n[1], n[2]) if len(n) > 2 else Point(0.0, 0.0)),
}
