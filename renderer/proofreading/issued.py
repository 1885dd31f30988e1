"""A text beside the issued ones: almost an issued slogan is none, and the difference is shown word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from renderer.text import TextFinding, comparison_key
from renderer.text.gate import found_at

_NEAR, _LEAST_WORDS = 0.75, 4
"""From which share of equal words on a text is meant to be another; shorter ones are alike by chance."""


def issued_findings(text: str, issued: Mapping[str, str], titles: Iterable[str] = ()) -> list[TextFinding]:
    """Return, line by line, the issued text that a line almost is. ``issued`` are texts by id.

    A line that quotes an issued text or a title in full, with something around it, says what it says.
    """
    known = {key: _words(comparison_key(value)) for key, value in issued.items()}
    quotable = [*known.values(), *(_words(comparison_key(title)) for title in titles)]
    found: list[TextFinding] = []
    start = 0
    for line in text.split("\n"):
        words = _words(comparison_key(line))
        if len(words) >= _LEAST_WORDS and not any(_quotes(words, quoted) for quoted in quotable):
            best = max(known, key=lambda k: _ratio(words, known[k]), default=None)
            if best is not None and _ratio(words, known[best]) >= _NEAR:
                message = f"is not {best}, but almost: {difference(words, known[best])}"
                found.append(found_at(text, start, "near-issued", message, issued[best]))
        start += len(line) + 1
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"\w+(?:[/.-]\w+)*|[^\w\s]", text.casefold())


def _quotes(words: list[str], quoted: list[str]) -> bool:
    size = len(quoted)
    # A short title inside a long text is no quotation of the whole.
    if size < max(_LEAST_WORDS, len(words) / 2):
        return False
    return any(words[i : i + size] == quoted for i in range(len(words) - size + 1))


def _ratio(one: list[str], other: list[str]) -> float:
    if min(len(one), len(other)) < _NEAR * max(len(one), len(other)) * 0.8:
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
