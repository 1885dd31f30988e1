"""Pixels against letters: a picture must be its ground with every expected letter over it, and nothing else.

It is read strip by strip, in any number of channels, so that a picture may be larger than memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from renderer.contract.expectation import Expectation, ExpectedFrame, ExpectedLine
from renderer.preflight.alphabet import Alphabet, alphabet_of
from renderer.preflight.finding import Finding
from renderer.preflight.mask import GlyphMask, draw_masks

Picture = NDArray[np.uint8]
"""Shape (height, width, channels)."""

PIXEL_TOLERANCE = 0.25
"""Difference of coverage at an edge pixel of a filled letter that is none: cairo and FreeType stay under 0.15."""
STROKE_TOLERANCE = 0.4
"""The same for outlines, whose second drawing samples each pixel 8 x 8 times; a missing outline differs by 1."""
GRADIENT_ROUNDING = 3.0
"""Of 255: cairo steps a gradient in fixed point."""
ODD_PIXEL_FROM_EM, ODD_PIXEL_RISE = 14.0, 16.0
"""Beyond its edge tolerance a letter may differ by (em - FROM) / RISE pixels in sum (em in px), from none to one.

cairo loses the tip of a notch that begins inside a pixel row (seen: 0.46 and 0.31 at two pixels of a 63 px em, 0.4
at 30 px). The nearest wrong mark of the shipped fonts differs by 0.29 pixels at 15 px, 0.79 at 17, 1.2 at 22 and 3.4 at
26: never less than twice what is allowed.
"""
_STRIP_PIXELS = 3_000_000
"""Pixels looked at together: some hundred bytes each."""


@dataclass(frozen=True)
class Raster:
    """A picture under test: its size, its rows, the rows that lie under the letters, and a frame's colour stops.

    ``rows`` and ``ground`` take the first row and the one after the last.
    """

    width: int
    height: int
    rows: Callable[[int, int], Picture]
    ground: Callable[[int, int], Picture]
    colours: Callable[[ExpectedFrame], NDArray[np.float64]]


@dataclass
class _Letter:
    """A letter met in the strips: what of it was off so far, in pixels."""

    frame: ExpectedFrame
    character: str
    line: str
    allowed: float
    place: str
    over: float = 0.0


@dataclass
class _Tally:
    """What all strips together have shown."""

    letters: dict[tuple[int, int, int], _Letter] = field(default_factory=dict)
    wrong: int = 0
    first: str = ""


def verify_pixels(raster: Raster, expected: Expectation, fonts: Mapping[str, bytes]) -> list[Finding]:
    """Return how a picture differs from its ground with the expected letters over it."""
    scale = (raster.width / expected.trim[0], raster.height / expected.trim[1])
    if outside := _find_outside(raster, expected, fonts, scale):
        return outside
    tally = _Tally()
    rows = max(32, _STRIP_PIXELS // raster.width)
    for top in range(0, raster.height, rows):
        bottom = min(top + rows, raster.height)
        model = _Model(raster.ground(top, bottom), top)
        masks = [
            (key, frame, mask)
            for key, frame, mask in _draw_masks(expected, fonts, scale, top, bottom)
            if model.lay(mask, raster.colours(frame), frame)
        ]
        off = np.abs(raster.rows(top, bottom).astype(np.float64) - model.pixels).max(axis=2)
        _count(off, model, masks, tally, scale[0])
    return _tell(tally)


def _draw_masks(
    expected: Expectation, fonts: Mapping[str, bytes], scale: tuple[float, float], top: int, bottom: int
) -> Iterator[tuple[tuple[int, int, int], ExpectedFrame, GlyphMask]]:
    """Yield the masks of the letters of every line that a strip may show, with their place in the expectation."""
    for number, frame in enumerate(expected.frames):
        alphabet = alphabet_of(fonts[frame.font])
        for row, line in enumerate(frame.lines):
            if not frame.rotation and not _may_reach(line, scale[1], top, bottom):
                continue
            alone = frame.model_copy(update={"lines": (line,)})
            for at, mask in enumerate(draw_masks(alone, alphabet, fonts[frame.font], scale)):
                yield (number, row, at), frame, mask


def _may_reach(line: ExpectedLine, scale: float, top: int, bottom: int) -> bool:
    """Tell whether a line may reach into a strip: no letter is taller than twice its em."""
    return (line.y - 2 * line.size) * scale < bottom and (line.y + line.size) * scale > top


def _find_outside(
    raster: Raster, expected: Expectation, fonts: Mapping[str, bytes], scale: tuple[float, float]
) -> list[Finding]:
    """Return the first letter that would leave the picture."""
    for frame in expected.frames:
        alphabet: Alphabet = alphabet_of(fonts[frame.font])
        for line in frame.lines:
            if _is_well_inside(line, frame, expected):
                continue
            alone = frame.model_copy(update={"lines": (line,)})
            for mask in draw_masks(alone, alphabet, fonts[frame.font], scale):
                h, w = mask.coverage.shape
                if mask.top < 0 or mask.left < 0 or mask.top + h > raster.height or mask.left + w > raster.width:
                    return [Finding("outside-trim", f"{mask.character!r} would leave the picture", frame=frame.name)]
    return []


def _is_well_inside(line: ExpectedLine, frame: ExpectedFrame, expected: Expectation) -> bool:
    x, y, width, height = frame.rect
    inside = x >= 0 and y >= 0 and x + width <= expected.trim[0] and y + height <= expected.trim[1]
    rows = line.y - 2 * line.size >= 0 and line.y + line.size <= expected.trim[1]
    ends = line.x >= line.size and line.x + len(line.text) * line.size * 1.2 + line.size <= expected.trim[0]
    return inside and rows and ends and not frame.rotation


class _Model:
    """A strip of the picture as it should be, and how far each pixel may stand from it.

    ``edge`` marks the pixels where two rasterisers may differ, ``contrast`` the letter's contrast to its ground
    there, ``share`` the share of it that is no difference; ``rounding`` (of 255) is no difference anywhere.
    """

    def __init__(self, ground: Picture, top: int) -> None:
        self.top = top
        self.pixels = ground.astype(np.float64)
        self.edge = np.zeros(ground.shape[:2], dtype=bool)
        self.contrast = np.ones(ground.shape[:2])
        self.share = np.zeros(ground.shape[:2])
        self.rounding = np.ones(ground.shape[:2])

    def lay(self, mask: GlyphMask, stops: NDArray[np.float64], frame: ExpectedFrame) -> bool:
        """Paint what of a letter lies in the strip; False if nothing does, its rim included."""
        h, w = mask.coverage.shape
        first = mask.top - self.top
        rows = slice(max(0, first), min(len(self.pixels), first + h))
        if h == 0 or w == 0 or first - 1 >= len(self.pixels) or first + h + 1 <= 0:
            return False
        fill = _fill_of(mask, stops)
        contrast = float(np.abs(fill - self._pixels_below(mask, rows)).max())
        if rows.start < rows.stop:
            columns = slice(mask.left, mask.left + w)
            part = slice(rows.start - first, rows.stop - first)
            if len(stops) > 1:
                self.rounding[rows, columns] = GRADIENT_ROUNDING
            here = self.pixels[rows, columns]
            here += ((fill[part] if len(fill) > 1 else fill) - here) * mask.coverage[part, :, None]
        self._loosen(mask, contrast, stroked=frame.paint == "stroke")
        return True

    def _pixels_below(self, mask: GlyphMask, rows: slice) -> NDArray[np.float64]:
        """Return the pixels under a letter; where only its rim lies in the strip, the nearest row."""
        columns = slice(max(0, mask.left), mask.left + mask.coverage.shape[1])
        if rows.start < rows.stop:
            here: NDArray[np.float64] = self.pixels[rows, columns]
            return here
        nearest = 0 if mask.top < self.top else len(self.pixels) - 1
        return self.pixels[nearest : nearest + 1, columns]

    def _loosen(self, mask: GlyphMask, contrast: float, *, stroked: bool) -> None:
        rows, columns = window_of(mask, self.top, len(self.pixels))
        share = STROKE_TOLERANCE if stroked else PIXEL_TOLERANCE
        padded = np.pad(mask.coverage, 1)
        # A round join may touch a pixel that only corners on the mask's.
        edge = _grow(padded > 0, corners=stroked) & _grow(padded < 1, corners=stroked)
        edge = edge[rows.start + self.top - (mask.top - 1) :, columns.start - (mask.left - 1) :]
        shape = self.edge[rows, columns].shape
        edge = edge[: shape[0], : shape[1]]
        self.edge[rows, columns] |= edge
        for values, value in ((self.contrast, contrast), (self.share, share)):
            part = values[rows, columns]
            part[edge] = np.maximum(part[edge], value)


def _fill_of(mask: GlyphMask, stops: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the colour of a letter's rows, shape (h or 1, 1, channels)."""
    if len(stops) == 1:
        return stops[None]
    cap, baseline = mask.band
    rows = mask.top + np.arange(mask.coverage.shape[0]) + 0.5
    at = np.clip((rows - cap) / (baseline - cap), 0.0, 1.0) * (len(stops) - 1)
    planes = [np.interp(at, np.arange(len(stops)), stops[:, c]) for c in range(stops.shape[1])]
    return np.stack(planes, axis=1)[:, None, :]


def window_of(mask: GlyphMask, top: int, height: int) -> tuple[slice, slice]:
    """Return the rows (of a strip) and columns of a letter with a rim of one pixel, cut at the strip's edges."""
    h, w = mask.coverage.shape
    first = mask.top - top
    return (
        slice(min(height, max(0, first - 1)), max(0, min(height, first + h + 1))),
        slice(max(0, mask.left - 1), mask.left + w + 1),
    )


def _grow(edge: NDArray[np.bool_], *, corners: bool) -> NDArray[np.bool_]:
    """Grow a mask by one pixel to the four sides, or to the corners too."""
    out = edge.copy()
    out[1:] |= edge[:-1]
    out[:-1] |= edge[1:]
    sides = out.copy() if corners else edge
    out[:, 1:] |= sides[:, :-1]
    out[:, :-1] |= sides[:, 1:]
    return out


def _count(
    off: NDArray[np.float64],
    model: _Model,
    masks: list[tuple[tuple[int, int, int], ExpectedFrame, GlyphMask]],
    tally: _Tally,
    scale: float,
) -> None:
    """Add up what is off in one strip: away from edges, and at each letter."""
    wrong = (off > model.rounding) & ~model.edge
    count = int(wrong.sum())
    if count and not tally.wrong:
        y, x = (int(v[0]) for v in np.nonzero(wrong))
        tally.first = f"pixel {x}, {y + model.top}"
    tally.wrong += count
    excess = np.where(model.edge, np.maximum(0.0, (off - model.rounding) / model.contrast - model.share), 0.0)
    for key, frame, mask in masks:
        window = window_of(mask, model.top, len(off))
        allowed = min(1.0, max(0.0, (mask.em * scale - ODD_PIXEL_FROM_EM) / ODD_PIXEL_RISE))
        letter = tally.letters.setdefault(
            key, _Letter(frame, mask.character, mask.line, allowed, f"pixel {mask.left}, {mask.top}")
        )
        letter.over += float(excess[window].sum()) + float(wrong[window].sum())


def _tell(tally: _Tally) -> list[Finding]:
    """Tell what all strips have shown: but at a letter's edge pixels are exact, within 1 of 255 for rounding."""
    findings = []
    if tally.wrong:
        message = f"{tally.wrong} pixels away from the letters' edges are not the master's art or the letters' colour"
        findings.append(Finding("art-differs", message, place=tally.first))
    for letter in tally.letters.values():
        if letter.over > letter.allowed:
            message = f"{letter.character!r} in {letter.line!r} is not that letter: {letter.over:.1f} pixels differ"
            findings.append(
                Finding(
                    "letter-differs", message, frame=letter.frame.name, expected=letter.frame.text, place=letter.place
                )
            )
    return findings
