"""Days as texts write them."""

from __future__ import annotations

import re
from datetime import date

FULL_DATE = re.compile(r"(?<![\d/])(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?![\d/])")


def as_day(day: str, month: str, year: str) -> date | None:
    """Return a day of the Gregorian calendar by its numbers, or None where there is none."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
