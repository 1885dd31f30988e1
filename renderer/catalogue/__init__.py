"""The catalogue: slogans, events and organisations as typed records with their provenance."""

from renderer.catalogue.amend import Change
from renderer.catalogue.append import append_entries, refuse_packed
from renderer.catalogue.dates import event_line, event_marks, format_event_dates
from renderer.catalogue.load import FOLDER, Catalogue, load_catalogue
from renderer.catalogue.models import TEMPLATE_FIELDS, Event, Organisation, Slogan, Status
from renderer.catalogue.phases import ALWAYS, Campaign, Phase, Window
from renderer.catalogue.status import (
    Effective,
    Misfit,
    as_of,
    effective_status,
    find_misfit,
    ledger_standing,
    subject_of,
    text_of_record,
)
from renderer.catalogue.templates import fill

__all__ = [
    "ALWAYS",
    "FOLDER",
    "TEMPLATE_FIELDS",
    "Campaign",
    "Catalogue",
    "Change",
    "Effective",
    "Event",
    "Misfit",
    "Organisation",
    "Phase",
    "Slogan",
    "Status",
    "Window",
    "append_entries",
    "as_of",
    "effective_status",
    "event_line",
    "event_marks",
    "fill",
    "find_misfit",
    "format_event_dates",
    "ledger_standing",
    "load_catalogue",
    "refuse_packed",
    "subject_of",
    "text_of_record",
]
