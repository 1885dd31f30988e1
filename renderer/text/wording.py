"""The words of a frame and how well a line may end between each two of them.

How an editor writes it down: ``break_marks``.
"""

from __future__ import annotations

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

    The first ``lead`` words, if any, are lines of their own at ``lead_ratio`` times the size of the rest.
    ``proposed``: no editor set the gaps.
    """

    words: tuple[str, ...]
    gaps: tuple[Gap, ...]
    lead: int = 0
    lead_ratio: float = 1.0
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

    def without_lead(self) -> Wording:
        return replace(self, lead=0, lead_ratio=1.0)


def plain_wording(text: str) -> Wording:
    """Return ``text`` with every gap as good as another."""
    words = tuple(text.split(" "))
    return Wording(words, (Gap(Tier.PLAIN, "between words"),) * (len(words) - 1))
