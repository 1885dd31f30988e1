"""Artwork to contours for plotters and routers: every letter as it is cut, trim and eyelets, in mm, as SVG or DXF.

What lies under the letters (outlines, shadows) and the art are not cut. Letters are free of overlapping contours.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from renderer.artwork import Artwork, PaintedText
from renderer.contract.formats import EYELETS_LAYER, TRIM_LAYER
from renderer.contract.print_specs import EYELET_RADIUS
from renderer.export.operators import decimal
from renderer.typeset import Face
from renderer.values.geometry import Affine, Point

Holes = Sequence[tuple[float, float]]
_DEVIATION = 0.01
"""mm by which a chord of a DXF may leave its curve: less than any knife or router follows."""
_PLACES = 4


def export_svg(artwork: Artwork, holes: Holes) -> bytes:
    """Return the contours as SVG in mm, a group for every frame; ``holes`` are the eyelets' centres."""
    size = artwork.master.spec.size
    width, height = decimal(size.width, _PLACES), decimal(size.height, _PLACES)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm"'
        f' viewBox="0 0 {width} {height}">',
        f"<title>{escape(artwork.title)}</title>",
    ]
    for text in artwork.letters:
        parts.append(f"<g id={quoteattr(text.block.name)}>")
        parts += [f'<path d="{_path(face, gid, matrix)}"/>' for face, gid, matrix in _letters_of(artwork, text)]
        parts.append("</g>")
    outlined = 'fill="none" stroke="#000" stroke-width="0.1"'
    parts.append(f'<g id="{TRIM_LAYER}" {outlined}><rect x="0" y="0" width="{width}" height="{height}"/></g>')
    if holes:
        radius = decimal(EYELET_RADIUS, _PLACES)
        circles = (f'<circle cx="{decimal(x, _PLACES)}" cy="{decimal(y, _PLACES)}" r="{radius}"/>' for x, y in holes)
        parts.append(f'<g id="{EYELETS_LAYER}" {outlined}>{"".join(circles)}</g>')
    return "\n".join([*parts, "</svg>", ""]).encode()


def export_dxf(artwork: Artwork, holes: Holes) -> bytes:
    """Return the contours as DXF R2000 in mm, y up from the trim's foot: closed polylines, a layer for every frame."""
    from ezdxf import options, units  # type: ignore[attr-defined]
    from ezdxf.filemanagement import new

    # Without it the file holds the day and a random identifier.
    before, options.write_fixed_meta_data_for_testing = options.write_fixed_meta_data_for_testing, True
    try:
        drawing = new("R2000", units=units.MM)
        space, size = drawing.modelspace(), artwork.master.spec.size
        for text in artwork.letters:
            drawing.layers.add(text.block.name)
            for face, gid, matrix in _letters_of(artwork, text):
                for contour in _contours(face, gid, matrix.then(Affine(1.0, 0.0, 0.0, -1.0, 0.0, size.height))):
                    points = [(round(p.x, _PLACES), round(p.y, _PLACES)) for p in contour]
                    space.add_lwpolyline(points, close=True, dxfattribs={"layer": text.block.name})
        drawing.layers.add(TRIM_LAYER)
        corners = [(0.0, 0.0), (size.width, 0.0), (size.width, size.height), (0.0, size.height)]
        space.add_lwpolyline(corners, close=True, dxfattribs={"layer": TRIM_LAYER})
        if holes:
            drawing.layers.add(EYELETS_LAYER)
        for x, y in holes:
            space.add_circle((x, size.height - y), EYELET_RADIUS, dxfattribs={"layer": EYELETS_LAYER})
        out = io.StringIO()
        drawing.write(out)
    finally:
        options.write_fixed_meta_data_for_testing = before
    return out.getvalue().encode()


def _letters_of(artwork: Artwork, text: PaintedText) -> Iterator[tuple[Face, int, Affine]]:
    """Yield every inked glyph of a text: its face, its id, and the matrix from font units to mm of the sign, y down."""
    face = artwork.faces[text.block.face]
    for line in text.block.lines:
        scale = line.size / face.units_per_em
        for glyph in line.shaped.glyphs:
            if face.outline(glyph.gid).bounds is not None:
                at = text.placement(line.x + glyph.x * scale, line.baseline - glyph.y * scale, scale)
                yield face, glyph.gid, at


def _path(face: Face, gid: int, matrix: Affine) -> str:
    """Return a glyph as the data of an SVG path, in absolute coordinates."""
    parts = []
    for op, numbers in face.outline(gid).segments:
        points = (matrix.apply(Point(x, y)) for x, y in zip(numbers[::2], numbers[1::2], strict=True))
        values = " ".join(decimal(v, _PLACES) for point in points for v in point)
        parts.append({"m": "M", "l": "L", "c": "C", "h": "Z"}[op] + values)
    return "".join(parts)


def _contours(face: Face, gid: int, matrix: Affine) -> Iterator[list[Point]]:
    """Yield a glyph's contours as polygons, their curves parted into chords."""
    contour: list[Point] = []
    for op, numbers in face.outline(gid).segments:
        points = [matrix.apply(Point(x, y)) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        if op == "m":
            contour = points
        elif op == "l":
            contour.append(points[0])
        elif op == "c":
            contour += _chords(contour[-1], *points)
        else:
            yield contour[:-1] if math.dist(contour[0], contour[-1]) < 10**-_PLACES else contour


def _chords(a: Point, b: Point, c: Point, d: Point) -> Iterator[Point]:
    """Yield points along a cubic curve, so many that no chord leaves it by more than ``_DEVIATION`` (Wang, 1984)."""
    bend = max(math.hypot(p.x - 2 * q.x + r.x, p.y - 2 * q.y + r.y) for p, q, r in ((a, b, c), (b, c, d)))
    count = max(1, math.ceil(math.sqrt(0.75 * bend / _DEVIATION)))
    for i in range(1, count + 1):
        t = i / count
        u = 1 - t
        k = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
        yield Point(
            sum(w * p.x for w, p in zip(k, (a, b, c, d), strict=True)),
            sum(w * p.y for w, p in zip(k, (a, b, c, d), strict=True)),
        )
