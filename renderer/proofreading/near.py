"""Known phrases changed by a slip: other marks, one letter, a word left out; held back where chance explains it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from renderer.proofreading.known.phrases import AND, LONGEST, LONGEST_FORMULA, KnownPhrases
from renderer.proofreading.words import (
    ReadText,
    Word,
    as_written,
    find_run_ends,
    fold_word,
    is_one_letter_apart,
    spell,
    strip_marks,
)
from renderer.text import is_syllable
from renderer.vietnamese import tag_syllables


class Miss(NamedTuple):
    """A run that is almost a known phrase: its place in the text, what is wrong, what should stand there.

    ``doubted``: a part of it seems to belong to a word beside it, or what it lacks is "và", which a comma may replace.
    """

    start: int
    end: int
    message: str
    suggestion: str
    doubted: bool = False


def find_near_misses(read: ReadText, known: KnownPhrases) -> Iterator[Miss]:
    """Yield the runs of a text that are almost known phrases, from the left, the longest first; none twice."""
    text, words, keys = read.text, read.words, read.keys
    ends = find_run_ends(text, words)
    taken = 0
    for i in range(len(words)):
        for end in range(min(i + LONGEST_FORMULA, ends[i]), i + 1, -1) if i >= taken else ():
            right = _find_right(keys[i:end], known, [word.text for word in words[i:end]])
            if not right:
                continue
            if (
                right.why
                and not known.is_meant(keys, i, end)
                and not _belongs_to_neighbours(keys, i, end, right, known)
                and (parted := _count_words_parted(words, ends, i) if end == i + 2 else 0) < 2
            ):
                shown = text[words[i].start : words[end - 1].end]
                best = _complete(right.words, words[i:end]) if right.whole else as_written(right.words, words[i:end])
                told = f"{' '.join(shown.split())!r} {right.why}"
                doubted = parted == 1 or (right.whole and AND not in keys[i:end] and AND in map(fold_word, right.words))
                yield Miss(words[i].start, words[end - 1].end, told, best, doubted)
            elif right.why:
                continue
            taken = end
            break


class _Right(NamedTuple):
    """The words that a run should be, and what is wrong with it (nothing where it is right)."""

    words: tuple[str, ...]
    why: str = ""
    whole: bool = False


def _find_right(given: tuple[str, ...], known: KnownPhrases, shown: list[str]) -> _Right | None:
    named = all(word.istitle() for word in shown)
    if len(given) <= LONGEST:
        right = known.by_bare.get(tuple(strip_marks(w) for w in given))
        if right is not None:
            best = tuple(min(right).split(" "))
            if " ".join(given) in right:
                return _Right(best)
            if len(given) == 2 and ((named and " ".join(best) not in known.names) or _is_small(given, best, known)):
                return None
            return _Right(best, "is one mark away from a known phrase")
        changed = _find_one_letter_away(given, known, proper=all(word[0].isupper() for word in shown))
        if changed is not None and named and " ".join(changed) not in known.names:
            return None  # Nông Đức Mạnh is no "sức mạnh"
        if changed is not None:
            return _Right(changed, "is one letter away from a known phrase")
    whole = known.formulas.get(given)
    return _Right(whole, "lacks a word", whole=True) if whole is not None else None


def _is_small(given: tuple[str, ...], right: tuple[str, ...], known: KnownPhrases) -> bool:
    """Tell whether a word that differs is one that stands beside anything: *qua đó* is no "quá độ"."""
    return any(word != wanted and word in known.small for word, wanted in zip(given, right, strict=True))


def _find_one_letter_away(given: tuple[str, ...], known: KnownPhrases, *, proper: bool) -> tuple[str, ...] | None:
    """Return the one known phrase that differs from a run by one letter of one word, if chance does not explain it."""
    if not (known.starts[0] & {given[0]} or known.starts[1] & {given[1]}):
        return None
    found = set()
    for at, word in enumerate(given):
        for right in known.by_gap.get(given[:at] + ("",) + given[at + 1 :], ()):
            whole = given[:at] + (right,) + given[at + 1 :]
            name = proper and len(given) > 2 and " ".join(whole) in known.names
            if (name and _is_alike(word, right)) or (
                is_one_letter_apart(word, right) and _is_slip(given, right, at, known)
            ):
                found.add(whole)
    return found.pop() if len(found) == 1 else None


def _is_alike(word: str, right: str) -> bool:
    """Tell whether a word may be a slip for one of a name of three words and more: Hồ Chính Minh, not Hồ Văn Minh."""
    short, long = sorted((strip_marks(word), strip_marks(right)), key=len)
    return is_one_letter_apart(word, right) or (word != right and long.startswith(short))


def _is_slip(given: tuple[str, ...], right: str, at: int, known: KnownPhrases) -> bool:
    """Weigh whether a word at a place of a known phrase can be meant.

    What is no syllable is a slip; so is what no known text writes, beside two words of a phrase or in a pair that
    nothing else resembles; a known word only inside a phrase.
    """
    word = given[at]
    if len(word) < 2 or word in known.small or word.replace("y", "i") == right.replace("y", "i"):
        return False
    if not is_syllable(spell(word)):
        return True
    if len(given) == 2:
        return " ".join(given[:at] + (right,) + given[at + 1 :]) in known.pairs
    return word not in known.words or (len(given) > 3 and 0 < at < len(given) - 1)


def _belongs_to_neighbours(keys: tuple[str, ...], start: int, end: int, right: _Right, known: KnownPhrases) -> bool:
    """Tell whether the first or the last word of a run belongs to the word beside it: khơi *dậy mạnh* mẽ."""
    loose = right.whole or end - start == 2
    first = loose or keys[start] != right.words[0]
    last = loose or keys[end - 1] != right.words[-1]
    return (first and start > 0 and f"{keys[start - 1]} {keys[start]}" in known.compounds) or (
        last and end < len(keys) and f"{keys[end - 1]} {keys[end]}" in known.compounds
    )


def _count_words_parted(words: list[Word], ends: list[int], first: int) -> int:
    """Return of how many longer words a pair holds a part, where it is no word: both in tổng *đài | điện* thoại."""
    begin = first
    while begin > 0 and ends[begin - 1] == ends[first] and first - begin < _SEEN_AROUND:
        begin -= 1
    after = min(ends[first], first + 2 + _SEEN_AROUND)
    tags = tag_syllables(" ".join(word.text for word in words[begin:after]))
    if tags is None:
        return 0
    at, of = first - begin, [tag.word for tag in tags]
    if of[at] == of[at + 1]:
        return 0
    return int(at > 0 and of[at - 1] == of[at]) + int(at + 2 < len(of) and of[at + 2] == of[at + 1])


_SEEN_AROUND = 6
"""Words on either side by which the words of a pair are told."""


def _complete(whole: tuple[str, ...], run: list[Word]) -> str:
    """Return a formula with the words of a run as they are written there, and the one that it lacks."""
    out, left = [], [word.text for word in run]
    capitals = all(word.isupper() for word in left)
    for word in whole:
        same = bool(left) and fold_word(left[0]) == fold_word(word)
        out.append(left.pop(0) if same else word.upper() if capitals else word)
    return " ".join(out)
