"""A text beside the issued ones: almost an issued slogan is none, and the difference is shown word by word."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from renderer.proofreading.known.texts import FINAL, Compared, KnownTexts
from renderer.proofreading.reading import Reading
from renderer.text import Severity, TextFinding, finding_at

_NEAR, _LEAST_WORDS = 0.75, 4
"""From which share of equal words on a text is meant to be another; shorter ones are alike by chance."""


def find_near_issued(reading: Reading) -> Iterator[TextFinding]:
    """Yield, line by line, the issued text that a line almost is, or that stands in the place of one it holds.

    A line that quotes an issued text or a title in full, with something around it, says what it says.
    """
    known, start = reading.known.texts, 0
    for raw in reading.text.split("\n"):
        line = Compared.of(raw)
        told = _find_refused(line, known) or _find_misquoted(line, known) or _find_almost(line, known)
        if told is not None:
            right = known.issued[told.right]
            yield finding_at(reading.text, start, told.kind, told.message, right, told.severity)
        start += len(raw) + 1


class _Told(NamedTuple):
    """What is wrong with a line, and the id of the issued text that is right."""

    kind: str
    message: str
    right: str
    severity: Severity = "error"


def _find_refused(line: Compared, known: KnownTexts) -> _Told | None:
    """Return a refused text that a line holds, unless it is part of an issued one there."""
    issued, _, refused = known.compared
    for wrong, why, right in refused:
        for i, end in _find_places(line.words, wrong.words):
            whole = any(
                first <= i and end <= last for t in issued.values() for first, last in _find_places(line.words, t.words)
            )
            if not whole:
                return _Told("refused-text", f"{why}: {show_difference(wrong, issued[right])}", right)
    return None


def _find_misquoted(line: Compared, known: KnownTexts) -> _Told | None:
    """Return an issued text that a line has word for word, under other capitals or with another sign at its end.

    Where one text was issued in several ways each of them is right; one in capitals says nothing of other capitals.
    """
    issued = known.compared[0]
    found = {key: part for key, text in issued.items() for part in _find_quotes(line, text)}
    longest = max((len(issued[key].bare) for key in found), default=0)
    whole = {key: part for key, part in found.items() if len(issued[key].bare) == longest}
    quoted = {k: p for k, p in whole.items() if _is_capitals(p) or not _is_capitals(issued[k].shown)} or whole
    if not quoted or any(_is_alike(part, issued[key].shown) for key, part in quoted.items()):
        return None
    key = min(quoted, key=lambda k: _count_differences(quoted[k], issued[k].shown))
    given = Compared.of(" ".join(quoted[key]))
    return _Told("near-issued", f"is not {key}, but almost: {show_difference(given, issued[key])}", key)


def _find_quotes(line: Compared, text: Compared) -> Iterator[tuple[str, ...]]:
    """Yield how a line writes an issued text, with the signs that follow it there."""
    if line.bare == text.bare:
        yield line.shown
    elif _is_most(text, line):
        for i, end in _find_places(line.words, text.words):
            twice = line.words[end : end + 1] if text.words[-1] in FINAL else ()
            yield line.shown[i : end + (1 if twice and twice[0] in FINAL else 0)]


def _is_alike(given: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Tell whether two texts are written alike; one in capitals says nothing of them, the first letter is free."""
    if tuple(map(str.casefold, given)) != tuple(map(str.casefold, wanted)):
        return False
    if _is_capitals(given) or _is_capitals(wanted):
        return True
    return given[0][1:] == wanted[0][1:] and given[1:] == wanted[1:]


def _is_capitals(words: tuple[str, ...]) -> bool:
    return " ".join(words).isupper()


def _count_differences(given: tuple[str, ...], wanted: tuple[str, ...]) -> int:
    return sum(a != b for a, b in zip(given, wanted, strict=False)) + abs(len(given) - len(wanted))


def _find_almost(line: Compared, known: KnownTexts) -> _Told | None:
    """Return the issued text that most words of a line are; a warning where only its years are others."""
    issued, quotable, _ = known.compared
    if len(line.words) < _LEAST_WORDS or any(pattern.fullmatch(line.text) for pattern in known.templates):
        return None
    if any(_is_most(quoted, line) and any(_find_places(line.words, quoted.words)) for quoted in quotable):
        return None
    if (other := _find_other_year(line, issued)) is not None:
        return other
    best = max(issued, key=lambda k: _compare(line.words, issued[k].words), default=None)
    if best is None or _compare(line.words, issued[best].words) < _NEAR:
        return None
    return _Told("near-issued", f"is not {best}, but almost: {show_difference(line, issued[best])}", best)


def _find_other_year(line: Compared, issued: dict[str, Compared]) -> _Told | None:
    """Return the issued text that a line says of another year: it may be meant, or last year's banner."""
    for key, text in issued.items():
        for i, end in _find_places(line.counts, text.counts) if _is_most(text, line) else ():
            pairs = zip(line.words[i:end], text.words, strict=True)
            changed = "; ".join(f"{given} -> {wanted}" for given, wanted in pairs if given != wanted)
            message = f"is not {key}, but another year's text, whose years add up: {changed}"
            return _Told("near-issued", message, key, "warning")
    return None


def _is_most(text: Compared, line: Compared) -> bool:
    """Tell whether a text is most of a line: a short title inside a long text is no quotation of the whole."""
    return len(text.words) >= max(_LEAST_WORDS, len(line.words) / 2)


def _find_places(words: tuple[str, ...], part: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield where some words stand among others."""
    size = len(part)
    starts = (i for i in range(len(words) - size + 1) if words[i] == part[0])
    return ((i, i + size) for i in starts if words[i : i + size] == part)


def _compare(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    if min(len(one), len(other)) < _NEAR * max(len(one), len(other)) * 0.8 or set(one).isdisjoint(other):
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _NEAR else 0.0


def show_difference(given: Compared, wanted: Compared) -> str:
    """Return what must change to make a text the wanted one: ``sáng tạo -> đột phá; with 'của'``.

    Where the words are the same their capitals are shown, and where not even they differ both texts are.
    """
    changes = _list_changes(given.words, wanted.words)
    if given.bare == wanted.bare and not (_is_capitals(given.shown) or _is_capitals(wanted.shown)):
        changes = _list_changes(given.shown, (given.shown[0], *wanted.shown[1:]))
    return changes or f"{given.text} -> {wanted.text}"


def _list_changes(words: tuple[str, ...], wanted: tuple[str, ...]) -> str:
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
