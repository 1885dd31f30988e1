"""Names and words that people give, held against those of the catalogue."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from renderer.catalogue import Catalogue
from renderer.text import gate
from renderer.values.errors import UsageError


def campaigns_known(catalogue: Catalogue) -> list[str]:
    """Return the campaigns that the catalogue has: by their own entries, and by those of slogans and events."""
    of_entries = [name for entry in (*catalogue.slogans, *catalogue.events) for name in entry.campaign]
    return list(dict.fromkeys([*of_entries, *(c.id for c in catalogue.campaigns)]))


def check_words(field: str, text: str) -> None:
    """Raise UsageError for words that cannot be written down: stray spaces, signs that nobody sees."""
    fault = gate(text, use="record").fault
    if fault or text != " ".join(text.split()) or not text.isprintable():
        told = fault.told if fault else "a leading, trailing, double or unusual space"
        raise UsageError("bad-option", f"{text!r}: {told}", field=field, hint="write plain words")


def one_slip(one: str, other: str) -> bool:
    """Tell whether two names differ by one or two letters, and not in a number."""
    if re.sub(r"\D+", " ", one).split() != re.sub(r"\D+", " ", other).split():
        return False
    same = sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
    return max(len(one), len(other)) - same <= 2
