"""Events that a text names, against the catalogue: their number, and the dates that stand beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from renderer.catalogue import Event, Status, format_event_dates
from renderer.proofreading.days import as_day
from renderer.proofreading.reading import Reading
from renderer.proofreading.words import ReadText, Word, fold_word, words_of
from renderer.text import TextFinding, finding_at, to_roman, value_of_roman

_JOINT = re.compile(
    r"\s*(?:nhiệm kỳ\s+\d{4}\s*[-–]\s*\d{4}\s*)?[\s,(:–-]*"
    r"(?:(?:diễn ra|được tổ chức|tổ chức|từ|vào|trong|các|ngày)\s+)*",
    re.IGNORECASE,
)
_DATE = r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})"
_RANGE = re.compile(
    rf"(\d{{1,2}})(?:\s*/\s*(\d{{1,2}}))?\s*(?:[-–—]|đến(?:\s+hết)?(?:\s+ngày)?)\s*{_DATE}", re.IGNORECASE
)
_TWO = re.compile(rf"{_DATE}\s*[-–—]\s*{_DATE}")
_ONE = re.compile(_DATE)
_CALLED = (
    "cử tri|toàn dân|nhân dân|cả nước|toàn tỉnh|cùng|nô nức|hăng hái|tích cực|tham gia|đi|là|diễn ra|khai mạc|ngày"
)
_BEFORE = re.compile(rf"\bngày\s+{_DATE}\s*[,:–-]?\s+(?:(?:{_CALLED})\s+)*$", re.IGNORECASE)
"""A day that stands before what happens on it; words that may stand between are those that call people to it."""


class _Said(NamedTuple):
    """The dates beside a mention, first and last, and where they stand; the first is the last where there is one."""

    first: date
    last: date
    start: int
    text: str


def find_wrong_events(reading: Reading) -> Iterator[TextFinding]:
    """Yield events under a number that none has, and dates beside an event that are not its own."""
    read, known = reading.read, reading.known.events
    found = [f for name, event in known.named for f in _judge_named(read, name, event)]
    for name, entries in known.counted.items():
        found += _judge_counted(read, name, entries)
    yield from {(f.line, f.column, f.kind): f for f in found}.values()


def _judge_named(read: ReadText, name: tuple[str, ...], event: Event) -> Iterator[TextFinding]:
    for i in read.find(name):
        said = _find_dates(read.text, read.words[i].start, read.words[i + len(name) - 1].end)
        if said is not None and not _fits(said, event):
            yield _tell_wrong_dates(read.text, said, [event])


def _judge_counted(
    read: ReadText, name: tuple[str, ...], entries: tuple[tuple[int, Event], ...]
) -> Iterator[TextFinding]:
    at = name.index("")
    for i in read.find(name):
        word = read.words[i + at]
        if not re.fullmatch("[IVX]+", word.text.upper()):
            continue
        yield from _find_small_letters(read, i, name, entries[0][1])
        said = _find_dates(read.text, read.words[i].start, read.words[i + len(name) - 1].end)
        number = value_of_roman(word.text)
        own = [event for n, event in entries if n == number]
        others = [(n, event) for n, event in entries if said and _fits(said, event) and n != number]
        if others:
            yield _tell_wrong_number(read.text, word, others[0])
        elif own and said and not any(_fits(said, e) for e in own if e.status is Status.ISSUED):
            yield _tell_wrong_dates(read.text, said, own)
        elif not own:
            yield from _find_unknown_number(read.text, word, number, max(n for n, _ in entries))


def _find_small_letters(read: ReadText, i: int, name: tuple[str, ...], event: Event) -> Iterator[TextFinding]:
    """Warn where a word after the number has lost the capital of the title: "lần thứ XIV của đảng"."""
    after = name[name.index("") + 1 :]
    shown = {fold_word(w.text): w.text for w in words_of(event.title) if w.text[0].isupper()}
    for word, key in zip(read.words[i + len(name) - len(after) : i + len(name)], after, strict=True):
        if key in shown and word.text[0].islower():
            message = f"{word.text!r} in the name of an event is {shown[key]!r}"
            yield finding_at(read.text, word.start, "event-name", message, shown[key], "warning")


def _find_unknown_number(text: str, word: Word, number: int, last: int) -> Iterator[TextFinding]:
    """Warn of a number beyond the last one that the catalogue knows; earlier events need not stand in it."""
    if number > last:
        message = f"the catalogue has no event of this name with the number {word.text}; the last is {to_roman(last)}"
        yield finding_at(text, word.start, "ordinal", message, to_roman(last), "warning")


def _tell_wrong_number(text: str, word: Word, other: tuple[int, Event]) -> TextFinding:
    number, event = other
    message = f"{format_event_dates(event)} are the dates of number {to_roman(number)} ({event.id}), not of {word.text}"
    return finding_at(text, word.start, "ordinal", message, to_roman(number))


def _tell_wrong_dates(text: str, said: _Said, events: list[Event]) -> TextFinding:
    current = next((e for e in events if e.status is Status.ISSUED), events[0])
    earlier = next((e for e in events if e.status is Status.SUPERSEDED and _fits(said, e)), None)
    right = _correct_dates(said, current)
    message = f"{said.text} is not the date of {current.id}: {right}"
    if earlier is not None:
        message = f"{said.text} was superseded ({earlier.id}); {current.id} is on {right}"
    elif _is_swapped(said, current):
        message += "; day and month are written the wrong way round"
    return finding_at(text, said.start, "event-date", message, right)


def _correct_dates(said: _Said, event: Event) -> str:
    """Return the dates of an event in the form that was written; an anniversary in the year that was."""
    if event.since is None:
        return format_event_dates(event)
    on = f"{event.since:%d/%m}/{said.last.year}"
    return on if said.first == said.last else f"{event.since:%d/%m/%Y} - {on}"


def _find_dates(text: str, start: int, end: int) -> _Said | None:
    """Return the dates beside a mention: those that follow it, else the day before it."""
    after = _find_dates_after(text, end)
    line = text.rfind("\n", 0, start) + 1
    before = _BEFORE.search(text[line:start]) if after is None else None
    day = _read_one(before) if before else None
    if before is None or day is None:
        return after
    return _Said(*day, line + before.start(1), text[line + before.start(1) : line + before.end(3)])


def _find_dates_after(text: str, at: int) -> _Said | None:
    """Return the dates that follow a mention with nothing but joining words between."""
    joint = _JOINT.match(text, at)
    start = joint.end() if joint else at
    for form, read in ((_TWO, _read_two), (_RANGE, _read_range), (_ONE, _read_one)):
        match = form.match(text, start)
        if match is None:
            continue
        days = read(match)
        # A single day without a bracket may be anything: the date of a paper, of a meeting.
        if days and (form is not _ONE or "(" in text[at:start]):
            return _Said(*days, start, match[0])
        return None
    return None


def _read_two(match: re.Match[str]) -> tuple[date, date] | None:
    first, last = as_day(match[1], match[2], match[3]), as_day(match[4], match[5], match[6])
    return (first, last) if first and last else None


def _read_range(match: re.Match[str]) -> tuple[date, date] | None:
    first, last = as_day(match[1], match[2] or match[4], match[5]), as_day(match[3], match[4], match[5])
    return (first, last) if first and last else None


def _read_one(match: re.Match[str]) -> tuple[date, date] | None:
    day = as_day(match[1], match[2], match[3])
    return (day, day) if day else None


def _fits(said: _Said, event: Event) -> bool:
    """Tell whether dates can stand beside an event; an anniversary of any year has its day and month."""
    if event.since:
        given = said.first if said.first != said.last else said.last
        return (given.month, given.day) == (event.since.month, event.since.day) and (
            said.first == said.last or said.first == event.since
        )
    if event.first and event.last:
        return (said.first, said.last) == (event.first, event.last) or (
            said.first == said.last and event.first <= said.first <= event.last
        )
    return said.first == said.last == event.on


def _is_swapped(said: _Said, event: Event) -> bool:
    first, last = (as_day(str(d.month), str(d.day), str(d.year)) for d in (said.first, said.last))
    return first is not None and last is not None and _fits(_Said(first, last, 0, ""), event)
