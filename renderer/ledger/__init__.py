"""The ledger: who approved or withdrew what, and when; append-only, every entry chained to the one before."""

from renderer.ledger.entry import Action, Decision, Entry, Subject, chain, content_of, find_first_broken
from renderer.ledger.standing import Standing, standing_of
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
    "chain",
    "content_of",
    "find_first_broken",
    "standing_of",
]
