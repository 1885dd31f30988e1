"""Are the letters to be seen? What a page says by its outlines is held against what engines of others draw of it.

Along the edge of every contour the drawing must change: colour inside, another outside. A letter in a hidden layer, in
the colour of its ground, under a stamp or all but transparent has outlines like any other, and no edge in the picture.
A mark is a contour of its own: an Ê that lost its roof is not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from renderer.preflight.alphabet import Points
from renderer.preflight.finding import Finding
from renderer.preflight.letters import FoundLetter, flatten, gather_lines
from renderer.preflight.painted import Box
from renderer.preflight.scan import Scan
from renderer.values.geometry import Rect

Pixels = NDArray[np.float32]
"""A drawing, shape (height, width, channels), 0 to 255; or in inks, 0 to 255 for each in full."""
LEAST_CONTRAST = 26.0
"""Of 255, in the channel that differs most: a tenth. Letters of 2 % opacity differ by 5."""
LEAST_SEEN = 0.6
"""Share of a contour's edge that must be seen: engines smooth corners, and letters may touch what has their colour."""
LEAST_SMOOTH, LEAST_HARD = 14.0, 32.0
"""px of a letter's longer side below which its edges are not judged: where edges are smoothed, and where every pixel is
of one colour, so that marks of a few pixels lose their shape."""
_STEP, _REACHES = 1.5, (1.3, 2.6)
"""px between two places of an edge, and how far to both sides of it the drawing is asked: near for thin strokes, and
farther, for an engine may set a letter of live text on whole pixels."""
_ASIDE = 6
"""px by which Ghostscript sets a mark of live text beside its place at the size at which signs are drawn."""
_CAPITAL = 0.7
"""Height of a capital as a share of its em."""
_MOST_PLACES = 4_000_000
_MOST_WORDS, _MOST_QUOTED = 6, 60
_NO_WORD = "a text"


class Shape(NamedTuple):
    """One letter that a page says it shows: what to call it, its outline (pt, y up), its clip, and how large letters
    of its kind are (pt): a comma is small, and its text may not be; ``live``: it is a glyph of live text."""

    told: str
    ops: str
    points: Points
    clip: Box
    large: float
    live: bool = False


@dataclass(frozen=True)
class Drawing:
    """A page as one engine draws it. ``scale``: px a point; ``left``, ``top``: where its corner is on the page (pt).

    ``least``: px that a letter must have to be judged.
    """

    engine: str
    pixels: Pixels
    scale: float
    left: float
    top: float
    least: float = LEAST_SMOOTH


def list_shapes(scan: Scan, letters: Sequence[FoundLetter]) -> tuple[Shape, ...]:
    """Return every letter that can be read by its outline, and every glyph of live text that has one."""
    words = {letter.order: word for word, letters_of in _words_of(letters) for letter in letters_of}
    ems = {letter.order: letter.em for letter in letters}
    shapes = []
    for item in scan.items:
        path = item.path
        if path is None or item.mask or item.tile or (item.order not in words and path.glyph is None):
            continue
        large = _CAPITAL * ems[item.order] if item.order in ems else max(item.extent.width, item.extent.height)
        shapes.append(
            Shape(words.get(item.order, _NO_WORD), path.ops, path.points, item.clip, large, path.glyph is not None)
        )
    return tuple(shapes)


def _words_of(letters: Sequence[FoundLetter]) -> Iterator[tuple[str, list[FoundLetter]]]:
    """Yield letters by words: where a gap is as wide as a third of their height, a new one begins."""
    for line in gather_lines(letters):
        word: list[FoundLetter] = []
        for letter in sorted(line, key=lambda found: found.x):
            if word and letter.ink.x - word[-1].ink.right > 0.18 * letter.em:
                yield "".join(found.character for found in word), word
                word = []
            word.append(letter)
        yield "".join(found.character for found in word), word


def find_unseen(shapes: Sequence[Shape], drawing: Drawing, bleed: Rect, trim: Rect, mm: float) -> list[Finding]:
    """Return the words that the page holds and the drawing does not show.

    ``bleed`` and ``trim`` in points: what lies outside the bleed is not judged; ``mm`` are those of the sign a point.
    """
    found: dict[str, tuple[float, Rect]] = {}
    small = places = 0
    for shape in shapes:
        (x0, y0), (x1, y1) = shape.points.min(axis=0), shape.points.max(axis=0)
        ink = Rect(float(x0), float(y0), float(x1 - x0), float(y1 - y0))
        window = bleed if shape.clip is None else bleed.common(shape.clip)
        if not window.overlaps(ink):
            continue  # a slug, or a letter on another panel
        if shape.large * drawing.scale < drawing.least or places > _MOST_PLACES:
            small += 1
            continue
        for contour in flatten(shape.ops, shape.points):
            seen, count = _measure_edge(contour, drawing, window)
            if count and seen < LEAST_SEEN and shape.live and drawing.least == LEAST_HARD:
                seen = max(_measure_edge(contour, moved, window)[0] for moved in _move(drawing))
            places += count
            if count >= 4 and seen < LEAST_SEEN and seen < found.get(shape.told, (1.0, ink))[0]:
                found[shape.told] = seen, ink
    return [
        *_tell(found, len({shape.told for shape in shapes}), drawing.engine, trim, mm),
        *_tell_small(small, drawing.engine),
    ]


def _move(drawing: Drawing) -> Iterator[Drawing]:
    """Yield a drawing moved by some px: Ghostscript hints live text, and sets a hook six of them aside.

    What is not there has no edge in any of these places.
    """
    for dx in range(-_ASIDE, _ASIDE + 1):
        for dy in range(-_ASIDE, _ASIDE + 1):
            yield replace(drawing, left=drawing.left + dx / drawing.scale, top=drawing.top + dy / drawing.scale)


def _tell(found: dict[str, tuple[float, Rect]], count: int, engine: str, trim: Rect, mm: float) -> Iterator[Finding]:
    if len(found) > _MOST_WORDS and 2 * len(found) > count:
        place = _place_of(next(iter(found.values()))[1], trim, mm)
        words = " ".join(found)[:_MOST_QUOTED]
        message = f"{len(found)} of {count} words are on the page, and are not seen as {engine} draws it: {words!r} …"
        yield Finding("not-visible", message, place=place)
        return
    for number, (told, (seen, ink)) in enumerate(found.items()):
        if number == _MOST_WORDS:
            more = len(found) - _MOST_WORDS
            yield Finding("not-visible", f"and {more} more words are not seen as {engine} draws the page")
            return
        what = f"{told!r}" if told != _NO_WORD else told
        how = "is not seen" if seen < 0.1 else f"is seen in part: {100 * seen:.0f} % of an edge"
        place = _place_of(ink, trim, mm)
        yield Finding("not-visible", f"{what} is on the page, and {how} as {engine} draws it", place=place)


def _place_of(ink: Rect, trim: Rect, mm: float) -> str:
    return f"{(ink.centre.x - trim.x) * mm:.1f}, {(trim.bottom - ink.centre.y) * mm:.1f} mm"


def _tell_small(count: int, engine: str) -> list[Finding]:
    if not count:
        return []
    message = f"{count} letters are too small for the drawing by {engine}: whether they are seen was not judged"
    return [Finding("not-judged", message, severity="warning")]


def _measure_edge(contour: Points, drawing: Drawing, window: Rect) -> tuple[float, int]:
    """Return which share of a contour's edge the drawing shows, and at how many places it was asked."""
    ring = np.concatenate([contour, contour[:1]])
    legs = np.diff(ring, axis=0)
    lengths = np.hypot(legs[:, 0], legs[:, 1])
    counts = np.maximum(1, np.round(lengths * drawing.scale / _STEP)).astype(int) * (lengths > 0)
    which = np.repeat(np.arange(len(legs)), counts)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    share = (np.arange(len(which)) - first + 0.5) / counts[which]
    at = ring[:-1][which] + legs[which] * share[:, None]
    normal = legs[which][:, ::-1] * (-1.0, 1.0) / lengths[which][:, None]
    reach = 1.5 * _REACHES[-1] / drawing.scale
    inside = window.inset(reach) if min(window.width, window.height) > 2 * reach else window
    kept = (at >= (inside.x, inside.y)).all(axis=1) & (at <= (inside.right, inside.bottom)).all(axis=1)
    if not kept.any():
        return 1.0, 0
    at, normal = at[kept], normal[kept] / drawing.scale
    sides = ((ask(drawing, at + normal * far), ask(drawing, at - normal * far)) for far in _REACHES)
    contrast = np.max([np.abs(one - other).max(axis=1) for one, other in sides], axis=0)
    return float((contrast >= LEAST_CONTRAST).mean()), int(kept.sum())


def ask(drawing: Drawing, points: Points) -> Pixels:
    """Return the drawing's colours at points of the page, between its pixels."""
    height, width = drawing.pixels.shape[:2]
    x = (points[:, 0] - drawing.left) * drawing.scale - 0.5
    y = (drawing.top - points[:, 1]) * drawing.scale - 0.5
    column, row = (np.clip(np.floor(v), 0, side - 2).astype(int) for v, side in ((x, width), (y, height)))
    right, down = (np.clip(v - base, 0.0, 1.0)[:, None].astype(np.float32) for v, base in ((x, column), (y, row)))
    pixels = drawing.pixels
    top = pixels[row, column] * (1 - right) + pixels[row, column + 1] * right
    foot = pixels[row + 1, column] * (1 - right) + pixels[row + 1, column + 1] * right
    return np.asarray(top * (1 - down) + foot * down, dtype=np.float32)
