"""Where a walk through the drawing stands: coordinates, inherited values, counts, and what references may name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from renderer.drawing.numbers import BadValueError, read_numbers
from renderer.drawing.path import MAX_SEGMENTS, Path
from renderer.drawing.properties import INITIAL, Style, compute
from renderer.drawing.shapes import Viewport
from renderer.drawing.source import MAX_DEPTH, Node, shorten
from renderer.values.errors import DataError
from renderer.values.geometry import Affine, Rect

MAX_DRAWN_ELEMENTS = 50_000
"""A bound on elements after `use`, clips and patterns are expanded, so that nested copies cannot hang a render."""
MAX_CROSSINGS = 20_000
"""How many pairs of segments may cross where clips and tiles of a drawing are combined."""
_ALIGN = re.compile(r"(?:defer\s+)?(none|x(Min|Mid|Max)Y(Min|Mid|Max))(?:\s+(meet|slice))?")
_SHARES = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}


@dataclass(frozen=True)
class Place:
    """What surrounds an element: the matrix to the drawing, the viewport, inherited values, and the references that
    led here (``chain``), which must not lead here again."""

    matrix: Affine
    viewport: Viewport
    style: Style
    chain: tuple[Node, ...] = ()
    depth: int = 0

    def enter(self, node: Node) -> Place:
        """Return the place inside an element."""
        if self.depth >= MAX_DEPTH:
            raise node.refuse(
                f"elements are nested more than {MAX_DEPTH} deep once <use> is expanded", code="svg-too-deep"
            )
        style = compute(node, self.style)
        viewport = self.viewport
        if style["font-size"] != viewport.font_size:
            viewport = replace(viewport, font_size=style["font-size"])
        matrix = style["transform"].then(self.matrix)
        return Place(matrix, viewport, style, self.chain, self.depth + 1)

    def moved(self, matrix: Affine) -> Place:
        """Return the place with coordinates that ``matrix`` leads to these."""
        return replace(self, matrix=matrix.then(self.matrix))

    def follow(self, node: Node, target: Node) -> Place:
        """Return the place behind a reference; raises DataError where it leads in a circle."""
        if target in self.chain:
            raise node.refuse(f"#{shorten(target.get('id', ''))} contains itself", code="hostile-svg")
        return replace(self, chain=(*self.chain, target))


class Drawing:
    """The elements of a drawing by id, and how much of what is allowed has been used."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self._drawn = self._segments = self._crossings = 0
        self._parents: dict[Any, Any] = {child: parent for parent in root.iter() for child in parent}
        self._by_id: dict[str, Node | None] = {}
        for node in root.iter():
            if isinstance(node, Node) and not node.is_foreign and (name := node.get("id", "").strip()):
                self._by_id[name] = None if name in self._by_id else node

    def count(self, node: Node, times: int = 1) -> None:
        """Count elements that are drawn."""
        self._drawn += times
        if self._drawn > MAX_DRAWN_ELEMENTS:
            raise DataError(
                "svg-too-large",
                f"draws more than {MAX_DRAWN_ELEMENTS} elements once <use> and patterns are expanded,"
                f" with {node.label}",
            )

    def count_path(self, node: Node, path: Path, times: int = 1) -> Path:
        """Count the segments of an outline; return it."""
        self._segments += len(path) * times
        if self._segments > MAX_SEGMENTS:
            raise DataError(
                "svg-too-large", f"draws more than {MAX_SEGMENTS} moves, lines and curves, with {node.label}"
            )
        return path

    def count_crossings(self, node: Node, pairs: int) -> None:
        """Count pairs of segments that may cross where outlines are combined."""
        self._crossings += pairs
        if self._crossings > MAX_CROSSINGS:
            raise node.refuse(
                f"combines outlines that may cross in more than {MAX_CROSSINGS} places",
                hint="draw the clipped outline itself",
                code="svg-too-large",
            )

    def target(self, node: Node, name: str, *kinds: str) -> Node:
        """Return the element that a reference names; raises DataError where there is none of these kinds."""
        if name not in self._by_id:
            raise node.refuse(f"names #{shorten(name)}, which does not exist", code="broken-svg")
        target = self._by_id[name]
        if target is None:
            raise node.refuse(f"names #{shorten(name)}, which two elements are called", code="broken-svg")
        if kinds and target.name not in kinds:
            raise node.refuse(f"names #{shorten(name)}, which is a <{target.name}> and not <{'> or <'.join(kinds)}>")
        return target

    def style_around(self, node: Node) -> Style:
        """Return the values that an element inherits where it stands, whoever references it."""
        above = [self._parents.get(node)]
        while above[-1] is not None:
            above.append(self._parents.get(above[-1]))
        style = INITIAL
        for element in reversed(above[:-1]):
            style = compute(element, style)
        return style

    def attribute(self, chain: list[Node], key: str) -> str | None:
        """Return an attribute of the first element of a chain of links that has it."""
        return next((node.get(key) for node in chain if node.get(key) is not None), None)

    def chain(self, node: Node, *kinds: str) -> list[Node]:
        """Return an element and those that it links to, in their order."""
        found = [node]
        while (link := found[-1].link) is not None:
            following = self.target(found[-1], link, *kinds)
            if following in found:
                raise node.refuse(f"#{shorten(link)} contains itself", code="hostile-svg")
            found.append(following)
        return found


def moved_use(node: Node, place: Place) -> Place:
    """Return the place of a ``use`` with its x and y, which move its clip path too: SVG 2, 5.6."""
    with values_of(node):
        return place.moved(Affine.translation(place.viewport.x(node, "x"), place.viewport.y(node, "y")))


@contextmanager
def values_of(node: Node, code: str = "svg-profile") -> Iterator[None]:
    """Name the element of any value that cannot be read."""
    try:
        yield
    except BadValueError as fault:
        raise node.refuse(str(fault), code="broken-svg" if "transform" in str(fault) else code) from None


def read_box(node: Node) -> Rect | None:
    """Return an element's viewBox; None where it has none."""
    text = node.get("viewBox")
    if text is None:
        return None
    numbers = read_numbers(text)
    if len(numbers) != 4 or numbers[2] < 0 or numbers[3] < 0:
        raise BadValueError(f"viewBox is {shorten(text)!r}: four numbers are needed, the last two not negative")
    return Rect(*numbers)


def fit(box: Rect, width: float, height: float, align: str) -> tuple[Affine, bool]:
    """Return the matrix from a viewBox to its viewport, and whether it is cut: SVG 2, 8.2."""
    found = _ALIGN.fullmatch(align.strip() or "xMidYMid")
    if not found:
        raise BadValueError(f"preserveAspectRatio: {shorten(align)!r} is not taken")
    sx, sy = width / box.width, height / box.height
    if found[1] == "none":
        return Affine.translation(-box.x, -box.y).then(Affine.scaling(sx, sy)), False
    scale = max(sx, sy) if found[4] == "slice" else min(sx, sy)
    dx = (width - box.width * scale) * _SHARES[found[2]]
    dy = (height - box.height * scale) * _SHARES[found[3]]
    return Affine(scale, 0.0, 0.0, scale, dx - box.x * scale, dy - box.y * scale), found[4] == "slice"
