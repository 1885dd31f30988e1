"""Legacy encodings of Vietnamese: TCVN3 (ABC), VNI, VISCII, VPS, VIQR, cp1258, and UTF-8 read as cp1252 or latin-1.

All of them arrive as Unicode text whose characters are the cp1252 look of the bytes: that is what a spreadsheet or a
text file holds after somebody opened it in a program that did not know.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from renderer.text.source import show_byte
from renderer.text.syllables import WORD, is_syllable

_TABLE = Path(__file__).parent / "legacy.tsv"
_SINGLE = Path(__file__).parent / "single_byte.tsv"
_LEGACY_SHARE, _OWN_SHARE = 0.8, 0.5
"""A legacy reading must make this share of its words syllables, the text as it stands at most that one."""


@dataclass(frozen=True)
class Decoding:
    """A text as an encoding reads it: the encoding's name, the text, and a note for people.

    ``doubtful``: only a person can tell whether it is meant.
    """

    encoding: str
    text: str
    note: str = ""
    doubtful: bool = False


class _Column(NamedTuple):
    to_legacy: dict[str, str]
    from_legacy: dict[str, str]
    longest: int
    signs: frozenset[str]


@lru_cache(maxsize=1)
def _load_columns() -> dict[str, _Column]:
    found: dict[str, _Column] = {}
    rows = [line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for number, name in enumerate(("tcvn3", "vni", "viqr"), 1):
        there = {row[0]: row[number] for row in rows}
        back = {legacy: letter for letter, legacy in there.items()}
        found[name] = _Column(there, back, max(map(len, back)), frozenset("".join(back)))
    return found


def _read(text: str, column: _Column) -> str:
    out, at = [], 0
    while at < len(text):
        for length in range(column.longest, 0, -1):
            letter = column.from_legacy.get(text[at : at + length])
            if letter is not None:
                out.append(letter)
                at += length
                break
        else:
            out.append(text[at])
            at += 1
    return "".join(out)


def _read_tcvn3(text: str) -> str:
    """Read TCVN3. A word in capitals keeps its toned letters small there: only a font shows them as capitals."""
    column = _load_columns()["tcvn3"]
    # A footnote's sign is no letter: ¹ would be ạ where no syllable asks for one.
    parts = re.split(r"(\S+)", text)
    return _recase("".join(_keep_footnote(part, column) for part in parts))


def _recase(text: str) -> str:
    return WORD.sub(lambda m: m[0].upper() if _looks_capital(m[0]) else m[0], text)


def _keep_footnote(word: str, column: _Column) -> str:
    bare = word.rstrip(".,;:!?)")
    if bare.endswith(_FOOTNOTES) and not is_syllable(_read(bare, column)):
        return _read(word[: len(bare) - 1], column) + bare[-1] + word[len(bare) :]
    return word if bare in _FOOTNOTES else _read(word, column)


def _looks_capital(word: str) -> bool:
    return not word.isascii() and any(c.isupper() for c in word[1:])


def _read_vni(text: str) -> str:
    return _read(text, _load_columns()["vni"])


def _read_viqr(text: str) -> str:
    return _read(text, _load_columns()["viqr"])


def _find_bytes(text: str) -> bytes | None:
    """Return the bytes that were read as cp1252, latin-1 or the WHATWG mixture of both; None if there are none."""
    out = bytearray()
    for character in text:
        try:
            out += character.encode("cp1252")
        except UnicodeEncodeError:
            if ord(character) > 0xFF:
                return None
            out.append(ord(character))
    return bytes(out)


def _decode(text: str, codec: str) -> str:
    """Return what the bytes behind a text say in a codec; the text itself where they say nothing."""
    data = _find_bytes(text)
    try:
        return text if data is None else unicodedata.normalize("NFC", data.decode(codec))
    except UnicodeDecodeError:
        return text


@lru_cache(maxsize=1)
def _load_single_bytes() -> dict[str, dict[int, str]]:
    """Return the letters of VISCII and VPS by their bytes."""
    lines = _SINGLE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {key: {int(row[at], 16): row[0] for row in rows} for at, key in ((1, "viscii"), (2, "vps"))}


def _read_single_bytes(text: str, key: str) -> str:
    """Return what the bytes behind a text say in VISCII or VPS; the text itself where there are none."""
    data, letters = _find_bytes(text), _load_single_bytes()[key]
    return text if data is None else "".join(letters.get(byte) or show_byte(byte) for byte in data)


ENCODINGS: dict[str, tuple[str, Callable[[str], str]]] = {
    "utf-8 as cp1252": ("UTF-8 đọc nhầm là cp1252", partial(_decode, codec="utf-8")),
    "tcvn3": ("TCVN3 (ABC, .VnTime)", _read_tcvn3),
    "vni": ("VNI (VNI-Times)", _read_vni),
    "viscii": ("VISCII", partial(_read_single_bytes, key="viscii")),
    "vps": ("VPS", partial(_read_single_bytes, key="vps")),
    "cp1258": ("Windows-1258", partial(_decode, codec="cp1258")),
    "viqr": ("VIQR", _read_viqr),
}
"""Key -> name for people, and how it is read; the order decides between equal readings."""
_TCVN3_NOTE = "TCVN3 has no capitals with tones: their case follows the letters beside them"
_OWN_LETTERS = re.compile(r"[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_FOOTNOTES = ("¹", "²", "³")
_SIGNS_OF_SIZES = str.maketrans({"×": "x", "\u00a0": " "})
"""A text of nothing else beyond ASCII is a size: alone, none of them is a letter in any encoding."""
_PUNCTUATION = "\u00a0–—‘’“”…•·¹²³"
_QUOTES_AND_DASHES = frozenset("–—‘’“”…•")
_ABBREVIATION = re.compile(r"(?=.*[ĐƯÔ])[A-ZĐƯÔ]{2,8}")
_VIQR_HINT = re.compile(r"[aeouAEOU][\^(+][`'?~.]?|dd|DD|[aeiouyAEIOUY][`'?~]")


def encode(text: str, key: str) -> str:
    """Return NFC text as it looks when its bytes in an encoding are read as cp1252 (latin-1 for mojibake's C1 bytes).

    Raises ValueError for a letter that the encoding does not have.
    """
    if key in _load_columns():
        column = _load_columns()[key]
        return "".join(column.to_legacy.get(c, c) for c in text)
    if key == "utf-8 as cp1252":
        return "".join(show_byte(byte) for byte in text.encode("utf-8"))
    if key in _load_single_bytes():
        there = {letter: byte for byte, letter in _load_single_bytes()[key].items()}
        return "".join(show_byte(there[c]) if c in there else c for c in text)
    if key == "cp1258":
        try:
            return "".join(show_byte(byte) for byte in _to_cp1258(text).encode("cp1258"))
        except UnicodeEncodeError as fault:
            raise ValueError(f"cp1258 has no {text[fault.start]!r}") from None
    raise ValueError(f"no encoding is called {key!r}")


def _to_cp1258(text: str) -> str:
    """Return text with its tones as combining marks, as cp1258 holds them: ``ệ`` is ``ê`` and a dot below."""
    out = []
    for character in text:
        parts = unicodedata.normalize("NFD", character)
        tones = [p for p in parts[1:] if p in "\u0300\u0301\u0303\u0309\u0323"]
        base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in tones))
        out += [base, *tones]
    return "".join(out)


def is_unicode(text: str) -> bool:
    """Tell whether a text holds a Vietnamese letter that no byte of a legacy encoding looks like."""
    return bool(_OWN_LETTERS.search(text))


def read_as(text: str, key: str, *, capitals: bool = False) -> Decoding | None:
    """Return a text in an encoding that is known from elsewhere, in capitals where they are shown; None if it is alike.

    Raises ValueError for letters that no text in such an encoding holds: what told the encoding was wrong.
    """
    if strange := sorted(set(_OWN_LETTERS.findall(text))):
        raise ValueError(f"holds {', '.join(strange)}, which {ENCODINGS[key][0]} does not have")
    plain = _read(text, _load_columns()[key])
    cased = plain.upper() if capitals else _recase(plain) if key == "tcvn3" else plain
    note = _TCVN3_NOTE if key == "tcvn3" and cased != plain and not capitals else ""
    return None if cased == text else Decoding(key, cased, note)


def may_be_in(text: str, key: str) -> Decoding | None:
    """Return how a text would read in an encoding, if it then consists of syllables: only a person can tell."""
    if text.isascii() or is_unicode(text) or key not in _load_columns():
        return None
    reading = read_as(text, key)
    return reading if reading is not None and _share_of_syllables(reading.text) >= _LEGACY_SHARE else None


def detect(text: str, phrases: Collection[str] = ()) -> tuple[Decoding, ...]:
    """Return how a text must be read if it is in no proper Unicode: one reading, several on a tie, none if all is well.

    ``phrases`` are known ones in small letters: they decide where both readings consist of syllables ("Toàn dân"
    read as VNI would be "Tồn dân").
    """
    if text.isascii():
        return _detect_viqr(text)
    if text.translate(_SIGNS_OF_SIZES).isascii():
        return ()  # 4,8 × 0,6 m
    if _OWN_LETTERS.search(text):
        return ()  # no byte of any of these encodings looks like one of them
    mojibake = _decode(text, "utf-8")
    if mojibake != text and _share_of_syllables(mojibake) >= _LEGACY_SHARE:
        return (Decoding("utf-8 as cp1252", mojibake),)  # no other text is valid UTF-8 by chance
    own = _share_of_syllables(text)
    ranked: list[tuple[tuple[float, int, bool, int], Decoding]] = []
    for key in ("tcvn3", "vni", "viscii", "vps", "cp1258"):
        read_text = ENCODINGS[key][1](text)
        if read_text == text or not _has_marks(read_text) or _has_leftovers(text, key):
            continue
        share = _share_of_syllables(read_text)
        likely = share >= _LEGACY_SHARE and own <= _OWN_SHARE
        if not likely and not own == share == 1:
            continue
        known = _count_known(read_text, phrases)
        if likely or known > _count_known(text, phrases):
            reading = Decoding(key, read_text, _TCVN3_NOTE if key == "tcvn3" else "", doubtful=own == 1)
            # What reads well in TCVN3 or VNI, too, is far likelier to be in them.
            rank = (share, known, key not in _load_single_bytes(), _count_plain_tones(read_text))
            ranked.append((rank, reading))
    best = max((rank for rank, _ in ranked), default=None)
    return tuple(reading for rank, reading in ranked if rank == best)


def _detect_viqr(text: str) -> tuple[Decoding, ...]:
    """Propose VIQR for plain ASCII with its signs in at least two words.

    A full stop after a vowel looks like a tone, so one word is not enough.
    """
    hints = len(_VIQR_HINT.findall(text))
    read_text = _read_viqr(text)
    return (
        (Decoding("viqr", read_text, doubtful=True),)
        if hints > 1 and _share_of_syllables(read_text) >= _LEGACY_SHARE
        else ()
    )


def _has_leftovers(text: str, key: str) -> bool:
    """Tell whether a text holds characters that an encoding has not: no text in it would."""
    if key == "cp1258":
        return bool(re.search(r"[\u0080-\u009f]", text))
    if key in _load_single_bytes():
        return _holds_other_signs(text, key)
    signs = _load_columns()[key].signs
    return any(ord(c) > 0x7F and c not in signs and c not in _PUNCTUATION for c in text)


def _holds_other_signs(text: str, key: str) -> bool:
    """Tell whether VISCII or VPS may not be meant: a byte is no letter, a quotation mark would be one, or the case or
    the spelling of any word is wrong. Their letters take nearly every byte, so that much reads like words."""
    data, letters = _find_bytes(text) or b"", _load_single_bytes()[key]
    other = any((byte > 0x7F and byte not in letters) or show_byte(byte) in _QUOTES_AND_DASHES for byte in data)
    reading = _read_single_bytes(text, key)
    changed = sum(text[m.start() : m.end()] != m[0] for m in WORD.finditer(reading))
    # One word alone reads like another one in many encodings.
    return other or changed < 2 or not set(_FOOTNOTES).isdisjoint(text.split()) or not is_spelt(reading)


def is_spelt(text: str) -> bool:
    """Tell whether every word with marks is a syllable, in small letters, in capitals, or with one to begin with."""
    words = [w for w in WORD.findall(text) if not w.isascii() and not _ABBREVIATION.fullmatch(w)]
    cased = all(word[1:] in (word[1:].lower(), word[1:].upper()) for word in words)
    return cased and _share_of_syllables(text) == 1


def _count_plain_tones(text: str) -> int:
    """Return how many syllables have no hỏi and no ngã, the rarest tones: it decides between equal readings."""
    return sum(not re.search("[\u0309\u0303]", unicodedata.normalize("NFD", word)) for word in WORD.findall(text))


def _has_marks(text: str) -> bool:
    return any(ord(c) > 0x7F and unicodedata.category(c)[0] == "L" for c in text)


def _share_of_syllables(text: str) -> float:
    """Return the share of the words with marks that are syllables; abbreviations such as ĐUVP do not count."""
    words = [w for w in WORD.findall(_join_signs(text)) if not w.isascii() and not _ABBREVIATION.fullmatch(w)]
    return sum(is_syllable(word) for word in words) / len(words) if words else float(_has_marks(text))


def _join_signs(text: str) -> str:
    """Return text in which signs that touch a letter count as letters: a syllable with one of them is none."""
    return re.sub(r"(?<=\w)[\u00a1-\u00bf\u00ad\u00d7\u00f7]|[\u00a1-\u00bf\u00ad\u00d7\u00f7](?=\w)", "\u00df", text)


def _count_known(text: str, phrases: Collection[str]) -> int:
    folded = text.lower()
    return sum(phrase in folded for phrase in phrases)
