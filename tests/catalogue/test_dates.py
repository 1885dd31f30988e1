"""Dates as signs write them, and hang dates as people type them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from renderer.catalogue import Event, Status, event_line, format_event_dates
from renderer.values.dates import HangDates
from renderer.values.errors import ExitCode, UsageError

DAYS = st.dates(date(1000, 1, 1))


def event(**dates: Any) -> Event:
    form = "range" if "first" in dates else "anniversary" if "since" in dates else "day"
    fields = {"id": "e", "title": "Hội", "source": "s", "status": Status.ISSUED, "form": form}
    return Event.model_validate({**fields, **dates})


@pytest.mark.parametrize(
    ("dates", "text"),
    [
        ({"since": date(1930, 2, 3), "on": date(2026, 2, 3)}, "03/02/1930 - 03/02/2026"),
        ({"on": date(2026, 3, 15)}, "15/03/2026"),
        ({"first": date(2026, 1, 20), "last": date(2026, 1, 23)}, "20 - 23/01/2026"),
        ({"first": date(2026, 2, 28), "last": date(2026, 3, 3)}, "28/02 - 03/03/2026"),
        ({"first": date(2025, 12, 30), "last": date(2026, 1, 2)}, "30/12/2025 - 02/01/2026"),
        ({"first": date(2025, 1, 5), "last": date(2026, 1, 5)}, "05/01/2025 - 05/01/2026"),
        ({"first": date(2026, 1, 1), "last": date(2026, 1, 9)}, "01 - 09/01/2026"),
    ],
)
def test_dates_of_events(dates: dict[str, date], text: str) -> None:
    assert format_event_dates(event(**dates)) == text
    assert event_line(event(**dates)) == f"Hội ({text})"


@given(DAYS, DAYS)
def test_a_written_range_reads_back(first: date, last: date) -> None:
    assume(first < last)
    left, right = format_event_dates(event(first=first, last=last)).split(" - ")
    assert right == last.strftime("%d/%m/%Y")
    missing = 10 - len(left)
    whole = left + right[10 - missing :] if missing else left
    assert whole == first.strftime("%d/%m/%Y")


def test_a_date_is_written_without_the_locale_or_the_clock() -> None:
    assert re.fullmatch(r"\d\d/\d\d/\d{4}", format_event_dates(event(on=date(2026, 1, 2))))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-01-19..2026-02-03", date(2026, 1, 19), date(2026, 2, 3)),
        ("2026-01-19", date(2026, 1, 19), date(2026, 1, 19)),
        ("19/01/2026..03/02/2026", date(2026, 1, 19), date(2026, 2, 3)),
        ("3/2/2026", date(2026, 2, 3), date(2026, 2, 3)),
        (" 2026-01-19 .. 03/02/2026 ", date(2026, 1, 19), date(2026, 2, 3)),
        ("2026-01-19..2026-01-19", date(2026, 1, 19), date(2026, 1, 19)),
        ("29/02/2028", date(2028, 2, 29), date(2028, 2, 29)),
    ],
)
def test_accepted_hang_dates(text: str, start: date, end: date) -> None:
    assert HangDates.parse(text) == HangDates(start, end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026",
        "2026-01",
        "20260119",
        "2026-W03-1",
        "19-01-2026",
        "19/01/26",
        "01/13/2026",
        "29/02/2026",
        "2026-02-30",
        "0/1/2026",
        "2026-01-19..",
        "..2026-01-19",
        "2026-01-19..2026-01-20..2026-01-21",
        "2026-01-19-2026-02-03",
        "2026-02-03..2026-01-19",
        "03/02/2026..19/01/2026",
        "١٩/٠١/٢٠٢٦",
    ],
)
def test_refused_hang_dates_show_the_accepted_forms(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        HangDates.parse(text)
    assert caught.value.exit_code == ExitCode.USAGE and caught.value.code == "bad-hang"
    assert caught.value.field == "hang" and "2026-01-19..2026-02-03" in caught.value.hint


def test_dates_that_end_before_they_begin_are_named() -> None:
    with pytest.raises(UsageError, match=r"'2026-02-03\.\.2026-01-19' ends before it begins"):
        HangDates(date(2026, 2, 3), date(2026, 1, 19))


@given(DAYS, DAYS)
def test_hang_dates_read_back(one: date, other: date) -> None:
    hang = HangDates(min(one, other), max(one, other))
    assert HangDates.parse(str(hang)) == hang
    assert HangDates.parse(f"{hang.start:%d/%m/%Y}..{hang.end:%d/%m/%Y}") == hang


@given(st.text())
def test_nonsense_never_crashes(text: str) -> None:
    try:
        HangDates.parse(text)
    except UsageError as fault:
        assert fault.hint
