"""Effective status: the one place that says what a text is on given dates, and whether it fits its phase."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from renderer.catalogue.dates import event_line
from renderer.catalogue.load import Catalogue
from renderer.catalogue.models import Event, Slogan, Status
from renderer.ledger import Entry, Standing, Subject, content_of, standing_of
from renderer.values.dates import HangDates

_Record = TypeVar("_Record", Slogan, Event)
_OFFERED = 3
"""So many texts are named that would fit."""


@dataclass(frozen=True)
class Effective:
    """What a record is for given hang dates, why, and what stands in its place."""

    status: Status
    reason: str
    replaced_by: tuple[str, ...] = ()


_REASONS = {
    Status.WITHDRAWN: "was withdrawn",
    Status.DRAFT: "is a draft: it was read in no document that issues it",
    Status.EXPIRED: "has expired",
    Status.SUPERSEDED: "has been superseded",
    Status.REJECTED: "has been rejected",
}


def as_of(catalogue: Catalogue, entries: Iterable[Entry], hang: HangDates) -> Catalogue:
    """Return a catalogue in which what the ledger withdraws on ``hang`` is withdrawn, and replaced as it says."""
    entries = tuple(entries)
    if not any(entry.action == "withdraw" for entry in entries):
        return catalogue
    return replace(
        catalogue,
        slogans=tuple(_apply_withdrawal(s, entries, hang) for s in catalogue.slogans),
        events=tuple(_apply_withdrawal(e, entries, hang) for e in catalogue.events),
    )


def _apply_withdrawal(record: _Record, entries: tuple[Entry, ...], hang: HangDates) -> _Record:
    found = ledger_standing(record, entries, hang).withdrawal
    if found is None:
        return record
    after = (found.replaced_by,) if found.replaced_by else ()
    return record.model_copy(update={"status": Status.WITHDRAWN, "replaced_by": after})


@dataclass(frozen=True)
class Misfit:
    """A text outside the phases that it is for: on some of its days, or on all of them."""

    message: str
    wholly: bool
    fitting: tuple[str, ...]


def subject_of(record: Slogan | Event) -> Subject:
    """Return what the ledger calls a record."""
    return Subject("slogan", record.id, record.version) if isinstance(record, Slogan) else Subject("event", record.id)


def text_of_record(record: Slogan | Event) -> str:
    """Return the words that are approved: a slogan's text, an event's whole line."""
    return record.text if isinstance(record, Slogan) else event_line(record)


def ledger_standing(record: Slogan | Event, entries: Iterable[Entry], hang: HangDates) -> Standing:
    """Return what the ledger says of a record for a sign that hangs on ``hang``."""
    return standing_of(entries, subject_of(record), content_of(text_of_record(record)), hang)


def effective_status(
    record: Slogan | Event, hang: HangDates, catalogue: Catalogue | None = None, entries: Iterable[Entry] = ()
) -> Effective:
    """Return the status of ``record`` for a sign that hangs on ``hang``.

    A withdrawal in the ledger decides first, then provenance; an issued text must also be valid on every day of the
    hang dates. One that names its replacement counts as superseded unless ``valid_to`` says until when it stands, and
    one of which ``catalogue`` has a newer issued version does from that version's ``valid_from`` on.
    """
    withdrawal = ledger_standing(record, entries, hang).withdrawal
    return (
        _judge_by_withdrawal(withdrawal)
        if withdrawal
        else _judge_by_entry(record, hang) or _judge_by_version(record, hang, catalogue)
    )


def _judge_by_withdrawal(entry: Entry) -> Effective:
    told = [f"was withdrawn by {entry.who} on {entry.decided}", entry.document, entry.note]
    return Effective(Status.WITHDRAWN, ", ".join(filter(None, told)), tuple(filter(None, [entry.replaced_by])))


def _judge_by_version(record: Slogan | Event, hang: HangDates, catalogue: Catalogue | None) -> Effective:
    newer = catalogue.newer(record) if catalogue and isinstance(record, Slogan) else None
    if newer is None or (newer.valid_from and hang.end < newer.valid_from):
        return Effective(Status.ISSUED, f"read in {record.source}")
    told = f"was replaced by version {newer.version}: {newer.text!r}"
    return Effective(Status.SUPERSEDED, told, (newer.id,))


def find_misfit(catalogue: Catalogue, slogan: Slogan, hang: HangDates, entries: Iterable[Entry] = ()) -> Misfit | None:
    """Return how a slogan does not fit the phases of its campaign on ``hang``, or None; texts that fit are named."""
    catalogue = as_of(catalogue, entries, hang)
    window = catalogue.window(slogan)
    if window.holds(hang):
        return None
    wholly = not window.touches(hang)
    outside = "every day" if wholly else "some days"
    message = f"is for {', '.join(window.phases)} ({window.days}): hung {hang}, it would be wrong on {outside}"
    return Misfit(message, wholly, tuple(_find_fitting(catalogue, slogan, hang))[:_OFFERED])


def _find_fitting(catalogue: Catalogue, slogan: Slogan, hang: HangDates) -> list[str]:
    """Return issued texts of the same campaigns that fit on every day, those of a phase first, then by kind."""
    fits = [
        s
        for s in catalogue.current
        if s.id != slogan.id
        and set(s.campaign) & set(slogan.campaign)
        and catalogue.window(s).holds(hang)
        and effective_status(s, hang, catalogue).status is Status.ISSUED
    ]
    fits.sort(key=lambda s: (not catalogue.window(s).phases, s.kind != slogan.kind))
    return [s.id for s in fits]


def _judge_by_entry(record: Slogan | Event, hang: HangDates) -> Effective | None:
    """Return what the entry by itself makes of a record, or None for an issued and valid one."""
    if record.status is not Status.ISSUED:
        reason = _REASONS[record.status] + (f": {record.notes}" if record.notes else "")
        return Effective(record.status, reason, record.replaced_by)
    if record.valid_from and hang.start < record.valid_from:
        reason = f"is valid from {record.valid_from}, but would hang from {hang.start}"
        return Effective(Status.NOT_YET_VALID, reason, record.replaced_by)
    if record.valid_to and hang.end > record.valid_to:
        reason = f"is valid to {record.valid_to}, but would hang to {hang.end}"
        return Effective(Status.EXPIRED, reason, record.replaced_by)
    if record.replaced_by and not record.valid_to:
        return Effective(Status.SUPERSEDED, _REASONS[Status.SUPERSEDED], record.replaced_by)
    return None
