"""The characters that a sign may hold: what a finished file can be read back for, and nothing else.

Whoever lets a text in asks this table, and verification reads by it: what is taken can be proven. A character belongs
here when every shipped face that has it draws it unlike every other, or at another height over the baseline. Hence no
Ð (a Đ in three faces), no low quotation mark (a comma), no dotless i, and no loose marks.
"""

from __future__ import annotations

import unicodedata

_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_CONSONANTS = "đbcdghklmnpqrstvxfjwz"
_small = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES) + _CONSONANTS

VIETNAMESE = _small + _small.upper()
"""Every letter of Vietnamese, those of foreign words in ASCII, and their capitals."""
DIGITS = "0123456789"
SIGNS = "!\"#%&'()*+,-./:;?@[]–—…“”‘’«»°·×" + "$<=>\\^_`{|}~¡¢£¥¦§¨©®°±²³¹ªº¼½¾¿÷†‡•‰‹›€₫№™−≈≠≤≥√"
FOREIGN = "ÄÅÆÇËÎÏÑÖØÛÜßäåæçëîïñöøûüÿĆćČčĎďĘęĚěĞğŁłŃńŇňŐőŒœŘřŚśŞşŠšŤťŮůŰűŸŹźŻżŽž"
"""Letters of names from the west and the middle of Europe."""
READABLE = "".join(dict.fromkeys(VIETNAMESE + DIGITS + SIGNS + FOREIGN))
"""Every character that can be read, Vietnamese first: of look-alikes the first one wins."""
_TAKEN = frozenset(READABLE + " ")


def find_unreadable(text: str) -> list[str]:
    """Return the characters of a line of composed text (NFC) that no finished file can be read back for, in order."""
    return [character for character in dict.fromkeys(text) if character not in _TAKEN]
