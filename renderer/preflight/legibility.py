"""Letters too small to be told apart: a raster of them cannot be proven, nor read.

At a few pixels an em Ê and Ẽ are nearly one picture. For every small letter of a sign its nearest rivals in its face
are drawn at its very place between the pixels: where one differs by less than verification can see, the size is
refused, before a file is made and whenever one is verified.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from renderer.contract.expectation import Expectation, ExpectedFrame, ExpectedLine
from renderer.contract.formats import LEAST_EM
from renderer.preflight.alphabet import Alphabet, Placed, alphabet_of
from renderer.preflight.finding import Finding
from renderer.preflight.mask import Coverage, Pen, pen_of

LEAST_DIFFERENCE = 0.07
"""Coverage by which a rival must differ at one pixel at least: the slack of small letters (0.04), what two rasterisers
differ by (0.02), and a level of 255 where letters stand out by 80."""
_SURE_EM = 14.0
"""px: from here on any two letters of a face differ by a quarter of a pixel and more."""
_COMPARED_EM = 12.0
_RIVAL = 0.75
"""Coverage by which two letters differ at 12 px at most if they differ by less than the least at 8 px; seen: 0.66."""
_STEP = 0.25


@dataclass(frozen=True)
class Illegible:
    """A letter that is too small: where it stands, what it may be taken for, its em and the least em (px).

    ``rival`` is empty where the em is under what any letter needs.
    """

    frame: str
    line: str
    character: str
    rival: str
    em: float
    needed: float

    @property
    def told(self) -> str:
        why = f": {self.character!r} cannot be told from {self.rival!r}" if self.rival else ""
        return (
            f"the letters of {self.line!r} are {self.em:.1f} px an em{why}; they need {self.needed:g} px to be proven"
        )

    @property
    def finding(self) -> Finding:
        return Finding("letters-too-small", self.told, frame=self.frame)


def find_illegible(
    expected: Expectation, fonts: Mapping[str, bytes], pixels: tuple[int, int], least_em: float = LEAST_EM
) -> Illegible | None:
    """Return the first letter of a sign that is too small to be proven in a raster of ``pixels``.

    ``least_em``: px that any letter of this kind of raster needs.
    """
    scale = pixels[0] / expected.trim[0], pixels[1] / expected.trim[1]
    found = (
        _find_in_line(frame.name, line, fonts[frame.font], scale, least_em)
        for frame in expected.frames
        if frame.paint == "fill"
        for line in frame.lines
        if line.size * min(scale) < _SURE_EM
    )
    return next((illegible for illegible in found if illegible is not None), None)


def find_unreadable(frames: tuple[ExpectedFrame, ...], fonts: Mapping[str, bytes]) -> tuple[ExpectedFrame, str] | None:
    """Return the first frame with a character that no finished file can be read back for, and the character."""
    for frame in frames:
        known = alphabet_of(fonts[frame.font]).advance
        for character in frame.text:
            if character != " " and character not in known:
                return frame, character
    return None


@lru_cache(maxsize=256)
def _find_in_line(
    frame: str, line: ExpectedLine, data: bytes, scale: tuple[float, float], least_em: float
) -> Illegible | None:
    em = line.size * min(scale)
    alphabet = alphabet_of(data)
    placed = alphabet.shape(line.text, line.tracking)
    if not placed:
        return None
    if em < least_em:
        return Illegible(frame, line.text, placed[0].character, "", em, least_em)
    pair = next(_find_pairs(placed, line, data, scale), None)
    if pair is None:
        return None
    needed = _find_least_em(placed, line, data, scale)
    return Illegible(frame, line.text, *pair, em, needed)


def _find_least_em(placed: list[Placed], line: ExpectedLine, data: bytes, scale: tuple[float, float]) -> float:
    """Return the least em (px) from which on a line's letters can be told apart."""
    em = line.size * min(scale)
    needed = _SURE_EM
    while needed - _STEP > em:
        larger = (needed - _STEP) / em
        if next(_find_pairs(placed, line, data, (scale[0] * larger, scale[1] * larger)), None):
            break
        needed -= _STEP
    return math.ceil(needed / _STEP) * _STEP


def _find_pairs(
    placed: list[Placed], line: ExpectedLine, data: bytes, scale: tuple[float, float]
) -> Iterator[tuple[str, str]]:
    """Yield the letters of a line that cannot be told from another, with that other."""
    alphabet, pen, eye = alphabet_of(data), pen_of(data), eye_of(data)
    em = line.size * scale[0], line.size * scale[1]
    unit = line.size / alphabet.units_per_em
    for letter in placed:
        at = (line.x + letter.x * unit) * scale[0], line.y * scale[1]
        own = pen.draw(letter.gid, em, at)
        for rival in eye.rivals(letter.character):
            if measure(own, pen.draw(alphabet.gid[rival], em, at)) < LEAST_DIFFERENCE:
                yield letter.character, rival


class Eye:
    """What a face's letters may be taken for, found when a letter is first asked for."""

    def __init__(self, alphabet: Alphabet, pen: Pen) -> None:
        self._characters = list(alphabet.gid)
        self._drawn = [_draw_all(alphabet, pen, place) for place in (0.0, 0.5)]
        self._rivals: dict[str, tuple[str, ...]] = {}

    def rivals(self, character: str) -> tuple[str, ...]:
        """Return the other letters that may look like one, at 8 px an em or more."""
        if character not in self._rivals:
            at = self._characters.index(character)
            apart = np.min([np.abs(drawn - drawn[at]).max(axis=1) for drawn in self._drawn], axis=0)
            near = [self._characters[i] for i in np.flatnonzero(apart < _RIVAL) if i != at]
            self._rivals[character] = tuple(near)
        return self._rivals[character]


@lru_cache(maxsize=16)
def eye_of(data: bytes) -> Eye:
    """Return the eye for a font file, made once a process."""
    return Eye(alphabet_of(data), pen_of(data))


def _draw_all(alphabet: Alphabet, pen: Pen, place: float) -> NDArray[np.float32]:
    """Return every letter of a face with its origin in one place of a canvas, shape (n, pixels)."""
    side = math.ceil(3 * _COMPARED_EM)
    origin = math.floor(_COMPARED_EM) + place, math.floor(2 * _COMPARED_EM) + place
    out = np.zeros((len(alphabet.gid), side, side), dtype=np.float32)
    for canvas, gid in zip(out, alphabet.gid.values(), strict=True):
        left, top, coverage = pen.draw(gid, (_COMPARED_EM, _COMPARED_EM), origin)
        part = canvas[max(0, top) : top + coverage.shape[0], max(0, left) : left + coverage.shape[1]]
        part[:] = coverage[: part.shape[0], : part.shape[1]]
    return out.reshape(len(out), -1)


def measure(one: tuple[int, int, Coverage], other: tuple[int, int, Coverage]) -> float:
    """Return the coverage by which two drawn letters differ at most, at one pixel."""
    left, top = min(one[0], other[0]), min(one[1], other[1])
    right = max(one[0] + one[2].shape[1], other[0] + other[2].shape[1])
    bottom = max(one[1] + one[2].shape[0], other[1] + other[2].shape[0])
    apart = np.zeros((bottom - top, right - left))
    for sign, (x, y, coverage) in ((1.0, one), (-1.0, other)):
        apart[y - top : y - top + coverage.shape[0], x - left : x - left + coverage.shape[1]] += sign * coverage
    return float(np.abs(apart).max(initial=0.0))
