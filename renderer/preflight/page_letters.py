"""Which of the things that a page paints are letters of the pinned faces."""

from __future__ import annotations

from collections.abc import Sequence

from renderer.preflight.bounds import Budget
from renderer.preflight.letters import FoundLetter, LetterFinder, gather_lines
from renderer.preflight.scan import Scan

_LONGEST_LETTER = 1_000
"""Operators: no program that writes a letter anew needs as many."""


def find_letters(
    scan: Scan, finder: LetterFinder, *, by_shape: bool = False, budget: Budget | None = None
) -> list[FoundLetter]:
    """Return every filled path of a page that is a letter of a pinned face, in paint order.

    ``budget``: how many outlines may still be compared point by point; beyond it BeyondBoundsError is raised.
    """
    letters, left = [], budget or Budget()
    for item in scan.items:
        path = item.path
        if path is None or item.mask or item.tile or path.operator in ("S", "s"):
            continue
        if item.clip is not None and not item.clip.overlaps(item.extent):
            continue  # on another panel
        letter = finder.read((path.ops, path.points), item.order)
        if letter is None and by_shape and 4 <= len(path.ops) <= _LONGEST_LETTER:
            left.take_shape()
            letter = finder.read((path.ops, path.points), item.order, by_shape=True)
        if letter is not None:
            letters.append(letter)
    return [letter for line in gather_lines(letters) if _is_text(line) for letter in line]


def _is_text(line: Sequence[FoundLetter]) -> bool:
    """Tell letters from art: a lone box may be an I, a lone circle a full stop."""
    return len(line) >= 2 and any(letter.character.isalnum() and letter.character not in "Iil1" for letter in line)
