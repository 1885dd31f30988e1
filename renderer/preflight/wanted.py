"""Exactly these words, once: what a page says is held against the one text that it was ordered to show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field

from renderer.preflight.finding import Finding
from renderer.preflight.letters import FoundLetter, LetterFinder, gather_lines, text_of_line
from renderer.preflight.scan import Scan
from renderer.values.geometry import Rect

_SHADOW = 0.15
"""Ems by which a letter's shadow or outline may lie off the letter: nearer, two of them are one to a reader."""
_MARK_ROOM = 0.3
"""Ems around a line in which a mark of its letters might stand."""
_AS_LARGE = 0.9
"""Share of the smallest line of the words from which other words count: a unit's name is smaller."""


@dataclass
class WantedWords:
    """The words that a file must show, and how often they were found so far. ``text``: as it was issued."""

    text: str
    count: int = 0
    findings: list[Finding] = field(default_factory=list)

    def look(self, number: int, scan: Scan, letters: Sequence[FoundLetter], finder: LetterFinder) -> None:
        """Look for the words on a page."""
        lines = gather_lines(drop_shadows(letters))
        texts = [_fold(text_of_line(sorted(line, key=lambda found: found.x), finder)) for line in lines]
        homes = list(_homes(texts, _fold(self.text)))
        self.count += len(homes)
        if not homes:
            return
        own = {number for first, after in homes for number in range(first, after)}
        words = [lines[number] for number in range(*homes[0])]
        least = min(line[0].em for line in words) * _AS_LARGE
        for at, (line, text) in enumerate(zip(lines, texts, strict=True)):
            if line[0].em >= least and at not in own:
                told = f"other words stand on the page, as large as the text itself: {text[:80]!r}"
                self.findings.append(Finding("other-words", told, page=number))
        self.findings += _find_painted_over(number, scan, words, {letter.order for letter in letters})

    def judge(self) -> list[Finding]:
        """Return what is wrong with the words, once every page was looked at."""
        if self.count == 1:
            return self.findings
        told = "the words are not on the page" if not self.count else f"the words are there {self.count} times"
        return [Finding("words-differ", told, expected=self.text), *self.findings]


def _fold(text: str) -> str:
    """Return a text as layouts may set it: in capitals, with single spaces."""
    return " ".join(text.split()).upper()


def _homes(texts: Sequence[str], wanted: str) -> Iterator[tuple[int, int]]:
    """Yield the runs of lines that make the words."""
    for first in range(len(texts)):
        joined = ""
        for last in range(first, len(texts)):
            joined = f"{joined} {texts[last]}".strip()
            if joined == wanted:
                yield first, last + 1
            if not wanted.startswith(joined):
                break


def drop_shadows(letters: Sequence[FoundLetter]) -> list[FoundLetter]:
    """Return letters without those that lie right under a later one of the same shape: shadows and outlines."""
    later: dict[tuple[str, str, int], list[FoundLetter]] = {}
    kept = []
    for letter in reversed(letters):
        alike = later.setdefault((letter.character, letter.face, round(letter.em)), [])
        near = _SHADOW * letter.em
        if not any(abs(letter.x - other.x) < near and abs(letter.y - other.y) < near for other in alike):
            kept.append(letter)
        alike.append(letter)
    return kept[::-1]


def _find_painted_over(
    number: int, scan: Scan, words: Sequence[Sequence[FoundLetter]], read: Set[int]
) -> Iterator[Finding]:
    """Yield what is painted among the words after they began and is no letter: it may be a mark.

    ``read``: the places in paint order of everything that was read as a letter.
    """
    boxes = [_box_of(line) for line in words]
    first = min(letter.order for line in words for letter in line)
    for item in scan.items:
        if item.order < first or item.order in read or item.mask or item.tile:
            continue
        shown = item.extent if item.clip is None else item.extent.common(item.clip)
        if any(box.overlaps(shown) for box in boxes):
            told = f"a {item.kind} that is no letter of the words is painted among them"
            yield Finding("painted-over", told, page=number)
            return


def _box_of(line: Sequence[FoundLetter]) -> Rect:
    """Return the room of a line of letters with every mark that one might have: under it, over it, beside it."""
    left, right = min(letter.ink.x for letter in line), max(letter.ink.right for letter in line)
    foot, head = min(letter.ink.y for letter in line), max(letter.ink.bottom for letter in line)
    return Rect(left, foot, right - left, head - foot).inset(-_MARK_ROOM * max(letter.em for letter in line))
