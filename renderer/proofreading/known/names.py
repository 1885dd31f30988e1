"""Names as they are written, by their words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from renderer.proofreading.known.files import NameFile
from renderer.proofreading.known.phrases import Words
from renderer.proofreading.words import fold_words, strip_marks, words_of


@dataclass(frozen=True)
class KnownNames:
    """Names as they are written, longest first, by their folded words; places by their words without marks."""

    capitals: tuple[tuple[Words, Words], ...]
    places: dict[Words, frozenset[Words]]
    words: frozenset[Words]
    others: frozenset[Words]
    lesser: frozenset[str]
    misspelt: dict[Words, str]

    @staticmethod
    def of(file: NameFile, misspelt: dict[str, str]) -> KnownNames:
        """Gather what a phrase file says of names, and of words that nobody means."""
        named = {_fold(name): tuple(w.text for w in words_of(name)) for name in (*file.capitals, *file.places)}
        places: defaultdict[Words, set[Words]] = defaultdict(set)
        for name in map(_fold, file.places):
            places[tuple(map(strip_marks, name))].add(name)
        return KnownNames(
            tuple(sorted(named.items(), key=lambda entry: (-len(entry[0]), entry))),
            {key: frozenset(names) for key, names in places.items() if len(key) > 1},
            frozenset(map(_fold, file.words)),
            frozenset(map(_fold, file.others)),
            frozenset(word for entry in file.lesser for word in fold_words(entry)),
            {_fold(wrong): right for wrong, right in misspelt.items()},
        )


def _fold(name: str) -> Words:
    return tuple(fold_words(name))
