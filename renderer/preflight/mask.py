"""Glyph coverage from another rasteriser: FreeType for filled letters, Pillow for stroked ones (the exporter draws
with cairo)."""

from __future__ import annotations

import io
from dataclasses import dataclass

import freetype
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from renderer.expectation import ExpectedFrame, ExpectedLine
from renderer.geometry import Affine, Point, Rect
from renderer.preflight.alphabet import Alphabet

Coverage = NDArray[np.float64]
_OUTLINE_OVERLAP = 0x40
"""FT_OUTLINE_OVERLAP of FreeType's ftimage.h."""
_OVERSAMPLE = 4
_CURVE_STEPS = 12


@dataclass(frozen=True)
class GlyphMask:
    """The coverage (0..1, shape (h, w)) of one letter, its top left pixel, its em in units, and where it belongs."""

    character: str
    line: str
    em: float
    left: int
    top: int
    coverage: Coverage


def glyph_masks(frame: ExpectedFrame, alphabet: Alphabet, data: bytes, scale: tuple[float, float]) -> list[GlyphMask]:
    """Return a mask for every inked letter of a frame; ``scale`` is pixels a unit, across and down."""
    if frame.paint == "stroke":
        return _stroked(frame, alphabet, scale)
    face = freetype.Face(io.BytesIO(data))
    # 26.6 fixed point: the em is right to 1/128 px, a position to 1/64 px.
    masks = []
    for line in frame.lines:
        em = line.size / alphabet.units_per_em
        face.set_char_size(round(line.size * scale[0] * 64), round(line.size * scale[1] * 64), 72, 72)
        for placed in alphabet.shape(line.text, line.tracking):
            x, y = (line.x + placed.x * em) * scale[0], line.y * scale[1]
            left, top = int(np.floor(x)), int(np.floor(y))
            identity = freetype.Matrix(0x10000, 0, 0, 0x10000)
            face.set_transform(identity, freetype.Vector(round((x - left) * 64), round((top - y) * 64)))
            face.load_glyph(placed.gid, freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP)
            # The font's own contours overlap; with this flag a pixel that two of them share is not counted short.
            face.glyph._FT_GlyphSlot.contents.outline.flags |= _OUTLINE_OVERLAP
            face.glyph.render(freetype.FT_RENDER_MODE_NORMAL)
            masks.append(_mask(face.glyph, placed.character, line, left, top))
    return masks


def _mask(slot: freetype.GlyphSlot, character: str, line: ExpectedLine, left: int, top: int) -> GlyphMask:
    bitmap = slot.bitmap
    rows = np.array(bitmap.buffer, dtype=np.uint8).reshape(bitmap.rows, -1)[:, : bitmap.width]
    return GlyphMask(character, line.text, line.size, left + slot.bitmap_left, top - slot.bitmap_top, rows / 255.0)


def _stroked(frame: ExpectedFrame, alphabet: Alphabet, scale: tuple[float, float]) -> list[GlyphMask]:
    masks = []
    turn = Affine.rotation(frame.rotation, Rect(*frame.rect).centre)
    to_pixels = Affine.scaling(*scale)
    for line in frame.lines:
        em = line.size / alphabet.units_per_em
        for placed in alphabet.shape(line.text, line.tracking):
            shape = alphabet.shape_of(placed.character)
            assert shape is not None  # what can be shaped from the alphabet can be read from it
            matrix = Affine(em, 0.0, 0.0, -em, line.x + placed.x * em, line.y).then(turn).then(to_pixels)
            contours = [[matrix.apply(Point(*p)) for p in contour] for contour in _flattened(*shape)]
            masks.append(_outlined(contours, frame.stroke_width * scale[0], placed.character, line))
    return masks


def _outlined(contours: list[list[Point]], width: float, character: str, line: ExpectedLine) -> GlyphMask:
    margin = int(width) + 2
    left = int(min(p.x for c in contours for p in c)) - margin
    top = int(min(p.y for c in contours for p in c)) - margin
    size = [
        int(max(p[axis] for c in contours for p in c)) + margin + 1 - origin for axis, origin in enumerate((left, top))
    ]
    canvas = Image.new("L", (size[0] * _OVERSAMPLE, size[1] * _OVERSAMPLE))
    draw = ImageDraw.Draw(canvas)
    for contour in contours:
        points = [((p.x - left) * _OVERSAMPLE - 0.5, (p.y - top) * _OVERSAMPLE - 0.5) for p in contour]
        draw.line([*points, points[0], points[1]], fill=255, width=max(1, round(width * _OVERSAMPLE)), joint="curve")
    grid = np.asarray(canvas, dtype=np.float64) / 255.0
    coverage = grid.reshape(size[1], _OVERSAMPLE, size[0], _OVERSAMPLE).mean(axis=(1, 3))
    return GlyphMask(character, line.text, line.size, left, top, coverage)


def _flattened(ops: str, points: NDArray[np.float64]) -> list[list[tuple[float, float]]]:
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
