"""Damage: what no person writes in a slogan or a name, and a program left behind.

One table of rules for every door. An escape is wrong in any text; a letter that was lost, a field that nobody filled
and a missing value are looked for where words are meant for a sign. Web and e-mail addresses are left alone: there
such signs have their meaning.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterator
from html.entities import html5
from itertools import chain
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from renderer.contract.alphabet import READABLE, VIETNAMESE
from renderer.text.lost import MOST_FINDINGS, PLACEHOLDERS, find_lost_letters
from renderer.text.odd import Odd, Use


class Rule(NamedTuple):
    """One kind of damage: its kind in findings, how it looks, what it is, and what should stand there, if known."""

    kind: str
    pattern: re.Pattern[str]
    told: str
    mend: Callable[[str], str | None]


def _blank(found: str) -> str:
    return " "


def _nothing(found: str) -> str:
    return ""


def _unknown(found: str) -> None:
    return None


def _printed(text: str) -> str | None:
    """Return what an escape stands for; a space for a line end or a tab, None for what prints nothing."""
    out = " ".join(re.split(r"[\r\n\t\x0b]+", text)) if text else text
    return out if out.isprintable() and "\ufffd" not in out else None


def _read_sheet_escape(found: str) -> str | None:
    return _printed(chr(int(found[2:6], 16)))


def _read_bytes(data: bytes) -> str | None:
    for codec in ("utf-8", "cp1252"):
        try:
            return _printed(data.decode(codec))
        except UnicodeDecodeError:
            continue
    return None


def _read_program_escape(found: str) -> str | None:
    codes = re.findall(r"\\(?:u\{?|U|x)([0-9A-Fa-f]+)", found)
    if found[1] == "x":
        return _read_bytes(bytes(int(code, 16) for code in codes))
    numbers = [int(code, 16) for code in codes]
    if any(number > 0x10FFFF for number in numbers):
        return None
    units = "".join(map(chr, numbers)).encode("utf-16", "surrogatepass")
    return _printed(units.decode("utf-16", "replace"))


def _read_rtf(found: str) -> str | None:
    return _read_bytes(bytes.fromhex(found.replace("\\'", "")))


def _read_percents(found: str) -> str | None:
    return _read_bytes(unquote_to_bytes(found))


def _read_quoted(found: str) -> str | None:
    return _read_bytes(bytes.fromhex(found.replace("=", "")))


def _read_point(found: str) -> str | None:
    return _printed(chr(int(re.sub(r"[^0-9A-Fa-f]", "", found), 16)))


def _read_backslash(found: str) -> str | None:
    return " " if found[1:] in ("n", "r", "t") else found[1:]


_BARE = r"(?:lt|gt|eth|ETH)\b|(?:amp|quot)(?![a-z])|nbsp|[AEIOUYaeiouy](?:grave|acute|tilde|circ)"
_TAGS = (
    "a|b|i|u|s|em|br|p|hr|h[1-6]|li|ul|ol|td|tr|th|div|sub|sup|img|big|span|font|small|table|tbody|strong|center|o:p"
)
_FIELD_WORDS = "tên|ten|ngày|ngay|số|so|họ|ho|điền|dien|nhập|nhap|ghi|chèn|chen|đơn vị|don vi|địa|dia|năm|nam|name|date"
_FIELDS = (
    "(?:tên|ten) (?:đơn vị|don vi|cơ quan|tổ chức|công ty|trường|xã|phường|tỉnh|địa phương|sự kiện|khẩu hiệu)"
    "|họ (?:và )?tên|địa danh|(?:ghi rõ|nêu rõ|(?:điền|nhập) (?:tên|số|nội dung)) [^()<>«»]{1,60}"
)
_BLANK_WORDS = (
    r"nan|nil|none|null|n/a|n\.a\.?|true|false|đúng|sai|trống|blank|empty|undefined|todo|tbd|tba|x{2,}"
    "|không có|chưa có"
)
_ERRORS = (
    "N/A|REF!|VALUE!|DIV/0!|NAME\\?|NUM!|NULL!|SPILL!|CALC!|BUSY!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|EXTERNAL!|PYTHON!"
    "|ERROR!|GETTING_DATA|TIMEOUT!|WERT!|BEZUG!|ZAHL!|VALEUR!|NOM\\?|NOMBRE!|ĐÂY!|TÊN\\?|LỖI!|GIÁ_TRỊ!"
)

_HIGH = "".join(c for c in READABLE if c.isupper() and not c.isascii()) + "ÐÞ"
_WITHIN = "¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿×÷ˆ˜†‡•…‰‹›€™√∂∆∏∑∞∫≈≠≤≥◊"
_LOW = "".join(c for c in VIETNAMESE if c.islower()) + "þßäåæçëîïñöøûüÿ"
_MISSPELT = re.compile(rf"(?<=[{_LOW}])[{_HIGH}]|(?<=[^\W\d_])[{_WITHIN}](?=[^\W\d_])")
"""A capital with marks after a small letter, or a sign between two letters: nobody writes so, and misread bytes do."""

ESCAPES: tuple[Rule, ...] = (
    Rule("escape", re.compile(r"_x[0-9A-Fa-f]{4}_"), "is an escape of a workbook's file", _read_sheet_escape),
    Rule(
        "escape",
        re.compile(r"(?:\\u[0-9A-Fa-f]{4}|\\u\{[0-9A-Fa-f]{1,6}\}|\\U[0-9A-Fa-f]{8})+|(?:\\x[0-9A-Fa-f]{2})+"),
        "is an escape of a program",
        _read_program_escape,
    ),
    Rule("escape", re.compile(r"(?:\\'[0-9A-Fa-f]{2})+"), "is an escape of RTF", _read_rtf),
    Rule(
        "escape",
        re.compile(
            rf"&(?:#[0-9]{{1,7}}|#[xX][0-9A-Fa-f]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,30}});|&(?:#[0-9]{{2,5}}|{_BARE})"
        ),
        "is an escape of HTML",
        lambda found: _printed(html.unescape(found if found.endswith(";") else found + ";").replace("\xa0", " ")),
    ),
    Rule(
        "escape",
        re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]{{0,200}})?\s?/?>|<!--|-->|<!\[CDATA\[|\]\]>", re.IGNORECASE),
        "is a tag of HTML",
        lambda found: " " if re.match(r"<(?:br|p|hr)\b", found, re.IGNORECASE) else "",
    ),
    Rule(
        "escape",
        re.compile(r"(?:%(?:[89A-Fa-f][0-9A-Fa-f]|20))+(?=[^\W\d_]|%|$|\s)"),
        "is an escape of web addresses",
        _read_percents,
    ),
    Rule("escape", re.compile(r"(?:=[89A-F][0-9A-F])+"), "is an escape of e-mail", _read_quoted),
    Rule(
        "error-value",
        re.compile(rf"#(?:{_ERRORS})|\b(?:Err|Lỗi):[0-9]{{3}}\b|#{{3,}}"),
        "is the error of a formula",
        _unknown,
    ),
    Rule(
        "unfilled",
        re.compile(
            r"\{\{[^{}]{0,200}\}\}|\$\{[^{}]{0,200}\}|<<[^<>]{1,200}>>|\[\[[^\[\]]{1,200}\]\]|\{%[^{}]{0,200}%\}"
            r"|\{\s?MERGEFIELD[^{}]{0,200}\}|<%[^<>]{0,200}%>|@@\w{1,60}@@|«\s?[A-Za-z][A-Za-z0-9]{0,60}\s?»"
            r"|«[^«» ]{0,60}_[^«» ]{0,60}»"
        ),
        "is a field that nobody filled",
        _unknown,
    ),
)
"""Wrong in any text."""

ON_SIGNS: tuple[Rule, ...] = (
    Rule(
        "unfilled",
        re.compile(
            rf"\{{[^{{}}]{{0,200}}\}}|%[A-Z_]{{2,60}}%|«\s?(?:{_FIELD_WORDS}|{_FIELDS})\s?»|\((?:{_FIELDS})\)"
            rf"|</?(?!U\+[0-9A-F]{{4}})[^\W\d_][^<>]{{0,200}}>|%\((?:\w{{1,60}})\)[sd]|(?<![\w%])%(?:[0-9]\$)?[sd@]\b|(?<!\w)\$[^\W\d]\w{{0,60}}\$?"
            rf"|(?<![\w#])#[A-Z_]{{2,60}}#"
            rf"|\[(?:{_FIELD_WORDS}|x{{2,}}|\.+|…+|_+)(?:\s[^\[\]]{{0,200}})?\]",
            re.IGNORECASE,
        ),
        "is a field that nobody filled",
        _unknown,
    ),
    Rule(
        "unfilled",
        re.compile(
            r"\.{4,}|…{2,}|_{2,}|(?<!\S)(?<!\d )_(?! \d)(?!\S)|(?:\. ){3,}\.?|\((?:\.{2,}|…)\)"
            r"|(?<=[^\s,;:]\s)(?:\.{2,3}|…)(?=[\s,;]|$)|(?<![\w#])x{2,}(?!\w)"
        ),
        "is a blank that nobody filled",
        _unknown,
    ),
    Rule(
        "missing-value",
        re.compile(
            r"(?<![\w@./-])(?:NaN|NaT|None|NULL|null|undefined|nullptr)(?![\w@/-])|\[object Object\]|<NA>"
            rf"|^\s*[(\[<]?(?i:{_BLANK_WORDS})[)\]>]?\s*$|^\s*[-–—]\s*$"
        ),
        "is what a program writes for a missing value",
        _unknown,
    ),
    Rule(
        "unknown-encoding", _MISSPELT, "is no spelling: the text may be in an encoding that is not known here", _unknown
    ),
    Rule(
        "error-value",
        re.compile(r"(?<!\w)[0-9](?:[.,][0-9]+)?[Ee]\+[0-9]{1,3}\b|^\s*[1-9][0-9]{4}(?:[.,]0)?\s*$"),
        "is a number of a sheet",
        _unknown,
    ),
    Rule(
        "lost-letter",
        re.compile(r"(?<=[0-9])(?:[?_¿]| [?_¿] )(?=[0-9])"),
        "stands where a dash was lost",
        lambda found: "-" if len(found) == 1 else " - ",
    ),
    Rule("formula", re.compile(r"^\s*=.*"), "is a formula, of which the value is missing", _unknown),
    Rule("escape", re.compile(r"^\s*'(?=\w)(?![^']*')"), "is the mark of a sheet for a text", _nothing),
    Rule(
        "escape", re.compile(r"<U\+[0-9A-Fa-f]{4,6}>|\bU\+[0-9A-Fa-f]{4,6}\b"), "is the number of a letter", _read_point
    ),
    Rule(
        "escape",
        re.compile(r"\[/?(?:b|i|u|s|url|img|color|size|font|center|quote)(?:=[^\[\]]{0,100})?\]", re.IGNORECASE),
        "is a tag of a forum",
        _nothing,
    ),
    Rule(
        "escape",
        re.compile(
            r"(?<![\w@#/+.-])(?=[A-Za-z+/]*[0-9][0-9+/]*[A-Za-z])(?=[A-Z0-9+/]*[a-z])(?=[a-z0-9+/]*[A-Z])[A-Za-z0-9+/]{20,}={0,2}"
        ),
        "is data of a program (base64)",
        _unknown,
    ),
    Rule("escape", re.compile(r"\\[nrt\"'/\\]"), "is an escape of a program", _read_backslash),
    Rule(
        "escape",
        re.compile(r"(?<=[a-zà-öø-ÿăđĩũơưạ-ỹ])Â(?=[\s!?.,;:]|$)"),
        "is the rest of a space that was read in a wrong encoding",
        _blank,
    ),
)
"""Wrong in words that may be meant for a sign."""

MARKUP = (
    Rule("escape", re.compile(r"\*\*|(?<!\w)__(?=\w)|```|~~|^#{1,6}\s"), "is a mark of Markdown", _nothing),
    Rule("escape", re.compile(r"\\"), "is a sign of programs", _unknown),
    Rule("missing-value", re.compile(r"^(?=.*\S)[\W_]+$"), "has no word", _unknown),
)
"""Wrong on a sign; whole letters are kept in this form, too."""

_RULES: dict[Use, tuple[Rule, ...]] = {
    "record": ESCAPES,
    "text": (*ESCAPES, *ON_SIGNS),
    "sign": (*ESCAPES, *ON_SIGNS, *MARKUP),
}

_ADDRESS = re.compile(r"https?://|www\.|[^@\s]@[\w-]+\.\w|[\w-]+\.(?:vn|com|org|net|gov|edu|info|asia)(?:[/:?]|$)")
_TRACES = frozenset("_\\&<%=#{«$[@.…`*?^~|+'(\ufffd") | PLACEHOLDERS
_NULLS = re.compile(
    rf"NaN|NaT|None|NULL|null|undefined|(?:Err|Lỗi):|Â|xx|^\s*(?i:{_BLANK_WORDS})\s*$|^[\s\W]+$|^\s*[0-9]+(?:[.,]0)?\s*$|[A-Za-z0-9]{{20}}"
)


def find_damage(line: str, phrases: Collection[str] = (), use: Use = "text") -> Iterator[Odd]:
    """Yield what a program left in a line, from the left, no character twice.

    ``phrases`` are known ones in small letters, from which a lost letter may be known.
    """
    if _TRACES.isdisjoint(line) and not _NULLS.search(line) and not _MISSPELT.search(line):
        return
    addresses = [m.span() for m in re.finditer(r"\S+", line) if _ADDRESS.search(m[0][:2000])]
    rules = _RULES[use]
    lost = find_lost_letters(line, phrases) if use != "record" else ()
    taken: list[tuple[int, int]] = addresses
    for odd in sorted(chain(_apply(rules, line), lost), key=lambda odd: (odd.kind == "lost-letter", odd.at)):
        end = odd.at + len(odd.found)
        if len(taken) - len(addresses) < MOST_FINDINGS and not any(a < end and odd.at < b for a, b in taken):
            taken = [*taken, (odd.at, end)]
            yield odd


def _apply(rules: tuple[Rule, ...], line: str) -> Iterator[Odd]:
    for rule in rules:
        for number, match in enumerate(rule.pattern.finditer(line)):
            if number >= MOST_FINDINGS:
                break
            if match[0].startswith("&") and match[0].endswith(";") and not _is_entity(match[0]):
                continue
            yield Odd(match.start(), match[0], f"{match[0][:60]!r} {rule.told}", rule.mend(match[0]), rule.kind)


def _is_entity(found: str) -> bool:
    return found[1] == "#" or found[1:] in html5
