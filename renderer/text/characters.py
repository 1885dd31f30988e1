"""Characters that print nothing, and letters that print like others: refused by name, with the right one offered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from renderer.contract.alphabet import VIETNAMESE, find_unreadable
from renderer.text.lost import MOST_FINDINGS
from renderer.text.numerals import is_roman, to_roman, value_of_roman
from renderer.text.odd import Odd, Use

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
    "ĕ": "ẽ",
    "ĭ": "ĩ",
    "ŏ": "õ",
    "ŭ": "ũ",
    "ı": "i",
    "İ": "I",
    "ȷ": "j",
    "ɑ": "a",
    "ɡ": "g",
    # Hyphens that look like the plain one: no key makes them, and a search for the plain one misses them.
    "\u2010": "-",
    "\u2011": "-",
    "\u2043": "-",
    # Cyrillic and Greek letters that look Latin (Unicode confusables, the ones that a Vietnamese text may meet).
    **dict(zip("АВЕЅІЈКМНОРСТХУаеіјорсухѕ", "ABESIJKMHOPCTXYaeijopcyxs", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονι", "ABEZHIKMNOPTYXovi", strict=True)),
}
_ROMAN_WORD = re.compile(r"(?<!\w)[IVXLC1l|]{2,}(?!\w)")
_PLAIN = 40
"""Below it nobody doubts which number was meant."""
_ORDINARY = (frozenset(map(chr, range(0x20, 0x7F))) | frozenset(VIETNAMESE) | frozenset("“”‘’–—…«»·×°\n\t")) - set(
    _LETTERS
)
"""What nearly every text is made of: only the rest is looked at one by one."""
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0\U0001d159")
"""Letters and signs without ink: they look like a space, and are none."""


def find_unusual(text: str) -> set[str]:
    """Return the characters of a text that are not what nearly every text is made of."""
    return set(text) - _ORDINARY


def find_odd_characters(text: str, use: Use = "text") -> Iterator[Odd]:
    """Yield everything in NFC text that prints nothing, prints like something else, or is no letter of the sign."""
    strange = set(text) - _ORDINARY
    unprovable = _find_unprovable(text, use) if strange else frozenset()
    found = (_judge(character, i, unprovable) for i, character in enumerate(text) if character in strange)
    yield from islice((odd for odd in found if odd is not None), MOST_FINDINGS)
    yield from _find_roman_numerals(text)


def _find_unprovable(text: str, use: Use) -> frozenset[str]:
    """Return the characters of a text that its use does not take; in a letter, stars and smiling faces alone."""
    if use == "record":
        return frozenset()
    unreadable = frozenset(c for c in find_unreadable(text) if not c.isspace())
    return unreadable if use == "sign" else frozenset(filter(_is_picture, unreadable))


def _judge(character: str, index: int, unprovable: frozenset[str]) -> Odd | None:
    """Return why a character may not stand, or None where it may."""
    name = unicodedata.name(character, f"U+{ord(character):04X}")
    code, category = f"U+{ord(character):04X}, {name}", unicodedata.category(character)
    if character in _LETTERS:
        right = _LETTERS[character]
        return Odd(index, character, f"{character} ({code}) only looks like {right}", right)
    if character in _BLANKS:
        return Odd(index, character, f"U+{ord(character):04X} ({name}) prints nothing", " ", "bad-character")
    if category in ("Cc", "Cf", "Co", "Cs", "Cn") and character not in "\n\t":
        return Odd(index, character, f"U+{ord(character):04X} ({name}) prints nothing", "")
    if category in ("Zl", "Zp"):
        return Odd(index, character, f"U+{ord(character):04X} ({name}) is no space", " ")
    if category == "Mn":
        return Odd(index, character, f"a loose mark, U+{ord(character):04X} ({name}), has no letter to stand on", None)
    if _is_compatible(character):
        plain = unicodedata.normalize("NFKC", character)
        # What no sign shows either is not offered in its place.
        offered = None if find_unreadable(plain) else plain
        return Odd(index, character, f"{character} ({code}) prints like {plain}", offered)
    if category[0] == "L" and not _is_latin(character, name):
        return Odd(index, character, f"{character} ({code}) is no Latin letter", None)
    if character in unprovable:
        told = f"{character} ({code}) stands on no sign: no finished file could be proven to show it"
        return Odd(index, character, told, None, "not-on-signs")
    return None


def _is_picture(character: str) -> bool:
    """Tell whether a character is a star, a tick, a smiling face: no letter, and no sign of running text."""
    return ord(character) > 0xFF and unicodedata.category(character) == "So"


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
