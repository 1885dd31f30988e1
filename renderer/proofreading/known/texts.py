"""The texts of a catalogue, and how texts are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from string import Formatter
from typing import NamedTuple

from renderer.catalogue import Catalogue, Status
from renderer.proofreading.year_counts import find_counted_spans
from renderer.text import comparison_key

FINAL = frozenset(".!?…")
_ENDS = FINAL | frozenset(",;:")
_FIELDS = {"n": r"\d{1,3}", "year": r"\d{4}", "ordinal": "[IVXLC]+", "term": r"\d{4} - \d{4}"}
"""What may stand in the place of a template's field; a unit is one of the catalogue's."""


class Compared(NamedTuple):
    """A text as it is compared: its words as they are written, without regard to capitals, and without its counts.

    In ``counts`` the years of an anniversary or a term that add up are left blank: another year's text has the same;
    ``bare`` are the words before the signs at the end.
    """

    text: str
    shown: tuple[str, ...]
    words: tuple[str, ...]
    counts: tuple[str, ...]
    bare: tuple[str, ...]

    @staticmethod
    @lru_cache(maxsize=2_000)
    def of(given: str) -> Compared:
        """Prepare a text; remembered, as the reader of every catalogue holds mostly the same ones."""
        text = comparison_key(given)
        found = list(re.finditer(r"\w+(?:[/.-]\w+)*|[^\w\s]", text))
        shown = tuple(match[0] for match in found)
        words = tuple(word.casefold() for word in shown)
        spans = find_counted_spans(text)
        counted = [any(first <= match.start() < last for first, last in spans) for match in found]
        counts = tuple("" if c else word for c, word in zip(counted, words, strict=True))
        size = next((i + 1 for i in reversed(range(len(words))) if words[i] not in _ENDS), 0)
        return Compared(text, shown, words, counts, words[:size])


@dataclass(frozen=True)
class KnownTexts:
    """Issued texts by id, titles that may be quoted, texts that no longer stand or never did, and templates.

    ``refused``: a text, why it is refused, and the id of the issued text in its place. ``templates``: patterns of the
    texts that a template makes.
    """

    issued: dict[str, str]
    titles: tuple[str, ...] = ()
    refused: tuple[tuple[str, str, str], ...] = ()
    templates: tuple[re.Pattern[str], ...] = ()

    @staticmethod
    def of(catalogue: Catalogue) -> KnownTexts:
        """Gather what a catalogue says of its texts."""
        issued, slogans = catalogue.issued_texts, catalogue.slogans
        misprints = [(v, f"is a known misprint of {s.id}", s.id) for s in slogans for v in s.wrong_variants]
        replaced = [
            (s.text, f"is {s.id}, which is {s.status}; {right} stands in its place", right)
            for s in slogans
            if s.status is not Status.ISSUED
            for right in s.replaced_by[:1]
        ]
        corrected = [
            (s.text, f"is version {s.version} of {s.id}, which was corrected", s.id)
            for s in slogans
            if catalogue.newer(s) is not None
        ]
        refused = tuple(entry for entry in (*misprints, *replaced, *corrected) if entry[2] in issued)
        units = "|".join(re.escape(comparison_key(o.name)) for o in catalogue.organisations)
        templates = [s.template for s in slogans if s.template and s.status is not Status.REJECTED]
        titles = tuple(e.title for e in catalogue.events)
        return KnownTexts(issued, titles, refused, tuple(_pattern_of(t, units) for t in templates))

    @cached_property
    def compared(self) -> tuple[dict[str, Compared], list[Compared], list[tuple[Compared, str, str]]]:
        """Issued texts by id, whatever may be quoted, and refused texts, as they are compared."""
        issued = {key: Compared.of(value) for key, value in self.issued.items()}
        quotable = [*issued.values(), *(Compared.of(title) for title in self.titles)]
        return issued, quotable, [(Compared.of(text), why, right) for text, why, right in self.refused]


def _pattern_of(template: str, units: str) -> re.Pattern[str]:
    """Return what the filled texts of a template look like."""
    parts = []
    for literal, field, _, _ in Formatter().parse(comparison_key(template)):
        parts.append(re.escape(literal))
        parts.append(f"(?:{_FIELDS.get(field, units) or '(?!)'})" if field is not None else "")
    return re.compile("".join(parts), re.IGNORECASE)
