"""Hang dates: when a sign goes up and when it comes down. Everything dated in a file derives from them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from renderer.values.errors import UsageError

_VIETNAMESE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_FORMS = "2026-01-19  2026-01-19..2026-02-03  19/01/2026..03/02/2026"


@dataclass(frozen=True, order=True)
class HangDates:
    """The first and the last day on which the sign hangs; the same day for a sign of one day."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise _bad_dates(f"'{self}' ends before it begins")

    @staticmethod
    def parse(text: str) -> HangDates:
        """Parse ``FROM[..TO]``, ISO or dd/mm/yyyy; raises UsageError."""
        first, dots, last = text.strip().partition("..")
        start = _parse_day(first, text)
        return HangDates(start, _parse_day(last, text) if dots else start)

    @property
    def vietnamese(self) -> str:
        """The dates for people: ``20/01/2026 - 03/02/2026``."""
        days = [f"{day:%d/%m/%Y}" for day in (self.start, self.end)]
        return " - ".join(dict.fromkeys(days))

    def __str__(self) -> str:
        return self.start.isoformat() if self.start == self.end else f"{self.start}..{self.end}"


def _parse_day(text: str, whole: str) -> date:
    text = text.strip()
    try:
        match = _VIETNAMESE.fullmatch(text)
        if match:
            return date(int(match[3]), int(match[2]), int(match[1]))
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        raise _bad_dates(f"{text!r} is no day of the calendar") from None
    raise _bad_dates(f"{whole!r} is not a date or a range of dates")


def _bad_dates(message: str) -> UsageError:
    return UsageError("bad-hang", message, field="hang", hint=f"accepted: {_FORMS}")
