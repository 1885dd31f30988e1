"""Slips in words: known phrases that a slip changed, and words that are no syllables."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.proofreading.near import find_near_misses
from renderer.proofreading.reading import Reading
from renderer.proofreading.strange import find_strange_words
from renderer.text import Severity, TextFinding, finding_at


def find_slips(reading: Reading) -> Iterator[TextFinding]:
    """Yield phrases that are almost known ones, and words that no syllable is where no such phrase holds them."""
    read, known = reading.read, reading.known
    missed = list(find_near_misses(read, known.phrases))
    for miss in missed:
        severity: Severity = "warning" if miss.doubted else "error"
        yield finding_at(read.text, miss.start, "near-phrase", miss.message, miss.suggestion, severity)
    yield from find_strange_words(read, known.phrases, known.allowed, missed)
