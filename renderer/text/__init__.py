"""Text as it comes in: characters, legacy encodings, syllables; the gate through which everything passes."""

from renderer.text.break_marks import DASHES, format_marks, marked_tiers, parse_marks
from renderer.text.checked_text import checked_text
from renderer.text.encodings import ENCODINGS, Reading, detect, encode, is_unicode, may_be_in
from renderer.text.fonts import Run, code_of, gate_runs
from renderer.text.gate import Gated, Severity, TextFinding, comparison_key, found_at, gate
from renderer.text.numerals import is_roman, roman, roman_value
from renderer.text.slug import slugify
from renderer.text.source import text_of, unicode_of
from renderer.text.syllables import WORD, is_syllable, split_tone
from renderer.text.wording import Gap, Tier, Wording, plain_wording

__all__ = [
    "DASHES",
    "ENCODINGS",
    "WORD",
    "Gap",
    "Gated",
    "Reading",
    "Run",
    "Severity",
    "TextFinding",
    "Tier",
    "Wording",
    "checked_text",
    "code_of",
    "comparison_key",
    "detect",
    "encode",
    "format_marks",
    "found_at",
    "gate",
    "gate_runs",
    "is_roman",
    "is_syllable",
    "is_unicode",
    "marked_tiers",
    "may_be_in",
    "parse_marks",
    "plain_wording",
    "roman",
    "roman_value",
    "slugify",
    "split_tone",
    "text_of",
    "unicode_of",
]
