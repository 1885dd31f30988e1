"""Years that count something: anniversaries beside their days, terms beside their bodies; whether they add up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from renderer.proofreading.days import FULL_DATE
from renderer.text import TextFinding, finding_at, value_of_roman

_TWO_DAYS = r"(?P<first>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})\s*[-–—]\s*(?P<last>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})"
_SAID = r"(?P<said>(?P<count>\d{1,3})\s+năm\b|lần thứ\s+(?P<ordinal>\d{1,3})\b)"
_SPAN = re.compile(rf"(?<!\d){_SAID}[^()\n]{{0,120}}\(\s*{_TWO_DAYS}\s*\)", re.IGNORECASE)
_TURNED = re.compile(rf"{_TWO_DAYS}\s*\)?\s*[:–-]?\s+(?:k[ỷỉ] niệm\s+)?{_SAID}", re.IGNORECASE)
_ONE_TERM = 6
"""Two days that lie nearer are those of one congress: "Đại hội lần thứ 13 (25/01/2021 - 01/02/2021)"."""
_ASSEMBLY = re.compile(r"Quốc hội\s+kh(?:óa|oá)\s+([IVX]+)", re.IGNORECASE)
_TERM = re.compile(r"nhiệm k[ỳì][\s:(]+(\d{4})\s*(?:[-–—]|đến)\s*(\d{4})", re.IGNORECASE)
_ASSEMBLY_XV = 2021
"""Quốc hội khóa XV: 2021 - 2026; every term since the XIV has five years, as those of the people's councils have."""
_PARTY = re.compile(r"đảng bộ|đảng ủy|chi bộ|chi ủy|cấp ủy", re.IGNORECASE)
_STATE = re.compile(r"quốc hội|hội đồng nhân dân|hđnd", re.IGNORECASE)


class YearCount(NamedTuple):
    """Years that count something: where those stand that change from one time to the next, and what is wrong."""

    spans: tuple[tuple[int, int], ...]
    faults: tuple[TextFinding, ...]


def find_year_counts(text: str) -> Iterator[YearCount]:
    """Yield the anniversaries and terms of a text, each with what is wrong with it."""
    spans = list(_SPAN.finditer(text))
    taken = [match.span() for match in spans]
    turned = [
        m for m in _TURNED.finditer(text) if not any(m.start() < last and first < m.end() for first, last in taken)
    ]
    for match in (*spans, *turned):
        yield from _judge_anniversary(text, match)
    yield from _judge_terms(text)


def find_counted_spans(text: str) -> list[tuple[int, int]]:
    """Return where the years of anniversaries and terms stand that add up: those of another time may stand there."""
    return [span for one in find_year_counts(text) if not one.faults for span in one.spans]


def _judge_anniversary(text: str, match: re.Match[str]) -> Iterator[YearCount]:
    """Judge a count beside its two days; an ordinal beside the days of one congress counts nothing."""
    first, last = (FULL_DATE.fullmatch(match[group]) for group in ("first", "last"))
    if first is None or last is None:
        return
    years, said = int(last[3]) - int(first[3]), int(match["count"] or match["ordinal"])
    if match["ordinal"] and years < _ONE_TERM:
        return
    faults = []
    if years != said:
        right = f"{years} năm" if match["count"] else f"lần thứ {years}"
        message = f"says {match['said']}, but {last[3]} - {first[3]} = {years}"
        faults.append(finding_at(text, match.start("said"), "anniversary", message, right))
    if (int(first[1]), int(first[2])) != (int(last[1]), int(last[2])):
        message = f"{match['last']} is no anniversary of {match['first']}"
        faults.append(finding_at(text, match.start("last"), "anniversary", message))
    yield YearCount((match.span("said"), match.span("last")), tuple(faults))


def _judge_terms(text: str) -> Iterator[YearCount]:
    for start, line in _lines_of(text):
        assembly = _ASSEMBLY.search(line)
        for match in _TERM.finditer(line):
            named = assembly if assembly and assembly.start() < match.start() else None
            spans = (match.span(1), match.span(2), *([named.span(1)] if named else []))
            fault = _find_term_fault(line[: match.start()], int(match[1]), int(match[2]), named)
            found = (finding_at(text, start + match.start(1), "term", *fault),) if fault else ()
            yield YearCount(tuple((start + first, start + last) for first, last in spans), found)


def _find_term_fault(
    before: str, first: int, last: int, assembly: re.Match[str] | None
) -> tuple[str, str | None] | None:
    """Return what is wrong with a term, and what is right where that is known."""
    if last - first != 5:
        return f"a term has five years: {last} - {first} = {last - first}", None
    number = value_of_roman(assembly[1]) if assembly else 0
    begins = _ASSEMBLY_XV + 5 * (number - 15)
    if assembly and number >= 14 and first != begins:
        return f"Quốc hội khóa {assembly[1]} is elected for {begins} - {begins + 5}", f"{begins} - {begins + 5}"
    wanted = _remainder_of(before)
    if wanted is None or first % 5 == wanted:
        return None
    whose = "party organisations" if wanted == 0 else "Quốc hội and Hội đồng nhân dân"
    return f"terms of {whose} begin in years such as {first - (first - wanted) % 5}", None


def _lines_of(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _remainder_of(before: str) -> int | None:
    """Return what a term's first year leaves when divided by five, by the body that is named last before it."""
    party = max((m.start() for m in _PARTY.finditer(before)), default=-1)
    state = max((m.start() for m in _STATE.finditer(before)), default=-1)
    return None if party == state else 0 if party > state else 1
