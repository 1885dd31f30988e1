"""The drawing as its author wrote it, drawn by resvg: nothing of ours has touched it but the window.

Frames are taken out, as they mark places and paint nothing.
"""

from __future__ import annotations

import io
import re
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from xml.etree.ElementTree import Element, tostring
from xml.parsers import expat

import numpy as np
import resvg_py
from defusedxml.ElementTree import fromstring
from PIL import Image

from renderer.redraw.measure import Pixels
from renderer.values.errors import DataError, RefusedError
from renderer.values.geometry import Rect

_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = frozenset(
    f"{_SVG}{name}" for name in ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use", "image")
)
_NEVER_PAINTED = frozenset(
    f"{_SVG}{name}" for name in ("defs", "clipPath", "pattern", "mask", "marker", "symbol", "filter")
)
_TILES_REACH = 6
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_DPI = 96.0
"""What a length in points or millimetres is in user units: CSS Values 3, 5.2. Left out, such lengths are nothing."""
_MARKS = ("data-frame", "data-keep")


@dataclass(frozen=True)
class Original:
    """A drawing as written: its text, and ``where`` it stands, for errors."""

    text: str = field(repr=False)
    where: str

    @cached_property
    def root(self) -> Element:
        """The drawing without its frames; not to be changed."""
        root: Element = fromstring(self.text)
        _take_marks(root)
        return root

    @cached_property
    def has_patterns(self) -> bool:
        """Whether anything is painted with tiles."""
        return self.root.find(f".//{_SVG}pattern") is not None

    @property
    def reach(self) -> int:
        """How many pixels off this drawing may be drawn here when it is drawn large: resvg places tiles on whole pixels
        of their own."""
        return _TILES_REACH if self.has_patterns else 1

    def draw(self, window: Rect, pixels: tuple[int, int]) -> Pixels:
        """Draw ``window`` (in the drawing's units) at this many pixels, on white."""
        return draw_window(self.root, window, pixels, self.where)

    def draw_whole(self, window: Rect, pixels: tuple[int, int]) -> Pixels:
        """Draw as ``draw`` does; kept for the next that compares the same, so not to be written to."""
        return _draw_kept(self, window, pixels)

    def draw_late(self, window: Rect, pixels: tuple[int, int], share: float) -> Pixels:
        """Draw a window with every gradient begun later by a share of its length."""
        root = deepcopy(self.root)
        for stop in root.iter(f"{_SVG}stop"):
            offset = _offset(stop.get("offset", "0"))
            if offset is not None:
                stop.set("offset", f"{min(1.0, offset + share):.6f}")
        return draw_window(root, window, pixels, self.where)

    @cached_property
    def shapes(self) -> list[Element]:
        """Every element that paints by itself, in the order of the document."""
        found: list[Element] = []
        _collect_shapes(self.root, found)
        return found

    def without(self, hidden: list[Element]) -> str:
        """Return the text of the drawing, frames and all, in which these shapes paint nothing."""
        index = {id(element): number for number, element in enumerate(self.root.iter())}
        gone = {index[id(element)] for element in hidden}
        root = deepcopy(self.root)
        for number, element in enumerate(list(root.iter())):
            if number in gone:
                _empty(element)
        return tostring(root, encoding="unicode")

    def name(self, element: Element) -> str:
        """Return what a designer finds an element by: ``<path id="star"> (line 12)``."""
        tag, identity = element.tag.removeprefix(_SVG), element.get("id")
        line = self._lines.get(id(element))
        return f"<{tag}{f' id={identity!r}' if identity else ''}>" + (f" (line {line} of the drawing)" if line else "")

    @cached_property
    def _lines(self) -> dict[int, int]:
        """Lines of the text by element: both are read in the order of the document, frames left out alike."""
        kept = [number for number, marked in _start_lines(self.text) if not marked]
        return {id(element): line for element, line in zip(self.root.iter(), kept, strict=False)}


def read_original(text: str, where: str) -> Original:
    """Return the drawing as written; ``text`` was checked to be well-formed before."""
    return Original(text, where)


@lru_cache(maxsize=1)
def _draw_kept(original: Original, window: Rect, pixels: tuple[int, int]) -> Pixels:
    return original.draw(window, pixels)


def draw_window(root: Element, window: Rect, pixels: tuple[int, int], where: str) -> Pixels:
    """Draw a part of an SVG tree by resvg on white, shape (height, width, 3); raises DataError where it cannot."""
    attributes = {
        "viewBox": f"{window.x!r} {window.y!r} {window.width!r} {window.height!r}",
        "width": str(pixels[0]),
        "height": str(pixels[1]),
        "preserveAspectRatio": "none",
    }
    if _has_shares(root):
        shown = Element(f"{_SVG}svg", attributes)
        shown.append(_placed(root))
    else:
        shown = Element(root.tag, {**root.attrib, **attributes})
        shown.extend(root)
    data = _call(tostring(shown, encoding="unicode"), where)
    picture = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), dtype=np.uint8)
    if picture.shape[:2] != (pixels[1], pixels[0]):
        size = f"{picture.shape[1]} x {picture.shape[0]}"
        raise DataError("cannot-compare", f"resvg drew {size} px for {pixels[0]} x {pixels[1]}", where=where)
    return picture


def _has_shares(root: Element) -> bool:
    """Tell whether anything in a drawing may be measured in shares of its width and height."""
    parts = (element for element in root.iter() if element is not root and element.tag != f"{_SVG}stop")
    return any("%" in text for element in parts for text in (*element.attrib.values(), element.text or ""))


def _placed(root: Element) -> Element:
    """Return the drawing as a part of another, where it is: shares of its width and height stay as they are.

    It is drawn ten times slower so.
    """
    place = {"x": "0", "y": "0", "style": f"{root.get('style', '')};overflow:visible"}
    if "viewBox" in root.attrib:
        place |= dict(zip(("x", "y", "width", "height"), _NUMBER.findall(root.attrib["viewBox"]), strict=False))
    placed = Element(root.tag, {**root.attrib, **place})
    placed.extend(root)
    return placed


def _call(svg: str, where: str) -> bytes:
    """Run resvg; whatever it raises becomes an error that names the drawing."""
    try:
        return resvg_py.svg_to_bytes(svg_string=svg, background="white", skip_system_fonts=True, dpi=_DPI)
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except MemoryError:
        raise RefusedError("too-many-pixels", "not enough memory to compare this picture", where=where) from None
    except BaseException as fault:  # a panic of the engine is no Exception
        message = f"cannot be drawn by the second engine: {str(fault)[:200]}"
        raise DataError("cannot-compare", message, where=where) from None


def _offset(text: str) -> float | None:
    """Return a stop's offset, 0..1, or None for what is no number."""
    try:
        value = float(text.strip().removesuffix("%")) / (100 if text.strip().endswith("%") else 1)
    except ValueError:
        return None
    return min(1.0, max(0.0, value))


def _take_marks(parent: Element) -> None:
    for child in list(parent):
        if any(child.get(mark) is not None for mark in _MARKS):
            parent.remove(child)
        else:
            _take_marks(child)


def _collect_shapes(parent: Element, found: list[Element]) -> None:
    for child in parent:
        if child.tag in _SHAPES:
            found.append(child)
        elif child.tag not in _NEVER_PAINTED:
            _collect_shapes(child, found)


def _empty(element: Element) -> None:
    """Turn a shape into a group of nothing, which may still be named by its id."""
    identity = element.get("id")
    for child in list(element):
        element.remove(child)
    element.attrib.clear()
    element.tag = f"{_SVG}g"
    if identity:
        element.set("id", identity)


def _start_lines(text: str) -> list[tuple[int, bool]]:
    """Return the line of every element's start, and whether it lies in what marks a place."""
    found: list[tuple[int, bool]] = []
    inside: list[bool] = []
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        marked = bool(inside and inside[-1]) or any(mark in attributes for mark in _MARKS)
        inside.append(marked)
        found.append((parser.CurrentLineNumber, marked))

    def end(tag: str) -> None:
        inside.pop()

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(text, True)
    return found
