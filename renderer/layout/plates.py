"""The art as ink, for rasters: the same drawing, in which every colour stands for its build.

Three inks are drawn as the red, green and blue of one picture and black as a second one: gradients and smoothed edges
then mix inks, as they do on the press, and nothing passes through RGB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderer.layout.master import Master, draw_window
from renderer.layout.picture import Picture
from renderer.layout.svg import Art, recolour
from renderer.separation import Inks, PressCondition
from renderer.values.geometry import Rect

Plates = NDArray[np.uint8]
"""Inks of a raster, shape (h, w, 4): cyan, magenta, yellow, black; 255 is full ink."""
_STRIP_BYTES = 32_000_000


def strips(width: int, height: int) -> Iterator[tuple[int, int]]:
    """Yield the strips of rows (first, after the last) in which a raster is drawn, proven and written."""
    rows = max(16, min(height, _STRIP_BYTES // (4 * width)))
    return ((top, min(top + rows, height)) for top in range(0, height, rows))


class InkArt:
    """The art of a master in the inks of a press, drawn strip by strip at one size in pixels.

    ``window`` is what of the art is drawn, in units from the trim's top left: the trim where nothing is said.
    """

    def __init__(
        self, master: Master, press: PressCondition, pixels: tuple[int, int], window: Rect | None = None
    ) -> None:
        size = master.spec.size
        self.window = window or Rect(0.0, 0.0, size.width, size.height)
        inks = Inks(press)
        self._master, self.pixels = master, pixels
        self._colours = _redraw(master.art, lambda r, g, b: inks.of(r, g, b)[:3])
        self._black = _redraw(master.art, lambda r, g, b: (inks.of(r, g, b)[3],) * 3)

    def rows(self, top: int, bottom: int, placed: Sequence[tuple[Picture, Sequence[float]]] = ()) -> Plates:
        """Return the rows from ``top`` to before ``bottom``, with each picture in its rect (in units)."""
        whole, (width, height) = self.window, self.pixels
        foot = whole.height * (bottom - top) / height
        window = Rect(whole.x, whole.y + whole.height * top / height, whole.width, foot)
        out = np.empty((bottom - top, width, 4), dtype=np.uint8)
        for art, planes, inks in (
            (self._colours, slice(0, 3), "cyan, magenta, yellow"),
            (self._black, slice(3, 4), "black"),
        ):
            drawn = draw_window(self._master, art, window, (width, bottom - top), inks)
            out[..., planes] = drawn[..., : planes.stop - planes.start]
        for picture, rect in placed:
            x, y, *sides = rect
            moved = (x - whole.x, y - whole.y, *sides)
            _lay(out, picture, moved, (width / whole.width, height / whole.height), top)
        return out


def _redraw(art: Art, inks: Callable[[float, float, float], tuple[float, ...]]) -> Art:
    root: Element = deepcopy(art.root)

    def to_hex(red: float, green: float, blue: float) -> str:
        return "#" + "".join(f"{round(255 * v):02X}" for v in inks(red, green, blue))

    return Art(recolour(root, to_hex), art.frames, art.keeps)


def _lay(out: Plates, picture: Picture, rect: Sequence[float], scale: tuple[float, float], top: int) -> None:
    """Paint the rows of a picture that lie in a strip, on whole pixels."""
    x, y, w, h = rect
    left, first = round(x * scale[0]), round(y * scale[1])
    width, height = max(1, round((x + w) * scale[0]) - left), max(1, round((y + h) * scale[1]) - first)
    begin, end = max(first, top), min(first + height, top + len(out))
    start, stop = max(left, 0), min(left + width, out.shape[1])
    if begin >= end or start >= stop:
        return
    across, down = picture.size[0] / width, picture.size[1] / height
    # Only what the strip needs of the source, so that a large picture is not enlarged as a whole.
    box = ((start - left) * across, (begin - first) * down, (stop - left) * across, (end - first) * down)
    planes = [
        np.asarray(
            Image.fromarray(np.ascontiguousarray(picture.cmyk[..., i])).resize(
                (stop - start, end - begin), Image.Resampling.BICUBIC, box=box
            )
        )
        for i in range(4)
    ]
    out[begin - top : end - top, start:stop] = np.stack(planes, axis=2)
