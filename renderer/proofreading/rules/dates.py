"""Dates that the calendar does not have, and dates that lack a zero."""

from __future__ import annotations

import re
from collections.abc import Iterator

from renderer.proofreading.days import FULL_DATE, as_day
from renderer.proofreading.reading import Reading
from renderer.text import TextFinding, finding_at

_SHORT = re.compile(r"(?<![\d/.,])(?<!số )(\d{1,2})/(\d{1,2})(?![\d/])(?!\s*\(?(?:âm lịch|ÂL))")
"""A day of the lunar calendar is another reader's."""
_WORDED = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})(?!\d)", re.IGNORECASE)
_MONTH = re.compile(r"\btháng\s+(\d{1,2})(?:\s*/\s*|\s+năm\s+)(\d{4})(?![\d/])", re.IGNORECASE)
_LEAP_YEAR = "2024"


def find_wrong_dates(reading: Reading) -> Iterator[TextFinding]:
    """Yield days that no calendar has, and with an issuer warn of those that lack a zero: 3/2 is a way of writing."""
    text = reading.text
    for match in FULL_DATE.finditer(text):
        if as_day(*match.groups()) is None:
            yield from _tell_impossible(text, match)
        elif reading.issuer is not None:
            yield from _find_missing_zero(text, match)
    yield from _find_in_words(text)
    for match in _SHORT.finditer(text):
        day, month = match.groups()
        if 1 <= int(day) <= 31 and 1 <= int(month) <= 12 and as_day(day, month, _LEAP_YEAR) is None:
            yield finding_at(text, match.start(), "impossible-date", f"there is no day {match[0]}")


def _tell_impossible(text: str, match: re.Match[str]) -> Iterator[TextFinding]:
    day, month, year = match.groups()
    swapped = as_day(month, day, year)
    hint = f"{swapped:%d/%m}/{swapped.year}" if swapped else None
    order = "; day and month are written the wrong way round" if swapped else ""
    yield finding_at(text, match.start(), "impossible-date", f"there is no day {match[0]}{order}", hint)


def _find_in_words(text: str) -> Iterator[TextFinding]:
    """Yield days and months in words that are none: ngày 31 tháng 4 năm 2026, tháng 13/2026."""
    for match in _WORDED.finditer(text):
        if 1 <= int(match[2]) <= 12 and as_day(*match.groups()) is None:
            yield finding_at(text, match.start(), "impossible-date", f"there is no {match[0]}")
    for match in _MONTH.finditer(text):
        if not 1 <= int(match[1]) <= 12:
            yield finding_at(text, match.start(), "impossible-date", f"there is no {match[0]}")


def _find_missing_zero(text: str, match: re.Match[str]) -> Iterator[TextFinding]:
    """A zero stands before days 1 to 9 and months 1 and 2 (Nghị định 30/2020/NĐ-CP, phụ lục I, phần II, mục I.4)."""
    day, month = match[1], match[2]
    missing = (len(day) == 1) or (len(month) == 1 and month in "12")
    if missing:
        right = (
            f"{int(day):02d}/{int(month):02d}/{match[3]}" if int(month) < 3 else f"{int(day):02d}/{month}/{match[3]}"
        )
        yield finding_at(text, match.start(), "date-form", f"{match[0]} lacks a zero", right, "warning")
