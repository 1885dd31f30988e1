"""The catalogue: slogans, events and organisations as typed records with their provenance."""

from renderer.catalogue.dates import event_line, event_marks, format_event_dates
from renderer.catalogue.load import Catalogue, load_catalogue
from renderer.catalogue.models import Event, Organisation, Slogan, Status
from renderer.catalogue.phases import Campaign, Phase, Window
from renderer.catalogue.status import (
    Effective,
    Misfit,
    as_of,
    effective_status,
    ledger_standing,
    misfit,
    subject_of,
    text_of_record,
)

__all__ = [
    "Campaign",
    "Catalogue",
    "Effective",
    "Event",
    "Misfit",
    "Organisation",
    "Phase",
    "Slogan",
    "Status",
    "Window",
    "as_of",
    "effective_status",
    "event_line",
    "event_marks",
    "format_event_dates",
    "ledger_standing",
    "load_catalogue",
    "misfit",
    "subject_of",
    "text_of_record",
]
