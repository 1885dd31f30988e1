"""The words of a frame and how well a line may end between each two of them.

How an editor writes it down: ``break_marks``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple


class Tier(StrEnum):
    """What a break between two words is to a reader, from never to best."""

    NEVER = "never"
    FIRM = "firm"
    BAD = "bad"
    PLAIN = "plain"
    GOOD = "good"
    BEST = "best"


class Gap(NamedTuple):
    """The place between two words: its tier, and why, in words for a designer."""

    tier: Tier
    reason: str


@dataclass(frozen=True)
class Wording:
    """The words of one frame with the gaps between them (one fewer than words).

    The first ``lead`` words, if any, are lines of their own at ``lead_ratio`` times the size of the rest. Of a text
    that has a ``core`` (first word, last word + 1), lines that hold no word of it stand at ``tail_ratio`` times its
    size. ``ways`` are an editor's ways of breaking the whole text, the best first: the word that each line ends
    before. ``proposed``: no editor set the gaps.
    """

    words: tuple[str, ...]
    gaps: tuple[Gap, ...]
    lead: int = 0
    lead_ratio: float = 1.0
    core: tuple[int, int] | None = None
    tail_ratio: float = 1.0
    ways: tuple[tuple[int, ...], ...] = ()
    proposed: bool = False

    def __post_init__(self) -> None:
        if len(self.gaps) != len(self.words) - 1:
            raise ValueError(f"{len(self.words)} words have {len(self.words) - 1} gaps, not {len(self.gaps)}")

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def upper(self) -> Wording:
        """Return the same wording in Vietnamese capitals; breaks are judged in the original case."""
        return replace(self, words=tuple(word.upper() for word in self.words))

    @property
    def least_ratio(self) -> float:
        """The size of the smallest lines to that of the largest."""
        return min(self.lead_ratio if self.lead else 1.0, self.tail_ratio if self.core else 1.0)

    def ratio_of(self, first: int, end: int) -> float:
        """Return the size of a line of the words ``first`` to ``end - 1`` to that of the largest."""
        if end <= self.lead:
            return self.lead_ratio
        if self.core and (end <= self.core[0] or first >= self.core[1]):
            return self.tail_ratio
        return 1.0

    def without_lead(self) -> Wording:
        return replace(self, lead=0, lead_ratio=1.0)

    def sizings(self) -> Iterator[Wording]:
        """Yield the wording with its lines as unequal as it says, then less and less so, by quarters."""
        yield self
        if self.least_ratio < 1.0:
            yield from map(self.nearer_one_size, (0.25, 0.5, 0.75))
            yield self.at_one_size()

    def nearer_one_size(self, share: float) -> Wording:
        """Return the same wording with the sizes of its lines so much nearer to the largest (0 as it is, 1 alike)."""
        lead, tail = (ratio + (1.0 - ratio) * share for ratio in (self.lead_ratio, self.tail_ratio))
        return replace(self, lead_ratio=lead, tail_ratio=tail)

    def at_one_size(self) -> Wording:
        """Return the same wording with all its lines of one size."""
        return replace(self, lead=0, lead_ratio=1.0, core=None, tail_ratio=1.0)


def plain_wording(text: str) -> Wording:
    """Return ``text`` with every gap as good as another."""
    words = tuple(text.split(" "))
    return Wording(words, (Gap(Tier.PLAIN, "between words"),) * (len(words) - 1))
