"""Typed records of the catalogue.

TOML holds what was read and where; nothing here decides what may be printed. Types are strict: a date
is a TOML date, never a string or a number that looks like one. A model's own fault begins with its field.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import StrEnum
from string import Formatter
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, Strict, model_validator

from renderer.text import Tier, find_words, gate, read_tiers, read_way
from renderer.values.errors import require
from renderer.values.record import Value

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TYPED_DATE = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}")
TEMPLATE_FIELDS = ("n", "year", "ordinal", "unit", "term")
_LEADING_YEARS = re.compile(r"(?:kỷ niệm )?(\d+) năm\b", re.IGNORECASE)


class Status(StrEnum):
    """What a text is: its provenance, or (``not-yet-valid`` among others) what it is on given hang dates."""

    ISSUED = "issued"
    DRAFT = "draft"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"
    NOT_YET_VALID = "not-yet-valid"


_FOLLOWING = {Status.NOT_YET_VALID: "valid_from", Status.WITHDRAWN: "the ledger"}
"""What a text is never by its entry alone."""


def _clean(text: str) -> str:
    if not text.strip():
        raise ValueError("empty")
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError("not in composed form (NFC)")
    for index, character in enumerate(text):
        if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn"):
            raise ValueError(f"character {index + 1} is the invisible U+{ord(character):04X}")
        if character.isspace() and character != " ":
            raise ValueError(f"character {index + 1} is the unusual space U+{ord(character):04X}; write a plain one")
    if " ".join(text.split()) != text:
        raise ValueError("a leading, trailing or double space")
    return text


def _judge(text: str) -> str:
    if fault := gate(text, use="record").fault:
        raise ValueError(fault.told)
    return text


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise ValueError(f"{text!r} is not a slug (a-z and 0-9, parted by single hyphens)")
    return text


Words = Annotated[str, AfterValidator(_clean)]
"""Words of a sign. What the gate says of them is told by ``catalogue check``, and whoever orders them is refused: one
text that cannot be set must not stop the orders of all others."""
Text = Annotated[Words, AfterValidator(_judge)]
Slug = Annotated[str, AfterValidator(_slug)]
Day = Annotated[date, Strict()]
_Ratio = Annotated[float, Field(ge=0.4, le=1.0)]
Kind = Literal["slogan", "hall_heading", "motto", "theme", "heading", "event_line", "phrase", "poster_title", "quote"]


class _Record(Value):
    id: Slug
    source: Text
    notes: Text = ""


class _Dated(_Record):
    """A record with provenance. ``valid_from`` and ``valid_to`` are the first and last good days."""

    status: Status
    campaign: tuple[Slug, ...] = ()
    valid_from: Day | None = None
    valid_to: Day | None = None
    replaced_by: tuple[Slug, ...] = ()

    @model_validator(mode="after")
    def _coherent(self) -> _Dated:
        if self.status in _FOLLOWING:
            raise ValueError(f"status: {self.status.value} follows from {_FOLLOWING[self.status]}; write issued")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(f"valid_to: {self.valid_to} is before valid_from {self.valid_from}")
        if self.id in self.replaced_by:
            raise ValueError("replaced_by: names the entry itself")
        return self


class Slogan(_Dated):
    """A text with its provenance. ``text`` stands exactly as issued; ``issued_on`` is the document's date.

    ``breaks`` is the text with break marks (``renderer.text.break_marks``), which no person has looked at yet where
    ``breaks_proposed`` says so. ``settings`` are whole ways of breaking it, ``A | B | C``, that an editor accepts: of
    those with as many lines the best first. ``lead`` are its first words, which a layout may set smaller, at
    ``lead_ratio``; ``core`` the words that are the largest then, all but the lead standing at ``tail_ratio``.
    ``template`` is the text with fields, ``since`` the day that its ``{n}`` counts from;
    ``filled_from`` names the entry whose template the text was filled from.
    """

    version: Annotated[int, Strict(), Field(ge=1)] = 1
    text: Words
    kind: Kind
    phase: tuple[Slug, ...] = ()
    issuer: Text = ""
    document: Text = ""
    issued_on: Day | None = None
    breaks: Words = ""
    breaks_proposed: bool = False
    lead: Words = ""
    lead_ratio: _Ratio = 0.72
    core: Words = ""
    tail_ratio: _Ratio = 0.8
    settings: Annotated[tuple[str, ...], Field(max_length=24)] = ()
    wrong_variants: tuple[Text, ...] = ()
    replaces_text: Text | None = None
    template: Text | None = None
    since: Day | None = None
    filled_from: Slug | None = None

    @model_validator(mode="after")
    def _marks_fit(self) -> Slogan:
        _check_marks(self.breaks, self.text)
        if self.template is not None:
            _check_template(self.template)
        if self.lead and not self.text.startswith(self.lead + " "):
            raise ValueError(f"lead: {self.lead!r} is not the beginning of the text")
        self._check_core()
        self._check_settings()
        return self

    def _check_core(self) -> None:
        try:
            start, _ = find_words(self.core, self.text) if self.core else (len(self.text), 0)
        except ValueError as fault:
            raise ValueError(f"core: {fault}") from None
        if start < len(self.lead.split()):
            raise ValueError(f"core: {self.core!r} begins inside the lead")

    def _check_settings(self) -> None:
        tiers = read_tiers(self.breaks, self.text) if self.breaks and not self.breaks_proposed else ()
        for lines in self.settings:
            try:
                ends = read_way(lines, self.text)
            except ValueError as fault:
                raise ValueError(f"settings: {lines!r}: {fault}") from None
            if parted := [end for end in ends[:-1] if tiers and tiers[end - 1] is Tier.NEVER]:
                told = "_".join(self.text.split(" ")[parted[0] - 1 : parted[0] + 1])
                raise ValueError(f"settings: {lines!r} ends a line where the break marks keep {told!r} together")


class Event(_Dated):
    """An event with its real dates.

    ``anniversary`` has ``since`` and ``on``; ``day`` has ``on``; ``range`` has ``first`` and ``last``.
    Dates are never typed into ``title``: they are formatted by code. ``breaks`` is the title with break marks.
    """

    title: Words
    breaks: Words = ""
    form: Literal["anniversary", "day", "range"]
    since: Day | None = None
    on: Day | None = None
    first: Day | None = None
    last: Day | None = None

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        # The model admits no event without them.
        return require(self.first or self.on, "a first day"), require(self.last or self.on, "a last day")

    @model_validator(mode="after")
    def _has_its_dates(self) -> Event:
        wanted = {"anniversary": {"since", "on"}, "day": {"on"}, "range": {"first", "last"}}[self.form]
        given = {name for name in ("since", "on", "first", "last") if getattr(self, name) is not None}
        if given != wanted:
            raise ValueError(f"form: {self.form} needs exactly the dates {', '.join(sorted(wanted))}")
        if _TYPED_DATE.search(self.title):
            raise ValueError("title: holds a date; dates stand in their own fields")
        if self.first and self.last and self.last <= self.first:
            raise ValueError(f"last: {self.last} is not after first {self.first}; a single day is a day")
        _check_marks(self.breaks, self.title)
        if self.since and self.on:
            _check_anniversary(self.title, self.since, self.on)
        return self


def fields_of(template: str) -> list[str]:
    """Return the fields that a template names, in their order; raises ValueError for anything but plain fields."""
    names = [name for _, name, _, _ in Formatter().parse(template) if name is not None]
    plain = "".join(f"{{{name}}}" for name in names)
    if strange := [name for name in names if name not in TEMPLATE_FIELDS]:
        known = ", ".join(f"{{{field}}}" for field in TEMPLATE_FIELDS)
        raise ValueError(f"{{{strange[0]}}} is no field; fields: {known}")
    if not names or "".join(re.findall(r"\{[^}]*\}", template)) != plain:
        raise ValueError("it has no field, or more than a name in its braces")
    return names


def _check_template(template: str) -> None:
    try:
        fields_of(template)
    except ValueError as fault:
        raise ValueError(f"template: {fault}") from None


def _check_marks(marks: str, text: str) -> None:
    try:
        if marks:
            read_tiers(marks, text)
    except ValueError as fault:
        raise ValueError(f"breaks: {fault}") from None


def _check_anniversary(title: str, since: date, on: date) -> None:
    years = on.year - since.year
    if (since.month, since.day) != (on.month, on.day) or years < 1:
        raise ValueError(f"on: {on} is no anniversary of {since}")
    said = _LEADING_YEARS.match(title)
    if said and int(said[1]) != years:
        raise ValueError(f"title: says {said[1]} năm, but {on.year} - {since.year} = {years}")


class Organisation(_Record):
    """A body that issues or orders signs, named as it writes itself."""

    name: Words
    kind: Literal["party", "state", "front", "press", "association"]
    province: Text = ""
