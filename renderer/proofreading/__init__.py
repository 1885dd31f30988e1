"""Proof-reading: what is written correctly, letter by letter, and still wrong."""

from renderer.proofreading.dates import date_findings
from renderer.proofreading.events import KnownEvents, event_findings
from renderer.proofreading.issued import KnownTexts, issued_findings
from renderer.proofreading.known import KnownPhrases
from renderer.proofreading.lunar import can_chi, day_to_lunar, lunar_findings, lunar_to_day
from renderer.proofreading.phrases import phrase_findings
from renderer.proofreading.reader import ProofReader, ProofReaderFactory, proof_reader, proof_reader_factory
from renderer.proofreading.style import HouseStyle, Issuer, style_findings
from renderer.proofreading.words import Word, bare, words_of

__all__ = [
    "HouseStyle",
    "Issuer",
    "KnownEvents",
    "KnownPhrases",
    "KnownTexts",
    "ProofReader",
    "ProofReaderFactory",
    "Word",
    "bare",
    "can_chi",
    "date_findings",
    "day_to_lunar",
    "event_findings",
    "issued_findings",
    "lunar_findings",
    "lunar_to_day",
    "phrase_findings",
    "proof_reader",
    "proof_reader_factory",
    "style_findings",
    "words_of",
]
