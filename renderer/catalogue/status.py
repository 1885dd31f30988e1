"""Effective status: the one place that says what a text is on given dates."""

from __future__ import annotations

from dataclasses import dataclass

from renderer.catalogue.models import Event, Slogan, Status
from renderer.hang import HangDates


@dataclass(frozen=True)
class Effective:
    """What a record is for given hang dates, why, and what stands in its place."""

    status: Status
    reason: str
    replaced_by: tuple[str, ...] = ()


_REASONS = {
    Status.DRAFT: "is a draft: it was read in no document that issues it",
    Status.EXPIRED: "has expired",
    Status.SUPERSEDED: "has been superseded",
    Status.REJECTED: "has been rejected",
}


def effective_status(record: Slogan | Event, hang: HangDates) -> Effective:
    """Return the status of ``record`` for a sign that hangs on ``hang``.

    Provenance decides first; an issued text must also be valid on every day of the hang dates, and an
    issued text that names its replacement counts as superseded unless ``valid_to`` says until when it stands.
    """
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
    return Effective(Status.ISSUED, f"read in {record.source}")
