"""Dates of a text against the calendar, and years against what they count: a mismatch shows the sum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from renderer.text import TextFinding
from renderer.text.gate import found_at
from renderer.text.numerals import roman_value

_FULL = re.compile(r"(?<![\d/])(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?![\d/])")
_SHORT = re.compile(r"(?<![\d/.,])(?<!số )(\d{1,2})/(\d{1,2})(?![\d/])(?!\s*\(?(?:âm lịch|ÂL))")
"""A day of the lunar calendar is another reader's."""
_SPAN = re.compile(
    r"(?<!\d)(\d{1,3})\s+năm\b[^()\n]{0,120}\(\s*(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})\s*[-–—]\s*(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})\s*\)",
    re.IGNORECASE,
)
_ASSEMBLY = re.compile(r"Quốc hội\s+khóa\s+([IVX]+)", re.IGNORECASE)
_TERM = re.compile(r"nhiệm kỳ\s+(\d{4})\s*[-–—]\s*(\d{4})", re.IGNORECASE)
_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_WEEKDAY = re.compile(
    r"\b(thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)\b[,\s(]*(?:ngày\s+)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.IGNORECASE
)
_ASSEMBLY_XV = 2021
"""Quốc hội khóa XV: 2021 - 2026; every term since the XIV has five years, as those of the people's councils have."""
_PARTY = re.compile(r"đảng bộ|đảng ủy|chi bộ|chi ủy|cấp ủy", re.IGNORECASE)
_STATE = re.compile(r"quốc hội|hội đồng nhân dân|hđnd", re.IGNORECASE)


def date_findings(text: str) -> list[TextFinding]:
    """Return what is wrong with the dates and years of a text, in the order of their places."""
    found = [*_calendar(text), *_anniversaries(text), *_terms(text), *_weekdays(text)]
    return sorted(found, key=lambda f: (f.line, f.column))


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
    for match in _SHORT.finditer(text):
        day, month = int(match[1]), int(match[2])
        if 1 <= day <= 31 and 1 <= month <= 12 and _day(day, month, 2024) is None:
            yield found_at(text, match.start(), "impossible-date", f"there is no day {match[0]}")


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


def _anniversaries(text: str) -> Iterator[TextFinding]:
    for match in _SPAN.finditer(text):
        said = int(match[1])
        first, last = (_FULL.fullmatch(match[i]) for i in (2, 3))
        if first is None or last is None:
            continue
        years = int(last[3]) - int(first[3])
        if years != said:
            message = f"says {said} năm, but {last[3]} - {first[3]} = {years}"
            yield found_at(text, match.start(1), "anniversary", message, f"{years} năm")
        if (int(first[1]), int(first[2])) != (int(last[1]), int(last[2])):
            message = f"{match[3]} is no anniversary of {match[2]}"
            yield found_at(text, match.start(3), "anniversary", message)


def _terms(text: str) -> Iterator[TextFinding]:
    for line_start, line in _lines(text):
        assembly = _ASSEMBLY.search(line)
        for match in _TERM.finditer(line):
            first, last = int(match[1]), int(match[2])
            at = line_start + match.start(1)
            if last - first != 5:
                yield found_at(text, at, "term", f"a term has five years: {last} - {first} = {last - first}")
                continue
            before = line[: match.start()]
            if assembly and assembly.start() < match.start():
                number = roman_value(assembly[1])
                begins = _ASSEMBLY_XV + 5 * (number - 15)
                if number >= 14 and first != begins:
                    message = f"Quốc hội khóa {assembly[1]} is elected for {begins} - {begins + 5}"
                    yield found_at(text, at, "term", message, f"{begins} - {begins + 5}")
                    continue
            wanted = _remainder(before)
            if wanted is not None and first % 5 != wanted:
                whose = "party organisations" if wanted == 0 else "Quốc hội and Hội đồng nhân dân"
                near = first - (first - wanted) % 5
                yield found_at(text, at, "term", f"terms of {whose} begin in years such as {near}")


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
        day = _day(int(match[2]), int(match[3]), int(match[4]))
        if day is not None and _WEEKDAYS[day.weekday()] != match[1].lower():
            right = _WEEKDAYS[day.weekday()]
            yield found_at(text, match.start(), "weekday", f"{match[2]}/{match[3]}/{match[4]} is {right}", right)
