"""Days of the week against the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator

from renderer.proofreading.days import as_day
from renderer.proofreading.reading import Reading
from renderer.text import TextFinding, finding_at

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


def find_wrong_weekdays(reading: Reading) -> Iterator[TextFinding]:
    """Yield days of the week that their dates do not fall on."""
    for match in _WEEKDAY.finditer(reading.text):
        said, before = match["said"].lower(), match["before"].lower()
        if said[-1].isdigit():
            counts, said = before not in _BEFORE_DAY, _WEEKDAYS[int(said[-1]) - 2]
        else:
            counts = before in _COUNTED
        day = as_day(match[3], match[4], match[5])
        if day is not None and not counts and _WEEKDAYS[day.weekday()] != said:
            right = _WEEKDAYS[day.weekday()]
            message = f"{match[3]}/{match[4]}/{match[5]} is {right}"
            yield finding_at(reading.text, match.start("said"), "weekday", message, right)
