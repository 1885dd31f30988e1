"""The walk through a drawing: every element that shows, in its order, as items of the plain profile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from renderer.drawing.clips import local_box, resolve_clips
from renderer.drawing.numbers import BadValueError, determinant, read_length
from renderer.drawing.paints import paint_shape
from renderer.drawing.path import Path
from renderer.drawing.place import Drawing, Place, fit, moved_use, read_box, values_of
from renderer.drawing.plain import Frame, Group, Item, Picture, outlines_of
from renderer.drawing.properties import INITIAL, compute
from renderer.drawing.shapes import SHAPES, Viewport, box
from renderer.drawing.source import Node
from renderer.values.geometry import Affine, Rect

FRAME_KEYS = ("data-frame", "data-keep")
_NEVER_SHOWN = frozenset("defs title desc metadata style symbol clipPath pattern linearGradient radialGradient".split())
_CONTAINERS = frozenset(["g", "a", "svg"])
_WHY_NOT = {
    "text": "fixed words are frames with text in layout.toml, so that every letter passes through one typesetter",
    "image": "draw it as vector art",
    "mask": "the drawing engine does not fade gradient masks; use clipPath or layered shapes",
    "filter": "the drawing engine ignores most filters; draw the effect as shapes",
    "marker": "a marker stands in <defs>",
}


def walk(root: Node) -> Picture:
    """Return what a drawing shows; raises DataError naming the element for what is not taken."""
    return _Walk(root).picture()


class _Walk:
    def __init__(self, root: Node) -> None:
        self._drawing = Drawing(root)
        self._root = root
        self._frames: list[Frame] = []
        self._drawers: dict[str, Callable[[Node, Place], list[Item]]] = {
            "g": self._children,
            "a": self._children,
            "svg": self._inner_svg,
            "use": self._use,
            "switch": self._switch,
            **dict.fromkeys(SHAPES, self._shape),
        }

    def picture(self) -> Picture:
        with values_of(self._root):
            view = self._root_box()
            if compute(self._root, INITIAL)["transform"] != Affine():
                raise BadValueError("a transform of the whole drawing is not taken: put it on a <g>")
        outer = Place(Affine(), Viewport(view.width, view.height), INITIAL)
        self._drawing.count(self._root)
        place = outer.enter(self._root)
        items: list[Item] = []
        if place.style["display"] != "none":
            items = self._wrap(self._root, place, self._children(self._root, place))
        return Picture(view, tuple(items), tuple(self._frames))

    def _root_box(self) -> Rect:
        view = read_box(self._root)
        if view is None:
            width, height = (read_length(self._root.get(key, "100%")) for key in ("width", "height"))
            if width.percent or height.percent:
                raise BadValueError("the drawing has neither a viewBox nor a width and height")
            view = Rect(0.0, 0.0, width.value, height.value)
        if view.width <= 0 or view.height <= 0:
            raise BadValueError("the drawing has no width or no height")
        return view

    # Two frames of Python for a level of elements: MAX_DEPTH rests on it.

    def _draw(self, node: Node, outer: Place) -> list[Item]:
        """Return an element that shows, with its opacity and clip path."""
        self._drawing.count(node)
        if any(key in node.attrib for key in FRAME_KEYS):
            self._frame(node, outer)
            return []
        if node.name in _NEVER_SHOWN:
            return []
        if node.name not in self._drawers:
            hint = _WHY_NOT.get(node.name, "allowed: " + " ".join(sorted({*self._drawers, *_NEVER_SHOWN})))
            raise node.refuse("the element is not in the SVG profile of layouts", hint=hint)
        if "requiredExtensions" in node.attrib:
            raise node.refuse(
                "requiredExtensions makes a drawing differ from place to place", hint="draw what is meant"
            )
        place = outer.enter(node)
        if node.name == "use":
            place = moved_use(node, place)
        if place.style["display"] == "none":
            self._find_frames(node, place)
            return []
        if not determinant(place.matrix):
            return []
        return self._wrap(node, place, self._drawers[node.name](node, place))

    def _children(self, node: Node, place: Place) -> list[Item]:
        items: list[Item] = []
        for part in node.parts():
            items += self._draw(part, place)
        return items

    def _shape(self, node: Node, place: Place) -> list[Item]:
        node.require_parts()
        return paint_shape(self._drawing, node, place, self._draw)

    def _use(self, node: Node, place: Place) -> list[Item]:
        node.require_parts()
        if not node.link:
            raise node.refuse("links to nothing", code="broken-svg")
        target = self._drawing.target(node, node.link, *_CONTAINERS, "use", "switch", "symbol", *SHAPES)
        inner = place.follow(node, target)
        if target.name not in ("symbol", "svg"):
            return self._draw(target, inner)
        self._drawing.count(target)
        if target.name == "symbol" and "transform" in target.own:
            raise target.refuse("a transform of a <symbol> is not taken: engines differ", hint="put it on the <use>")
        entered = inner.enter(target)
        if entered.style["display"] == "none":
            return []
        return self._wrap(target, entered, self._in_viewport(target, entered, sized_by=node))

    def _inner_svg(self, node: Node, place: Place) -> list[Item]:
        return self._in_viewport(node, place, sized_by=node)

    def _in_viewport(self, node: Node, place: Place, sized_by: Node) -> list[Item]:
        """Return what a nested svg or a symbol shows, cut by its viewport: SVG 2, 8.2."""
        with values_of(node):
            width, height = (self._side(place, sized_by, node, key) for key in ("width", "height"))
            if not width or not height:
                return []
            origin = (place.viewport.x(node, "x"), place.viewport.y(node, "y")) if node.name == "svg" else (0.0, 0.0)
            view = read_box(node)
            if view is not None and (not view.width or not view.height):
                return []
            matrix = Affine() if view is None else fit(view, width, height, node.get("preserveAspectRatio", ""))[0]
        sides = (width, height) if view is None else (view.width, view.height)
        inner = place.moved(matrix.then(Affine.translation(*origin)))
        inner = replace(inner, viewport=replace(inner.viewport, width=sides[0], height=sides[1]))
        items = self._children(node, inner)
        if place.style["overflow"] in ("visible", "auto"):
            return items
        return [Group(tuple(items), clips=(box(*origin, width, height).moved(place.matrix),))]

    def _side(self, place: Place, sized_by: Node, node: Node, key: str) -> float:
        owner = sized_by if sized_by.get(key) is not None else node
        if owner.get(key, "").strip() == "auto":
            return place.viewport.width if key == "width" else place.viewport.height
        return place.viewport.side(owner, key, "100%")

    def _switch(self, node: Node, place: Place) -> list[Item]:
        """Return the first child that asks for nothing: no extension of any program is known here."""
        for part in node.parts():
            if not part.get("requiredExtensions", "").strip() and part.name not in _NEVER_SHOWN:
                return self._draw(part, place)
        return []

    def _wrap(self, node: Node, place: Place, items: list[Item]) -> list[Item]:
        """Return items under their element's opacity and clip path."""
        style = place.style
        if not items or (style["opacity"] == 1 and style["clip-path"] is None):
            return items
        clips: tuple[Path, ...] = ()
        if style["clip-path"] is not None:
            outlines = [path for item in items for path in outlines_of(item)]
            with values_of(node):
                measured = local_box(outlines, place.matrix) if node.name in SHAPES else None
            clips = resolve_clips(self._drawing, node, style["clip-path"], place, measured)
        return [Group(tuple(items), style["opacity"], clips)]

    def _frame(self, node: Node, outer: Place) -> None:
        with values_of(node):
            matrix = compute(node, outer.style)["transform"].then(outer.matrix)
        kept = {key: node.get(key, "") for key in (*FRAME_KEYS, "x", "y", "width", "height") if key in node.attrib}
        self._frames.append(Frame(kept, matrix, node.name, node.line))

    def _find_frames(self, node: Node, place: Place) -> None:
        """Find the frames of a layer that is not shown: they are places, and need no paint."""
        for part in node.parts():
            if any(key in part.attrib for key in FRAME_KEYS):
                self._frame(part, place)
            elif part.name in _CONTAINERS:
                self._find_frames(part, place.enter(part))
