"""What a list says of itself: the document's number, who issued it, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

_UPPER = "A-ZĐÂĂÊÔƠƯ"
_PARTY = rf"\d{{1,5}}[a-z]?\s?[-–]\s?[{_UPPER}]{{1,5}}\s?/\s?[{_UPPER}]+(?:-[{_UPPER}]+)*"
_STATE = rf"\d{{1,5}}[a-z]?(?:/\d{{4}})?\s?/\s?[{_UPPER}]+(?:\s?[-–]\s?[{_UPPER}0-9]+)*"
_NUMBER = rf"(?P<number>{_PARTY}|{_STATE})(?![{_UPPER}\w])"
_DAY = r"ngày\s+(?P<d>\d{1,2})\s*(?:tháng|[/.-])\s*(?P<m>\d{1,2})\s*(?:năm|[/.-])\s*(?P<y>\d{4})"
_OWN = re.compile(rf"\W*[Ss]ố\s*:?\s*{_NUMBER}")
_PLACE_AND_DAY = re.compile(rf"(?=[^\d,:]{{2,40}},)\W*(?:[^\s,]+\s+){{0,5}}[^\s,]+,\s*{_DAY}[^\w!]*$", re.IGNORECASE)
"""The name of a place has few words: "Cử tri cả nước hãy đi bỏ phiếu, ngày 15/3/2026!" is no date line."""
_CITING = re.compile(r"\W*(?:\(|(?:ban hành )?kèm theo|theo|trích|khẩu hiệu|danh mục)", re.IGNORECASE)
_CITED = re.compile(rf"[Ss]ố\s*:?\s*{_NUMBER}(?:\D{{0,12}}?{_DAY})?(?:\s*,?\s*của\s+(?P<issuer>[^()\n;]+))?")
_AFTER_ISSUER = re.compile(r"\s*(?:,?\s+về\b|\bV/v\b|,\s*ngày\b|[.)]\s*$).*", re.IGNORECASE)
_NATIONAL = re.compile(
    r"\W*(?:ĐẢNG CỘNG SẢN VIỆT NAM|CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|"
    r"Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc)\W*$"
)
"""What heads the papers of the Party and of the State."""
_TITLES = re.compile(
    r"\W*(?:CÔNG VĂN|KẾ HOẠCH|HƯỚNG DẪN|PHỤ LỤC|DANH MỤC|DANH SÁCH|THÔNG BÁO|QUYẾT ĐỊNH|ĐỀ CƯƠNG|KHẨU HIỆU|KÍNH GỬI)\b"
)
_LONGEST_HEAD = 90
SYMBOLS = {"BTGTW": "Ban Tuyên giáo Trung ương", "BTGDVTW": "Ban Tuyên giáo và Dân vận Trung ương"}
"""Issuers by the symbol in their numbers: the central body before and after the reorganisation of 2025."""
KINDS = {
    "CV": "Công văn",
    "HD": "Hướng dẫn",
    "KH": "Kế hoạch",
    "QĐ": "Quyết định",
    "TB": "Thông báo",
    "CT": "Chỉ thị",
    "NQ": "Nghị quyết",
    "KL": "Kết luận",
    "QC": "Quy chế",
    "TTr": "Tờ trình",
    "BC": "Báo cáo",
}
"""Names of papers by their sign (Hướng dẫn 36-HD/VPTW, Nghị định 30/2020/NĐ-CP, phụ lục III)."""


class Line(NamedTuple):
    """A passage that is no slogan: where it stands and what it says."""

    where: str
    text: str


@dataclass(frozen=True)
class Known:
    """A fact of the list: its value as text, and from where; an option overrules what was read."""

    value: str
    origin: str


@dataclass(frozen=True)
class Letterhead:
    """What was found out; ``doubts`` tell what was read twice, differently, and is therefore not known."""

    document: Known | None = None
    issuer: Known | None = None
    issued_on: Known | None = None
    doubts: tuple[str, ...] = ()


def read_letterhead(lines: Sequence[Line], names: Iterable[str] = ()) -> Letterhead:
    """Return what the passages beside the slogans say; ``names`` are bodies as they write themselves."""
    cased = {name.casefold(): name for name in (*names, *SYMBOLS.values())}
    cited = [(line, match) for line in lines if _CITING.match(line.text) for match in _CITED.finditer(line.text)]
    own = [(line, match) for line in lines if (match := _OWN.match(line.text))]
    doubts: list[str] = []
    numbers = [Known(_tight(m["number"]), line.where) for line, m in (*own, *cited)]
    document = _agree_on(numbers, "numbers", "document", doubts)
    days = [Known(day, line.where) for line, m in _days(lines, cited) if (day := _iso(m, line.where, doubts))]
    issued_on = _agree_on(days, "dates", "issued_on", doubts)
    issuers = [Known(_issuer(m["issuer"], cased), line.where) for line, m in cited if m["issuer"]]
    if document is not None and (symbol := symbol_of(document.value)) in SYMBOLS:
        issuers.append(Known(SYMBOLS[symbol], f"the symbol {symbol}"))
    head = _head(lines, own[0][0], cased) if own else None
    issuer = _agree_on(issuers or ([head] if head else []), "issuers", "issuer", doubts)
    return Letterhead(document, issuer, issued_on, tuple(doubts))


def is_letterhead(text: str) -> bool:
    """Tell whether a passage is a number, a date line, the national heading, or cites the paper of a list."""
    if any(pattern.match(text) for pattern in (_OWN, _PLACE_AND_DAY, _NATIONAL)) or not text.strip(" *_-–—./"):
        return True
    return bool(_CITING.match(text) and _CITED.search(text))


def is_date_line(text: str) -> bool:
    """Tell whether a passage is the place and the day of a paper."""
    return bool(_PLACE_AND_DAY.match(text))


def is_document_number(text: str) -> bool:
    """Tell whether a text is built like a number: 9743-CV/BTGTW, 805/KH-SVHTTDL, 5734/BVHTTDL-VHCSGĐTV."""
    return bool(re.fullmatch(_NUMBER, text))


def symbol_of(document: str) -> str:
    """Return the symbol of the body in a number: ``9743-CV/BTGTW`` -> ``BTGTW``."""
    parts = re.split(r"[/-]", document)
    return parts[-1]


def kind_of(document: str) -> str:
    """Return the sign of the kind of paper: ``805/KH-SVHTTDL`` -> ``KH``; one without a sign is a CV."""
    return next((part for part in re.split(r"[/-]", document) if part in KINDS), "CV" if document else "")


def _tight(number: str) -> str:
    return re.sub(r"\s", "", number).replace("–", "-")


def _agree_on(found: list[Known], what: str, option: str, doubts: list[str]) -> Known | None:
    """Return what all places say; where they differ, nothing is known, and that is told."""
    if len({fact.value.casefold() for fact in found}) > 1:
        said = ", ".join(f"{fact.value} ({fact.origin})" for fact in found)
        doubts.append(f"several {what} are read: {said}; give `{option}`")
        return None
    return found[0] if found else None


def _days(lines: Sequence[Line], cited: list[tuple[Line, re.Match[str]]]) -> Iterator[tuple[Line, re.Match[str]]]:
    yield from ((line, match) for line in lines if (match := _PLACE_AND_DAY.match(line.text.strip())))
    yield from ((line, match) for line, match in cited if match["d"])


def _iso(match: re.Match[str], where: str, doubts: list[str]) -> str:
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
    except ValueError:
        doubts.append(f"{where}: there is no day {match['d']}/{match['m']}/{match['y']}; give `issued_on`")
        return ""


def _issuer(text: str, cased: Mapping[str, str]) -> str:
    plain = " ".join(_AFTER_ISSUER.sub("", text).split()).strip(" ,.)")
    return cased.get(plain.casefold(), plain)


def _head(lines: Sequence[Line], number: Line, cased: Mapping[str, str]) -> Known | None:
    """Return the last body in capitals above the number: the one that issues, below the one that it belongs to."""
    above = [line for line in lines[: lines.index(number)] if _is_head(line.text)]
    if not above:
        return None
    name = " ".join(above[-1].text.split()).strip(" *_")
    if name.startswith("VÀ ") and len(above) > 1:
        name = f"{' '.join(above[-2].text.split()).strip(' *_')} {name}"
    return Known(cased.get(name.casefold(), name), above[-1].where)


def _is_head(text: str) -> bool:
    letters = text.strip()
    plain = letters.isupper() and len(letters) <= _LONGEST_HEAD and not _NATIONAL.match(letters)
    return plain and not _TITLES.match(letters) and not is_letterhead(letters)
