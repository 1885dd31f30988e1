"""What may not stand in a text, as every check of the gate tells it."""

from __future__ import annotations

from typing import Literal, NamedTuple

Use = Literal["sign", "text", "record"]
"""What a text is for: the words of one sign; any text that may hold such words, a letter, a list; or a record, such as
a source, a note, a path, which never comes onto a sign."""


class Odd(NamedTuple):
    """Something that may not stand: where (index), what, why, what should stand there (or None), and its kind.

    Without a kind it is a ``look-alike`` where something is offered, and else a ``bad-character``.
    """

    at: int
    found: str
    message: str
    suggestion: str | None
    kind: str = ""
