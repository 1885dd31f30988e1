"""The plain profile as values: groups of outlines with a fill and a stroke, in the coordinates of the whole drawing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from renderer.drawing.colours import Colour
from renderer.drawing.path import Path
from renderer.values.geometry import Affine, Rect

Stop = tuple[float, Colour]


@dataclass(frozen=True)
class Gradient:
    """A gradient in the coordinates of the shape that it paints, moved by ``matrix``.

    ``numbers``: x1, y1, x2, y2 of a linear one, or cx, cy, r, fx, fy. ``stops``: offsets rise from 0 to 1.
    """

    kind: str
    numbers: tuple[float, ...]
    matrix: Affine
    spread: str
    stops: tuple[Stop, ...]
    origin: str = ""


Fill = Colour | Gradient


@dataclass(frozen=True)
class Stroke:
    """How an outline is drawn; lengths in the coordinates of its shape."""

    paint: Fill
    width: float
    cap: str
    join: str
    miter: float


@dataclass(frozen=True)
class Shape:
    """An outline that is painted.

    ``path`` is in the drawing's coordinates, unless ``matrix`` still leads there: a stroke that is stretched more one
    way than the other.
    """

    path: Path
    fill: Fill | None
    rule: str = "nonzero"
    stroke: Stroke | None = None
    matrix: Affine | None = None
    origin: str = ""

    @property
    def outline(self) -> Path:
        """The outline in the drawing's coordinates."""
        return self.path if self.matrix is None else self.path.moved(self.matrix)


@dataclass(frozen=True)
class Group:
    """Items painted as one, with an opacity, within every one of ``clips``.

    ``outlines`` are what boxes are measured from, where the items are not what the designer drew.
    """

    items: tuple[Item, ...]
    opacity: float = 1.0
    clips: tuple[Path, ...] = ()
    outlines: tuple[Path, ...] | None = None


Item = Shape | Group


@dataclass(frozen=True)
class Frame:
    """A rect that marks a place: its attributes as they were written, and the matrix that leads to the drawing."""

    attributes: dict[str, str]
    matrix: Affine
    name: str
    line: int


@dataclass(frozen=True)
class Picture:
    """A whole drawing: its view box, what is painted, and its frames in their order."""

    box: Rect
    items: tuple[Item, ...]
    frames: tuple[Frame, ...] = field(default=())


def outlines_of(item: Item) -> list[Path]:
    """Return the outlines of the shapes in an item."""
    if isinstance(item, Shape):
        return [item.outline]
    if item.outlines is not None:
        return list(item.outlines)
    return [path for part in item.items for path in outlines_of(part)]


def led(paint: Fill, matrix: Affine) -> Fill:
    """Return the paint of a shape whose outline was moved by ``matrix``."""
    return replace(paint, matrix=paint.matrix.then(matrix)) if isinstance(paint, Gradient) else paint


def faded(paint: Fill, opacity: float) -> Fill:
    """Return a paint with its opacity multiplied."""
    if opacity == 1.0:
        return paint
    if isinstance(paint, Colour):
        return Colour(paint.hex, paint.alpha * opacity)
    return replace(paint, stops=tuple((offset, Colour(c.hex, c.alpha * opacity)) for offset, c in paint.stops))
