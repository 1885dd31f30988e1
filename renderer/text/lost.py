"""Letters that were lost: a question mark, an underscore or a box stands where a program knew no letter.

Which letter it was is offered only where it can be known: from known phrases around the word, or because one word alone
fits. Else the words that it may have been are named, the most frequent first, and a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from renderer.text.odd import Odd
from renderer.text.syllables import is_syllable

PLACEHOLDERS = frozenset("?_\ufffd¿□▯▢■▮\ufffc\u2800\x1a")
"""What programs put for a letter that they could not write."""
_INNER = "*#=^~|%$+"
"""Signs that may stand beside a word, and not inside one."""
_SIGNS = PLACEHOLDERS | frozenset(_INNER)
_LETTER = r"[^\W\d_]"
_CLASS = re.escape("".join(sorted(PLACEHOLDERS)))
_WORD = re.compile(rf"(?:{_LETTER}|[{_CLASS}]|(?<={_LETTER})[{re.escape(_INNER)}](?={_LETTER}))+")
_LETTERS = "aàáãảạăằắẵẳặâầấẫẩậbcdđeèéẽẻẹêềếễểệghiìíĩỉịklmnoòóõỏọôồốỗổộơờớỡởợpqrstuùúũủụưừứữửựvxyỳýỹỷỵ"
MOST_FINDINGS = 100
"""So many places of one line are told: a file that is no text is not told letter by letter."""
_MOST_OFFERS, _MOST_SHOWN, _LONGEST_WORD = 12, 6, 12
_FILE = Path(__file__).parent / "common_words.txt"


class _Damaged(NamedTuple):
    """A word with a placeholder: its place, its letters, and a pattern that fits what it may have been."""

    at: int
    text: str

    @property
    def pattern(self) -> str:
        return pattern_of(self.text)


def pattern_of(word: str) -> str:
    """Return a pattern, in small letters, of what a damaged word may have been; a run of signs is one letter or more.

    A letter of UTF-8 has up to three bytes, and a program may have put a sign for each.
    """
    pieces = re.findall(rf"{_LETTER}+|[^\w]+|_+", word.lower())
    return "".join(p if p[0].isalpha() else f"{_LETTER}{{1,{len(p)}}}" for p in pieces)


def find_lost_letters(line: str, phrases: Collection[str] = ()) -> Iterator[Odd]:
    """Yield the words of a line in which a letter was lost, with what they may have been."""
    for number, word in enumerate(islice(_find_damaged(line), MOST_FINDINGS)):
        offers = _find_offers(line, word, phrases) if number < _MOST_OFFERS else []
        best = offers[0] if len(offers) == 1 else None
        shown = f": it may be {', '.join(offers[:_MOST_SHOWN])}" if offers else ""
        lettered = any(c.isalpha() for c in word.text)
        what = "has lost a letter" if lettered else "stands where something was lost"
        yield Odd(word.at, word.text, f"{word.text[:60]!r} {what}{shown}", best, "lost-letter")


def _find_damaged(line: str) -> Iterator[_Damaged]:
    inside = [m for m in _WORD.finditer(line) if _is_damaged(m[0])]
    several = any(_holds_inner(m[0]) for m in inside)
    for match in inside:
        bare = match[0].rstrip("?")
        if not _holds_inner(match[0]) and _is_question(line, match, bare, several=several):
            continue
        yield _Damaged(match.start(), match[0])


def _is_damaged(word: str) -> bool:
    return not _SIGNS.isdisjoint(word) and word.strip("_") != ""


def _holds_inner(word: str) -> bool:
    """Tell whether a sign stands before a letter of the word, or any but a question mark at its end."""
    return not _SIGNS.isdisjoint(word.rstrip("?"))


def _is_question(line: str, match: re.Match[str], bare: str, *, several: bool) -> bool:
    """Tell whether the question marks at the end of a word, or alone, ask: nothing then goes on in small letters."""
    after = line[match.end() : match.end() + 8].lstrip()
    goes_on = after[:1].islower() or (not bare and after[:1].isalpha())
    if goes_on or several:
        return False
    if after[:1].isalnum() and line[:_LOOK].isupper():
        # In capitals nothing shows whether a sentence ends: what asks does, and a word that takes no further letter.
        return bare.lower() in _ASKING or (is_syllable(bare.lower()) and not _find_syllables(match[0]))
    known = not bare or len(bare) > 3 or is_syllable(bare)
    return known or not (bare.islower() or after[:1].isalpha())


_LOOK = 500
_ASKING = frozenset("chưa không gì nào sao ai đâu à nhỉ hả chăng mấy giờ thế chứ vậy ư".split())
"""Words at the end of a question."""


# -- what it was ----------------------------------------------------------------------------------


def _find_offers(line: str, word: _Damaged, phrases: Collection[str]) -> list[str]:
    if len(word.text) > _LONGEST_WORD or not any(c.isalpha() for c in word.text):
        return []
    common = [w for w in common_words() if re.fullmatch(word.pattern, w)]
    found = _find_beside(line, word, phrases) or dict.fromkeys((*common, *_find_syllables(word.text)))
    return [_recase(one, word, line) for one in found]


def _find_beside(line: str, word: _Damaged, phrases: Collection[str]) -> list[str]:
    """Return what the words beside ask for in known phrases; a neighbour may be damaged too."""
    before = _neighbour(line[: word.at].rsplit(None, 2)[-1:]) if line[: word.at].endswith(" ") else ""
    after = _neighbour(line[word.at + len(word.text) :].split(None, 1)[:1])
    here, held = f"({word.pattern})", _join(frozenset(phrases))
    patterns = [rf"\b{before} {here}\b" if before else "", rf"\b{here} {after}\b" if after else ""]
    sets = [set(re.findall(p, held)) for p in patterns if p]
    both = set.intersection(*sets) if sets else set()
    return sorted(both or set().union(*sets))


def _neighbour(words: Sequence[str]) -> str:
    bare = words[0].strip(",.;:!()“”\"'") if words else ""
    return pattern_of(bare) if 0 < len(bare) <= _LONGEST_WORD and any(c.isalpha() for c in bare) else ""


@lru_cache(maxsize=8)
def _join(phrases: frozenset[str]) -> str:
    return "\n".join(sorted(phrases))


@lru_cache(maxsize=1)
def common_words() -> tuple[str, ...]:
    """Return the words of official texts, the most frequent first."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


def _find_syllables(word: str) -> list[str]:
    """Return the syllables that a word with one sign for one letter may have been."""
    places = [i for i, c in enumerate(word) if not c.isalpha()]
    if len(places) != 1:
        return []
    [at] = places
    bare = word.lower()
    return [s for s in (bare[:at] + c + bare[at + 1 :] for c in _LETTERS) if is_syllable(s)]


def _recase(found: str, word: _Damaged, line: str) -> str:
    letters = [c for c in word.text if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return found.upper()
    opens = word.text[0].isupper() or (not word.text[0].isalpha() and not line[: word.at].strip())
    return found.capitalize() if opens else found
