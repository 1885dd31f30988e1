"""Break marks proposed for a new text: lexicon and rules, and the words of a segmenter where one is installed.

A proposal is for a person to confirm when the text enters the catalogue; nothing here runs while a sign is made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from renderer.text import Tier, format_marks
from renderer.vietnamese.breaks import Lexicon, wording_of

Segmenter = Callable[[str], Iterable[str]]
"""Returns the words of a text, each of one or more syllables parted by spaces."""


def load_segmenter() -> Segmenter | None:
    """Return underthesea's word segmenter (offline, its model comes with it), or None where it is not installed."""
    try:
        from underthesea import word_tokenize
    except ImportError:
        return None
    segment: Segmenter = word_tokenize
    return segment


def propose_marks(text: str, lexicon: Lexicon, segment: Segmenter | None = None) -> str:
    """Return ``text`` with proposed break marks.

    The lexicon and the rules come first; a segmenter only joins syllables at gaps that are plain to them, because
    it errs around names and punctuation. A gap that a line must not end at is joined.
    """
    wording = wording_of(text, lexicon)
    joined = _find_joined_gaps(text, segment) if segment else frozenset()
    tiers = [
        Tier.NEVER if gap.tier is Tier.BAD or (gap.tier is Tier.PLAIN and index in joined) else gap.tier
        for index, gap in enumerate(wording.gaps)
    ]
    return format_marks(wording.words, tiers)


def _find_joined_gaps(text: str, segment: Segmenter) -> frozenset[int]:
    """Return the gaps, by index, that lie inside a word of the segmenter."""
    letters = _letters_of(text)
    gap_at = {}
    seen = 0
    for index, word in enumerate(text.split(" ")[:-1]):
        seen += len(_letters_of(word))
        gap_at[seen] = index
    joined, at = set(), 0
    for token in segment(text):
        inside = at
        for syllable in token.split()[:-1]:
            inside += len(_letters_of(syllable))
            if inside in gap_at:
                joined.add(gap_at[inside])
        at += len(_letters_of(token))
    # A segmenter that dropped or changed letters cannot be laid over the text.
    return frozenset(joined) if at == len(letters) else frozenset()


def _letters_of(text: str) -> str:
    return re.sub(r"\W", "", text)
