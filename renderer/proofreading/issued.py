"""A text beside the issued ones: almost an issued slogan is none, and the difference is shown word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from string import Formatter
from typing import NamedTuple

from renderer.catalogue import Catalogue, Status
from renderer.proofreading.dates import counted_spans
from renderer.text import Severity, TextFinding, comparison_key, found_at

_NEAR, _LEAST_WORDS = 0.75, 4
"""From which share of equal words on a text is meant to be another; shorter ones are alike by chance."""
_FINAL = frozenset(".!?…")
_ENDS = _FINAL | frozenset(",;:")
_FIELDS = {"n": r"\d{1,3}", "year": r"\d{4}", "ordinal": "[IVXLC]+", "term": r"\d{4} - \d{4}"}
"""What may stand in the place of a template's field; a unit is one of the catalogue's."""


class Compared(NamedTuple):
    """A text as it is compared: its words as they are written, without regard to capitals, and without its counts.

    In ``counts`` the years of an anniversary or a term that add up are left blank: another year's text has the same.
    """

    text: str
    shown: tuple[str, ...]
    words: tuple[str, ...]
    counts: tuple[str, ...]

    @staticmethod
    def of(given: str) -> Compared:
        text = comparison_key(given)
        found = list(re.finditer(r"\w+(?:[/.-]\w+)*|[^\w\s]", text))
        shown = tuple(match[0] for match in found)
        words = tuple(word.casefold() for word in shown)
        spans = counted_spans(text)
        counted = [any(first <= match.start() < last for first, last in spans) for match in found]
        return Compared(text, shown, words, tuple("" if c else word for c, word in zip(counted, words, strict=True)))

    @property
    def bare(self) -> tuple[str, ...]:
        """The words before the signs at the end."""
        size = next((i + 1 for i in reversed(range(len(self.words))) if self.words[i] not in _ENDS), 0)
        return self.words[:size]


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
        return KnownTexts(issued, titles, refused, tuple(_pattern(t, units) for t in templates))

    @cached_property
    def compared(self) -> tuple[dict[str, Compared], list[Compared], list[tuple[Compared, str, str]]]:
        """Issued texts by id, whatever may be quoted, and refused texts, as they are compared."""
        issued = {key: Compared.of(value) for key, value in self.issued.items()}
        quotable = [*issued.values(), *(Compared.of(title) for title in self.titles)]
        return issued, quotable, [(Compared.of(text), why, right) for text, why, right in self.refused]


def _pattern(template: str, units: str) -> re.Pattern[str]:
    """Return what the filled texts of a template look like."""
    parts = []
    for literal, field, _, _ in Formatter().parse(comparison_key(template)):
        parts.append(re.escape(literal))
        parts.append(f"(?:{_FIELDS.get(field, units) or '(?!)'})" if field is not None else "")
    return re.compile("".join(parts), re.IGNORECASE)


def issued_findings(text: str, known: KnownTexts) -> list[TextFinding]:
    """Return, line by line, the issued text that a line almost is, or that stands in the place of one it holds.

    A line that quotes an issued text or a title in full, with something around it, says what it says.
    """
    found: list[TextFinding] = []
    start = 0
    for raw in text.split("\n"):
        line = Compared.of(raw)
        told = _refused(line, known) or _misquoted(line, known) or _almost(line, known)
        if told is not None:
            found.append(found_at(text, start, told.kind, told.message, known.issued[told.right], told.severity))
        start += len(raw) + 1
    return found


class _Told(NamedTuple):
    """What is wrong with a line, and the id of the issued text that is right."""

    kind: str
    message: str
    right: str
    severity: Severity = "error"


def _refused(line: Compared, known: KnownTexts) -> _Told | None:
    """Return a refused text that a line holds, unless it is part of an issued one there."""
    issued, _, refused = known.compared
    for wrong, why, right in refused:
        for i, end in _places(line.words, wrong.words):
            whole = any(
                first <= i and end <= last for t in issued.values() for first, last in _places(line.words, t.words)
            )
            if not whole:
                return _Told("refused-text", f"{why}: {difference(wrong, issued[right])}", right)
    return None


def _misquoted(line: Compared, known: KnownTexts) -> _Told | None:
    """Return an issued text that a line has word for word, under other capitals or with another sign at its end.

    Where one text was issued in several ways each of them is right; one in capitals says nothing of other capitals.
    """
    issued = known.compared[0]
    found = {key: part for key, text in issued.items() for part in _quoted(line, text)}
    longest = max((len(issued[key].bare) for key in found), default=0)
    whole = {key: part for key, part in found.items() if len(issued[key].bare) == longest}
    quoted = {k: p for k, p in whole.items() if _capitals(p) or not _capitals(issued[k].shown)} or whole
    if not quoted or any(_alike(part, issued[key].shown) for key, part in quoted.items()):
        return None
    key = min(quoted, key=lambda k: _distance(quoted[k], issued[k].shown))
    given = Compared.of(" ".join(quoted[key]))
    return _Told("near-issued", f"is not {key}, but almost: {difference(given, issued[key])}", key)


def _quoted(line: Compared, text: Compared) -> Iterator[tuple[str, ...]]:
    """Yield how a line writes an issued text, with the signs that follow it there."""
    if line.bare == text.bare:
        yield line.shown
    elif _is_most(text, line):
        for i, end in _places(line.words, text.words):
            twice = line.words[end : end + 1] if text.words[-1] in _FINAL else ()
            yield line.shown[i : end + (1 if twice and twice[0] in _FINAL else 0)]


def _alike(given: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Tell whether two texts are written alike; one in capitals says nothing of them, the first letter is free."""
    if tuple(map(str.casefold, given)) != tuple(map(str.casefold, wanted)):
        return False
    if _capitals(given) or _capitals(wanted):
        return True
    return given[0][1:] == wanted[0][1:] and given[1:] == wanted[1:]


def _capitals(words: tuple[str, ...]) -> bool:
    return " ".join(words).isupper()


def _distance(given: tuple[str, ...], wanted: tuple[str, ...]) -> int:
    return sum(a != b for a, b in zip(given, wanted, strict=False)) + abs(len(given) - len(wanted))


def _almost(line: Compared, known: KnownTexts) -> _Told | None:
    """Return the issued text that most words of a line are; a warning where only its years are others."""
    issued, quotable, _ = known.compared
    if len(line.words) < _LEAST_WORDS or any(pattern.fullmatch(line.text) for pattern in known.templates):
        return None
    if any(_is_most(quoted, line) and any(_places(line.words, quoted.words)) for quoted in quotable):
        return None
    if (other := _other_year(line, issued)) is not None:
        return other
    best = max(issued, key=lambda k: _ratio(line.words, issued[k].words), default=None)
    if best is None or _ratio(line.words, issued[best].words) < _NEAR:
        return None
    return _Told("near-issued", f"is not {best}, but almost: {difference(line, issued[best])}", best)


def _other_year(line: Compared, issued: dict[str, Compared]) -> _Told | None:
    """Return the issued text that a line says of another year: it may be meant, or last year's banner."""
    for key, text in issued.items():
        for i, end in _places(line.counts, text.counts) if _is_most(text, line) else ():
            pairs = zip(line.words[i:end], text.words, strict=True)
            changed = "; ".join(f"{given} -> {wanted}" for given, wanted in pairs if given != wanted)
            message = f"is not {key}, but another year's text, whose years add up: {changed}"
            return _Told("near-issued", message, key, "warning")
    return None


def _is_most(text: Compared, line: Compared) -> bool:
    """Tell whether a text is most of a line: a short title inside a long text is no quotation of the whole."""
    return len(text.words) >= max(_LEAST_WORDS, len(line.words) / 2)


def _places(words: tuple[str, ...], part: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield where some words stand among others."""
    size = len(part)
    starts = (i for i in range(len(words) - size + 1) if words[i] == part[0])
    return ((i, i + size) for i in starts if words[i : i + size] == part)


def _ratio(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    if min(len(one), len(other)) < _NEAR * max(len(one), len(other)) * 0.8 or set(one).isdisjoint(other):
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _NEAR else 0.0


def difference(given: Compared, wanted: Compared) -> str:
    """Return what must change to make a text the wanted one: ``sáng tạo -> đột phá; with 'của'``.

    Where the words are the same their capitals are shown, and where not even they differ both texts are.
    """
    changes = _changes(given.words, wanted.words)
    if given.bare == wanted.bare and not (_capitals(given.shown) or _capitals(wanted.shown)):
        changes = _changes(given.shown, (given.shown[0], *wanted.shown[1:]))
    return changes or f"{given.text} -> {wanted.text}"


def _changes(words: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    parts = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, words, wanted, autojunk=False).get_opcodes():
        gone, come = " ".join(words[i1:i2]), " ".join(wanted[j1:j2])
        if kind == "replace":
            parts.append(f"{gone} -> {come}")
        elif kind == "delete":
            parts.append(f"without {gone!r}")
        elif kind == "insert":
            parts.append(f"with {come!r}")
    return "; ".join(parts)
