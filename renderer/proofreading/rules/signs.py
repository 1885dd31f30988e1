"""Signs that stand alone: a quotation mark or bracket without its other half, a space before a closing sign."""

from __future__ import annotations

import re
from collections.abc import Iterator

from renderer.proofreading.reading import Reading
from renderer.text import TextFinding, finding_at

_PAIRS = {"“": "”", "«": "»", "(": ")"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_SPACED = re.compile(r"(?<=\w) +([!?;:,.…])(?=\s|$)")
_LISTED = re.compile(r"(?:^|\n)\s*\w{1,3}$")
"""What stands before a bracket that opens nothing: the number of a list, as in "a)"."""


def find_lonely_signs(reading: Reading) -> Iterator[TextFinding]:
    """Warn of marks that have no other half and of spaces before signs; a sign's own one line, where they are found in
    it, is what will hang."""
    text = reading.text
    yield from _find_unpaired(text)
    if "\n" not in text and text.count('"') % 2:
        told = "a quotation mark has no other half"
        yield finding_at(text, text.rfind('"'), "lonely-sign", told, None, "warning")
    for spaced in _SPACED.finditer(text):
        told = f"a space before {spaced[1]!r}"
        yield finding_at(text, spaced.start(), "spaced-sign", told, spaced[1], "warning")


def _find_unpaired(text: str) -> Iterator[TextFinding]:
    opened: dict[str, list[int]] = {}
    for at, sign in enumerate(text):
        if sign in _PAIRS:
            # Quotation marks do not stand in each other: where one opens again, the one before was never closed.
            if sign != "(" and opened.get(sign):
                yield _lonely(text, opened[sign].pop(), "is not closed")
            opened.setdefault(sign, []).append(at)
        elif sign in _CLOSING:
            if opened.get(_CLOSING[sign]):
                opened[_CLOSING[sign]].pop()
            elif sign != ")" or not _LISTED.search(text[:at]):
                yield _lonely(text, at, "closes nothing")
    for places in opened.values():
        for at in places:
            yield _lonely(text, at, "is not closed")


def _lonely(text: str, at: int, told: str) -> TextFinding:
    return finding_at(text, at, "lonely-sign", f"{text[at]!r} {told}", None, "warning")
