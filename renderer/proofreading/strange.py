"""Words that are no Vietnamese syllables: slips of the keyboard, unless they are names, loan words or abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from renderer.proofreading.known.files import Allowed
from renderer.proofreading.known.phrases import KnownPhrases
from renderer.proofreading.near import Miss
from renderer.proofreading.words import ReadText, Word, is_one_letter_apart, match_case, spell, strip_marks
from renderer.text import TextFinding, finding_at, is_syllable

_ADDRESS = re.compile(
    r"\S+@\S+|(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|gov|edu|info)\b(?:/\S*)?"
)
_ROMAN = re.compile(r"[IVXLCDM]+|[ivx]+")
_MIXED = re.compile(r"[A-ZĐ]{2,}[a-z]{1,2}")
"""KOLs, TTg"""
_TELEX = {"dd": "đ", "aa": "â", "ee": "ê", "oo": "ô", "aw": "ă", "uow": "ươ", "ow": "ơ", "uw": "ư", "w": "ư"}
_TELEX_TONES = dict(zip("sfrxj", "\u0301\u0300\u0309\u0303\u0323", strict=True))


def find_strange_words(
    read: ReadText, known: KnownPhrases, allowed: Allowed, told: list[Miss]
) -> Iterator[TextFinding]:
    """Yield the words that no rule of Vietnamese spelling allows; what a near phrase already names is left out.

    An error where one known word is near or the word is in small letters; a name is only warned about.
    """
    text, words = read.text, read.words
    may_stand = frozenset(word.casefold() for word in allowed.names | allowed.loans)
    skipped = [m.span() for m in _ADDRESS.finditer(text)] + [(miss.start, miss.end) for miss in told]
    for i, word in enumerate(words):
        if _is_fine(word, text, may_stand, allowed.abbreviations) or _is_inside(word, skipped):
            continue
        near = _find_near(read, i, known)
        if not near and word.text.isascii() and word.text.istitle():
            continue  # a foreign name
        sure = bool(near) or word.text[0].islower()
        best = match_case(spell(near[0]), word.text) if len(near) == 1 else None
        message = f"{word.text!r} is no Vietnamese syllable"
        yield finding_at(text, word.start, "no-syllable", message, best, "error" if sure else "warning")


def _is_fine(word: Word, text: str, may_stand: frozenset[str], abbreviations: frozenset[str]) -> bool:
    written = word.text
    if len(written) < 2 or is_syllable(written) or written.casefold() in may_stand:
        return True
    beside = text[word.start - 1 : word.start] + text[word.end : word.end + 1]
    if any(c.isdigit() or c == "_" for c in beside):
        return True
    if written in abbreviations or _MIXED.fullmatch(written) or _ROMAN.fullmatch(written):
        return True
    if written.isupper():
        return _is_consonants(written) or not _shouts(word, text)
    return len(written) == 2 and _is_consonants(written)  # "tr. 12", "đc"


def _is_consonants(word: str) -> bool:
    return not set(strip_marks(word)) & set("aeiouy")


def _shouts(word: Word, text: str) -> bool:
    """Tell whether a word stands in a line without small letters: there capitals make no abbreviation."""
    first, last = text.rfind("\n", 0, word.start) + 1, text.find("\n", word.end)
    line = text[first : last if last >= 0 else len(text)]
    return line.upper() == line and len(line.split()) > 1


def _is_inside(word: Word, spans: list[tuple[int, int]]) -> bool:
    return any(start <= word.start < end for start, end in spans)


def _find_near(read: ReadText, i: int, known: KnownPhrases) -> list[str]:
    """Return what a word may have been: what its keys mean in Telex, else the known words that are a letter away.

    Those that the words beside it ask for come alone.
    """
    keys, folded = read.keys, read.keys[i]
    if typed := _read_telex(folded):
        return [typed]
    before, after = keys[max(0, i - 1)], keys[min(i + 1, len(keys) - 1)]
    near = sorted(right for right in known.words if is_one_letter_apart(folded, right))
    asked = [right for right in near if {f"{before} {right}", f"{right} {after}"} & known.compounds]
    return asked or near


def _read_telex(word: str) -> str:
    """Return the syllable, folded, that these keys make in Telex, or nothing: ``nhieetj`` is ``nhiệt``."""
    if not word.isascii():
        return ""
    keyed = re.fullmatch(r"(.[^sfrxj]*[aeiouy][^sfrxj]*)([sfrxj])([^sfrxj]*)", word)
    plain, tone = (keyed[1] + keyed[3], _TELEX_TONES[keyed[2]]) if keyed else (word, "")
    for keys, letter in _TELEX.items():
        plain = plain.replace(keys, letter)
    return plain + tone if not plain.isascii() and is_syllable(spell(plain + tone)) else ""
