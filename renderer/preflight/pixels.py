"""Pixels against letters: a picture must be its ground with every expected letter over it, and nothing else.

It is read strip by strip, in any number of channels, so that a picture may be larger than memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from renderer.contract.expectation import Expectation, ExpectedFrame, ExpectedLine
from renderer.preflight.alphabet import Alphabet, alphabet_of
from renderer.preflight.finding import Finding
from renderer.preflight.legibility import find_illegible
from renderer.preflight.mask import GlyphMask, draw_masks

Picture = NDArray[np.uint8]
"""Shape (height, width, channels)."""

_ROUNDING = 1.0
"""Of 255: what is no difference anywhere."""
_CUT = 0.1
"""Coverage of a pixel beyond the picture that is no ink: a letter that begins at its edge may be rounded over it."""
_STRIP_PIXELS = 3_000_000
"""Pixels looked at together: some hundred bytes each."""


@dataclass(frozen=True)
class Raster:
    """A picture under test: its size, its rows, the rows that lie under the letters, and a frame's colour stops.

    ``rows`` and ``ground`` take the first row and the one after the last. ``whole`` is the picture that this one is a
    part of (left, top, right, bottom in its pixels): a panel may show a part of a letter, the sign shows all of it.
    """

    width: int
    height: int
    rows: Callable[[int, int], Picture]
    ground: Callable[[int, int], Picture]
    colours: Callable[[ExpectedFrame], NDArray[np.float64]]
    whole: tuple[float, float, float, float] | None = None


@dataclass
class _Letter:
    """A letter met in the strips: how many of its pixels were wrong so far."""

    frame: ExpectedFrame
    character: str
    line: str
    place: str
    wrong: int = 0


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
    if illegible := find_illegible(expected, fonts, (raster.width, raster.height)):
        return [illegible.finding]
    tally = _Tally()
    rows = max(32, _STRIP_PIXELS // raster.width)
    for top in range(0, raster.height, rows):
        bottom = min(top + rows, raster.height)
        model = _Model(raster.ground(top, bottom), top)
        masks = [
            (key, frame, mask)
            for key, frame, mask in _draw_masks(expected, fonts, scale, top, bottom)
            if model.lay(mask, raster.colours(frame), corners=frame.paint == "stroke")
        ]
        _count(_measure(raster.rows(top, bottom), model.pixels), model, masks, tally)
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
                if _leaves(mask, raster):
                    return [Finding("outside-trim", f"{mask.character!r} would leave the picture", frame=frame.name)]
    return []


def _leaves(mask: GlyphMask, raster: Raster) -> bool:
    """Tell whether a letter has ink beyond the picture; what rounding puts there is none."""
    beyond = mask.coverage.copy()
    left, top, right, bottom = (round(v) for v in raster.whole or (0, 0, raster.width, raster.height))
    height, width = max(0, bottom - mask.top), max(0, right - mask.left)
    beyond[max(0, top - mask.top) : height, max(0, left - mask.left) : width] = 0
    return bool(beyond.max(initial=0.0) > _CUT)


def _is_well_inside(line: ExpectedLine, frame: ExpectedFrame, expected: Expectation) -> bool:
    x, y, width, height = frame.rect
    inside = x >= 0 and y >= 0 and x + width <= expected.trim[0] and y + height <= expected.trim[1]
    rows = line.y - 2 * line.size >= 0 and line.y + line.size <= expected.trim[1]
    ends = line.x >= line.size and line.x + len(line.text) * line.size * 1.2 + line.size <= expected.trim[0]
    return inside and rows and ends and not frame.rotation


class _Model:
    """A strip of the picture as it should be, and how far each pixel may stand from it.

    ``edge`` marks the pixels where two rasterisers may differ, ``slack`` (of 255) by how much.
    """

    def __init__(self, ground: Picture, top: int) -> None:
        self.top = top
        self.pixels = ground.astype(np.float32)
        self.edge = np.zeros(ground.shape[:2], dtype=bool)
        self.slack = np.zeros(ground.shape[:2], dtype=np.float32)

    def lay(self, mask: GlyphMask, stops: NDArray[np.float64], *, corners: bool) -> bool:
        """Paint what of a letter lies in the strip; False if nothing does, its rim included.

        ``corners``: a round join may touch a pixel that only corners on the mask's.
        """
        rows, columns = window_of(mask, self.top, self.pixels.shape[:2])
        if not mask.coverage.size or rows.start >= rows.stop or columns.start >= columns.stop:
            return False
        here = self.pixels[rows, columns]
        fill = _fill_of(mask, stops, rows.start + self.top, rows.stop + self.top)
        whole = np.pad(mask.coverage, 1)
        down, right = rows.start + self.top - (mask.top - 1), columns.start - (mask.left - 1)
        part = slice(down, down + here.shape[0]), slice(right, right + here.shape[1])
        coverage = whole[part]
        edge = (_grow(whole > 0, corners=corners) & _grow(whole < 1, corners=corners))[part]
        # Where a letter stands out less, less is a difference.
        slack = np.where(edge, mask.slack * _measure(fill, here), 0.0)
        self.edge[rows, columns] |= edge
        np.maximum(self.slack[rows, columns], slack, out=self.slack[rows, columns])
        here += (fill - here) * coverage[..., None]
        return True


def _measure(one: NDArray[Any], other: NDArray[Any]) -> NDArray[np.float32]:
    """Return how far two pictures are apart, pixel by pixel: in that channel in which they are furthest."""
    apart = np.abs(np.subtract(one, other, dtype=np.float32))
    # By planes: numpy is slow along an axis of three.
    return reduce(np.maximum, (apart[..., channel] for channel in range(apart.shape[2])))


def _fill_of(mask: GlyphMask, stops: NDArray[np.float64], top: int, bottom: int) -> NDArray[np.float64]:
    """Return the colour of a letter's rows, shape (h or 1, 1, channels)."""
    if len(stops) == 1:
        return stops[None]
    cap, baseline = mask.band
    at = np.clip((np.arange(top, bottom) + 0.5 - cap) / (baseline - cap), 0.0, 1.0) * (len(stops) - 1)
    planes = [np.interp(at, np.arange(len(stops)), stops[:, c]) for c in range(stops.shape[1])]
    return np.stack(planes, axis=1)[:, None, :]


def window_of(mask: GlyphMask, top: int, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """Return the rows (of a strip of this shape) and columns of a letter with a rim of one pixel, cut at its edges."""
    firsts = mask.top - top, mask.left
    rows, columns = (
        slice(min(length, max(0, first - 1)), max(0, min(length, first + extent + 1)))
        for first, extent, length in zip(firsts, mask.coverage.shape, shape, strict=True)
    )
    return rows, columns


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
    off: NDArray[np.float32],
    model: _Model,
    masks: list[tuple[tuple[int, int, int], ExpectedFrame, GlyphMask]],
    tally: _Tally,
) -> None:
    """Add up what is off in one strip: away from edges, and at each letter."""
    wrong = off > _ROUNDING + model.slack
    if not wrong.any():
        return
    away = wrong & ~model.edge
    count = int(away.sum())
    if count and not tally.wrong:
        y, x = (int(v[0]) for v in np.nonzero(away))
        tally.first = f"pixel {x}, {y + model.top}"
    tally.wrong += count
    for key, frame, mask in masks:
        letter = tally.letters.setdefault(
            key, _Letter(frame, mask.character, mask.line, f"pixel {mask.left}, {mask.top}")
        )
        letter.wrong += int(wrong[window_of(mask, model.top, wrong.shape)].sum())


def _tell(tally: _Tally) -> list[Finding]:
    """Tell what all strips have shown: but at a letter's edge pixels are exact, within 1 of 255 for rounding."""
    findings = []
    if tally.wrong:
        message = f"{tally.wrong} pixels away from the letters' edges are not the master's art or the letters' colour"
        findings.append(Finding("art-differs", message, place=tally.first))
    for letter in tally.letters.values():
        if letter.wrong:
            message = f"{letter.character!r} in {letter.line!r} is not that letter: {letter.wrong} pixels differ"
            findings.append(
                Finding(
                    "letter-differs", message, frame=letter.frame.name, expected=letter.frame.text, place=letter.place
                )
            )
    return findings
