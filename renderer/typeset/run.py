"""A text as one run: shaped once, with the skylines of all its words; every line is a piece of it.

Lengths are in thousandths of an em (milli-em), y up. Shaping once is enough because a line's glyphs stand where they
stand in the run: what HarfBuzz kerns at a space belongs to the space.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np

from renderer.typeset.face import Face, Shaped, ShapedGlyph
from renderer.typeset.skyline import NO_INK, SLICES_PER_EM, Heights, Skyline, grow_skyline, profile_of

MilliEm = float
HANGING = frozenset("“”‘’\"'«»!,.;:-–—…")
HANGING_SHARE = 0.5
"""Marks at a line's ends count half in optical alignment: they are light."""


@dataclass(frozen=True)
class Effects:
    """What is painted around a letter, in milli-em: an outline's reach, and a shadow's offset (y down)."""

    outline: MilliEm = 0.0
    shadow: tuple[MilliEm, MilliEm] = (0.0, 0.0)


PLAIN = Effects()


def run_of(
    face: Face, words: tuple[str, ...], clearance: MilliEm, effects: Effects = PLAIN, tracking: float = 0.0
) -> Run:
    """Return the run of a text, kept for the next frame that sets the same words."""
    key = (words, clearance, effects, tracking)
    found: Run | None = face.runs.get(key)
    if found is None:
        if len(face.runs) >= _RUNS_KEPT:
            face.runs.clear()
        found = face.runs[key] = Run(face, words, clearance, effects, tracking)
    return found


@dataclass(frozen=True)
class Word:
    """One word's glyphs from its own origin (font units), the edges of its ink, and its skyline."""

    glyphs: tuple[ShapedGlyph, ...]
    left: MilliEm
    right: MilliEm
    top: MilliEm
    bottom: MilliEm
    skyline: Skyline


class Run:
    """A shaped text. ``origins`` are the words' origins in font units."""

    def __init__(
        self, face: Face, words: Sequence[str], clearance: MilliEm, effects: Effects = PLAIN, tracking: float = 0.0
    ) -> None:
        self.face, self.k, self.texts = face, SLICES_PER_EM / face.units_per_em, tuple(words)
        self.radius = clearance + 2 * effects.outline
        pieces = _split_words(face, words, tracking * face.units_per_em)
        self.words = [
            _word_of(face, text, glyphs, self.radius, effects) for text, (_, glyphs) in zip(words, pieces, strict=True)
        ]
        self.origins = [origin for origin, _ in pieces]
        self.left = [origin * self.k + word.left for origin, word in zip(self.origins, self.words, strict=True)]
        self.right = [origin * self.k + word.right for origin, word in zip(self.origins, self.words, strict=True)]
        self.tops = [word.top for word in self.words]
        self.bottoms = [word.bottom for word in self.words]
        count = range(len(self.words))
        self.hangs = [(self._hang_of(i, opening=True), self._hang_of(i, opening=False)) for i in count]
        """How far each word's first and last mark reach beyond what the eye aligns."""
        self.choices: dict[Any, Any] = {}
        """What ``breaks`` keeps of these words from frame to frame."""
        self._lay()

    def _lay(self) -> None:
        starts = [round(o * self.k) + w.skyline.start for o, w in zip(self.origins, self.words, strict=True)]
        self.start = min(starts)
        size = max(s + len(w.skyline.upper) for s, w in zip(starts, self.words, strict=True)) - self.start
        self.reach = np.full(size, -NO_INK, dtype=np.int16)
        self.lower = np.full(size, NO_INK, dtype=np.int16)
        self._places = [
            slice(start - self.start, start - self.start + len(word.skyline.upper))
            for start, word in zip(starts, self.words, strict=True)
        ]
        for at, word in zip(self._places, self.words, strict=True):
            # Neighbours may reach into each other's white, never into their ink.
            reach, lower = self.reach[at], self.lower[at]
            np.maximum(reach, word.skyline.reach, out=reach)
            np.minimum(lower, word.skyline.lower, out=lower)

    @cached_property
    def upper(self) -> Heights:
        """The upper skyline without the clearance; wanted only where lines differ in size."""
        upper = np.full(len(self.reach), -NO_INK, dtype=np.int16)
        for at, word in zip(self._places, self.words, strict=True):
            np.maximum(upper[at], word.skyline.upper, out=upper[at])
        return upper

    def width(self, first: int, end: int) -> MilliEm:
        """Return the width of the ink of words ``first`` to ``end - 1`` on one line."""
        return self.right[end - 1] - self.left[first]

    def _hang_of(self, word: int, *, opening: bool) -> MilliEm:
        text, built = self.texts[word], self.words[word]
        if len(text) < 2 or text[0 if opening else -1] not in HANGING or len(built.glyphs) < 2:
            return 0.0
        mark, letter = built.glyphs[:2] if opening else (built.glyphs[-1], built.glyphs[-2])
        inner, outer = self.face.outline(letter.gid).bounds, self.face.outline(mark.gid).bounds
        if inner is None or outer is None:
            return 0.0
        side = 0 if opening else 2
        return HANGING_SHARE * self.k * abs(outer[side] + mark.x - inner[side] - letter.x)

    def piece(self, heights: Heights, first: int, end: int) -> tuple[int, Heights]:
        """Return the part of a skyline that belongs to a line, with the run's x of its first slice."""
        margin = math.ceil(self.radius) + 2
        start = max(self.start, math.floor(self.left[first]) - margin)
        stop = min(self.start + len(heights), math.ceil(self.right[end - 1]) + margin)
        return start, heights[start - self.start : stop - self.start]

    def shape_line(self, first: int, end: int) -> Shaped:
        """Return a line's glyphs from its own origin, in font units."""
        origin = self.origins[first]
        glyphs = tuple(
            ShapedGlyph(g.gid, g.x + self.origins[i] - origin, g.y)
            for i in range(first, end)
            for g in self.words[i].glyphs
        )
        k = self.k
        words = self.words[first:end]
        left, right = self.left[first] / k - origin, self.right[end - 1] / k - origin
        return Shaped(glyphs, right, left, min(w.bottom for w in words) / k, right, max(w.top for w in words) / k)


def _split_words(face: Face, words: Sequence[str], tracking: float) -> list[tuple[float, tuple[ShapedGlyph, ...]]]:
    """Shape the whole text and return each word's origin and its glyphs from there, in font units."""
    clusters = face.shape(" ".join(words))
    ends = list(accumulate(len(word) + 1 for word in words))
    pieces: list[tuple[float, tuple[ShapedGlyph, ...]]] = []
    glyphs: list[ShapedGlyph] = []
    index, origin = 0, 0.0
    for number, (cluster, gid, at, y) in enumerate(clusters):
        x = at + number * tracking
        if cluster >= ends[index]:
            pieces.append((origin, tuple(glyphs)))
            index, origin, glyphs = index + 1, x, []
        if cluster < ends[index] - 1:
            glyphs.append(ShapedGlyph(gid, x - origin, y))
    return [*pieces, (origin, tuple(glyphs))]


def _word_of(face: Face, text: str, glyphs: tuple[ShapedGlyph, ...], radius: float, effects: Effects) -> Word:
    key = (text, radius, effects)
    found = face.words.get(key)
    # A word may stand otherwise beside another one, or tracked: then it is built again.
    if not isinstance(found, Word) or found.glyphs != glyphs:
        if len(face.words) >= _WORDS_KEPT:
            face.words.clear()
        found = face.words[key] = _build(face, glyphs, radius, effects)
    return found


_WORDS_KEPT, _RUNS_KEPT = 4096, 256


def _build(face: Face, glyphs: tuple[ShapedGlyph, ...], radius: float, effects: Effects) -> Word:
    k = SLICES_PER_EM / face.units_per_em
    laid: list[tuple[int, Heights, Heights, float]] = []
    edges: list[tuple[float, float, float, float]] = []
    for glyph in glyphs:
        profile, bounds = _profile_of(face, glyph.gid), face.outline(glyph.gid).bounds
        if profile is None or bounds is None:
            continue
        x, y = glyph.x * k, glyph.y * k
        # A glyph between two slices may ink either.
        laid += [(profile[0] + at, profile[1], profile[2], y) for at in {math.floor(x), math.ceil(x)}]
        edges.append((bounds[0] * k + x, bounds[2] * k + x, bounds[3] * k + y, bounds[1] * k + y))
    if not laid:
        nothing = np.zeros(0, dtype=np.int16)
        return Word(glyphs, 0.0, 0.0, 0.0, 0.0, Skyline(0, nothing, nothing, nothing))
    upper, lower, start = _unite(laid)
    start, upper, lower = _add_shadow(start, upper, lower, effects)
    reach = grow_skyline(upper, radius)
    margin = (len(reach) - len(upper)) // 2
    skyline = Skyline(start - margin, _pad(upper, margin, -NO_INK), _pad(lower, margin, NO_INK), reach)
    o, (dx, dy) = effects.outline, effects.shadow
    left, right, top, bottom = zip(*edges, strict=True)
    return Word(
        glyphs,
        min(left) - o + min(0.0, dx),
        max(right) + o + max(0.0, dx),
        max(top) + o + max(0.0, -dy),
        min(bottom) - o - max(0.0, dy),
        skyline,
    )


def _profile_of(face: Face, gid: int) -> tuple[int, Heights, Heights] | None:
    if gid not in face.profiles:
        face.profiles[gid] = profile_of(face.outline(gid), face.units_per_em)
    profile: tuple[int, Heights, Heights] | None = face.profiles[gid]
    return profile


def _unite(laid: list[tuple[int, Heights, Heights, float]]) -> tuple[Heights, Heights, int]:
    start = min(at for at, *_ in laid)
    size = max(at + len(heights) for at, heights, _, _ in laid) - start
    upper = np.full(size, -NO_INK, dtype=np.int16)
    lower = np.full(size, NO_INK, dtype=np.int16)
    for at, high, low, y in laid:
        window = slice(at - start, at - start + len(high))
        np.maximum(upper[window], np.where(high > -NO_INK, high + math.ceil(y), high), out=upper[window])
        np.minimum(lower[window], np.where(low < NO_INK, low + math.floor(y), low), out=lower[window])
    return upper, lower, start


def _add_shadow(start: int, upper: Heights, lower: Heights, effects: Effects) -> tuple[int, Heights, Heights]:
    dx, dy = effects.shadow
    if not dx and not dy:
        return start, upper, lower
    low = np.where(lower < NO_INK, lower, NO_INK)
    shapes = [(start, upper, low, 0.0)]
    shapes += [(start + at, upper, low, -dy) for at in {math.floor(dx), math.ceil(dx)}]
    up, down, first = _unite(shapes)
    return first, up, down


def _pad(heights: Heights, margin: int, blank: int) -> Heights:
    return np.pad(heights, margin, constant_values=blank)
