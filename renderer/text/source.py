"""Files of text: bytes to text, without losing what they were."""

from __future__ import annotations

import codecs

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def text_of(data: bytes) -> str:
    """Return a file's text: UTF-8, UTF-16 with its mark, else each byte as cp1252 shows it, for the gate to judge."""
    try:
        return unicode_of(data)
    except UnicodeDecodeError:
        return "".join(show_byte(byte) for byte in data)


def unicode_of(data: bytes) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 with its mark; raises UnicodeDecodeError for any other."""
    return data.decode(next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8"))


def show_byte(byte: int) -> str:
    """Return how the WHATWG's windows-1252 shows a byte: undefined ones are C1 controls."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)
