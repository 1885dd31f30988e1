"""Proof-reading: what is written correctly, letter by letter, and still wrong."""

from renderer.proofreading.knowledge import Knowledge
from renderer.proofreading.known.events import KnownEvents
from renderer.proofreading.known.files import PhraseFile
from renderer.proofreading.known.style import Issuer
from renderer.proofreading.known.texts import KnownTexts
from renderer.proofreading.reader import ProofReader, ProofReaderFactory, proof_reader, proof_reader_factory
from renderer.proofreading.reading import Finder, Reading, Rule
from renderer.proofreading.rules import RULES
from renderer.proofreading.rules.lunar import can_chi_of, day_to_lunar, lunar_to_day
from renderer.proofreading.words import Word, strip_marks, words_of

__all__ = [
    "RULES",
    "Finder",
    "Issuer",
    "Knowledge",
    "KnownEvents",
    "KnownTexts",
    "PhraseFile",
    "ProofReader",
    "ProofReaderFactory",
    "Reading",
    "Rule",
    "Word",
    "can_chi_of",
    "day_to_lunar",
    "lunar_to_day",
    "proof_reader",
    "proof_reader_factory",
    "strip_marks",
    "words_of",
]
