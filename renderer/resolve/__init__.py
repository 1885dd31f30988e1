"""From an order to its resolved content: names, pages, wordings, the hash that stands for all, and the release."""

from renderer.resolve.lookup import Resolved, resolve
from renderer.resolve.pages import Pages
from renderer.resolve.release import Clearance, check_standing, check_texts, clear
from renderer.resolve.wordings import cased, event_wording, slogan_wording

__all__ = [
    "Clearance",
    "Pages",
    "Resolved",
    "cased",
    "check_standing",
    "check_texts",
    "clear",
    "event_wording",
    "resolve",
    "slogan_wording",
]
