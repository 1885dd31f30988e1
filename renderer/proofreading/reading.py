"""What a rule of proof-reading is given, and the one form that every rule has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from renderer.proofreading.knowledge import Knowledge
from renderer.proofreading.known.style import Issuer
from renderer.proofreading.words import ReadText
from renderer.text import TextFinding


@dataclass(frozen=True)
class Reading:
    """A text that passed the gate, split into its words once; what is known; what earlier rules found in it.

    With an ``issuer`` the text is held against the style of its papers, too.
    """

    read: ReadText
    known: Knowledge
    issuer: Issuer | None = None
    found: tuple[TextFinding, ...] = ()

    @staticmethod
    def of(text: str, known: Knowledge, issuer: Issuer | None = None) -> Reading:
        """Begin to read a text: nothing has been found yet."""
        return Reading(ReadText.of(text), known, issuer)

    @property
    def text(self) -> str:
        return self.read.text

    def apply(self, rule: Rule) -> Reading:
        """Return the same with what a rule finds."""
        return replace(self, found=(*self.found, *rule.find(self)))


Finder = Callable[[Reading], Iterator[TextFinding]]


class Rule(NamedTuple):
    """A rule by its name; ``find`` yields what is wrong with a text, in any order."""

    name: str
    find: Finder
