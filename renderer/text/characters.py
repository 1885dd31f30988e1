"""Characters that print nothing, and letters that print like others: refused by name, with the right one offered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from renderer.text.numerals import is_roman, to_roman, value_of_roman

_LETTERS = {
    "Ð": "Đ",
    "Ɖ": "Đ",
    "ð": "đ",
    "ɖ": "đ",
    "ǎ": "ă",
    "Ǎ": "Ă",
    "ā": "ã",
    "Ā": "Ã",
    "ō": "õ",
    "ī": "ĩ",
    "ū": "ũ",
    # Cyrillic and Greek letters that look Latin (Unicode confusables, the ones that a Vietnamese text may meet).
    **dict(zip("АВЕЅІЈКМНОРСТХУаеіјорсухѕ", "ABESIJKMHOPCTXYaeijopcyxs", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονι", "ABEZHIKMNOPTYXovi", strict=True)),
}
_ROMAN_WORD = re.compile(r"(?<!\w)[IVXLC1l|]{2,}(?!\w)")
_PLAIN = 40
"""Below it nobody doubts which number was meant."""
_VOWELS = "aăâeêioôơuưy"
_ORDINARY = frozenset(
    [chr(code) for code in range(0x20, 0x7F)]
    + [
        case(unicodedata.normalize("NFC", v + t))
        for v in _VOWELS
        for t in ("", *"\u0300\u0301\u0303\u0309\u0323")
        for case in (str.lower, str.upper)
    ]
    + list("đĐ“”‘’–—…«»·×°\n\t")
)
"""What nearly every text is made of: only the rest is looked at one by one."""


class Odd(NamedTuple):
    """A character, or several, that may not stand: where (index), what, why, and what should stand there (or None)."""

    at: int
    found: str
    message: str
    suggestion: str | None


def find_unusual(text: str) -> set[str]:
    """Return the characters of a text that are not what nearly every text is made of."""
    return set(text) - _ORDINARY


def find_odd_characters(text: str) -> Iterator[Odd]:
    """Yield everything in NFC text that prints nothing, prints like something else, or is no letter of the sign."""
    strange = find_unusual(text)
    for index, character in enumerate(text) if strange else ():
        if character not in strange:
            continue
        name = unicodedata.name(character, f"U+{ord(character):04X}")
        category = unicodedata.category(character)
        if character in _LETTERS:
            right = _LETTERS[character]
            yield Odd(index, character, f"{character} (U+{ord(character):04X}, {name}) only looks like {right}", right)
        elif category in ("Cc", "Cf", "Co", "Cs", "Cn") and character not in "\n\t":
            yield Odd(index, character, f"U+{ord(character):04X} ({name}) prints nothing", "")
        elif category in ("Zl", "Zp"):
            yield Odd(index, character, f"U+{ord(character):04X} ({name}) is no space", " ")
        elif category == "Mn":
            yield Odd(
                index, character, f"a loose mark, U+{ord(character):04X} ({name}), has no letter to stand on", None
            )
        elif _is_compatible(character):
            plain = unicodedata.normalize("NFKC", character)
            yield Odd(index, character, f"{character} (U+{ord(character):04X}, {name}) prints like {plain}", plain)
        elif category[0] == "L" and not _is_latin(character, name):
            yield Odd(index, character, f"{character} (U+{ord(character):04X}, {name}) is no Latin letter", None)
    yield from _find_roman_numerals(text)


def _is_compatible(character: str) -> bool:
    """Full-width forms, ligatures, Roman numerals as one character: they break every search."""
    if character in "…ªº²³¹½¼¾":
        return False
    plain = unicodedata.normalize("NFKC", character)
    return (
        plain != character and unicodedata.category(character)[0] in "LNPS" and plain.isprintable() and " " not in plain
    )


def _is_latin(character: str, name: str) -> bool:
    return name.startswith(("LATIN", "FEMININE", "MASCULINE")) or character == "µ"


def _find_roman_numerals(text: str) -> Iterator[Odd]:
    """Yield numbers such as XlV (a small L) and XIIII, which nobody writes."""
    for match in _ROMAN_WORD.finditer(text):
        word = match[0]
        if not any(c in "IVX" for c in word) or word.isdigit():
            continue
        meant = word.replace("l", "I").replace("1", "I").replace("|", "I")
        if meant != word and is_roman(meant):
            yield Odd(match.start(), word, f"{word!r} is written with a wrong character for I", meant)
        elif not is_roman(meant) and set(meant) <= set("IVX"):
            yield Odd(match.start(), word, f"{word!r} is no Roman numeral", _find_nearest(meant))


def _find_nearest(word: str) -> str | None:
    """Return the proper numeral of the same value, where the value is plain."""
    value = value_of_roman(word)
    return to_roman(value) if 0 < value < _PLAIN else None
