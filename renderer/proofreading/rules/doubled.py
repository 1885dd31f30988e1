"""Words written twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from renderer.proofreading.known.phrases import KnownPhrases, Words
from renderer.proofreading.reading import Reading
from renderer.text import TextFinding, finding_at

_TWICE = frozenset(
    (
        "đời người ngày nhà nơi luôn mãi xa rất dần đều hằng hàng từng lần ai đâu gì năm tháng giờ phút song vàng xanh "
        "đỏ trắng cao ngành"
    ).split()
)
"""Words that are doubled on purpose: đời đời, người người, ngành ngành."""


def find_doubled_words(reading: Reading) -> Iterator[TextFinding]:
    """Warn of words that stand twice in a row, unless Vietnamese doubles them or known texts do."""
    text, known, keys = reading.text, reading.known.phrases, reading.read.keys
    for i, (one, other) in enumerate(pairwise(reading.read.words)):
        if one.text != other.text or text[one.end : other.start].strip(" ") or len(one.text) < 2 or one.text.isupper():
            continue
        if (
            one.text.lower() not in _TWICE
            and not known.is_meant(keys, i, i + 2)
            and not _belongs_to_both(keys, i, known)
        ):
            yield finding_at(text, other.start, "doubled-word", f"{one.text!r} is written twice", one.text, "warning")


def _belongs_to_both(keys: Words, i: int, known: KnownPhrases) -> bool:
    """Tell whether a word twice ends one known word and begins another: cụ thể thể thức."""
    before, after = " ".join(keys[max(0, i - 1) : i + 1]), " ".join(keys[i + 1 : i + 3])
    return {before, after} <= known.compounds
