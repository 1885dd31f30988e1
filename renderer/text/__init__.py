"""Text as it comes in: characters, legacy encodings, syllables; the gate through which everything passes."""

from renderer.text.break_marks import DASHES, find_words, format_marks, parse_marks, read_tiers, read_way
from renderer.text.check_text import MOST_CHARACTERS, check_text
from renderer.text.encodings import ENCODINGS, Decoding, detect, encode, is_unicode, may_be_in
from renderer.text.fonts import Run, code_of, gate_runs
from renderer.text.gate import Gated, Severity, TextFinding, comparison_key, finding_at, gate
from renderer.text.numerals import is_roman, to_roman, value_of_roman
from renderer.text.odd import Use
from renderer.text.slug import slugify
from renderer.text.source import text_of, unicode_of
from renderer.text.syllables import WORD, is_syllable, split_tone
from renderer.text.wording import Gap, Tier, Wording, plain_wording

__all__ = [
    "DASHES",
    "ENCODINGS",
    "MOST_CHARACTERS",
    "WORD",
    "Decoding",
    "Gap",
    "Gated",
    "Run",
    "Severity",
    "TextFinding",
    "Tier",
    "Use",
    "Wording",
    "check_text",
    "code_of",
    "comparison_key",
    "detect",
    "encode",
    "find_words",
    "finding_at",
    "format_marks",
    "gate",
    "gate_runs",
    "is_roman",
    "is_syllable",
    "is_unicode",
    "may_be_in",
    "parse_marks",
    "plain_wording",
    "read_tiers",
    "read_way",
    "slugify",
    "split_tone",
    "text_of",
    "to_roman",
    "unicode_of",
    "value_of_roman",
]
