"""The catalogue: slogans, events and organisations as typed records with their provenance."""

from renderer.catalogue.dates import event_line, event_marks, format_event_dates
from renderer.catalogue.load import Catalogue, load_catalogue
from renderer.catalogue.models import Event, Organisation, Slogan, Status
from renderer.catalogue.status import Effective, effective_status

__all__ = [
    "Catalogue",
    "Effective",
    "Event",
    "Organisation",
    "Slogan",
    "Status",
    "effective_status",
    "event_line",
    "event_marks",
    "format_event_dates",
    "load_catalogue",
]
