"""The ledger: who approved or withdrew what, and when; append-only, every entry chained to the one before."""

from renderer.ledger.entry import Action, Decision, Entry, Subject, chained, content_of, first_broken
from renderer.ledger.standing import Standing, standing
from renderer.ledger.store import LEDGER, Audit, Ledger

__all__ = [
    "LEDGER",
    "Action",
    "Audit",
    "Decision",
    "Entry",
    "Ledger",
    "Standing",
    "Subject",
    "chained",
    "content_of",
    "first_broken",
    "standing",
]
