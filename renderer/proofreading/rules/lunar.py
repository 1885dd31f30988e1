"""Lunar days and can-chi years against the Vietnamese calendar (UTC+7), which in some years is not the Chinese one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from lunar_vn import LunarDate, lunar_to_solar, solar_to_lunar

from renderer.proofreading.days import FULL_DATE, as_day
from renderer.proofreading.reading import Reading
from renderer.text import TextFinding, finding_at

FIRST, LAST = 1968, 2100
"""Lunar years that are computed: Vietnam counts by UTC+7 since 1968; later ones are beyond any sign."""
_STEMS = "Giáp Ất Bính Đinh Mậu Kỷ Canh Tân Nhâm Quý".split()
_BRANCHES = "Tý Sửu Dần Mão Thìn Tỵ Ngọ Mùi Thân Dậu Tuất Hợi".split()
_ALSO = {"kỉ": "kỷ", "quí": "quý", "tí": "tý", "tị": "tỵ", "mẹo": "mão"}
_NUMBERS = dict(zip("một hai ba bốn năm sáu bảy tám chín mười".split(), range(1, 11), strict=True)) | {"rằm": 15}
_MONTHS = dict(zip("giêng hai ba tư năm sáu bảy tám chín mười".split(), range(1, 11), strict=True)) | {
    "một": 11,
    "mười một": 11,
    "chạp": 12,
}
_FESTIVALS = {
    "giỗ tổ hùng vương": (10, 3),
    "tết nguyên tiêu": (15, 1),
    "tết đoan ngọ": (5, 5),
    "lễ vu lan": (15, 7),
    "tết trung thu": (15, 8),
}
"""Feasts of the lunar calendar: day and month. Giỗ Tổ is a public holiday; the others are custom."""
_DAY = rf"(?P<day>\d{{1,2}}|{'|'.join(_NUMBERS)})"
_MONTH = r"(?P<month>\d{1,2}|giêng|hai|ba|tư|năm|sáu|bảy|tám|chín|mười một|mười|một|chạp)"
_CALENDAR = r"(?:\s*\(?\s*(?:âm lịch|AL|ÂL)\b\)?)"
_LUNAR = [
    re.compile(rf"(?<![\d/])(?P<day>\d{{1,2}})\s*[/-]\s*(?P<month>\d{{1,2}}){_CALENDAR}", re.IGNORECASE),
    re.compile(rf"\b(?:mùng|mồng)\s+{_DAY}\s+(?P<month>Tết)\b", re.IGNORECASE),
    re.compile(rf"(?:\b(?:ngày|mùng|mồng)\s+)?\b{_DAY}\s+tháng\s+(?P<month>giêng|chạp)\b", re.IGNORECASE),
    re.compile(rf"\b(?:ngày|mùng|mồng)\s+{_DAY}\s+tháng\s+{_MONTH}{_CALENDAR}", re.IGNORECASE),
]
_JOINING = (
    "tức nhằm là ngày vào năm tháng dương âm lịch rơi thứ hai ba tư sáu bảy chủ nhật giêng chạp tết nguyên đán lễ"
)
_BETWEEN = frozenset([*_JOINING.split(), *map(str.lower, (*_STEMS, *_BRANCHES)), *_ALSO])
"""Words that may stand between a lunar day and its Gregorian one."""
_FEAST = re.compile("|".join(_FESTIVALS), re.IGNORECASE)
_PAIR = re.compile(
    rf"\b(?P<stem>{'|'.join([*_STEMS, 'Kỉ', 'Quí'])})\s+(?P<branch>{'|'.join([*_BRANCHES, 'Tí', 'Tị', 'Mẹo'])})\b",
    re.IGNORECASE,
)
_BEFORE_PAIR = re.compile(r"\b(?:năm|tết|xuân|tuổi|nguyên đán)\s+$", re.IGNORECASE)
_YEAR_AFTER = re.compile(r"[\s,(–-]{1,4}(?:năm\s+)?(\d{4})(?![\d/])")
_YEAR_BEFORE = re.compile(r"(?<![\d/.-])(?<!\d\s)(\d{4})[\s,(–-]{1,4}(?:(?:năm|xuân|tết)\s+)?$", re.IGNORECASE)


def can_chi_of(year: int) -> str:
    """Return the name of a lunar year: 2026 is ``Bính Ngọ``."""
    return f"{_STEMS[(year + 6) % 10]} {_BRANCHES[(year + 8) % 12]}"


def lunar_to_day(day: int, month: int, year: int, *, leap: bool = False) -> date:
    """Return the Gregorian day of a lunar one; ``leap`` for the second month of its number.

    Raises ValueError for a day that the lunar year does not have, or a year before 1968 or after 2100.
    """
    if not FIRST <= year <= LAST:
        raise ValueError(f"lunar years {FIRST} to {LAST} are computed, not {year}")
    wanted = LunarDate(day, month, year, leap)
    found = lunar_to_solar(wanted)
    if solar_to_lunar(found) != wanted:
        raise ValueError(f"the lunar year {can_chi_of(year)} {year} has no day {day}/{month}")
    return found


def day_to_lunar(day: date) -> tuple[int, int, int]:
    """Return day, month and year of a Gregorian day in the lunar calendar; ValueError before 1969 or after 2100."""
    if not FIRST < day.year <= LAST:
        raise ValueError(f"days of {FIRST + 1} to {LAST} are computed, not {day}")
    lunar = solar_to_lunar(day)
    return lunar.day, lunar.month, lunar.year


def find_wrong_lunar_dates(reading: Reading) -> Iterator[TextFinding]:
    """Yield can-chi years that do not exist or are another year's, and lunar days beside other Gregorian ones."""
    text, days = reading.text, _find_gregorian(reading.text)
    yield from _judge_years(text, days)
    yield from _judge_days(text, days)


class _Day(NamedTuple):
    """A Gregorian day and where it stands."""

    day: date
    start: int
    end: int


def _find_gregorian(text: str) -> list[_Day]:
    """Return the days of a text that are computed; what is no day the rule of dates tells."""
    found = ((as_day(*match.groups()), match) for match in FULL_DATE.finditer(text))
    return [_Day(day, *match.span()) for day, match in found if day is not None and FIRST < day.year <= LAST]


def _find_beside(text: str, start: int, end: int, days: list[_Day]) -> _Day | None:
    """Return the day that stands beside a place, on the same line with nothing but joining words between."""
    for day in sorted(days, key=lambda d: max(d.start - end, start - d.end)):
        between = text[end : day.start] if day.start >= end else text[day.end : start]
        joins = set(re.findall(r"\w+", between.lower())) <= _BETWEEN
        if joins and len(between) <= 40 and not re.search(r"[\n;.]", between):
            return day
    return None


def _judge_years(text: str, days: list[_Day]) -> Iterator[TextFinding]:
    for match in _PAIR.finditer(text):
        named = _name_of(match)
        year = _find_year_beside(text, match)
        if year is None and (beside := _find_beside(text, match.start(), match.end(), days)):
            year = day_to_lunar(beside.day)[2]
        if year is None and not _BEFORE_PAIR.search(text[: match.start()]):
            continue  # a person may be called Tân Mão
        if _STEMS.index(named[0]) % 2 != _BRANCHES.index(named[1]) % 2:
            message = f"no year is called {match[0]}"
            yield finding_at(text, match.start(), "can-chi", message, can_chi_of(year) if year else None)
        elif year and " ".join(named) != can_chi_of(year):
            message = (
                f"{match[0]} is not the year {year}: that is {can_chi_of(year)}; {_tell_years_called(named, year)}"
            )
            yield finding_at(text, match.start(), "can-chi", message, can_chi_of(year))


def _name_of(match: re.Match[str]) -> tuple[str, str]:
    stem, branch = match["stem"].lower(), match["branch"].lower()
    return _ALSO.get(stem, stem).capitalize(), _ALSO.get(branch, branch).capitalize()


def _find_year_beside(text: str, match: re.Match[str]) -> int | None:
    found = _YEAR_AFTER.match(text, match.end()) or _YEAR_BEFORE.search(text, max(0, match.start() - 20), match.start())
    return int(found[1]) if found else None


def _tell_years_called(named: tuple[str, str], near: int) -> str:
    """Return which years bear a name, around another year."""
    years = [year for year in range(near - 60, near + 61) if can_chi_of(year) == " ".join(named)]
    return f"{' '.join(named)} is {' or '.join(map(str, years))}"


class _Lunar(NamedTuple):
    """A day and a month of the lunar calendar, what says so, and where."""

    day: int
    month: int
    said: str
    start: int
    end: int


def _find_lunar_days(text: str) -> Iterator[_Lunar]:
    for form in _LUNAR:
        for match in form.finditer(text):
            month = match["month"].lower()
            day = match["day"].lower()
            yield _Lunar(
                int(day) if day.isdigit() else _NUMBERS[day],
                int(month) if month.isdigit() else 1 if month == "tết" else _MONTHS[month],
                match[0].replace("(", "").rstrip(" )"),
                *match.span(),
            )
    for match in _FEAST.finditer(text):
        yield _Lunar(*_FESTIVALS[match[0].lower()], match[0], *match.span())


def _judge_days(text: str, days: list[_Day]) -> Iterator[TextFinding]:
    told: set[int] = set()
    for lunar in _find_lunar_days(text):
        if not (1 <= lunar.day <= 30 and 1 <= lunar.month <= 12):
            yield finding_at(text, lunar.start, "lunar-date", f"the lunar calendar has no day {lunar.said}")
            continue
        beside = _find_beside(text, lunar.start, lunar.end, days)
        if beside is None or beside.start in told or day_to_lunar(beside.day)[:2] == (lunar.day, lunar.month):
            continue
        told.add(beside.start)
        yield _tell_mismatch(text, lunar, beside)


def _tell_mismatch(text: str, lunar: _Lunar, beside: _Day) -> TextFinding:
    given = f"{beside.day:%d/%m/%Y}"
    near = _find_nearest(lunar, beside.day)
    if near is None:
        message = f"{lunar.said} is not {given}, and the lunar years around it have no such day"
        return finding_at(text, beside.start, "lunar-date", message)
    day, month, year = day_to_lunar(beside.day)
    right = f"{near:%d/%m/%Y}"
    message = f"{lunar.said} is {right}; {given} is {day}/{month} {can_chi_of(year)}"
    return finding_at(text, beside.start, "lunar-date", message, right)


def _find_nearest(lunar: _Lunar, day: date) -> date | None:
    """Return the Gregorian day of a lunar one that is nearest to another."""
    found = []
    for year in (day.year - 1, day.year):
        try:
            found.append(lunar_to_day(lunar.day, lunar.month, year))
        except ValueError:
            continue
    return min(found, key=lambda d: abs(d - day), default=None)
