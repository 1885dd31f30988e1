"""Text from outside made harmless before it is printed.

A control character can move a terminal's cursor and a line end can forge a line of a report; a lone surrogate (a byte
of a file name that is no UTF-8) cannot be written at all.
"""

from __future__ import annotations

import unicodedata

_ESCAPED = frozenset(["Cc", "Cs", "Zl", "Zp"])
_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of writing: what follows them is read in another order than it stands."""


def make_printable(text: str, keep: str = "") -> str:
    """Return ``text`` with every character that acts on a terminal, or that none can show, as its escape.

    The characters in ``keep`` stay as they are: a line end, for a text of several lines.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c in keep else _escape(c) for c in text)


def _escape(character: str) -> str:
    if character in _TURNS or unicodedata.category(character) in _ESCAPED:
        return character.encode("unicode_escape").decode("ascii")
    return character
