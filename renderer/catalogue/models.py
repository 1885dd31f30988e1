"""Typed records of the catalogue. TOML holds what was read and where; nothing here decides what may be printed."""

from __future__ import annotations

import unicodedata
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from renderer.expectation import Value


class Status(StrEnum):
    """What a text is: its provenance, or (``not-yet-valid`` among others) what it is on given hang dates."""

    ISSUED = "issued"
    DRAFT = "draft"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"
    NOT_YET_VALID = "not-yet-valid"


def _clean(text: str) -> str:
    if not text or text != text.strip():
        raise ValueError("empty, or with a space at an end")
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError("not in composed form (NFC)")
    for index, character in enumerate(text):
        if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn"):
            raise ValueError(f"character {index + 1} is the invisible U+{ord(character):04X}")
    return text


Text = Annotated[str, AfterValidator(_clean)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Kind = Literal[
    "slogan", "hall_heading", "motto", "theme", "heading", "event_line", "phrase", "poster_title", "quote"
]  # fmt: skip


class _Record(Value):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Slug
    source: Text
    notes: str = ""


class _Dated(_Record):
    """A record with provenance and validity. ``valid_from`` and ``valid_to`` are the first and last good days."""

    status: Status
    campaign: tuple[Slug, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    replaced_by: tuple[Slug, ...] = ()

    @model_validator(mode="after")
    def _valid_in_order(self) -> _Dated:
        if self.status is Status.NOT_YET_VALID:
            raise ValueError("status: not-yet-valid follows from valid_from; write issued")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to is before valid_from")
        return self


class Slogan(_Dated):
    """A text with its provenance. ``text`` stands exactly as issued; ``issued_on`` is the document's date."""

    version: int = Field(default=1, ge=1)
    text: Text
    kind: Kind
    phase: tuple[Slug, ...] = ()
    issuer: str = ""
    document: str = ""
    issued_on: date | None = None
    wrong_variants: tuple[Text, ...] = ()
    replaces_text: Text | None = None
    template: Text | None = None


class Event(_Dated):
    """An event with its real dates.

    ``anniversary`` has ``since`` and ``on``; ``day`` has ``on``; ``range`` has ``first`` and ``last``. Dates are
    never typed into ``title``: they are formatted by code.
    """

    title: Text
    form: Literal["anniversary", "day", "range"]
    since: date | None = None
    on: date | None = None
    first: date | None = None
    last: date | None = None

    @model_validator(mode="after")
    def _has_its_dates(self) -> Event:
        wanted = {"anniversary": {"since", "on"}, "day": {"on"}, "range": {"first", "last"}}[self.form]
        given = {name for name in ("since", "on", "first", "last") if getattr(self, name) is not None}
        if given != wanted:
            raise ValueError(f"form {self.form!r} needs exactly the dates {', '.join(sorted(wanted))}")
        if self.first and self.last and self.last <= self.first:
            raise ValueError('last is not after first; a single day has form "day"')
        if self.since and self.on:
            _check_anniversary(self.title, self.since, self.on)
        return self


def _check_anniversary(title: str, since: date, on: date) -> None:
    number, _, rest = title.partition(" ")
    if (since.month, since.day) != (on.month, on.day):
        raise ValueError(f"an anniversary of {since:%d/%m} cannot fall on {on:%d/%m}")
    if number.isascii() and number.isdigit() and rest.startswith("năm ") and int(number) != on.year - since.year:
        raise ValueError(f"the title says {number} năm, but {on.year} - {since.year} = {on.year - since.year}")


class Organisation(_Record):
    """A body that issues or orders signs, named exactly as it writes itself."""

    name: Text
    kind: str
    province: str = ""
