"""Entries of the ledger: what was decided, of which words or which picture, and the hash that chains them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from pydantic import Field, model_validator

from renderer.values.record import Value

Action = Literal["approve", "withdraw"]
Kind = Literal["slogan", "event", "sign"]
BEGINNING = "0" * 64
"""What stands before the first entry."""


class Subject(NamedTuple):
    """What a decision is about: a version of a slogan, an event's line, or (``sign``) a picture by its binding hash."""

    kind: Kind
    id: str
    version: int = 1

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" + (f"@{self.version}" if self.kind == "slogan" else "")


class Decision(Value):
    """A decision as somebody states it.

    ``shown`` is what was decided on, in words: the text, or the file of the picture; ``content`` is its sha256 (the
    binding hash of a picture). ``decided`` is the document's date; an approval holds from ``valid_from`` to
    ``valid_to`` (both good days, None: without limit), a withdrawal from ``valid_from`` on. ``lifts`` is the number of
    the withdrawal that an approval takes back, 0 for none.
    """

    action: Action
    kind: Kind
    id: str
    version: int = 1
    content: str = Field(pattern="^[0-9a-f]{64}$")
    shown: str
    who: str = Field(min_length=1)
    role: str = Field(min_length=1)
    document: str = ""
    decided: date
    valid_from: date | None = None
    valid_to: date | None = None
    replaced_by: str = ""
    lifts: int = 0
    note: str = ""

    @property
    def subject(self) -> Subject:
        return Subject(self.kind, self.id, self.version)

    @model_validator(mode="after")
    def _check_order(self) -> Decision:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(f"{self.valid_to} is before {self.valid_from}")
        return self


class Entry(Decision):
    """A decision in the ledger: its number from 1, the day on which it was written down, and its place in the chain."""

    number: int = Field(ge=1)
    recorded: date
    previous: str
    hash: str

    @property
    def digest(self) -> str:
        """The hash that the entry must have: sha256 of everything else in it."""
        content = self.model_dump(mode="json", exclude={"hash"})
        canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def content_of(text: str) -> str:
    """Return what stands for a text in the ledger: one changed byte makes another."""
    return hashlib.sha256(text.encode()).hexdigest()


def chain(decision: Decision, last: Entry | None, today: date) -> Entry:
    """Return the entry that a decision becomes after ``last``."""
    entry = Entry(
        **decision.model_dump(),
        number=last.number + 1 if last else 1,
        recorded=today,
        previous=last.hash if last else BEGINNING,
        hash=BEGINNING,
    )
    return entry.model_copy(update={"hash": entry.digest})


def find_first_broken(entries: Sequence[Entry]) -> int | None:
    """Return the number of the first entry that is not what was written, or not in its place; None if all are."""
    previous = BEGINNING
    for number, entry in enumerate(entries, 1):
        if entry.number != number or entry.previous != previous or entry.hash != entry.digest:
            return number
        previous = entry.hash
    return None
