"""Anniversaries and terms whose years do not add up."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.proofreading.reading import Reading
from renderer.proofreading.year_counts import find_year_counts
from renderer.text import TextFinding


def find_wrong_counts(reading: Reading) -> Iterator[TextFinding]:
    """Yield the years of anniversaries and terms that do not add up; the message shows the sum."""
    for count in find_year_counts(reading.text):
        yield from count.faults
