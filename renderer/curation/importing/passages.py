"""What a list is made of, whatever file it came in: passages with their places, fonts and automatic numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from renderer.text import Run
from renderer.values.errors import DataError


class ListMark(NamedTuple):
    """What stands before a paragraph: ``1.``, ``-``, ``II.``, ``a)``; ``level`` is 0 for the outermost list."""

    kind: Literal["number", "bullet", "roman", "letter"]
    number: int = 0
    level: int = 0


@dataclass(frozen=True)
class Passage:
    """A paragraph, a line or a cell as a file holds it.

    ``mark`` is the word processor's own, which is no text; ``column`` tells that it stands in a column of slogans, and
    ``entry_id`` is the id beside it there; ``fault`` is why it cannot be taken. ``foreign``: it holds bytes of a file
    that is no Unicode, and means something only in a legacy encoding.
    """

    where: str
    runs: tuple[Run, ...]
    mark: ListMark | None = None
    column: bool = False
    fault: DataError | None = None
    entry_id: str = ""
    foreign: bool = False

    @property
    def raw(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Listing:
    """The passages of a file, and what was passed over; ``bare``: its lines need no number to be slogans."""

    passages: tuple[Passage, ...]
    remarks: tuple[str, ...] = ()
    bare: bool = False
