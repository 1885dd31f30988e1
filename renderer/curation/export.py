"""The catalogue in a file for people: a workbook to sort and filter, a booklet to print."""

from __future__ import annotations

from pathlib import Path

from renderer.catalogue import Event, Slogan, Status, effective_status
from renderer.curation.names import campaigns_known
from renderer.curation.workbook import make_workbook
from renderer.documents.booklet import make_booklet
from renderer.storage.files import check_new, write_new
from renderer.studio import Studio
from renderer.values.dates import HangDates
from renderer.values.errors import UsageError, unknown_name


def export(studio: Studio, path: Path, campaign: str = "") -> None:
    """Write the catalogue as .xlsx or .pdf, all of it or one campaign; raises UsageError, WriteError."""
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".pdf"):
        raise UsageError("bad-suffix", f"{path.name} must end in .xlsx or .pdf", field="file")
    if campaign and campaign not in (known := campaigns_known(studio.catalogue)):
        raise unknown_name("campaign", campaign, known)
    check_new(path)
    catalogue = studio.catalogue
    today = HangDates(studio.workspace.today(), studio.workspace.today())

    def status(record: Slogan | Event) -> Status:
        return effective_status(record, today, catalogue, studio.ledger).status

    if suffix == ".pdf":
        data = make_booklet(catalogue, studio.workspace.font_bytes, campaign, status, today.start)
    else:
        data = make_workbook(catalogue, campaign, status)
    write_new(path, data)
