"""Breaks by sense: the tier of every gap of a text, from its own marks, the phrase lexicon, and a few rules.

Texts are judged in their original case, never in capitals: case tells names from words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from renderer.text import DASHES, Gap, Tier, Wording, parse_marks, read_tiers
from renderer.values.errors import DataError
from renderer.values.record import Value
from renderer.workspace import parse_toml

WHERE = "assets/phrases.toml"
OPENING = "(“‘«\"'["
CLOSING = ")”’»\"']"
_TRAILING = CLOSING + ",.;:!?…"
_ROMAN = re.compile(r"[IVXLC]+")
_NUMBER = re.compile(r"[(“]?\d{1,4}([/.-]\d{1,4})*")
_DAY = re.compile(r"\d{1,2}(/\d{1,2}){0,2}(/\d{4})?|\d{4}")
_PLACEHOLDER = "#"


class LexiconFile(Value):
    """``assets/phrases.toml``."""

    names: tuple[str, ...]
    compounds: tuple[str, ...]
    units: tuple[str, ...] = ()
    break_before: frozenset[str]
    never_last: frozenset[str]
    name_heads: frozenset[str]


@dataclass(frozen=True)
class _Phrase:
    """``known``: a set phrase that a proof-reader holds texts against."""

    words: tuple[str, ...]
    tiers: tuple[Tier, ...]
    marks: str
    known: bool = True


@dataclass(frozen=True)
class Lexicon:
    """The phrases of a workspace by their first word (folded), longest first, and its word lists."""

    phrases: dict[str, tuple[_Phrase, ...]]
    break_before: frozenset[str]
    never_last: frozenset[str]
    name_heads: frozenset[str]


def load_lexicon(read: Callable[[str], bytes]) -> Lexicon:
    """Read the phrase lexicon through ``read`` (workspace path to bytes); raises DataError naming the phrase."""
    file = parse_toml(read(WHERE), WHERE, LexiconFile)
    by_first: dict[str, list[_Phrase]] = {}
    units = frozenset(file.units) - {*file.names, *file.compounds}
    for marks in (*file.names, *file.compounds, *file.units):
        try:
            words, tiers = parse_marks(marks)
        except ValueError as fault:
            raise DataError("bad-marks", f"{marks!r}: {fault}", where=WHERE) from None
        phrase = _Phrase(tuple(w.casefold() for w in words), tiers, marks, marks not in units)
        by_first.setdefault(phrase.words[0], []).append(phrase)
    longest_first = {k: tuple(sorted(v, key=lambda p: -len(p.words))) for k, v in by_first.items()}
    return Lexicon(longest_first, file.break_before, file.never_last, file.name_heads)


def phrases_of(lexicon: Lexicon) -> frozenset[str]:
    """Return the phrases of a lexicon as they are written, words parted by spaces; those with a blank are left out.

    Units are not among them: they are words that merely stand together.
    """
    marked = (p.marks for phrases in lexicon.phrases.values() for p in phrases if p.known)
    return frozenset(" ".join(m.replace("_", " ").replace("~", " ").split()) for m in marked if _PLACEHOLDER not in m)


def wording_of(text: str, lexicon: Lexicon, marks: str = "") -> Wording:
    """Return the wording of ``text``: gaps from its ``marks`` where it has them, else from lexicon and rules."""
    words = tuple(text.split(" "))
    gaps = _read_gaps(words, read_tiers(marks, text), lexicon) if marks else _judge_gaps(words, lexicon)
    return Wording(words, tuple(gaps))


def _read_gaps(words: tuple[str, ...], tiers: tuple[Tier, ...], lexicon: Lexicon) -> Iterator[Gap]:
    for (word, following), tier in zip(pairwise(words), tiers, strict=True):
        ruled = judge_gap(word, following, lexicon)
        # Where the editor left a gap plain, a rule may still know that it is bad.
        yield ruled if tier is Tier.PLAIN and ruled.tier is Tier.BAD else Gap(tier, f"marked {tier.value}")


def _judge_gaps(words: tuple[str, ...], lexicon: Lexicon) -> Iterator[Gap]:
    phrased = find_phrase_gaps(words, lexicon)
    shouting = is_shouting(words)
    for index, (word, following) in enumerate(pairwise(words)):
        fixed = phrased.get(index) or find_fixed_gap(words, index, lexicon, named=not shouting)
        yield fixed or judge_gap(word, following, lexicon)


def is_shouting(words: Sequence[str]) -> bool:
    """Tell whether a text is all capitals: they tell no names from words then."""
    return all(word == word.upper() for word in words)


# -- phrases --------------------------------------------------------------------------------------


def find_phrase_gaps(words: Sequence[str], lexicon: Lexicon) -> dict[int, Gap]:
    """Return the gaps that lie inside phrases of the lexicon, by index; of several phrases the strictest is kept to."""
    gaps: dict[int, Gap] = {}
    for start in range(len(words)):
        for phrase in _phrases_from(words[start], lexicon):
            if not _matches(words[start : start + len(phrase.words)], phrase.words):
                continue
            for at, tier in enumerate(phrase.tiers, start):
                if tier in _STRICT and (at not in gaps or _STRICT.index(tier) < _STRICT.index(gaps[at].tier)):
                    gaps[at] = Gap(tier, f"inside {phrase.marks!r}")
    return gaps


_STRICT = (Tier.NEVER, Tier.FIRM, Tier.GOOD, Tier.BEST)
"""The tiers that a phrase gives, the strictest first."""


def _phrases_from(word: str, lexicon: Lexicon) -> Iterator[_Phrase]:
    yield from lexicon.phrases.get(word.lstrip(OPENING).casefold(), ())
    if _is_figure(word.lstrip(OPENING)):
        yield from lexicon.phrases.get(_PLACEHOLDER, ())


def _matches(words: Sequence[str], phrase: tuple[str, ...]) -> bool:
    if len(words) != len(phrase):
        return False
    last = len(words) - 1
    for index, (word, wanted) in enumerate(zip(words, phrase, strict=True)):
        bare = word.lstrip(OPENING) if index == 0 else word
        bare = bare.rstrip(_TRAILING) if index == last else bare
        if not (_is_figure(bare) if wanted == _PLACEHOLDER else bare.casefold() == wanted):
            return False
    return True


def _is_figure(word: str) -> bool:
    return bool(_NUMBER.fullmatch(word) or _ROMAN.fullmatch(word))


# -- rules ----------------------------------------------------------------------------------------


def find_fixed_gap(words: Sequence[str], index: int, lexicon: Lexicon, *, named: bool) -> Gap | None:
    """Return the gap that no line may end at, or only a firm one; None where the soft rules decide."""
    word, following = words[index], words[index + 1]
    if following in DASHES:
        return Gap(Tier.NEVER, "a dash opens no line")
    if word in DASHES and index > 0:
        return _find_gap_in_range(words[index - 1], following)
    if _opens_at_its_end(word) or (following[0] in CLOSING and not opens(following)) or following[0] in ",.;:!?…":
        return Gap(Tier.NEVER, "a mark keeps to its neighbour")
    begins = _is_capitalised(word) or word in lexicon.name_heads
    if named and begins and word[-1] not in _TRAILING and _is_capitalised(following):
        return Gap(Tier.NEVER, "inside a name")
    return None


def opens(word: str) -> bool:
    """Tell whether a word begins with a mark that opens: a straight one does where letters follow it."""
    return word[0] in OPENING and (word[0] not in CLOSING or word[1:2].isalnum())


def _opens_at_its_end(word: str) -> bool:
    return word[-1] in OPENING and (word[-1] not in CLOSING or len(word) == 1)


def _find_gap_in_range(before: str, following: str) -> Gap | None:
    first, last = before.strip(OPENING), following.rstrip(_TRAILING)
    if not (_DAY.fullmatch(first) and _DAY.fullmatch(last)):
        return None
    long = "/" in first and "/" in last
    return Gap(Tier.FIRM if long else Tier.NEVER, "inside a range")


def _is_capitalised(word: str) -> bool:
    bare = word.lstrip(OPENING)
    return bare[:1].isupper() and not _ROMAN.fullmatch(bare.rstrip(_TRAILING))


def judge_gap(word: str, following: str, lexicon: Lexicon) -> Gap:
    if word in DASHES:
        return Gap(Tier.BEST, "after a separating dash")
    if word[-1] in ",;:.!?…":
        return Gap(Tier.BEST, f"after {word[-1]!r}")
    if word[-1] in CLOSING:
        return Gap(Tier.BEST, "after a closing mark")
    if word.casefold() in lexicon.never_last:
        return Gap(Tier.BAD, f"a line must not end in {word!r}")
    if following[0] in OPENING:
        return Gap(Tier.GOOD, "before an opening mark")
    if following.casefold() in lexicon.break_before:
        return Gap(Tier.GOOD, f"before {following!r}")
    return Gap(Tier.PLAIN, "between words")
