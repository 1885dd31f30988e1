"""The words of a text and what kind each is, found by underthesea's tagger: pinned, offline, its models come with it.

Loading takes half a second, so it is loaded when a text without break marks is met.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

NOUN, NAME, VERB, ADJECTIVE = "N", "Np", "V", "A"
PREPOSITIONS = frozenset({"E", "C", "Cc"})
"""Prepositions and conjunctions, as VLSP 2013 tags them."""
KEPT_TO_NEXT = frozenset({"L", "M", "R", "T", "Nc"}) | PREPOSITIONS
"""Determiners, numbers, adverbs, particles, classifiers: a line must not end with one of these."""


class Tagged(NamedTuple):
    """A syllable: the number of the word it belongs to (None for a mark of punctuation), and the word's kind."""

    word: int | None
    kind: str


def tag_syllables(text: str) -> tuple[Tagged, ...] | None:
    """Return what each blank-parted piece of ``text`` is; None where the tagger cannot be laid over the text."""
    return _tag(text)


@lru_cache(maxsize=4096)
def _tag(text: str) -> tuple[Tagged, ...] | None:
    # A capital first letter makes a name of any word, and words that are all capitals are all names.
    shouting = text == text.upper()
    plain = text.lower() if shouting else text[:1].lower() + text[1:] if text[:2] != text[:2].upper() else text
    pieces = text.split(" ")
    tags = lay_over(pieces, _pairs(plain))
    return None if tags is None else _mend(pieces, tags)


def _pairs(text: str) -> Sequence[tuple[str, str]]:
    from underthesea import pos_tag

    try:
        found: Sequence[tuple[str, str]] = pos_tag(text)
    except (ValueError, IndexError, TypeError, AttributeError):
        return ()  # whatever a text holds that its patterns do not foresee
    return found


def lay_over(pieces: Sequence[str], tokens: Sequence[tuple[str, str]]) -> tuple[Tagged, ...] | None:
    """Return the token and the kind of every piece, letter by letter; None unless both have as many letters.

    A tagger may write a letter anew (hoà as hòa): letters are counted, not compared.
    """
    owner = [(number, kind) for number, (token, kind) in enumerate(tokens) for _ in range(_count_letters(token))]
    if sum(map(_count_letters, pieces)) != len(owner):
        return None
    out, at = [], 0
    for piece in pieces:
        letters = _count_letters(piece)
        out.append(Tagged(*owner[at]) if letters else Tagged(None, "CH"))
        at += letters
    return tuple(out)


def _mend(pieces: Sequence[str], tags: Sequence[Tagged]) -> tuple[Tagged, ...]:
    """Return the tags with words joined that the dictionary knows, and names parted from what follows them."""
    out = list(tags)
    for at in range(len(out) - 1):
        if out[at].word is None or out[at + 1].word is None:
            continue
        if out[at].word == out[at + 1].word:
            named = (
                at and out[at - 1].word == out[at].word and pieces[at - 1][:1].isupper() and pieces[at][:1].isupper()
            )
            if named and pieces[at + 1][:1].islower():
                _part(out, at + 1)
        elif _is_alone(out, at) and _is_alone(out, at + 1) and _is_known(pieces[at], pieces[at + 1]):
            out[at + 1] = out[at]
    return tuple(out)


def _part(tags: list[Tagged], start: int) -> None:
    """Give the rest of a word, from ``start`` on, a number of its own; of what kind it is nobody knows then."""
    whole = tags[start].word
    for at in range(start, len(tags)):
        if tags[at].word != whole:
            break
        tags[at] = Tagged(_PARTED + start, "")


_PARTED = 1_000_000
"""Numbers of words that were parted begin here."""


def _is_alone(tags: Sequence[Tagged], at: int) -> bool:
    """Tell whether a syllable is a word of its own."""
    return all(tags[k].word != tags[at].word for k in (at - 1, at + 1) if 0 <= k < len(tags))


def _is_known(first: str, second: str) -> bool:
    if not first.isalpha():
        return False  # a mark parts them
    one, two = first.lower(), second.lower().strip("()“”\"',.;:!?…")
    return not {one, two} & _FUNCTION_WORDS and f"{one} {two}" in _load_dictionary()


_FUNCTION_WORDS = frozenset("là một hai ba việc gì có không của và cho số này đó khi ra vào lên nói theo".split())
"""Syllables that stand beside any other: what the dictionary holds with them is no word everywhere."""
_LISTS = ("Viet11K.txt", "Viet22K.txt", "Viet39K.txt")
"""Word lists that come with underthesea; what one of them alone holds is taken for no word."""


@lru_cache(maxsize=1)
def _load_dictionary() -> frozenset[str]:
    """Return the words of two syllables that two of the lists hold."""
    folder = files("underthesea") / "corpus" / "data"
    held = [
        {line.strip().lower() for line in (folder / name).read_text(encoding="utf-8").splitlines()} for name in _LISTS
    ]
    counted = Counter(word for words in held for word in words if word.count(" ") == 1)
    return frozenset(word for word, lists in counted.items() if lists > 1)


def _count_letters(text: str) -> int:
    return sum(character.isalnum() for character in unicodedata.normalize("NFC", text))
