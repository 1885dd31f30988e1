"""Text as it comes in: characters, legacy encodings, syllables; the gate through which everything passes."""

from renderer.text.encodings import ENCODINGS, Reading, detect, encode
from renderer.text.fonts import Run, gate_runs
from renderer.text.gate import Gated, TextFinding, comparison_key, gate
from renderer.text.source import text_of, unicode_of
from renderer.text.syllables import is_syllable

__all__ = [
    "ENCODINGS",
    "Gated",
    "Reading",
    "Run",
    "TextFinding",
    "comparison_key",
    "detect",
    "encode",
    "gate",
    "gate_runs",
    "is_syllable",
    "text_of",
    "unicode_of",
]
