"""What programs do to words on their way into a list: each kind of damage, put into a good text."""

from __future__ import annotations

import html
from collections.abc import Callable
from urllib.parse import quote

from renderer.text import encode

Damage = Callable[[str, int], str]
"""Returns a good text damaged; the number chooses the place."""


def places_of(text: str) -> list[int]:
    """Return where letters with marks stand, but for the last word, whose end may be anything."""
    end = text.rfind(" ")
    return [i for i, c in enumerate(text[: end if end > 0 else None]) if not c.isascii() and c.isalpha()]


def _replace(text: str, at: int, change: Callable[[str], str]) -> str:
    places = places_of(text)
    i = places[at % len(places)]
    return text[:i] + change(text[i]) + text[i + 1 :]


def lose_to(sign: str) -> Damage:
    return lambda text, at: _replace(text, at, lambda letter: sign)


def escape(change: Callable[[str], str]) -> Damage:
    return lambda text, at: _replace(text, at, change)


def insert(piece: str) -> Damage:
    """Put a piece between two words."""

    def put(text: str, at: int) -> str:
        words = text.split(" ")
        i = at % (len(words) - 1) + 1
        return " ".join([*words[:i], piece, *words[i:]])

    return put


def glue(piece: str) -> Damage:
    """Put a piece in the place of a blank."""

    def put(text: str, at: int) -> str:
        words = text.split(" ")
        i = at % (len(words) - 1) + 1
        return " ".join(words[:i]) + piece + " ".join(words[i:])

    return put


def instead(piece: str) -> Damage:
    return lambda text, at: piece


def misread(key: str) -> Damage:
    return lambda text, at: encode(text, key)


LOST: dict[str, Damage] = {
    "underscore": lose_to("_"),
    "question mark": lose_to("?"),
    "replacement character": lose_to("\ufffd"),
    "two replacement characters": lose_to("\ufffd\ufffd"),
    "braille blank": lose_to("\u2800"),
    "box": lose_to("□"),
    "turned question mark": lose_to("¿"),
    "substitute": lose_to("\x1a"),
    "dotless i": lambda text, at: text.replace("i", "ı", 1) if "i" in text else _replace(text, at, lambda c: "ı"),
}
ESCAPED: dict[str, Damage] = {
    "entity": escape(lambda c: f"&#{ord(c)};"),
    "entity in hex": escape(lambda c: f"&#x{ord(c):X};"),
    "named entity": escape(lambda c: f"&{html.entities.codepoint2name.get(ord(c), 'agrave')};"),
    "backslash u": escape(lambda c: f"\\u{ord(c):04x}"),
    "backslash x": escape(lambda c: "".join(f"\\x{b:02x}" for b in c.encode())),
    "percent": escape(lambda c: quote(c)),
    "quoted printable": escape(lambda c: "".join(f"={b:02X}" for b in c.encode())),
    "workbook": glue("_x000D_"),
    "line break": glue("<br/>"),
    "bold": insert("<b>Đảng</b>"),
    "non-breaking space": glue("&nbsp;"),
}
LEFT: dict[str, Damage] = {
    "braces": insert("{{ten}}"),
    "merge field": insert("«TEN»"),
    "merge field with a name": insert("«Tên_đơn_vị»"),
    "dots": insert("........"),
    "NaN": insert("NaN"),
    "None": insert("None"),
    "null": insert("null"),
    "spill": instead("#SPILL!"),
    "not available": instead("#N/A"),
    "reference": instead("#REF!"),
    "Err:502": instead("Err:502"),
    "only NaN": instead("NaN"),
    "cut number": instead("1,5E+05"),
}
UNSETTABLE: dict[str, Damage] = {"star": insert("★"), "smiling face": insert("😀"), "tick": insert("✓")}
MISREAD: dict[str, Damage] = {
    key: misread(key) for key in ("tcvn3", "vni", "viscii", "vps", "cp1258", "utf-8 as cp1252")
}
ALL = {**LOST, **ESCAPED, **LEFT, **UNSETTABLE}
"""What every door must tell of, whatever the text."""
