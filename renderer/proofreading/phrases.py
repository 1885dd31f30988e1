"""Slips in words: changed phrases, words that are no syllables, a word twice, tones placed in two ways."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from renderer.proofreading.known import KnownPhrases
from renderer.proofreading.near import near_misses
from renderer.proofreading.strange import Allowed, strange_words
from renderer.proofreading.words import Word, placed_alike, words_of
from renderer.text import TextFinding, found_at, split_tone

_TWICE = frozenset(
    (
        "đời người ngày nhà nơi luôn mãi xa rất dần đều hằng hàng từng lần ai đâu gì năm tháng giờ phút song vàng xanh "
        "đỏ trắng cao"
    ).split()
)
"""Words that are doubled on purpose: đời đời, người người, ngày ngày."""


def phrase_findings(text: str, known: KnownPhrases, allowed: Allowed) -> list[TextFinding]:
    """Return what is wrong with the words of a text, in the order of their places."""
    words = words_of(text)
    missed = list(near_misses(text, words, known))
    near = [found_at(text, miss.start, "near-phrase", miss.message, miss.suggestion) for miss in missed]
    strange = strange_words(text, words, known, allowed, missed)
    return sorted(
        [*near, *strange, *_doubled(text, words, known), *_mixed_tones(text, words)], key=lambda f: (f.line, f.column)
    )


def _doubled(text: str, words: list[Word], known: KnownPhrases) -> Iterator[TextFinding]:
    keys = tuple(placed_alike(word.text) for word in words)
    for i, (one, other) in enumerate(pairwise(words)):
        if one.text != other.text or text[one.end : other.start].strip(" ") or len(one.text) < 2 or one.text.isupper():
            continue
        if one.text.lower() not in _TWICE and not known.meant(keys, i, i + 2) and not _of_both(keys, i, known):
            yield found_at(text, other.start, "doubled-word", f"{one.text!r} is written twice", one.text, "warning")


def _of_both(keys: tuple[str, ...], i: int, known: KnownPhrases) -> bool:
    """Tell whether a word twice ends one known word and begins another: cụ thể thể thức."""
    before, after = " ".join(keys[max(0, i - 1) : i + 1]), " ".join(keys[i + 1 : i + 3])
    return {before, after} <= known.compounds


def _mixed_tones(text: str, words: list[Word]) -> Iterator[TextFinding]:
    """Warn of a text that writes hòa and hoá: only open oa, oe, uy may do either, and not after q."""
    seen: dict[str, Word] = {}
    for word in words:
        style = tone_style(word.text)
        if style and style not in seen:
            seen[style] = word
    if len(seen) == 2:
        shown = " and ".join(repr(w.text) for w in seen.values())
        later = max(seen.values(), key=lambda w: w.start)
        yield found_at(text, later.start, "mixed-tones", f"places tones in two ways: {shown}", None, "warning")


def tone_style(word: str) -> str:
    """Return ``old`` for hòa, thủy, ``new`` for hoà, thuỷ, and nothing for a word that shows neither."""
    without, tone = split_tone(word)
    if not tone or tone == "??" or not without.endswith(("oa", "oe", "uy")) or without.endswith(("quy", "qua", "que")):
        return ""
    last = unicodedata.normalize("NFD", word[-1].lower())
    return "new" if tone in last else "old"
