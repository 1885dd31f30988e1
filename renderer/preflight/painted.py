"""What a content stream paints, and the graphics state under which it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from renderer.preflight.alphabet import Points
from renderer.values.geometry import Affine, Rect

Colour = tuple[str, tuple[float | str, ...]]
"""The operator that set a colour and its operands; for ``scn`` the name of the space comes first."""
Box = Rect | None
"""What a clip leaves, in page space (pt, y up); None for everything."""


@dataclass(frozen=True)
class Effects:
    """What a graphics state does to what is painted: overprint, opacity, blend mode, soft mask."""

    overprint_fill: bool = False
    overprint_stroke: bool = False
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    blend: str = "/Normal"
    masked: bool = False


PLAIN = Effects()


@dataclass(frozen=True)
class Invoked:
    """A form or image painted by ``Do``."""

    name: str
    matrix: Affine
    clip: Box = None
    state: State | None = None


@dataclass(frozen=True)
class PaintedPath:
    """A path on the page: points in page space (pt, y up), how it is painted, and the colours then in force.

    ``glyph`` is the font's resource name and the glyph's id where the path is a letter of live text.
    """

    ops: str
    points: Points
    operator: str
    fill: Colour
    stroke: Colour
    line_width: float
    clip: Box = None
    glyph: tuple[str, int] | None = None
    effects: Effects = PLAIN


@dataclass(frozen=True)
class ShownText:
    """Live text whose letters cannot be read as outlines: the font's resource name, and where its ink lies.

    ``extent`` is by the widths that the font states, None where it has no ink.
    """

    font: str
    extent: Rect | None
    size: float
    render: int
    fill: Colour
    clip: Box = None
    effects: Effects = PLAIN


@dataclass(frozen=True)
class PaintedShading:
    """A shading painted over the clip."""

    name: str
    clip: Box


@dataclass(frozen=True)
class InlineImage:
    """An image inside the content stream."""

    image: Any
    matrix: Affine
    clip: Box


NO_GLYPH = "Tj with a letter that its font has not"


@dataclass(frozen=True)
class Strange:
    """An operator that has no place on such a page."""

    operator: str


Painted = Invoked | PaintedPath | ShownText | PaintedShading | InlineImage | Strange

_IDENTITY = Affine()


@dataclass(frozen=True)
class State:
    """The graphics state, as far as it bears on what is judged."""

    matrix: Affine = _IDENTITY
    fill: Colour = ("g", (0.0,))
    stroke: Colour = ("G", (0.0,))
    line_width: float = 1.0
    clip: Box = None
    effects: Effects = PLAIN
    font: str = ""
    size: float = 0.0
    rise: float = 0.0
    render: int = 0
    spacing: tuple[float, float] = (0.0, 0.0)
    stretch: float = 1.0
    leading: float = 0.0
