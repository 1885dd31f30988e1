"""The words of a text and what kind each is, found by underthesea's tagger: pinned, offline, its models come with it.

Loading takes half a second, so it is loaded when a text without break marks is met.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
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
    return lay_over(text.split(" "), _pairs(plain))


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


def _count_letters(text: str) -> int:
    return sum(character.isalnum() for character in unicodedata.normalize("NFC", text))
