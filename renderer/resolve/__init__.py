"""From an order to its resolved content: names, pages, wordings, the hash that stands for all, and the release."""

from renderer.resolve.binding import binding_of
from renderer.resolve.lookup import choose_formats, resolve
from renderer.resolve.names import NO_ORGANISATION, file_name, file_names
from renderer.resolve.pages import Pages
from renderer.resolve.release import Clearance, check_standing, check_texts, clear
from renderer.resolve.resolved import PrintSign, Resolved, ScreenSign, viewing_distance
from renderer.resolve.wordings import event_wording, in_case, slogan_wording

__all__ = [
    "NO_ORGANISATION",
    "Clearance",
    "Pages",
    "PrintSign",
    "Resolved",
    "ScreenSign",
    "binding_of",
    "check_standing",
    "check_texts",
    "choose_formats",
    "clear",
    "event_wording",
    "file_name",
    "file_names",
    "in_case",
    "resolve",
    "slogan_wording",
    "viewing_distance",
]
