"""The events of a catalogue by what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from renderer.catalogue import Event, Status
from renderer.proofreading.words import fold_words
from renderer.text import value_of_roman

_COUNTED = re.compile(r"(?P<before>.+\s(?:lần thứ|khóa))\s+(?P<number>[IVX]+)\b(?P<after>[^()]*)")
_YEARS = re.compile(r"\d+ năm\s+")
_SHORT = {"đại hội đại biểu toàn quốc lần thứ": ("đại hội", "đại hội lần thứ")}
"""How a counted event is called for short; what follows the number stays ("của Đảng")."""
_ANY: tuple[str, ...] = ("",)


@dataclass(frozen=True)
class KnownEvents:
    """The events of a catalogue by what they are called; counted ones ("lần thứ XIV") by name without the number."""

    named: tuple[tuple[tuple[str, ...], Event], ...]
    counted: dict[tuple[str, ...], tuple[tuple[int, Event], ...]]

    @staticmethod
    def of(events: Iterable[Event]) -> KnownEvents:
        """Gather events; a superseded one is known by its dates, a draft only where it is an anniversary."""
        kept = [e for e in events if e.status is not Status.REJECTED and (e.status is not Status.DRAFT or e.since)]
        named = [(tuple(fold_words(_YEARS.sub("", e.title))), e) for e in kept if not _COUNTED.match(e.title)]
        series = sorted((entry for e in kept for entry in _series_of(e)), key=lambda entry: entry[0])
        counted = {key: tuple((n, e) for _, n, e in group) for key, group in groupby(series, key=lambda s: s[0])}
        return KnownEvents(tuple(named), counted)


def _series_of(event: Event) -> Iterator[tuple[tuple[str, ...], int, Event]]:
    match = _COUNTED.match(event.title)
    if match is None:
        return
    before, after = match["before"], match["after"]
    if "khóa" in before:
        after = ""  # a long title is cut after its number
    for name in (before, *_SHORT.get(before.lower(), ())):
        yield (*fold_words(name), *_ANY, *fold_words(after)), value_of_roman(match["number"]), event
