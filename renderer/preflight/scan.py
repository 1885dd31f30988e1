"""Everything that a page of anybody's PDF paints, in order, through forms, patterns and soft masks.

``scan_page`` yields what was painted with its extent, colours and resources; the rules that judge it are in ``rules``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Dictionary, Name

from renderer.preflight.bounds import LARGEST_NUMBER, MOST_FORM_DEPTH, Budget
from renderer.preflight.content import intersect, read_content
from renderer.preflight.embedded import EmbeddedFont, Known, fonts_of
from renderer.preflight.images import describe_image
from renderer.preflight.painted import (
    NO_GLYPH,
    PLAIN,
    Box,
    Colour,
    Effects,
    InlineImage,
    Invoked,
    PaintedPath,
    PaintedShading,
    ShownText,
    State,
    Strange,
)
from renderer.preflight.spaces import Space, space_of, stops_of
from renderer.values.geometry import Affine, Point, Rect


@dataclass(frozen=True)
class Item:
    """Something painted: its kind (path, text, image, shading), extent on the page (pt, y up), and how.

    ``colours`` are the spaces and values it is painted in; ``path`` is there for paths and readable letters; ``mask``:
    it only makes a soft mask; ``tile``: it stands in a pattern, whose first tile is told for all.
    """

    kind: str
    extent: Rect
    order: int
    colours: tuple[tuple[Space, tuple[float, ...]], ...] = ()
    effects: Effects = PLAIN
    path: PaintedPath | None = None
    text: ShownText | None = None
    resolution: float = 0.0
    width: float | None = None
    mask: bool = False
    clip: Box = None
    tile: bool = False


@dataclass
class Scan:
    """What a page holds: items in paint order, its fonts, and facts that belong to no item (code and message).

    ``defaults`` are the spaces that stand for a device's without being named: DefaultCMYK, DefaultRGB, DefaultGray;
    ``rgb_groups`` is how many transparency groups blend in RGB.
    """

    items: list[Item] = field(default_factory=list)
    fonts: dict[str, EmbeddedFont] = field(default_factory=dict)
    shown_fonts: dict[str, EmbeddedFont] = field(default_factory=dict)
    facts: dict[tuple[str, str], None] = field(default_factory=dict)
    defaults: set[str] = field(default_factory=set)
    rgb_groups: int = 0


def scan_page(page: pikepdf.Page, budget: Budget | None = None) -> Scan:
    """Walk one page. ``budget``: what may still be read of its file; beyond it BeyondBoundsError is raised."""
    walker = _Walker(budget or Budget())
    # qpdf hands inherited entries down to the page when it reads the file.
    resources = page.obj.get("/Resources", Dictionary())
    walker.note_group(page.obj, mask=False)
    walker.walk_content(page, resources, State(), 0, mask=False)
    return walker.scan


class _Walker:
    def __init__(self, budget: Budget) -> None:
        self.scan = Scan()
        self._budget = budget
        self._seen_states: set[tuple[int, int]] = set()
        self._walking: list[tuple[int, int]] = []
        self._fonts: Known = {}
        self._base = Affine()
        self._tiling = False

    def note(self, code: str, message: str) -> None:
        self.scan.facts[code, message] = None

    def note_group(self, holder: Any, *, mask: bool) -> None:
        group = holder.get("/Group")
        if group is None or "/CS" not in group:
            return
        kind = space_of(group["/CS"], Dictionary()).kind
        if mask and kind == "rgb":
            self.note("mask-space", "a soft mask is made in RGB")
        elif not mask and kind == "rgb":
            self.scan.rgb_groups += 1

    def walk_content(self, stream: Any, resources: Any, start: State, depth: int, *, mask: bool) -> None:
        mark = getattr(stream, "objgen", (0, 0))
        self._budget.take_form()
        if depth > MOST_FORM_DEPTH or (mark != (0, 0) and mark in self._walking):
            self.note("too-deep", "forms are nested too deep, or in each other, to be checked")
            return
        self._walking.append(mark)
        # What a pattern's matrix leads to: the space in which the content begins that paints with it.
        before, self._base = self._base, start.matrix
        try:
            self._walk(stream, resources, start, depth, mask=mask)
        finally:
            self._walking.pop()
            self._base = before

    def _walk(self, stream: Any, resources: Any, start: State, depth: int, *, mask: bool) -> None:
        for name in resources.get("/ColorSpace", Dictionary()):
            if name.startswith("/Default"):
                self.scan.defaults.add(name[1:])
        fonts = fonts_of(resources, self._fonts)
        self.scan.fonts |= {f"{id(font)}": font for font in fonts.values()}
        self._walk_states(resources, depth)
        self._walk_drawn_fonts(resources, depth, mask)
        held = read_content(stream, strict=False, resources=resources, start=start, fonts=fonts, budget=self._budget)
        for painted in held:
            if isinstance(painted, ShownText) and painted.font in fonts:
                self.scan.shown_fonts[str(id(fonts[painted.font]))] = fonts[painted.font]
            self._take(painted, resources, depth, mask)

    def _walk_drawn_fonts(self, resources: Any, depth: int, mask: bool) -> None:
        """Walk the glyphs of Type 3 fonts: they paint like forms."""
        for _, font in resources.get("/Font", Dictionary()).items():
            if str(font.get("/Subtype")) != "/Type3" or font.objgen in self._seen_states:
                continue
            self._seen_states.add(font.objgen)
            for _, glyph in font.get("/CharProcs", Dictionary()).items():
                self.walk_content(glyph, font.get("/Resources", resources), State(), depth + 1, mask=mask)

    def _walk_states(self, resources: Any, depth: int) -> None:
        states = resources.get("/ExtGState", Dictionary())
        for _, entry in states.items():
            if entry.is_indirect and entry.objgen in self._seen_states:
                continue
            if entry.is_indirect:
                self._seen_states.add(entry.objgen)
            soft = entry.get("/SMask")
            if isinstance(soft, Dictionary) and "/G" in soft:
                self.note_group(soft["/G"], mask=True)
                self._walk_form(soft["/G"], State(), depth, mask=True)

    def _walk_form(self, form: Any, state: State, depth: int, *, mask: bool) -> None:
        matrix = Affine(*(float(v) for v in form.get("/Matrix", [1, 0, 0, 1, 0, 0]))).then(state.matrix)
        clip = state.clip
        if "/BBox" in form:
            x0, y0, x1, y1 = (float(v) for v in form["/BBox"])
            clip = intersect(clip, hull_of([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], matrix))
        inner = replace(state, matrix=matrix, clip=clip)
        self.walk_content(form, form.get("/Resources", Dictionary()), inner, depth + 1, mask=mask)

    def _take(self, painted: Any, resources: Any, depth: int, mask: bool) -> None:
        if isinstance(painted, Invoked):
            self._walk_invoked(painted, resources, depth, mask)
        elif isinstance(painted, PaintedPath):
            self._add_path(painted, resources, depth, mask)
        elif isinstance(painted, ShownText):
            if painted.extent is None:
                return
            fill = self._colour_of(painted.fill, resources, depth, mask)
            self._add("text", painted.extent, painted.clip, (fill,), painted.effects, mask, text=painted)
        elif isinstance(painted, PaintedShading):
            shading = resources.get("/Shading", Dictionary()).get(painted.name)
            extent = painted.clip or Rect(-1e6, -1e6, 2e6, 2e6)
            colours = self._colours_of_shading(shading) if shading is not None else ()
            self._add("shading", extent, painted.clip, colours, Effects(), mask)
        elif isinstance(painted, InlineImage):
            image = painted.image
            self._add_image(
                image.obj if hasattr(image, "obj") else image, painted.matrix, painted.clip, mask, resources
            )
        elif isinstance(painted, Strange):
            if painted.operator == NO_GLYPH:
                self.note("missing-glyph", "a letter is shown that the font has not: nothing stands there")
                return
            code = "hidden-text" if painted.operator.startswith("Tr") else "unknown-operator"
            self.note(code, f"the page uses the operator {painted.operator}")

    def _add(
        self,
        kind: str,
        extent: Rect,
        clip: Box,
        colours: tuple[tuple[Space, tuple[float, ...]], ...],
        effects: Effects,
        mask: bool,
        **more: Any,
    ) -> None:
        order = len(self.scan.items)
        item = Item(kind, extent, order, colours, effects, mask=mask, clip=clip, tile=self._tiling, **more)
        self.scan.items.append(item)

    def _add_path(self, painted: PaintedPath, resources: Any, depth: int, mask: bool) -> None:
        if not len(painted.points):
            return
        (x0, y0), (x1, y1) = painted.points.min(axis=0), painted.points.max(axis=0)
        if not (abs(x0) < LARGEST_NUMBER and abs(y0) < LARGEST_NUMBER and x1 < LARGEST_NUMBER and y1 < LARGEST_NUMBER):
            self.note("number", "the page paints at places beyond every page")  # or at no place that is a number
            return
        strokes = painted.operator in ("S", "s", "B", "B*", "b", "b*")
        fills = painted.operator not in ("S", "s")
        colours = [self._colour_of(painted.fill, resources, depth, mask)] if fills else []
        colours += [self._colour_of(painted.stroke, resources, depth, mask)] if strokes else []
        kind = "text" if painted.glyph is not None else "path"
        extent = Rect(float(x0), float(y0), float(x1 - x0), float(y1 - y0))
        self._add(
            kind,
            extent,
            painted.clip,
            tuple(colours),
            painted.effects,
            mask,
            path=painted,
            width=painted.line_width if strokes else None,
        )

    def _colour_of(self, colour: Colour, resources: Any, depth: int, mask: bool) -> tuple[Space, tuple[float, ...]]:
        operator, values = colour
        numbers = tuple(v for v in values if isinstance(v, float))
        fixed = {"k": ("cmyk", 4), "g": ("gray", 1), "rg": ("rgb", 3)}.get(operator.lower())
        if fixed is not None:
            return Space(*fixed), numbers
        space = space_of(Name(str(values[0])), resources)
        if space.kind == "pattern" and len(values) > 1 and not isinstance(values[-1], float):
            self._walk_pattern(resources.get("/Pattern", Dictionary()).get(str(values[-1])), depth, mask)
        return space, numbers

    def _walk_pattern(self, pattern: Any, depth: int, mask: bool) -> None:
        if pattern is None:
            self.note("missing-resource", "a pattern is not in the file")
        elif int(pattern.get("/PatternType", 0)) == 2:
            for space, values in self._colours_of_shading(pattern["/Shading"]):
                # The shading's colours count; where it shows is the extent of what it fills.
                self._add("paint", Rect(0, 0, 0, 0), None, ((space, values),), Effects(), mask)
        elif pattern.objgen not in self._seen_states:
            self._seen_states.add(pattern.objgen)
            placed = Affine(*(float(v) for v in pattern.get("/Matrix", [1, 0, 0, 1, 0, 0]))).then(self._base)
            tiling, self._tiling = self._tiling, True
            start = State(matrix=placed)
            self.walk_content(pattern, pattern.get("/Resources", Dictionary()), start, depth + 1, mask=mask)
            self._tiling = tiling

    def _colours_of_shading(self, shading: Any) -> tuple[tuple[Space, tuple[float, ...]], ...]:
        space = space_of(shading["/ColorSpace"], Dictionary())
        stops = list(stops_of(shading.get("/Function")))
        for stop in stops:
            if len(stop) != space.components:
                self.note(
                    "shading-function",
                    f"a shading in {space.name or space.kind} has colours of {len(stop)}"
                    f" components: most programs paint nothing there",
                )
        return tuple((space, stop) for stop in stops) or ((space, ()),)

    def _walk_invoked(self, painted: Invoked, resources: Any, depth: int, mask: bool) -> None:
        entry = resources.get("/XObject", Dictionary()).get(painted.name)
        if entry is None:
            self.note("missing-resource", f"{painted.name} is not in the file")
        elif entry.get("/Subtype") == Name.Image:
            self._add_image(entry, painted.matrix, painted.clip, mask, resources, painted.state)
        else:
            self.note_group(entry, mask=mask)
            self._walk_form(entry, painted.state or State(matrix=painted.matrix, clip=painted.clip), depth, mask=mask)

    def _add_image(
        self, image: Any, matrix: Affine, clip: Box, mask: bool, resources: Any, state: State | None = None
    ) -> None:
        held = describe_image(image, resources)
        for code, message in held.wrong:
            self.note(code, message)
        across, down = np.hypot(matrix.a, matrix.b) / 72, np.hypot(matrix.c, matrix.d) / 72
        resolution = float(min(held.width / max(across, 1e-9), held.height / max(down, 1e-9)))
        effects = (state or State()).effects
        if held.masked:
            effects = replace(effects, masked=True)
        corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
        self._add("image", hull_of(corners, matrix), clip, ((held.space, ()),), effects, mask, resolution=resolution)


def hull_of(points: list[tuple[float, float]], matrix: Affine) -> Rect:
    """Return the upright box of points under a matrix."""
    xs, ys = zip(*(matrix.apply(Point(*p)) for p in points), strict=True)
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
