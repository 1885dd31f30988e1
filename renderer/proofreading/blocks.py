"""What the rules are given at once: so much text that each of them ends soon, whatever a file holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from renderer.text import TextFinding, finding_at
from renderer.values.errors import RefusedError

MOST_TEXT = 300_000
"""Characters of the longest text that is read at once: a book of 150 pages."""
_BLOCK = 40_000
"""Characters that are read together: longer than any letter, which one rule must see whole."""
_LONGEST_LINE = 10_000
"""Characters of the longest paragraph: five pages without a break."""
_UNBROKEN = re.compile(r"\S{500}|[^\S\n]{500}")
"""No word is so long, and no space: it is no text that anybody reads, and no rule of words applies."""


class Block(NamedTuple):
    """Whole lines of a text, and the number of the first of them."""

    text: str
    line: int


def check_length(text: str) -> None:
    """Raise RefusedError for a text that nobody reads at once."""
    if len(text) > MOST_TEXT:
        told = f"the text has {len(text)} characters, more than the {MOST_TEXT} that are read at once"
        raise RefusedError("too-long", told, hint="check it in parts")


def split_blocks(text: str) -> Iterator[Block]:
    """Yield a text in blocks of whole lines, most texts in one."""
    number, lines, size = 1, list[str](), 0
    for line in text.split("\n"):
        if lines and size + len(line) > _BLOCK:
            yield Block("\n".join(lines), number)
            number, lines, size = number + len(lines), [], 0
        lines.append(line)
        size += len(line) + 1
    yield Block("\n".join(lines), number)


def find_unbroken(text: str) -> TextFinding | None:
    """Return what stands against reading a text: a word or a space longer than any, or a line that is a file."""
    found = _UNBROKEN.search(text)
    if found is not None:
        what = "word" if found[0].strip() else "space"
        return finding_at(text, found.start(), "unreadable", f"a {what} of 500 characters and more is no text")
    longest = max(text.split("\n"), key=len)
    if len(longest) > _LONGEST_LINE:
        told = f"a line of {len(longest)} characters is longer than any that is read"
        return finding_at(text, text.index(longest), "unreadable", told)
    return None
