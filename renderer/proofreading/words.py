"""Words of a text and their spelling: without marks, with the tone at the end, one letter apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from renderer.text import WORD, split_tone

_FOOTNOTES = "¹²³ªº"


class Word(NamedTuple):
    """A run of letters and where it stands in its text."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """Return the words of a text; the sign of a footnote is no letter."""
    found = ((m[0].rstrip(_FOOTNOTES), m.start()) for m in WORD.finditer(text))
    return [Word(word, start, start + len(word)) for word, start in found if word]


def find_run_ends(text: str, words: list[Word]) -> list[int]:
    """Return for every word the index after the last one that only spaces and line ends part from it."""
    ends = [len(words)] * len(words)
    for i in range(len(words) - 2, -1, -1):
        between = text[words[i].end : words[i + 1].start]
        ends[i] = i + 1 if between.strip() else ends[i + 1]
    return ends


class ReadText(NamedTuple):
    """A text, its words, the same words folded, and where each of these stands."""

    text: str
    words: list[Word]
    keys: tuple[str, ...]
    places: dict[str, list[int]]

    @staticmethod
    def of(text: str) -> ReadText:
        """Split a text into its words."""
        words = words_of(text)
        keys = tuple(fold_word(word.text) for word in words)
        places: dict[str, list[int]] = {}
        for i, key in enumerate(keys):
            places.setdefault(key, []).append(i)
        return ReadText(text, words, keys, places)

    def find(self, name: tuple[str, ...]) -> Iterator[int]:
        """Yield the places of a run of folded words; an empty one stands for any."""
        for i in self.places.get(name[0], ()):
            here = self.keys[i : i + len(name)]
            if len(here) == len(name) and all(w in ("", key) for key, w in zip(here, name, strict=True)):
                yield i


@lru_cache(maxsize=20_000)
def strip_marks(word: str) -> str:
    """Return a word without any mark, in small letters: ``Đảng`` becomes ``dang``."""
    plain = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return "".join(c for c in plain if not unicodedata.combining(c))


@lru_cache(maxsize=20_000)
def fold_word(word: str) -> str:
    """Return a word in small letters with its tone at the end, so that hoà and hòa compare equal."""
    without, tone = split_tone(word)
    return without + tone


def fold_words(text: str) -> list[str]:
    """Return the words of a text as they are compared."""
    return [fold_word(w) for w in WORD.findall(unicodedata.normalize("NFC", text))]


def spell(word: str) -> str:
    """Return a folded word with its tone on its letter, in the traditional place (hòa, thủy)."""
    base, tone = (word[:-1], word[-1]) if unicodedata.combining(word[-1]) else (word, "")
    return _add_tone(base, tone) if tone else base


def _add_tone(base: str, tone: str) -> str:
    vowels = [i for i, c in enumerate(base) if strip_marks(c) in "aeiouy"]
    if base.startswith(("qu", "gi")) and len(vowels) > 1:
        vowels = vowels[1:]
    marked = [i for i in vowels if base[i] in "ăâêôơư"]
    if not vowels:
        at = len(base) - 1
    elif marked:
        at = marked[-1]
    elif len(vowels) == 1 or (vowels[-1] == len(base) - 1 and len(vowels) == 2):
        at = vowels[0]
    else:  # a coda draws the tone to the last vowel
        at = vowels[-1] if vowels[-1] != len(base) - 1 else vowels[1]
    return unicodedata.normalize("NFC", base[: at + 1] + tone + base[at + 1 :])


def match_case(word: str, given: str) -> str:
    """Return a word in the case in which another one is written."""
    return word.upper() if given.isupper() and len(given) > 1 else word.capitalize() if given[0].isupper() else word


def as_written(words: tuple[str, ...], run: list[Word]) -> str:
    """Return folded words as the run of a text would write them."""
    shown = [spell(word) for word in words]
    return " ".join(match_case(word, given.text) for word, given in zip(shown, run, strict=True))


@lru_cache(maxsize=20_000)
def is_one_letter_apart(one: str, other: str) -> bool:
    """Tell whether folded words differ by one letter: changed, missing, added, or two of them exchanged.

    A letter counts with its marks; with the tone at the end or on its letter, whichever is nearer.
    """
    return _is_one_edit(one, other) or _is_one_edit(spell(one), spell(other))


def _is_one_edit(one: str, other: str) -> bool:
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, wanted = one[at:], other[at:]
    swapped = len(rest) > 1 and rest[1] + rest[0] + rest[2:] == wanted
    return swapped or rest[1:] == wanted[1:] or rest[1:] == wanted or rest == wanted[1:]
