"""Tones placed in two ways in one text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from renderer.proofreading.reading import Reading
from renderer.proofreading.words import Word
from renderer.text import TextFinding, finding_at, split_tone


def find_mixed_tones(reading: Reading) -> Iterator[TextFinding]:
    """Warn of a text that writes hòa and hoá: only open oa, oe, uy may do either, and not after q."""
    seen: dict[str, Word] = {}
    for word in reading.read.words:
        style = tone_style_of(word.text)
        if style and style not in seen:
            seen[style] = word
    if len(seen) == 2:
        shown = " and ".join(repr(w.text) for w in seen.values())
        later = max(seen.values(), key=lambda w: w.start)
        message = f"places tones in two ways: {shown}"
        yield finding_at(reading.text, later.start, "mixed-tones", message, None, "warning")


def tone_style_of(word: str) -> str:
    """Return ``old`` for hòa, thủy, ``new`` for hoà, thuỷ, and nothing for a word that shows neither."""
    without, tone = split_tone(word)
    if not tone or tone == "??" or not without.endswith(("oa", "oe", "uy")) or without.endswith(("quy", "qua", "que")):
        return ""
    last = unicodedata.normalize("NFD", word[-1].lower())
    return "new" if tone in last else "old"
