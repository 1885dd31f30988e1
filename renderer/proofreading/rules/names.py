"""Names that are always written one way: their capitals, the marks of place names, and words that nobody means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from renderer.proofreading.known.names import KnownNames
from renderer.proofreading.known.phrases import KnownPhrases, Words
from renderer.proofreading.reading import Reading
from renderer.proofreading.words import ReadText, Word, as_written, fold_words, match_case, strip_marks
from renderer.text import TextFinding, finding_at

_BETWEEN = re.compile(r"[\s–—-]*")
"""What may stand between the words of a name: Mác - Lênin."""
_HEADS = frozenset(tuple(fold_words(head)) for head in ("tỉnh", "tp", "thành phố", "tỉnh ủy", "thành ủy"))


def find_wrong_names(reading: Reading) -> Iterator[TextFinding]:
    """Yield names under other capitals, place names under other marks, and misspelt words that nothing else told."""
    read, names, known = reading.read, reading.known.names, reading.known.phrases
    told = {(f.line, f.column) for f in reading.found if f.kind in ("near-phrase", "no-syllable")}
    slips = [
        f for f in (*_judge_places(read, names, known), *_find_misspelt(read, names)) if (f.line, f.column) not in told
    ]
    yield from _judge_capitals(read, names, known)
    yield from {(f.line, f.column): f for f in reversed(slips)}.values()


# -- capitals -------------------------------------------------------------------------------------


def _judge_capitals(read: ReadText, names: KnownNames, known: KnownPhrases) -> Iterator[TextFinding]:
    taken: set[int] = set()
    for name, shown in names.capitals:
        for i in read.find(name):
            run, end = read.words[i : i + len(name)], i + len(name)
            if not taken.isdisjoint(range(i, end)) or not _stands_together(read.text, run):
                continue
            taken |= set(range(i, end))
            if not _is_as_shown(run, shown) and (_has_head(read, i) or _is_name(read, i, end, names, known)):
                right = " ".join(map(_recase, run, shown))
                message = f"{_text_of(read.text, run)!r} is written {right!r}"
                yield finding_at(read.text, run[0].start, "name-capitals", message, right)


def _stands_together(text: str, run: list[Word]) -> bool:
    return all(_BETWEEN.fullmatch(text, a.end, b.start) for a, b in pairwise(run))


def _is_as_shown(run: list[Word], shown: Words) -> bool:
    """Tell whether a name has its capitals, or is in capitals throughout; where it begins small, that is free."""
    first = 0 if shown[0][0].isupper() else 1
    pairs = list(zip(run, shown, strict=True))[first:]
    return all(word.text.isupper() for word in run) or all(word.text == _recase(word, right) for word, right in pairs)


def _recase(word: Word, right: str) -> str:
    return word.text.capitalize() if right[0].isupper() else word.text.lower()


def _is_name(read: ReadText, i: int, end: int, names: KnownNames, known: KnownPhrases) -> bool:
    """Tell whether a run can be nothing but a name: no common words, none that belong to their neighbours."""
    return read.keys[i:end] not in names.words and not (
        end - i == 2 and _belongs_to_neighbours(read.keys, i, end, known)
    )


def _belongs_to_neighbours(keys: Words, i: int, end: int, known: KnownPhrases) -> bool:
    """Tell whether the first or the last word makes a word with the one beside it: miền *Nam định* hướng."""
    before, after = " ".join(keys[max(0, i - 1) : i + 1]), " ".join(keys[end - 1 : end + 1])
    return before in known.compounds or after in known.compounds


# -- places ---------------------------------------------------------------------------------------


def _judge_places(read: ReadText, names: KnownNames, known: KnownPhrases) -> Iterator[TextFinding]:
    """Yield place names under other marks; what may be a person, a ward or a word counts only after "tỉnh"."""
    plain = tuple(map(strip_marks, read.keys))
    for i, end in ((i, i + size) for i in range(len(plain)) for size in (3, 2) if i + size <= len(plain)):
        right, run = names.places.get(plain[i:end]), read.words[i:end]
        if not right or read.keys[i:end] in right or not _stands_together(read.text, run):
            continue
        capitals = all(word.text[0].isupper() for word in run)
        if capitals and (_has_head(read, i) or _stands_alone(read, i, run, names, known)):
            best = as_written(min(right), run)
            message = f"{_text_of(read.text, run)!r} is one mark away from the name {best!r}"
            yield finding_at(read.text, run[0].start, "near-phrase", message, best)


def _has_head(read: ReadText, i: int) -> bool:
    """Tell whether the words before a place say that it is a province or a city."""
    return not _HEADS.isdisjoint((read.keys[max(0, i - 1) : i], read.keys[max(0, i - 2) : i]))


def _stands_alone(read: ReadText, i: int, run: list[Word], names: KnownNames, known: KnownPhrases) -> bool:
    keys, end = read.keys, i + len(run)
    if keys[i:end] in names.others or known.is_meant(keys, i, end) or _belongs_to_neighbours(keys, i, end, known):
        return False
    if i and keys[i - 1] in names.lesser:
        return False  # xã Thanh Hòa, ông Hải Phong
    beside = [*read.words[max(0, i - 1) : i], *read.words[end : end + 1]]
    return all(w.text.isupper() for w in run) or not any(_is_named_with(read.text, run, w) for w in beside)


def _is_named_with(text: str, run: list[Word], other: Word) -> bool:
    """Tell whether a word with a capital stands beside a run: Nguyễn *Hải Phong* is no port."""
    between = text[other.end : run[0].start] if other.start < run[0].start else text[run[-1].end : other.start]
    return other.text[0].isupper() and not between.strip(" ")


# -- misspelt words -------------------------------------------------------------------------------


def _find_misspelt(read: ReadText, names: KnownNames) -> Iterator[TextFinding]:
    for wrong, right in names.misspelt.items():
        for i in read.find(wrong):
            run = read.words[i : i + len(wrong)]
            if all(not read.text[a.end : b.start].strip(" ") for a, b in pairwise(run)):
                best = right.upper() if all(w.text.isupper() for w in run) else match_case(right, run[0].text)
                message = f"{_text_of(read.text, run)!r} is no word that anybody means"
                yield finding_at(read.text, run[0].start, "misspelt", message, best)


def _text_of(text: str, run: list[Word]) -> str:
    return " ".join(text[run[0].start : run[-1].end].split())
