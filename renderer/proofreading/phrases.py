"""Slips that leave correct syllables: a known phrase under other marks, a word twice, tones placed in two ways."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from renderer.text import TextFinding
from renderer.text.gate import found_at
from renderer.text.syllables import WORD, split_tone

_LONGEST = 6
"""Words of the longest phrase that is compared."""
_LEAST_LETTERS = 6
"""Shorter phrases without their marks are too often others ("ca nuoc": cả nước, ca nước)."""
_TWICE = frozenset(
    (
        "đời người ngày nhà nơi luôn mãi xa rất dần đều hằng hàng từng lần ai đâu gì năm tháng giờ phút song vàng xanh "
        "đỏ trắng cao"
    ).split()
)
"""Words that are doubled on purpose: đời đời, người người, ngày ngày."""


class _Word(NamedTuple):
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class KnownPhrases:
    """Phrases as they are written, by their words without marks; ``words`` are all words that stand in known texts."""

    by_bare: dict[tuple[str, ...], frozenset[str]] = field(repr=False)
    written: frozenset[str] = field(repr=False)

    @staticmethod
    def of(phrases: Iterable[str], texts: Iterable[str] = ()) -> KnownPhrases:
        """Gather phrases, and texts whose every run of words counts as written correctly."""
        by_bare: dict[tuple[str, ...], set[str]] = {}
        written: set[str] = set()
        for phrase in phrases:
            words = _folded(phrase)
            if 2 <= len(words) <= _LONGEST and sum(map(len, words)) >= _LEAST_LETTERS:
                by_bare.setdefault(tuple(bare(w) for w in words), set()).add(" ".join(words))
                written.add(" ".join(words))
        for text in texts:
            words = _folded(text)
            for size in range(2, _LONGEST + 1):
                written |= {" ".join(words[i : i + size]) for i in range(len(words) - size + 1)}
        return KnownPhrases({key: frozenset(value) for key, value in by_bare.items()}, frozenset(written))


def bare(word: str) -> str:
    """Return a word without any mark, in small letters: ``Đảng`` becomes ``dang``."""
    plain = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def placed_alike(word: str) -> str:
    """Return a word with its tone at the end, so that hoà and hòa compare equal."""
    without, tone = split_tone(word)
    return without + tone


def _folded(text: str) -> list[str]:
    return [placed_alike(w) for w in WORD.findall(unicodedata.normalize("NFC", text))]


def phrase_findings(text: str, known: KnownPhrases) -> list[TextFinding]:
    """Return near-misses of known phrases, doubled words, and mixed tone placement, in the order of their places."""
    found = [*_near_misses(text, known), *_doubled(text), *_mixed_tones(text)]
    return sorted(found, key=lambda f: (f.line, f.column))


def _words(text: str) -> list[_Word]:
    return [_Word(m[0], m.start(), m.end()) for m in WORD.finditer(text)]


def _near_misses(text: str, known: KnownPhrases) -> Iterator[TextFinding]:
    words = _words(text)
    taken = -1
    for i in range(len(words)):
        for size in range(min(_LONGEST, len(words) - i), 1, -1):
            run = words[i : i + size]
            if run[0].start < taken or not _joined(text, run):
                continue
            right = known.by_bare.get(tuple(bare(w.text) for w in run))
            given = " ".join(placed_alike(w.text) for w in run)
            if right is None or given in right:
                if right is not None:
                    taken = run[-1].end
                    break
                continue
            if given in known.written or _known_around(words, i, size, known):
                continue
            shown = text[run[0].start : run[-1].end]
            best = sorted(right)[0]
            suggestion = _as_written(best, run)
            yield found_at(
                text, run[0].start, "near-phrase", f"{shown!r} is one mark away from a known phrase", suggestion
            )
            taken = run[-1].end
            break


def _joined(text: str, run: list[_Word]) -> bool:
    """Tell whether only spaces stand between the words of a run."""
    return all(not text[a.end : b.start].strip() for a, b in pairwise(run))


def _known_around(words: list[_Word], i: int, size: int, known: KnownPhrases) -> bool:
    """Tell whether a longer known run holds these words: it is what the writer meant."""
    for first in range(max(0, i - 2), i + 1):
        for last in range(i + size, min(len(words), i + size + 2) + 1):
            if last - first > size and " ".join(placed_alike(w.text) for w in words[first:last]) in known.written:
                return True
    return False


def _as_written(folded: str, run: list[_Word]) -> str:
    """Return a known phrase with the tone on its letter again, in the case of the run."""
    out = []
    for word, given in zip(folded.split(" "), run, strict=True):
        base, tone = (word[:-1], word[-1]) if unicodedata.combining(word[-1]) else (word, "")
        shown = _with_tone(base, tone)
        out.append(shown.upper() if given.text.isupper() else shown.capitalize() if given.text[0].isupper() else shown)
    return " ".join(out)


def _with_tone(base: str, tone: str) -> str:
    """Return a syllable with its tone mark in the traditional place (hòa, thủy; a coda draws it to the last vowel)."""
    if not tone:
        return base
    vowels = [i for i, c in enumerate(base) if bare(c) in "aeiouy"]
    if base.startswith(("qu", "gi")) and len(vowels) > 1:
        vowels = vowels[1:]
    marked = [i for i in vowels if base[i] in "ăâêôơư"]
    if marked:
        at = marked[-1]
    elif len(vowels) == 1 or (vowels[-1] == len(base) - 1 and len(vowels) == 2):
        at = vowels[0]
    else:
        at = vowels[-1] if vowels[-1] != len(base) - 1 else vowels[1 if len(vowels) > 2 else 0]
    return unicodedata.normalize("NFC", base[: at + 1] + tone + base[at + 1 :])


def _doubled(text: str) -> Iterator[TextFinding]:
    words = _words(text)
    for one, other in pairwise(words):
        between = text[one.end : other.start]
        if one.text == other.text and between.strip(" ") == "" and not one.text.isupper():
            if one.text.lower() in _TWICE or len(one.text) < 2:
                continue
            message = f"{one.text!r} is written twice"
            yield found_at(text, other.start, "doubled-word", message, one.text, "warning")


def _mixed_tones(text: str) -> Iterator[TextFinding]:
    """Warn of a text that writes hòa and hoá: only open oa, oe, uy may do either, and not after q."""
    seen: dict[str, _Word] = {}
    for word in _words(text):
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
