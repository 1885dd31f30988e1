"""Break marks proposed for a text that carries none: lexicon, rules, lists, and the kinds of its words.

The same proposal is written into the catalogue when a text enters it, for a person to confirm, and sets a text that
still has no marks when it reaches the typesetter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from renderer.text import DASHES, Gap, Tier, Wording, format_marks, parse_marks
from renderer.vietnamese.breaks import (
    CLOSING,
    OPENING,
    Lexicon,
    find_fixed_gap,
    find_phrase_gaps,
    is_shouting,
    judge_gap,
    opens,
)
from renderer.vietnamese.tagged import ADJECTIVE, KEPT_TO_NEXT, NAME, NOUN, PREPOSITIONS, VERB, Tagged, tag_syllables

_DETERMINERS = frozenset({"các", "những", "mọi", "mỗi", "một"})
_CALLS = frozenset({"mừng", "chào", "bầu"})
"""Verbs of one syllable that are told from nouns by no tagger, and keep to what follows."""
_HEADS = frozenset({"Tháng", "Ngày", "Tuần", "Năm", "Luật"})
"""Words that begin a name when they have a capital, whatever follows: Tháng hành động vì trẻ em."""
_PARTICLES = frozenset({"lại", "nhau", "lên", "xuống"})
"""Words that belong to the verb before them."""
_DEGREES = frozenset({"nhất", "hơn"})
"""Words that belong to the adjective before them."""
_NUMBERED = frozenset({"năm", "tháng", "ngày", "số", "lần", "thứ", "khóa", "khoá"})
"""Words whose number follows them."""
_SHORT_NAME = 2
"""Words of a name that is not worth a line of its own: Tổ quốc, Nhân dân, Việt Nam."""
_MEMBER = 3
"""Syllables of a member of a list, at most."""
_BRACKET = 4
"""Words in brackets or quoted that stay on one line, at most."""
_PAIRS = {"(": ")", "“": "”", "‘": "’", "«": "»", '"': '"', "'": "'"}


def propose_marks(text: str, lexicon: Lexicon) -> str:
    """Return ``text`` with proposed break marks; read again, they are the wording that was proposed.

    Empty for a text that holds what would be read as a mark, or is not parted by single blanks.
    """
    if not all(text.split(" ")):
        return ""
    wording = propose_wording(text, lexicon)
    marks = format_marks(wording.words, [gap.tier for gap in wording.gaps])
    try:
        return marks if parse_marks(marks)[0] == wording.words else ""
    except ValueError:
        return ""


def propose_wording(text: str, lexicon: Lexicon) -> Wording:
    """Return the wording of a text without marks."""
    words = tuple(text.split(" "))
    gaps = _Proposal(words, tag_syllables(text), lexicon).gaps()
    return Wording(words, tuple(gaps), proposed=True)


class _Proposal:
    """One text: its words, what they are (None where that is not known), and the lexicon of the workspace."""

    def __init__(self, words: Sequence[str], tags: Sequence[Tagged] | None, lexicon: Lexicon) -> None:
        self.words, self.tags, self.lexicon = words, tags, lexicon
        self.shouting = is_shouting(words)

    def gaps(self) -> list[Gap]:
        phrased = find_phrase_gaps(self.words, self.lexicon)
        gaps: list[Gap] = []
        for at in range(len(self.words) - 1):
            fixed = find_fixed_gap(self.words, at, self.lexicon, named=not self.shouting)
            if fixed is not None and (at not in phrased or fixed.tier is Tier.NEVER):
                gaps.append(fixed)
            else:
                ends = at > 0 and at - 1 in phrased and phrased[at - 1].tier is Tier.NEVER
                gaps.append(phrased.get(at) or self._judge(at, ends=ends))
        self._mark_lists(gaps)
        self._mark_remainders(gaps)
        self._mark_brackets(gaps)
        return gaps

    # -- between two words ----------------------------------------------------------------------------

    def _judge(self, at: int, *, ends: bool) -> Gap:
        """Return the gap after a word; ``ends``: it ends a phrase of the lexicon, whatever it is alone."""
        word, following = self.words[at], self.words[at + 1]
        plain = judge_gap(word, following, self.lexicon)
        if plain.tier is Tier.BEST:
            return plain
        if opens(following) and following[0] not in "([":
            return Gap(Tier.BEST, "before a quotation")
        bare = following.casefold().strip(OPENING + CLOSING + ",.;:!?…")
        rises = not self.shouting and following[:1].isupper() and word[:1].islower()
        if bare in self.lexicon.name_heads and not self.shouting and self._rises(at + 2) and plain.tier is not Tier.BAD:
            return Gap(Tier.GOOD, "before a name")
        if self._is_one_word(at) and (not rises or self._begins_a_name(at)):
            return Gap(Tier.NEVER, "inside a word")
        if bare in ("và", "hoặc"):
            return Gap(Tier.FIRM, "joins two alike") if self._joins_alike(at) else Gap(Tier.GOOD, f"before {bare!r}")
        if plain.tier is Tier.BAD and not (at and self._is_one_word(at - 1)):
            return Gap(Tier.FIRM if ends else Tier.NEVER, plain.reason)
        if plain.tier is Tier.BAD:
            # Only the end of a longer word: quân sự, làm việc.
            before = bare in self.lexicon.break_before
            plain = Gap(Tier.GOOD, f"before {bare!r}") if before else Gap(Tier.FIRM, "after a word's end")
        if plain.tier is Tier.FIRM:
            return plain
        if plain.tier is Tier.GOOD and bare == "là" and self._length_before(at) > _MEMBER:
            return Gap(Tier.BEST, "between what is named and what is said of it")
        if plain.tier is Tier.GOOD:
            return plain
        if (bare in _PARTICLES and self._kind(at) == VERB) or (bare in _DEGREES and self._kind(at) == ADJECTIVE):
            return Gap(Tier.NEVER, "between a word and its particle")
        if word in _HEADS and at and following.islower():
            return Gap(Tier.NEVER, f"{word!r} begins a name")
        if self._counts(at):
            return Gap(Tier.NEVER, "between a number and what it counts")
        if word.casefold() == "năm" and at and self.words[at - 1].isdigit() and following[:1].isupper():
            return Gap(Tier.FIRM, "years of a day")
        return self._judge_kinds(at, bare, rises=rises, ends=ends)

    def _judge_kinds(self, at: int, bare: str, *, rises: bool, ends: bool) -> Gap:
        """Return the gap between two words as their kinds have it; plain where these are not known."""
        kind, following, thing = self._kind(at), self._kind(at + 1), (NOUN, NAME)
        short = at == 0 or not (self._is_one_word(at - 1) or ends)
        if short and ((kind == VERB and following in thing) or self.words[at].casefold() in _CALLS):
            one = kind == VERB and following == NOUN and not self._is_one_word(at + 1)
            return Gap(Tier.NEVER if one else Tier.FIRM, "between a short verb and its object")
        if rises and " ".join(self.words[max(0, at - 1) : at + 1]).casefold() == "đại hội":
            return Gap(Tier.FIRM, "before whose congress it is")
        if rises and (bare == "việt" or self._is_short_name(at + 1)):
            return Gap(Tier.FIRM, "before a short name")
        if rises:
            return Gap(Tier.GOOD, "before a name")
        if following not in PREPOSITIONS and self._ends_a_name(at):
            close = following == ADJECTIVE or self._stops(at + 1)
            return Gap(Tier.FIRM if close else Tier.GOOD, "after a name")
        if kind in KEPT_TO_NEXT and not ends:
            return Gap(Tier.NEVER, f"{self.words[at]!r} keeps to the word after it")
        if bare in _DETERMINERS or bare.isdigit():
            return Gap(Tier.GOOD, f"before {self.words[at + 1]!r}")
        if (
            following == ADJECTIVE
            and self.words[at + 2 : at + 3]
            and self.words[at + 2] in DASHES
            and self._stops(at + 3)
        ):
            return Gap(Tier.GOOD, "before syllables of a list")
        if following == ADJECTIVE and kind in (*thing, VERB) and not self._is_one_word(at + 1):
            return Gap(Tier.NEVER, "before one syllable that says how")
        if following == ADJECTIVE and kind in thing and self._kind_after(at + 1) == VERB:
            return Gap(Tier.GOOD, "before an adverb")
        if kind == ADJECTIVE and following == VERB:
            return Gap(Tier.FIRM, "between adverb and verb")
        if following == ADJECTIVE and kind in (*thing, VERB):
            return Gap(Tier.FIRM, "before what says how")
        if following in PREPOSITIONS:
            return Gap(Tier.GOOD, f"before {self.words[at + 1]!r}")
        if kind == following == NOUN and self._says_which(at + 1):
            return Gap(Tier.FIRM, "before a noun that says which")
        if following == VERB and kind in thing and self._stops(self._last_of(at + 1)):
            return Gap(Tier.FIRM, "before a verb that says which")
        if following == VERB and kind in thing:
            return Gap(Tier.GOOD, "before a verb")
        return Gap(Tier.PLAIN, "between words")

    def _length_before(self, at: int) -> int:
        """Return how many words stand between the mark before this word, or the beginning, and the next one."""
        start = at
        while start and not self._stops(start - 1):
            start -= 1
        return at - start + 1

    def _counts(self, at: int) -> bool:
        """Tell whether this word is a number and the next one what it counts: no year, no day."""
        before = self.words[at - 1].casefold() if at else ""
        return self.words[at].isdigit() and before not in _NUMBERED and self.words[at + 1][:1].islower()

    def _is_short_name(self, at: int) -> bool:
        """Tell whether a name of two words at most stands here that no noun goes on with: Tổ quốc, not Đại hội ..."""
        end = at + 1
        while end < len(self.words) and not self._stops(end - 1) and (self._rises(end) or self._is_one_word(end - 1)):
            end += 1
        return end - at <= _SHORT_NAME and (self._stops(end - 1) or self._kind(end) not in (NOUN, NAME, "M", ""))

    def _stops(self, at: int) -> bool:
        """Tell whether the text ends here, or a mark parts it."""
        return at >= len(self.words) - 1 or self.words[at][-1] in CLOSING + ",.;:!?…" or self.words[at + 1] in DASHES

    def _says_which(self, at: int) -> bool:
        """Tell whether the noun at this word ends what it belongs to: đời sống văn hóa ở ..."""
        end = self._last_of(at)
        return self._stops(end) or self._kind(end + 1) in PREPOSITIONS or self.words[end + 1] == "là"

    def _ends_a_name(self, at: int) -> bool:
        """Tell whether a name of two words or more in capitals ends here."""
        return at >= 2 and self._rises(at) and self._rises(at - 1) and self.words[at + 1][:1].islower()

    def _joins_alike(self, at: int) -> bool:
        """Tell whether a conjunction that opens no clause stands after this word: xây dựng và bảo vệ.

        Of two that are several words each, the second is a line of its own: gia đình hạnh phúc và xã hội phát triển.
        """
        kind, first = self._kind(at), self._first_of(at)
        if kind not in (NOUN, VERB, ADJECTIVE) or kind != self._kind(at + 2):
            return False
        long = first > 0 and self._kind(first - 1) == NOUN and not self._stops(first - 1)
        return not (long and kind != VERB and not self._says_which(at + 2))

    def _first_of(self, at: int) -> int:
        """Return the first syllable of the word that this one belongs to."""
        while at and self._is_one_word(at - 1):
            at -= 1
        return at

    def _kind(self, at: int) -> str:
        return self.tags[at].kind if self.tags is not None and 0 <= at < len(self.tags) else ""

    def _kind_after(self, at: int) -> str:
        """Return the kind of the word after the one that this syllable belongs to."""
        return self._kind(self._last_of(at) + 1)

    def _last_of(self, at: int) -> int:
        """Return the last syllable of the word that this one belongs to."""
        while self._is_one_word(at):
            at += 1
        return at

    def _is_one_word(self, at: int) -> bool:
        """Tell whether this syllable and the next one are one word."""
        if self.tags is None or not 0 <= at < len(self.tags) - 1:
            return False
        return self.tags[at].word is not None and self.tags[at].word == self.tags[at + 1].word

    def _begins_a_name(self, at: int) -> bool:
        """Tell whether the word that this syllable belongs to begins with a capital: Cách mạng tháng Tám."""
        return self._rises(self._first_of(at))

    def _rises(self, at: int) -> bool:
        return at < len(self.words) and self.words[at][:1].isupper()

    # -- lists ----------------------------------------------------------------------------------------

    def _mark_lists(self, gaps: list[Gap]) -> None:
        """Mark lists: commas between short members are worth less than where the list begins and ends.

        Its first member ends what stands before it, and its last one begins what follows: as long as the others are.
        """
        parts = list(_parts_of(self.words))
        n = 0
        while n < len(parts) - 1:
            end = parts[n][1]
            if self.words[end - 1][-1] != ",":
                n += 1
                continue
            m = n + 1
            while m < len(parts) - 1 and self.words[parts[m][1] - 1][-1] == "," and _length(parts[m]) <= _MEMBER:
                m += 1
            inner = [_length(parts[k]) for k in range(n + 1, m)]
            anew = bool(inner) and self._begins_anew(gaps, parts[m], min(inner))
            pair = m == len(parts) - 1 and _length(parts[m]) <= _MEMBER < _length(parts[n])
            if inner := [_length(parts[k]) for k in range(n + 1, m + pair)]:
                for k in range(n, m - anew):
                    _level(gaps, parts[k][1] - 1, "between members of a list")
                start = end - max(inner) - 1
                whole = all(gaps[k].tier not in (Tier.GOOD, Tier.BEST) for k in range(start + 1, end - 1))
                if _length(parts[n]) > max(inner) + 1 and whole:
                    _better(gaps, start, "before a list")
                if not anew:
                    self._mark_end(gaps, parts[m], min(inner))
                n = m
            else:
                if self._is_of_one_form(end) and gaps[end - 1].tier is Tier.BEST:
                    gaps[end - 1] = Gap(Tier.FIRM, "between two of one form")
                elif _length(parts[n]) <= 2:
                    _level(gaps, end - 1, "between two that are named together")
                elif self._names_two_things(gaps, end, parts[n + 1]):
                    _level(gaps, end - 1, "between two things")
                elif self._kind(end - 1) == self._kind(end) == ADJECTIVE:
                    _level(gaps, end - 1, "between two that say how")
                n += 1

    def _is_of_one_form(self, end: int) -> bool:
        """Tell whether two words stand before a comma and two after it that begin alike: đủ đức, đủ tài."""
        two = self.words[end - 2 : end - 1] == self.words[end : end + 1]
        return two and self.words[end - 1].rstrip(",") != (self.words[end + 1] if end + 1 < len(self.words) else "")

    def _names_two_things(self, gaps: Sequence[Gap], end: int, part: tuple[int, int]) -> bool:
        """Tell whether a noun stands before a comma and one after it that is no subject of a clause."""
        if not (self._kind(end - 1) == self._kind(end) == NOUN) or _length(part) <= _MEMBER:
            return False
        first = self._first_of(end - 1)
        if first and gaps[first - 1].tier is Tier.GOOD:
            return False
        return self._kind_after(end) != VERB

    def _begins_anew(self, gaps: Sequence[Gap], part: tuple[int, int], member: int) -> bool:
        """Tell whether the part after a list is a clause of its own: too long for a member, and none that goes on."""
        if _length(part) <= _MEMBER or self._kind(part[0]) != VERB or self._goes_on(part, member):
            return False
        return gaps[part[0] + member - 1].tier not in (Tier.GOOD, Tier.BEST)

    def _goes_on(self, part: tuple[int, int], member: int) -> bool:
        at = part[0] + member - 1
        return not self._is_one_word(at) and self._kind(at + 1) in {VERB, ADJECTIVE, "R"} | PREPOSITIONS

    def _mark_end(self, gaps: list[Gap], part: tuple[int, int], member: int) -> None:
        at = part[0] + member - 1
        if _length(part) > _MEMBER and at < len(gaps) and self._goes_on(part, member):
            # A short rest belongs to the last member: sáng tạo vì cộng đồng.
            _better(gaps, at, "after a list", Tier.GOOD if part[1] - at - 1 <= _MEMBER else Tier.BEST)

    def _mark_remainders(self, gaps: list[Gap]) -> None:
        """Mark what would leave one syllable alone: before a mark or the end, and after a dash."""
        for at, gap in enumerate(gaps):
            alone = self._stops(at + 1) and gap.tier in (Tier.PLAIN, Tier.GOOD) and not gap.reason.startswith("after ")
            if alone and self.words[at][-1].isalnum():
                gaps[at] = Gap(Tier.FIRM, "leaves one syllable")
            if self.words[at] not in DASHES or not at:
                continue
            if self._stops(at + 1) and self._stops(at - 1):
                gaps[at] = Gap(Tier.NEVER, "between syllables of a list")
            elif self._kind(at - 1) == self._kind(at + 1) == NOUN and gap.tier is Tier.BEST and self._joins_nouns(at):
                gaps[at] = Gap(Tier.FIRM, "joins two nouns")

    def _joins_nouns(self, at: int) -> bool:
        """Tell whether the only dash of a text joins two words: lợi ích quốc gia - dân tộc là ..."""
        only = sum(word in DASHES for word in self.words) == 1
        return only and self.words[at + 1].islower() and self.words[at + 1] not in _DETERMINERS

    def _mark_brackets(self, gaps: list[Gap]) -> None:
        """Mark brackets and quotations: a short one is not parted; one word in brackets keeps to the word before it."""
        for at in range(len(gaps)):
            mark = self.words[at + 1][0]
            if mark not in _PAIRS or not opens(self.words[at + 1]):
                continue
            inside = (k for k in range(at + 1, len(self.words)) if _PAIRS[mark] in self.words[k][1:])
            end = next(inside, len(self.words) - 1)
            if gaps[at].tier is not Tier.NEVER:
                alone = mark == "(" and end == at + 1
                gaps[at] = Gap(Tier.FIRM, "before one in brackets") if alone else Gap(Tier.BEST, "before brackets")
            if end - at <= _BRACKET:
                for k in range(at + 1, min(end, len(gaps))):
                    gaps[k] = Gap(Tier.NEVER, "inside brackets")


def _level(gaps: list[Gap], at: int, reason: str) -> None:
    """Make a gap after a comma as good as another, where a phrase of the lexicon does not keep it closed."""
    if gaps[at].tier is not Tier.NEVER:
        gaps[at] = Gap(Tier.PLAIN, reason)


def _better(gaps: list[Gap], at: int, reason: str, tier: Tier = Tier.BEST) -> None:
    """Make a gap a better one, where a phrase of the lexicon does not keep it."""
    if gaps[at].tier in (Tier.PLAIN, Tier.GOOD, Tier.FIRM) and not gaps[at].reason.startswith("inside "):
        gaps[at] = Gap(tier, reason)


def _parts_of(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the parts of a text between its commas and dashes: first word, and the one after the last."""
    start = 0
    for at, word in enumerate(words):
        if word[-1] in ",;" or word in DASHES or at == len(words) - 1:
            yield start, at + 1
            start = at + 1


def _length(part: tuple[int, int]) -> int:
    return part[1] - part[0]
