"""Artwork to PNG: exactly the pixels asked for, sRGB, 8 bits a channel, no alpha."""

from __future__ import annotations

import io
from collections.abc import Callable

import cairocffi as cairo
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from renderer.artwork import Artwork, PaintedText
from renderer.layout import lay_pictures
from renderer.typeset import Face, Line
from renderer.values.colour import Swatch
from renderer.values.geometry import Affine, Point

ColourOf = Callable[[Swatch], tuple[float, ...]]
_PERCEPTUAL = b"\x00"
"""Rendering intent in the sRGB chunk: W3C PNG 3, 11.3.2.5."""


def export_png(artwork: Artwork, pixels: tuple[int, int], dpi: float | None) -> bytes:
    """Return the bytes of the PNG of the trim, ``pixels`` wide and high; ``dpi`` goes into pHYs."""
    return encode_png(paint(artwork, pixels), dpi)


def encode_png(pixels: NDArray[np.uint8], dpi: float | None) -> bytes:
    """Return pixels, shape (h, w, 3), sRGB, as a PNG."""
    picture = Image.fromarray(np.ascontiguousarray(pixels))
    info = PngInfo()
    info.add(b"sRGB", _PERCEPTUAL)
    out = io.BytesIO()
    options = {} if dpi is None else {"dpi": (dpi, dpi)}
    picture.save(out, "PNG", pnginfo=info, compress_level=6, **options)
    return out.getvalue()


def paint(artwork: Artwork, pixels: tuple[int, int]) -> NDArray[np.uint8]:
    """Return the picture of the trim, shape (height, width, 3): the art with every text over it."""
    width, height = pixels
    size = artwork.master.spec.size
    placed = [(p.picture, p.rect) for p in artwork.pictures]
    ground = lay_pictures(artwork.master.pixels(width, height), placed, size)
    canvas = np.empty((height, width, 4), dtype=np.uint8)
    canvas[..., :3] = ground[..., ::-1]
    canvas[..., 3] = 255
    draw_letters(canvas, artwork, Affine.scaling(width / size.width, height / size.height), _on_screen)
    return canvas[..., 2::-1]


def _on_screen(swatch: Swatch) -> tuple[float, ...]:
    return tuple(v / 255 for v in swatch.rgb)


def draw_letters(canvas: NDArray[np.uint8], artwork: Artwork, to_pixels: Affine, colour: ColourOf) -> None:
    """Draw every text on ``canvas`` (h, w, 4: blue, green, red, unused), in what ``colour`` gives for its swatches.

    ``to_pixels`` leads from units to the canvas.
    """
    height, width = canvas.shape[:2]
    surface = cairo.ImageSurface.create_for_data(canvas.reshape(-1).data, cairo.FORMAT_RGB24, width, height)
    context = cairo.Context(surface)
    context.set_antialias(cairo.ANTIALIAS_BEST)
    for text in artwork.texts:
        _draw(context, text, artwork.faces[text.block.face], to_pixels, colour)
    surface.flush()
    surface.finish()


def _draw(context: cairo.Context, text: PaintedText, face: Face, to_pixels: Affine, colour: ColourOf) -> None:
    for line in text.block.lines:
        scale = line.size / face.units_per_em
        context.set_source(_source(text, line, face, to_pixels, colour))
        for glyph in line.shaped.glyphs:
            matrix = text.placement(line.x + glyph.x * scale, line.baseline - glyph.y * scale, scale).then(to_pixels)
            context.save()
            context.transform(cairo.Matrix(*matrix))
            _trace(context, face, glyph.gid)
            if text.paint == "fill":
                context.fill()
            else:
                context.set_line_width(text.stroke * face.units_per_em)
                context.set_line_join(cairo.LINE_JOIN_ROUND)
                context.stroke()
            context.restore()


def _source(text: PaintedText, line: Line, face: Face, to_pixels: Affine, colour: ColourOf) -> cairo.Pattern:
    """Return what a line is painted with: a flat colour, or a gradient from its cap line to its baseline."""
    colours = [colour(swatch) for swatch in text.swatches]
    if len(colours) == 1:
        return cairo.SolidPattern(*colours[0])
    cap = line.size * face.cap_height / face.units_per_em
    top, foot = (to_pixels.apply(Point(line.x, y)) for y in (line.baseline - cap, line.baseline))
    gradient = cairo.LinearGradient(0.0, top.y, 0.0, foot.y)
    for index, stop in enumerate(colours):
        gradient.add_color_stop_rgb(index / (len(colours) - 1), *stop)
    return gradient


def _trace(context: cairo.Context, face: Face, gid: int) -> None:
    context.new_path()
    draw = {"m": context.move_to, "l": context.line_to, "c": context.curve_to, "h": context.close_path}
    for op, numbers in face.outline(gid).segments:
        draw[op](*numbers)
