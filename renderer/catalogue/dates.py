"""Dates of events as signs write them."""

from __future__ import annotations

from datetime import date

from renderer.catalogue.models import Event
from renderer.values.errors import require

_FULL = "%d/%m/%Y"


def format_event_dates(event: Event) -> str:
    """Return ``03/02/1930 - 03/02/2026``, ``15/03/2026`` or ``20 - 23/01/2026``, by the event's form."""
    if event.since and event.on:
        return f"{event.since:{_FULL}} - {event.on:{_FULL}}"
    if event.first and event.last:
        return _range(event.first, event.last)
    return f"{require(event.on, 'the day of an event'):{_FULL}}"


def _range(first: date, last: date) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%d} - {last:{_FULL}}"
    if first.year == last.year:
        return f"{first:%d/%m} - {last:{_FULL}}"
    return f"{first:{_FULL}} - {last:{_FULL}}"


def event_marks(event: Event) -> str:
    """Return the break marks of an event's whole line, or none where its title has none."""
    if not event.breaks:
        return ""
    # Two full dates may part in need; "20 - 23/01/2026" never does.
    dash = "_-~" if event.form == "anniversary" else "_-_"
    return f"{event.breaks} // ({format_event_dates(event).replace(' - ', dash)})"


def event_line(event: Event) -> str:
    """Return the whole line of an event: its title, then its dates in brackets."""
    return f"{event.title} ({format_event_dates(event)})"
