"""Proof-reading: what is written correctly, letter by letter, and still wrong."""

from renderer.proofreading.dates import date_findings
from renderer.proofreading.issued import issued_findings
from renderer.proofreading.known import KnownPhrases
from renderer.proofreading.phrases import phrase_findings
from renderer.proofreading.reader import ProofReader, proof_reader

__all__ = ["KnownPhrases", "ProofReader", "date_findings", "issued_findings", "phrase_findings", "proof_reader"]
