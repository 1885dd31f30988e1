"""Texts that reach a sign as they were typed, or not at all."""

from __future__ import annotations

import unicodedata

from renderer.text.gate import gate
from renderer.text.odd import Use
from renderer.values.errors import RefusedError

MOST_CHARACTERS = 500
"""The longest text of one frame; the longest slogan of the catalogue has 309 characters."""


def check_text(text: str, field: str, use: Use = "sign") -> str:
    """Refuse what would be changed silently on the way to the sign: odd spaces, control characters, NFD.

    Refused too is what no person writes, what no sign can be proven to show, and a text too long for any.
    """
    if len(text) > MOST_CHARACTERS:
        raise RefusedError(
            "too-long",
            f"the text has {len(text)} characters, more than the {MOST_CHARACTERS} that a frame takes",
            field=field,
            hint="shorten it",
        )
    for index, character in enumerate(text):
        if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn"):
            raise RefusedError(
                "bad-character",
                f"character {index + 1} is U+{ord(character):04X}, which prints nothing",
                field=field,
                hint="remove it",
            )
    for index, character in enumerate(text):
        if character.isspace() and character != " ":
            raise RefusedError(
                "irregular-space",
                f"character {index + 1} is the unusual space U+{ord(character):04X}",
                field=field,
                hint="write a plain one",
            )
    if not text.strip() or " ".join(text.split()) != text:
        raise RefusedError(
            "irregular-space",
            f"the text has a leading, trailing or double space: {text!r}",
            field=field,
            hint="words are parted by one plain space",
        )
    if not unicodedata.is_normalized("NFC", text):
        raise RefusedError("not-nfc", "the text is not in composed form (NFC)", field=field, hint="convert it to NFC")
    fault = gate(text, use=use).fault
    if fault:
        offered = f"write {fault.suggestion!r}" if fault.suggestion else "type it anew"
        raise RefusedError(fault.kind, fault.told, field=field, hint=offered)
    return text
