"""Phases of a campaign (đợt 1, 2, 3): when a text fits, judged by the days on which its sign hangs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator, model_validator

from renderer.catalogue.models import Day, Event, Slogan, Slug, Status, Text
from renderer.values.dates import HangDates
from renderer.values.record import Value

ALWAYS = ("any", "expired")
"""Phases that every campaign has: no limit, and no use any more (which the status says)."""
_DAY = timedelta(days=1)
_ANCHORS: dict[str, Callable[[date, date], date]] = {
    "eve": lambda first, last: first - _DAY,
    "first": lambda first, last: first,
    "last": lambda first, last: last,
    "after": lambda first, last: last + _DAY,
}
"""Days that an event gives: the one before it, its first and last, the one after it."""
_ANCHOR = re.compile(r"([a-z0-9-]+):([a-z]+)")


def _anchor(text: str) -> str:
    match = _ANCHOR.fullmatch(text)
    if match is None or match[2] not in _ANCHORS:
        raise ValueError(f"{text!r} is neither a date nor EVENT:{'|'.join(_ANCHORS)}")
    return text


Edge = Day | Annotated[str, AfterValidator(_anchor)]
"""A day, or one that an event gives: ``dai-hoi-xiv:last``. Where the event moves, the phase moves with it."""


class Phase(Value):
    """A phase: its first and last good day, None where no document gives one."""

    id: Slug
    title: Text
    first: Edge | None = None
    last: Edge | None = None


class Campaign(Value):
    """A campaign with its phases, in their order."""

    id: Slug
    title: Text
    source: Text
    phase: tuple[Phase, ...] = ()
    notes: Text = ""

    @model_validator(mode="after")
    def _phases_differ(self) -> Campaign:
        names = [phase.id for phase in self.phase]
        if doubled := [name for name in names if names.count(name) > 1 or name in ALWAYS]:
            raise ValueError(f"phase: {doubled[0]} stands twice, or is a name that every campaign has")
        return self


@dataclass(frozen=True)
class Window:
    """The days on which a text fits; None: no limit that is known. ``phases`` are the titles of its phases."""

    first: date | None
    last: date | None
    phases: tuple[str, ...]

    def holds(self, hang: HangDates) -> bool:
        """Tell whether every day of ``hang`` fits."""
        return (self.first is None or self.first <= hang.start) and (self.last is None or hang.end <= self.last)

    def touches(self, hang: HangDates) -> bool:
        """Tell whether any day of ``hang`` fits."""
        return (self.first is None or self.first <= hang.end) and (self.last is None or hang.start <= self.last)

    @property
    def days(self) -> str:
        """The window for people: ``from 2026-01-23``, ``to 2026-01-23``."""
        parts = [f"from {self.first}" if self.first else "", f"to {self.last}" if self.last else ""]
        return " ".join(part for part in parts if part)


NO_LIMIT = Window(None, None, ())


def window_of(slogan: Slogan, campaigns: Iterable[Campaign], events: Mapping[str, Event]) -> Window:
    """Return the days between the first and the last of a slogan's phases; gaps between them do not count.

    A phase for which no campaign of the slogan gives a day leaves everything open, as does an edge that is missing.
    """
    if not slogan.phase or set(slogan.phase) & set(ALWAYS):
        return NO_LIMIT
    phases = [p for c in campaigns if c.id in slogan.campaign for p in c.phase if p.id in slogan.phase]
    dated = [p for p in phases if p.first or p.last]
    if {p.id for p in dated} != {p.id for p in phases}:
        return Window(None, None, _titles(phases))
    firsts, lasts = [_day(p.first, events) for p in dated], [_day(p.last, events) for p in dated]
    return Window(
        None if None in firsts else min((d for d in firsts if d), default=None),
        None if None in lasts else max((d for d in lasts if d), default=None),
        _titles(dated),
    )


def _titles(phases: Iterable[Phase]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.title for p in phases))


def anchors_of(campaign: Campaign) -> list[str]:
    """Return the events that a campaign's phases name."""
    edges = [edge for phase in campaign.phase for edge in (phase.first, phase.last)]
    return [edge.partition(":")[0] for edge in edges if isinstance(edge, str)]


def _day(edge: Edge | None, events: Mapping[str, Event]) -> date | None:
    """Return the day of an edge; None for one that hangs on an event which was withdrawn and has no other."""
    if edge is None or isinstance(edge, date):
        return edge
    name, _, anchor = edge.partition(":")
    event = events[name]
    # Where an event was moved under a new id, its phases moved with it.
    seen = {event.id}
    while event.replaced_by and event.replaced_by[0] in events and event.replaced_by[0] not in seen:
        event = events[event.replaced_by[0]]
        seen.add(event.id)
    return None if event.status is Status.WITHDRAWN else _ANCHORS[anchor](*event.days)
