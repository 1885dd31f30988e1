"""Glyph coverage from another rasteriser: FreeType for filled letters, shapely's buffers drawn by Pillow for
stroked ones (the exporter draws with cairo)."""

from __future__ import annotations

import ctypes
import io
from dataclasses import dataclass
from functools import lru_cache

import freetype
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from shapely import get_coordinates, segmentize
from shapely.geometry import LinearRing, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from renderer.contract.expectation import ExpectedFrame, ExpectedLine
from renderer.preflight.alphabet import Alphabet
from renderer.values.errors import require
from renderer.values.geometry import Affine, Point, Rect

Coverage = NDArray[np.float64]
FINE: tuple[tuple[float, int, float], ...] = ((24.0, 8, 0.04), (96.0, 4, 0.07))
"""Up to which em (px) a pixel is sampled how many times across and down, and by what share of the contrast a picture
may differ at an edge. Seen in 9,000 letters at all places between pixels: at most 0.018, and 0.027 with 4 samples."""
_COARSE = 1, 0.2
"""The same for larger letters, in which a mark is many pixels: seen are 0.11, where FreeType's chords leave a curve."""
STROKE_SLACK = 0.4
"""The same for outlines, whose second drawing samples each pixel 8 x 8 times; a missing outline differs by 1."""
_OUTLINE_OVERLAP = 0x40
"""FT_OUTLINE_OVERLAP of FreeType's ftimage.h."""
_OVERSAMPLE = 8
_HALF_SAMPLE = 0.5 / _OVERSAMPLE**2
_CURVE_STEPS = 12


@dataclass(frozen=True)
class GlyphMask:
    """The coverage (0..1, shape (h, w)) of one letter, its top left pixel, its em in units, and where it belongs.

    ``band`` are the pixel rows of its line's cap line and baseline, between which a gradient runs; ``slack`` is the
    share of the contrast that is no difference at its edges.
    """

    character: str
    line: str
    em: float
    band: tuple[float, float]
    left: int
    top: int
    coverage: Coverage
    slack: float


class Pen:
    """Draws the filled letters of a pinned face in FreeType; ``data`` is its file."""

    def __init__(self, data: bytes) -> None:
        self._face = freetype.Face(io.BytesIO(data))

    def draw(self, gid: int, em: tuple[float, float], at: tuple[float, float]) -> tuple[int, int, Coverage]:
        """Return the left and top pixel and the coverage of a glyph; its em and its origin are in px, x before y."""
        samples, _ = grade_of(em[1])
        x, y = at[0] * samples, at[1] * samples
        left, top = int(np.floor(x)), int(np.floor(y))
        # 26.6 fixed point: the em is right to 1/128 of a sample, a position to 1/64.
        self._face.set_char_size(round(em[0] * samples * 64), round(em[1] * samples * 64), 72, 72)
        self._face.set_transform(_UPRIGHT, freetype.Vector(round((x - left) * 64), round((top - y) * 64)))
        self._face.load_glyph(gid, freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP)
        slot = self._face.glyph
        if samples == 1:
            # The font's own contours overlap; with this flag a pixel that two of them share is not counted short.
            # Where a pixel is sampled many times, one sample that is short does not count.
            slot._FT_GlyphSlot.contents.outline.flags |= _OUTLINE_OVERLAP
        slot.render(freetype.FT_RENDER_MODE_NORMAL)
        return _gather(_rows_of(slot), left + slot.bitmap_left, top - slot.bitmap_top, samples)


_UPRIGHT = freetype.Matrix(0x10000, 0, 0, 0x10000)


@lru_cache(maxsize=16)
def pen_of(data: bytes) -> Pen:
    """Return the pen of a font file, made once a process."""
    return Pen(data)


def grade_of(em: float) -> tuple[int, float]:
    """Return how often a pixel of a letter is sampled across and down, and its slack; ``em`` in px."""
    return next(((samples, slack) for limit, samples, slack in FINE if em <= limit), _COARSE)


def _rows_of(slot: freetype.GlyphSlot) -> NDArray[np.uint8]:
    """Return a rendered glyph's bitmap, shape (h, w)."""
    # Not ``bitmap.buffer``: a list with a Python number for every pixel.
    bitmap = slot._FT_GlyphSlot.contents.bitmap
    data = ctypes.string_at(bitmap.buffer, bitmap.rows * bitmap.pitch) if bitmap.rows else b""
    return np.frombuffer(data, dtype=np.uint8).reshape(bitmap.rows, bitmap.pitch)[:, : bitmap.width]


def _gather(rows: NDArray[np.uint8], left: int, top: int, samples: int) -> tuple[int, int, Coverage]:
    """Return samples, whose top left is given in samples, as whole pixels."""
    if samples == 1 or not rows.size:
        return left // samples, top // samples, rows / 255.0
    before_x, before_y = left % samples, top % samples
    width, height = -(-(before_x + rows.shape[1]) // samples), -(-(before_y + rows.shape[0]) // samples)
    grid = np.zeros((height * samples, width * samples), dtype=np.uint8)
    grid[before_y : before_y + rows.shape[0], before_x : before_x + rows.shape[1]] = rows
    sums = grid.reshape(height, samples, -1).sum(axis=1, dtype=np.uint16).reshape(height, width, samples).sum(axis=2)
    return left // samples, top // samples, sums / (255.0 * samples**2)


def draw_masks(frame: ExpectedFrame, alphabet: Alphabet, data: bytes, scale: tuple[float, float]) -> list[GlyphMask]:
    """Return a mask for every inked letter of a frame; ``scale`` is pixels a unit, across and down."""
    if frame.paint == "stroke":
        return _draw_stroked(frame, alphabet, scale)
    pen, masks = pen_of(data), []
    for line in frame.lines:
        em = line.size / alphabet.units_per_em
        band = _band_of(line, alphabet, scale[1])
        size = line.size * scale[0], line.size * scale[1]
        slack = grade_of(size[1])[1]
        for placed in alphabet.shape(line.text, line.tracking):
            at = (line.x + placed.x * em) * scale[0], line.y * scale[1]
            drawn = pen.draw(placed.gid, size, at)
            masks.append(GlyphMask(placed.character, line.text, line.size, band, *drawn, slack))
    return masks


def _band_of(line: ExpectedLine, alphabet: Alphabet, scale: float) -> tuple[float, float]:
    cap = alphabet.cap_height / alphabet.units_per_em * line.size
    return (line.y - cap) * scale, line.y * scale


def _draw_stroked(frame: ExpectedFrame, alphabet: Alphabet, scale: tuple[float, float]) -> list[GlyphMask]:
    masks = []
    turn = Affine.rotation(frame.rotation, Rect(*frame.rect).centre)
    to_pixels = Affine.scaling(*scale)
    for line in frame.lines:
        em = line.size / alphabet.units_per_em
        for placed in alphabet.shape(line.text, line.tracking):
            # What can be shaped from the alphabet can be read from it.
            shape = require(alphabet.shape_of(placed.character), f"the outline of {placed.character!r}")
            matrix = Affine(em, 0.0, 0.0, -em, line.x + placed.x * em, line.y).then(turn).then(to_pixels)
            contours = [[matrix.apply(Point(*p)) for p in contour] for contour in flatten(*shape)]
            width = frame.stroke * line.size * scale[0]
            left, top, coverage = _draw_outlines(contours, width)
            band = _band_of(line, alphabet, scale[1])
            masks.append(GlyphMask(placed.character, line.text, line.size, band, left, top, coverage, STROKE_SLACK))
    return masks


def _draw_outlines(contours: list[list[Point]], width: float) -> tuple[int, int, Coverage]:
    """Return the left and top pixel and the coverage of outlines ``width`` px wide with round joins."""
    rings = [LinearRing(contour) for contour in contours if len(contour) > 2]
    ink = unary_union([ring.buffer(width / 2, quad_segs=16) for ring in rings])
    x0, y0, x1, y1 = ink.bounds
    left, top = int(np.floor(x0)), int(np.floor(y0))
    size = (int(np.ceil(x1)) - left, int(np.ceil(y1)) - top)
    canvas = Image.new("L", (size[0] * _OVERSAMPLE, size[1] * _OVERSAMPLE))
    draw = ImageDraw.Draw(canvas)
    solids = [ink] if isinstance(ink, Polygon) else list(ink.geoms)
    for solid in sorted(solids, key=lambda s: -Polygon(s.exterior).area):
        draw.polygon(_to_samples(solid.exterior, left, top), fill=255)
        for hole in solid.interiors:
            draw.polygon(_to_samples(hole, left, top), fill=0)
    grid = np.asarray(canvas, dtype=np.float64) / 255.0
    coverage = grid.reshape(size[1], _OVERSAMPLE, size[0], _OVERSAMPLE).mean(axis=(1, 3))
    # A slit between two outlines may pass between the samples: a pixel that an edge crosses is never whole or empty.
    crossed = tuple(_find_crossed_pixels(ink.boundary, left, top, size))
    coverage[crossed] = np.clip(coverage[crossed], _HALF_SAMPLE, 1.0 - _HALF_SAMPLE)
    return left, top, coverage


def _find_crossed_pixels(edges: BaseGeometry, left: int, top: int, size: tuple[int, int]) -> NDArray[np.intp]:
    """Return the rows and columns, shape (2, n), of the pixels that ``edges`` run through."""
    at = get_coordinates(segmentize(edges, 1.0 / _OVERSAMPLE)) - (left, top)
    pixels: NDArray[np.intp] = np.clip(np.floor(at), 0, np.array(size) - 1).astype(np.intp)
    return pixels.T[::-1]


def _to_samples(ring: LinearRing, left: int, top: int) -> list[tuple[float, float]]:
    # Pillow paints the samples whose centre lies inside.
    return [((x - left) * _OVERSAMPLE - 0.5, (y - top) * _OVERSAMPLE - 0.5) for x, y in ring.coords]


def flatten(ops: str, points: NDArray[np.float64]) -> list[list[tuple[float, float]]]:
    """Return the contours of a path as polygons, a dozen chords a curve."""
    contours: list[list[tuple[float, float]]] = []
    index = 0
    for op in ops:
        if op == "m":
            contours.append([tuple(points[index])])
            index += 1
        elif op == "l":
            contours[-1].append(tuple(points[index]))
            index += 1
        elif op == "c":
            start, one, two, end = np.array(contours[-1][-1]), *points[index : index + 3]
            for step in range(1, _CURVE_STEPS + 1):
                t = step / _CURVE_STEPS
                p = (1 - t) ** 3 * start + 3 * (1 - t) ** 2 * t * one + 3 * (1 - t) * t**2 * two + t**3 * end
                contours[-1].append((float(p[0]), float(p[1])))
            index += 3
    return contours
