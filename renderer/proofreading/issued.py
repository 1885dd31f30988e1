"""A text beside the issued ones: almost an issued slogan is none, and the difference is shown word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from renderer.catalogue import Catalogue, Status
from renderer.text import TextFinding, comparison_key
from renderer.text.gate import found_at

_NEAR, _LEAST_WORDS = 0.75, 4
"""From which share of equal words on a text is meant to be another; shorter ones are alike by chance."""


@dataclass(frozen=True)
class KnownTexts:
    """Issued texts by id, titles that may be quoted, and texts that no longer stand or never did.

    ``refused``: a text, why it is refused, and the id of the issued text in its place.
    """

    issued: dict[str, str]
    titles: tuple[str, ...] = ()
    refused: tuple[tuple[str, str, str], ...] = ()

    @staticmethod
    def of(catalogue: Catalogue) -> KnownTexts:
        """Gather what a catalogue says of its texts."""
        issued, slogans = catalogue.issued_texts, catalogue.slogans
        misprints = [(v, f"is a known misprint of {s.id}", s.id) for s in slogans for v in s.wrong_variants]
        replaced = [
            (s.text, f"is {s.id}, which is {s.status}; {right} stands in its place", right)
            for s in slogans if s.status is not Status.ISSUED
            for right in s.replaced_by[:1]
        ]  # fmt: skip
        corrected = [
            (s.text, f"is version {s.version} of {s.id}, which was corrected", s.id)
            for s in slogans if catalogue.newer(s) is not None and s.text not in issued.values()
        ]  # fmt: skip
        refused = tuple(entry for entry in (*misprints, *replaced, *corrected) if entry[2] in issued)
        return KnownTexts(issued, tuple(e.title for e in catalogue.events), refused)

    @cached_property
    def compared(self) -> tuple[dict[str, list[str]], list[list[str]], list[tuple[list[str], str, str]]]:
        """The words of issued texts by id, of whatever may be quoted, and of refused texts."""
        issued = {key: _words(comparison_key(value)) for key, value in self.issued.items()}
        quotable = [*issued.values(), *(_words(comparison_key(title)) for title in self.titles)]
        return issued, quotable, [(_words(comparison_key(text)), why, right) for text, why, right in self.refused]


def issued_findings(text: str, known: KnownTexts) -> list[TextFinding]:
    """Return, line by line, the issued text that a line almost is, or that stands in the place of one it holds.

    A line that quotes an issued text or a title in full, with something around it, says what it says.
    """
    issued, quotable, refused = known.compared
    found: list[TextFinding] = []
    start = 0
    for line in text.split("\n"):
        words = _words(comparison_key(line))
        wrong = next((entry for entry in refused if _holds(words, entry[0])), None)
        if wrong is not None:
            message = f"{wrong[1]}: {difference(wrong[0], issued[wrong[2]])}"
            found.append(found_at(text, start, "refused-text", message, known.issued[wrong[2]]))
        elif len(words) >= _LEAST_WORDS and not any(_quotes(words, quoted) for quoted in quotable):
            best = max(issued, key=lambda k: _ratio(words, issued[k]), default=None)
            if best is not None and _ratio(words, issued[best]) >= _NEAR:
                message = f"is not {best}, but almost: {difference(words, issued[best])}"
                found.append(found_at(text, start, "near-issued", message, known.issued[best]))
        start += len(line) + 1
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"\w+(?:[/.-]\w+)*|[^\w\s]", text.casefold())


def _quotes(words: list[str], quoted: list[str]) -> bool:
    # A short title inside a long text is no quotation of the whole.
    return len(quoted) >= max(_LEAST_WORDS, len(words) / 2) and _holds(words, quoted)


def _holds(words: list[str], part: list[str]) -> bool:
    return any(words[i : i + len(part)] == part for i in range(len(words) - len(part) + 1))


def _ratio(one: list[str], other: list[str]) -> float:
    if min(len(one), len(other)) < _NEAR * max(len(one), len(other)) * 0.8 or set(one).isdisjoint(other):
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _NEAR else 0.0


def difference(words: list[str], wanted: list[str]) -> str:
    """Return what must change to make ``words`` the wanted ones: ``sáng tạo -> đột phá; + của``."""
    parts = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, words, wanted, autojunk=False).get_opcodes():
        gone, come = " ".join(words[i1:i2]), " ".join(wanted[j1:j2])
        if kind == "replace":
            parts.append(f"{gone} -> {come}")
        elif kind == "delete":
            parts.append(f"without {gone!r}")
        elif kind == "insert":
            parts.append(f"with {come!r}")
    return "; ".join(parts)
