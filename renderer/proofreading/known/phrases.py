"""What a workspace knows to be written correctly, gathered so that a run of words is looked up in one step."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from renderer.proofreading.words import fold_word, fold_words, strip_marks, words_of

LONGEST = 6
"""Words of the longest phrase that is compared letter by letter."""
LONGEST_FORMULA = 9
LEAST_FORMULA = 4
"""A formula of fewer words says something else without one of them."""
_LEAST_LETTERS = 6
"""Shorter phrases without their marks are too often others ("ca nuoc": cả nước, ca nước)."""
_SHARED = 5
"""A run of so many words that stands in two known texts is a formula."""

AND = fold_word("và")
Words = tuple[str, ...]


@dataclass(frozen=True, repr=False)
class KnownPhrases:
    """Phrases as they are written; words are folded, runs of them parted by spaces."""

    by_bare: dict[Words, frozenset[str]]
    """Phrases by their words without marks."""
    by_gap: dict[Words, frozenset[str]]
    """The words of phrases at a place that is left blank."""
    formulas: dict[Words, Words]
    """Whole formulas, not folded, by what is left without one inner word."""
    written: frozenset[str]
    """Every run that stands in known texts."""
    words: frozenset[str]
    """Every word of known texts."""
    compounds: frozenset[str]
    """Phrases and entries of two words."""
    pairs: frozenset[str]
    """Phrases of two words that no common words resemble."""
    names: frozenset[str]
    """Phrases whose every word is written with a capital."""
    small: frozenset[str]
    """Words that stand beside anything."""
    starts: tuple[frozenset[str], frozenset[str]]
    """The first and the second words of phrases."""
    whole: frozenset[_Written]
    """Formulas as they were given."""
    also_right: frozenset[_Written]
    """Texts that count as written correctly beside those of a catalogue."""

    @staticmethod
    def of(
        phrases: Iterable[str],
        formulas: Iterable[str] = (),
        pairs: Iterable[str] = (),
        small: Collection[str] = (),
        also_right: Iterable[str] = (),
    ) -> KnownPhrases:
        """Gather phrases and formulas; ``small`` are words that stand beside anything ("của", "các").

        ``also_right`` are texts that are right beside those of any catalogue.
        """
        sure = {_Written.of(pair) for pair in pairs}
        named = sorted({_Written.of(phrase) for phrase in phrases} | sure)
        whole = {_Written.of(f) for f in formulas} | {p for p in named if len(p.words) >= LEAST_FORMULA}
        compared = [p.words for p in named if 2 <= len(p.words) <= LONGEST and sum(map(len, p.words)) >= _LEAST_LETTERS]
        return KnownPhrases(
            by_bare=_group((tuple(strip_marks(w) for w in p), " ".join(p)) for p in compared),
            by_gap=_group((p[:i] + ("",) + p[i + 1 :], p[i]) for p in compared for i in range(len(p))),
            formulas={},
            written=frozenset(),
            words=frozenset(),
            compounds=frozenset(),
            pairs=frozenset(" ".join(pair.words) for pair in sure),
            names=frozenset(" ".join(p.words) for p in named if all(word[0].isupper() for word in p.shown)),
            small=frozenset(word for entry in small for word in fold_words(entry)),
            starts=(frozenset(p[0] for p in compared), frozenset(p[1] for p in compared)),
            whole=frozenset(whole),
            also_right=frozenset(_Written.of(text) for text in also_right),
        )._learn({p.words for p in (*named, *whole)}, set())

    def with_texts(self, texts: Iterable[str]) -> KnownPhrases:
        """Return the same with texts whose every run of words counts as written correctly."""
        spoken = {*map(_Written.of, texts), *self.also_right}
        return self._learn({text.words for text in spoken}, _find_shared(spoken))

    def _learn(self, known: set[Words], shared: set[_Written]) -> KnownPhrases:
        written = self.written | {run for words in known for run in _runs_of(words, LONGEST_FORMULA)}
        return replace(
            self,
            formulas=_leave_one_out(self.whole | shared, self.small, written),
            written=written,
            words=self.words | {word for words in known for word in words},
            compounds=self.compounds | {" ".join(words) for words in known if len(words) == 2},
        )

    def is_meant(self, keys: Words, start: int, end: int) -> bool:
        """Tell whether a run of folded words, or a longer one that holds it, stands in known texts."""
        return any(
            " ".join(keys[first:last]) in self.written
            for first in range(max(0, start - 2), start + 1)
            for last in range(end, min(len(keys), end + 2) + 1)
        )


class _Written(NamedTuple):
    """Words folded, and the same words as they are written."""

    words: Words
    shown: Words

    @staticmethod
    @lru_cache(maxsize=2_000)
    def of(text: str) -> _Written:
        """Split a text; remembered, as the reader of every catalogue knows mostly the same ones."""
        return _Written(tuple(fold_words(text)), tuple(w.text for w in words_of(text)))

    def cut(self, start: int, end: int) -> _Written:
        return _Written(self.words[start:end], self.shown[start:end])


def _group(pairs: Iterable[tuple[Words, str]]) -> dict[Words, frozenset[str]]:
    found: defaultdict[Words, set[str]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: frozenset(values) for key, values in found.items()}


def _runs_of(words: Words, longest: int) -> Iterator[str]:
    for size in range(2, min(longest, len(words)) + 1):
        for start in range(len(words) - size + 1):
            yield " ".join(words[start : start + size])


def _find_shared(texts: set[_Written]) -> set[_Written]:
    """Return the runs that at least two texts share, in every way in which these write them.

    They are what officials say again and again.
    """
    runs = [{text.cut(i, i + _SHARED) for i in range(len(text.words) - _SHARED + 1)} for text in texts]
    counts = Counter(words for own in runs for words in {run.words for run in own})
    return {run for own in runs for run in own if counts[run.words] > 1}


def _leave_one_out(formulas: Iterable[_Written], small: frozenset[str], written: Collection[str]) -> dict[Words, Words]:
    """Return formulas by what is left without one inner word, where what stands together then is said nowhere.

    Of the small words only "và" is missed: without it two things stand as one.
    """
    found: dict[Words, Words] = {}
    for words, shown in sorted(formulas, key=lambda f: (f.words, sum(map(str.isupper, f.shown)), f.shown)):
        for i in range(1, len(words) - 1):
            if (words[i] not in small or words[i] == AND) and f"{words[i - 1]} {words[i + 1]}" not in written:
                found.setdefault(words[:i] + words[i + 1 :], shown)
    return found
