"""Names as they are written, by their words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from renderer.proofreading.known.files import NameFile
from renderer.proofreading.known.phrases import Words
from renderer.proofreading.words import bare, folded, words_of


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
        named = {_folded(name): tuple(w.text for w in words_of(name)) for name in (*file.capitals, *file.places)}
        places: defaultdict[Words, set[Words]] = defaultdict(set)
        for name in map(_folded, file.places):
            places[tuple(map(bare, name))].add(name)
        return KnownNames(
            tuple(sorted(named.items(), key=lambda entry: (-len(entry[0]), entry))),
            {key: frozenset(names) for key, names in places.items() if len(key) > 1},
            frozenset(map(_folded, file.words)),
            frozenset(map(_folded, file.others)),
            frozenset(word for entry in file.lesser for word in folded(entry)),
            {_folded(wrong): right for wrong, right in misspelt.items()},
        )


def _folded(name: str) -> Words:
    return tuple(folded(name))
