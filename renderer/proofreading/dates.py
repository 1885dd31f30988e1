"""Dates of a text against the calendar, and years against what they count: a mismatch shows the sum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from renderer.text import TextFinding, found_at, roman_value

_FULL = re.compile(r"(?<![\d/])(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?![\d/])")
_SHORT = re.compile(r"(?<![\d/.,])(?<!số )(\d{1,2})/(\d{1,2})(?![\d/])(?!\s*\(?(?:âm lịch|ÂL))")
"""A day of the lunar calendar is another reader's."""
_WORDED = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})(?!\d)", re.IGNORECASE)
_MONTH = re.compile(r"\btháng\s+(\d{1,2})(?:\s*/\s*|\s+năm\s+)(\d{4})(?![\d/])", re.IGNORECASE)
_TWO_DAYS = r"(?P<first>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})\s*[-–—]\s*(?P<last>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})"
_SAID = r"(?P<said>(?P<count>\d{1,3})\s+năm\b|lần thứ\s+(?P<ordinal>\d{1,3})\b)"
_SPAN = re.compile(rf"(?<!\d){_SAID}[^()\n]{{0,120}}\(\s*{_TWO_DAYS}\s*\)", re.IGNORECASE)
_TURNED = re.compile(rf"{_TWO_DAYS}\s*\)?\s*[:–-]?\s+(?:k[ỷỉ] niệm\s+)?{_SAID}", re.IGNORECASE)
_ONE_TERM = 6
"""Two days that lie nearer are those of one congress: "Đại hội lần thứ 13 (25/01/2021 - 01/02/2021)"."""
_ASSEMBLY = re.compile(r"Quốc hội\s+kh(?:óa|oá)\s+([IVX]+)", re.IGNORECASE)
_TERM = re.compile(r"nhiệm k[ỳì][\s:(]+(\d{4})\s*(?:[-–—]|đến)\s*(\d{4})", re.IGNORECASE)
_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_WEEKDAY = re.compile(
    r"(?P<before>\w*)\s*\b(?P<said>thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\b[,\s(]*(?:ngày\s+)?"
    r"(\d{1,2})(?:[/.-]|\s+tháng\s+)(\d{1,2})(?:[/.-]|\s+năm\s+)(\d{4})",
    re.IGNORECASE,
)
_COUNTED = frozenset("lần họp nghị kỳ kì khóa khoá buổi đợt cuộc chỉnh tập quý".split())
"""Words after which "thứ hai" counts: phiên họp thứ hai."""
_BEFORE_DAY = frozenset(["", *"vào sáng trưa chiều tối đêm hôm đến từ là ngày và trong".split()])
"""Words after which "thứ 2" is a day; after another one it may be anything's number."""
_ASSEMBLY_XV = 2021
"""Quốc hội khóa XV: 2021 - 2026; every term since the XIV has five years, as those of the people's councils have."""
_PARTY = re.compile(r"đảng bộ|đảng ủy|chi bộ|chi ủy|cấp ủy", re.IGNORECASE)
_STATE = re.compile(r"quốc hội|hội đồng nhân dân|hđnd", re.IGNORECASE)


class _Sum(NamedTuple):
    """Years that count something: where those stand that change from one time to the next, and what is wrong."""

    spans: tuple[tuple[int, int], ...]
    faults: tuple[TextFinding, ...]


def date_findings(text: str) -> list[TextFinding]:
    """Return what is wrong with the dates and years of a text, in the order of their places."""
    sums = [fault for one in _sums(text) for fault in one.faults]
    return sorted([*_calendar(text), *sums, *_weekdays(text)], key=lambda f: (f.line, f.column))


def counted_spans(text: str) -> list[tuple[int, int]]:
    """Return where the years of anniversaries and terms stand that add up: those of another time may stand there."""
    return [span for one in _sums(text) if not one.faults for span in one.spans]


def _sums(text: str) -> Iterator[_Sum]:
    spans = list(_SPAN.finditer(text))
    taken = [match.span() for match in spans]
    turned = [
        m for m in _TURNED.finditer(text) if not any(m.start() < last and first < m.end() for first, last in taken)
    ]
    for match in (*spans, *turned):
        yield from _anniversary(text, match)
    yield from _terms(text)


def _calendar(text: str) -> Iterator[TextFinding]:
    for match in _FULL.finditer(text):
        day, month, year = (int(match[i]) for i in (1, 2, 3))
        if _day(day, month, year) is None:
            swapped = _day(month, day, year)
            hint = f"{month:02d}/{day:02d}/{year}" if swapped else None
            order = "; day and month are written the wrong way round" if swapped else ""
            yield found_at(text, match.start(), "impossible-date", f"there is no day {match[0]}{order}", hint)
        else:
            yield from _form(text, match)
    yield from _spoken(text)
    for match in _SHORT.finditer(text):
        day, month = int(match[1]), int(match[2])
        if 1 <= day <= 31 and 1 <= month <= 12 and _day(day, month, 2024) is None:
            yield found_at(text, match.start(), "impossible-date", f"there is no day {match[0]}")


def _spoken(text: str) -> Iterator[TextFinding]:
    """Yield days and months in words that are none: ngày 31 tháng 4 năm 2026, tháng 13/2026."""
    for match in _WORDED.finditer(text):
        if 1 <= int(match[2]) <= 12 and _day(int(match[1]), int(match[2]), int(match[3])) is None:
            yield found_at(text, match.start(), "impossible-date", f"there is no {match[0]}")
    for match in _MONTH.finditer(text):
        if not 1 <= int(match[1]) <= 12:
            yield found_at(text, match.start(), "impossible-date", f"there is no {match[0]}")


def _day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _form(text: str, match: re.Match[str]) -> Iterator[TextFinding]:
    """A zero stands before days 1 to 9 and months 1 and 2 (Nghị định 30/2020/NĐ-CP, phụ lục I, phần II, mục I.4)."""
    day, month = match[1], match[2]
    missing = (len(day) == 1) or (len(month) == 1 and month in "12")
    if missing:
        right = (
            f"{int(day):02d}/{int(month):02d}/{match[3]}" if int(month) < 3 else f"{int(day):02d}/{month}/{match[3]}"
        )
        yield found_at(text, match.start(), "date-form", f"{match[0]} lacks a zero", right, "warning")


def _anniversary(text: str, match: re.Match[str]) -> Iterator[_Sum]:
    """Judge a count beside its two days; an ordinal beside the days of one congress counts nothing."""
    first, last = (_FULL.fullmatch(match[group]) for group in ("first", "last"))
    if first is None or last is None:
        return
    years, said = int(last[3]) - int(first[3]), int(match["count"] or match["ordinal"])
    if match["ordinal"] and years < _ONE_TERM:
        return
    faults = []
    if years != said:
        right = f"{years} năm" if match["count"] else f"lần thứ {years}"
        message = f"says {match['said']}, but {last[3]} - {first[3]} = {years}"
        faults.append(found_at(text, match.start("said"), "anniversary", message, right))
    if (int(first[1]), int(first[2])) != (int(last[1]), int(last[2])):
        message = f"{match['last']} is no anniversary of {match['first']}"
        faults.append(found_at(text, match.start("last"), "anniversary", message))
    yield _Sum((match.span("said"), match.span("last")), tuple(faults))


def _terms(text: str) -> Iterator[_Sum]:
    for start, line in _lines(text):
        assembly = _ASSEMBLY.search(line)
        for match in _TERM.finditer(line):
            named = assembly if assembly and assembly.start() < match.start() else None
            spans = (match.span(1), match.span(2), *([named.span(1)] if named else []))
            fault = _term_fault(line[: match.start()], int(match[1]), int(match[2]), named)
            found = (found_at(text, start + match.start(1), "term", *fault),) if fault else ()
            yield _Sum(tuple((start + first, start + last) for first, last in spans), found)


def _term_fault(before: str, first: int, last: int, assembly: re.Match[str] | None) -> tuple[str, str | None] | None:
    """Return what is wrong with a term, and what is right where that is known."""
    if last - first != 5:
        return f"a term has five years: {last} - {first} = {last - first}", None
    number = roman_value(assembly[1]) if assembly else 0
    begins = _ASSEMBLY_XV + 5 * (number - 15)
    if assembly and number >= 14 and first != begins:
        return f"Quốc hội khóa {assembly[1]} is elected for {begins} - {begins + 5}", f"{begins} - {begins + 5}"
    wanted = _remainder(before)
    if wanted is None or first % 5 == wanted:
        return None
    whose = "party organisations" if wanted == 0 else "Quốc hội and Hội đồng nhân dân"
    return f"terms of {whose} begin in years such as {first - (first - wanted) % 5}", None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _remainder(before: str) -> int | None:
    """Return what a term's first year leaves when divided by five, by the body that is named last before it."""
    party = max((m.start() for m in _PARTY.finditer(before)), default=-1)
    state = max((m.start() for m in _STATE.finditer(before)), default=-1)
    return None if party == state else 0 if party > state else 1


def _weekdays(text: str) -> Iterator[TextFinding]:
    for match in _WEEKDAY.finditer(text):
        said, before = match["said"].lower(), match["before"].lower()
        if said[-1].isdigit():
            counts, said = before not in _BEFORE_DAY, _WEEKDAYS[int(said[-1]) - 2]
        else:
            counts = before in _COUNTED
        day = _day(int(match[3]), int(match[4]), int(match[5]))
        if day is not None and not counts and _WEEKDAYS[day.weekday()] != said:
            right = _WEEKDAYS[day.weekday()]
            yield found_at(text, match.start("said"), "weekday", f"{match[3]}/{match[4]}/{match[5]} is {right}", right)
