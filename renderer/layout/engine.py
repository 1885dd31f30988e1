"""CairoSVG's room: art drawn as pixels and as a page."""

from __future__ import annotations

import cairosvg
import numpy as np
from numpy.typing import NDArray

from renderer.layout.reach import bring_into_reach, renewed
from renderer.layout.svg import Art
from renderer.redraw import Pixels
from renderer.values.errors import DataError, RefusedError
from renderer.values.geometry import Rect


def rasterise(art: Art, window: Rect, pixels: tuple[int, int], where: str) -> NDArray[np.uint8]:
    """Return what CairoSVG paints in a window, shape (height, width, 4): blue, green, red, opacity."""
    from cairosvg.parser import Tree
    from cairosvg.surface import PNGSurface

    width, height = pixels
    svg = Art(bring_into_reach(art.root), {}, {}).window(window, str(width), str(height))
    surface = _call_cairo(where, lambda bytestring: PNGSurface(Tree(bytestring=bytestring), None, 96), svg)
    data = np.frombuffer(surface.cairo.get_data(), dtype=np.uint8)
    # A copy: the surface takes its memory along when it goes.
    return data.reshape(height, surface.cairo.get_stride() // 4, 4)[:, :width].copy()


def flatten(grid: NDArray[np.uint8]) -> Pixels:
    """Lay premultiplied pixels on white, as red, green, blue."""
    return np.ascontiguousarray(grid[..., 2::-1] + (255 - grid[..., 3:]))


def _call_cairo(where: str, draw, svg: bytes):  # type: ignore[no-untyped-def]
    """Run one drawing call of CairoSVG; what it cannot read becomes an error that names the drawing."""
    try:
        return draw(bytestring=svg)
    except (DataError, RefusedError):
        raise
    except MemoryError:
        raise RefusedError("too-many-pixels", "not enough memory for this picture", where=where) from None
    except Exception as fault:  # CairoSVG raises whatever its parsing met; all of it means a faulty drawing
        raise DataError("broken-svg", f"cannot be drawn: {type(fault).__name__}: {fault}", where=where) from None


def draw_page(art: Art, box: Rect, points: tuple[float, float], where: str) -> bytes:
    """Return ``box`` of the art, in units, as a one-page PDF in sRGB, so many points wide and high."""
    width, height = points
    return bytes(
        _call_cairo(where, cairosvg.svg2pdf, Art(renewed(art.root), {}, {}).window(box, f"{width}pt", f"{height}pt"))
    )
