"""What was drawn, held against the drawing as its author wrote it: once for everything that can be drawn of it."""

from __future__ import annotations

from collections.abc import Callable

from renderer.layout.engine import draw_page, flatten, rasterise
from renderer.layout.svg import Art, read_art
from renderer.redraw import FORM, PICTURE, Draw, Original, Pixels, check_alike, check_raster, draw_form
from renderer.values.geometry import Rect

Once = Callable[[tuple[bytes | memoryview, ...], Callable[[], None]], None]
"""Runs a comparison of these bytes, which raises where they differ, unless it is noted that they were found alike."""


def always(compared: tuple[bytes | memoryview, ...], check: Callable[[], None]) -> None:
    """Compare, whatever was found before."""
    check()


def never(compared: tuple[bytes | memoryview, ...], check: Callable[[], None]) -> None:
    """Compare nothing: for art that is looked up, and reaches no file."""


def compare_picture(art: Art, original: Original, box: Rect, once: Once) -> None:
    """Compare the picture of ``box`` of the art with the drawing; raises DataError naming place and element."""
    where = original.where

    def remake(svg: str) -> Draw:
        return draw_picture(read_art(svg, box, where), where)

    def compare() -> None:
        check_alike(original, PICTURE, draw_picture(art, where), box, remake)

    once((b"picture", original.text.encode(), art.source(), repr(box).encode()), compare)


def draw_picture(art: Art, where: str) -> Draw:
    """Return what draws windows of the art as pictures, on white."""
    return lambda window, pixels: flatten(rasterise(art, window, pixels, where))


def compare_form(drawn: bytes, points: tuple[float, float], original: Original, box: Rect, once: Once) -> None:
    """Compare a page in sRGB that shows ``box`` with the drawing; raises DataError naming place and element."""
    where = original.where

    def remake(svg: str) -> Draw:
        return draw_form(draw_page(read_art(svg, box, where), box, points, where), box, where)

    def compare() -> None:
        check_alike(original, FORM, draw_form(drawn, box, where), box, remake)

    once((b"form", original.text.encode(), drawn, repr(box).encode()), compare)


def compare_raster(art: Art, original: Original, window: Rect, picture: Pixels, inks: str, once: Once) -> None:
    """Compare finished pixels of a window with the drawing; raises DataError that shows the place.

    ``inks`` names the inks that the colours of ``art`` stand for: the drawing is then that art; empty for sRGB.
    """
    reference = Original(art.source().decode(), original.where) if inks else original
    what = f"the raster of {picture.shape[1]} x {picture.shape[0]} px" + (f" in {inks}" if inks else "")
    size = repr((window, picture.shape)).encode()
    once(
        (b"raster", reference.text.encode(), size, picture.data), lambda: check_raster(reference, picture, window, what)
    )
