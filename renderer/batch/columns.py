"""The columns of a job sheet: what they are called, in English and Vietnamese, and how their cells are read.

The fields of ``Order`` are columns of their own; the others are declared here once.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from renderer.contract.formats import FORMATS
from renderer.contract.order import Order
from renderer.contract.print_specs import FINISHINGS, MATERIALS
from renderer.text import gate, slugify
from renderer.values.errors import DataError

NOTES = {
    "quantity": "number of copies to print",
    "place": "where the sign will hang",
    "out": "folder of the files, for example {format}/{unit}",
}
"""Columns that do not change a file: they go into the manifest for whoever prints and hangs."""
_HALVES = {"hang_from": "first hang date", "hang_to": "last hang date"}
FIELDS = {**{name: field.description or "" for name, field in Order.model_fields.items()}, **_HALVES, **NOTES}
"""Every column with its meaning."""
LISTS = ("layout", "size", "slogan", "event", "organisation")
"""Columns in which several values, parted by ``;`` or by lines, stand for one sign each."""

HEADERS: dict[str, tuple[str, ...]] = {
    "layout": ("mẫu", "bố cục", "mẫu bố cục", "mẫu thiết kế", "ma-két"),
    "size": ("kích thước", "khổ", "kích cỡ"),
    "slogan": ("khẩu hiệu", "nội dung", "nội dung khẩu hiệu", "mã khẩu hiệu"),
    "slogan_version": ("phiên bản", "phiên bản khẩu hiệu"),
    "event": ("sự kiện", "mã sự kiện"),
    "organisation": ("unit", "đơn vị", "tên đơn vị", "cơ quan"),
    "logo": ("biểu trưng", "lô gô"),
    "formats": ("format", "định dạng", "loại tệp", "dạng tệp"),
    "dpi": ("độ phân giải",),
    "hang": ("ngày treo", "thời gian treo"),
    "hang_from": ("từ ngày", "treo từ ngày", "ngày bắt đầu"),
    "hang_to": ("đến ngày", "treo đến ngày", "ngày kết thúc"),
    "bleed": ("tràn lề", "bù xén"),
    "finishing": ("gia công", "hoàn thiện"),
    "eyelets": ("khoảng cách khoen",),
    "standard": ("tiêu chuẩn in", "chuẩn pdf"),
    "text": ("dạng chữ",),
    "marks": ("dấu cắt", "ốc xén"),
    "scale": ("tỉ lệ", "tỷ lệ"),
    "panels": ("khổ tấm", "khổ cuộn"),
    "overlap": ("chồng mí",),
    "imprint": ("đơn vị thực hiện", "dòng ghi tên"),
    "job": ("công việc", "tên đơn hàng"),
    "viewing": ("khoảng cách nhìn", "tầm nhìn"),
    "lines": ("dòng", "ngắt dòng", "cách ngắt dòng"),
    "cap_height": ("cỡ chữ", "chiều cao chữ"),
    "draft": ("proof", "bản nháp"),
    "quantity": ("số lượng", "sl"),
    "material": ("vật liệu", "chất liệu"),
    "place": ("địa điểm", "vị trí", "nơi treo", "vị trí treo"),
    "out": ("thư mục",),
}
"""Other names of a column, Vietnamese first; how they are compared: ``same_name``."""
PASSED_OVER = ("stt", "số tt", "tt", "no", "ghi chú", "note", "nội dung tham khảo")
"""Columns that people keep for themselves."""
FINISHING_WORDS = {
    "không": "none",
    "không gia công": "none",
    "may biên": "hem",
    "gấp mép": "hem",
    "đóng khoen": "eyelets",
    "luồn cây hai đầu": "poles-ends",
    "luồn cây trên dưới": "poles-top-foot",
    **{finishing.name: key for key, finishing in FINISHINGS.items()},
}
MATERIAL_WORDS = {
    "hiflex": "hiflex",
    "bạt": "hiflex",
    "giấy": "coated",
    "couché": "coated",
    "giấy couche": "coated",
    **{material.name: key for key, material in MATERIALS.items()},
}
_NUMBER = re.compile(r"-?[0-9]{1,12}([.,][0-9]{1,12})?")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
"""1.000 is a thousand to one reader and one to another."""
_YES, _NO = {"có", "x", "yes", "true", "1"}, {"", "không", "no", "false", "0"}
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_RANGE = re.compile(r"\d{4}-\d\d-\d\d(\.\.\d{4}-\d\d-\d\d)?")


def same_name(text: str) -> str:
    """Return ``text`` for comparing names: marks count where there are any, for ``màu`` is not ``mẫu``."""
    composed = unicodedata.normalize("NFC", text)
    return slugify(text) if composed.isascii() else " ".join(re.findall(r"[^\W_]+", composed.lower()))


def _named(names: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the field by each of its names, with marks and without."""
    return {
        form: field for field, words in names.items() for word in words for form in (same_name(word), slugify(word))
    }


_BY_NAME = _named({field: (field, *HEADERS.get(field, ())) for field in FIELDS})
_IGNORED = {form for name in PASSED_OVER for form in (same_name(name), slugify(name))}


def field_of(header: str) -> str | None:
    """Return the column that a header names: ``""`` for one that is passed over, None for an unknown one."""
    name = same_name(header)
    return "" if name in _IGNORED else _BY_NAME.get(name)


def look_up(names: Mapping[str, tuple[str, ...]], header: str) -> str | None:
    """Return which of ``names`` a header of another kind of list is."""
    return _named(names).get(same_name(header))


def read_cell(field: str, value: Any) -> str:
    """Return a cell's value as the text that its column takes; raises DataError saying what is wrong.

    Numbers of any kind, dates, and words are taken as people type them: ``2,5`` and ``2.5``, ``20/01/2026`` and a
    real date.
    """
    return _READERS.get(field, _text)(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, datetime.date | datetime.time):
        raise DataError("unexpected-date", f"is a date ({value}), which this column does not take")
    # The gate sees the cell as it came: what is normalised first shows no longer what it was.
    fault = gate(str(value).strip()).fault
    if fault:
        raise DataError(fault.kind, fault.told, hint=f"write {fault.suggestion!r}" if fault.suggestion else "")
    return unicodedata.normalize("NFC", str(value)).replace("\xa0", " ").strip()


def _number(value: Any) -> str:
    text = _text(value)
    if not _NUMBER.fullmatch(text):
        raise DataError("bad-number", f"is not a number: {text!r}")
    if isinstance(value, str) and _GROUPED.fullmatch(text):
        raise DataError("bad-number", f"may be thousands or a fraction: {text!r}", hint="write 1000, or 1,5")
    return text.replace(",", ".")


def _whole(value: Any) -> str:
    number = float(_number(value))
    if number != int(number) or number < 1:
        raise DataError("bad-number", f"is not a whole number from 1 on: {_text(value)!r}")
    return str(int(number))


def _yes(value: Any) -> str:
    text = _text(value).lower()
    if text not in _YES | _NO:
        raise DataError("bad-yes", f"is neither 'có' nor 'không': {_text(value)!r}")
    return "true" if text in _YES else ""


def _word(known: Mapping[str, str], keys: Mapping[str, Any]) -> Callable[[Any], str]:
    """Return a reader of cells that name a row of a table, by its key or in Vietnamese."""
    forms = {form: name for word, name in known.items() for form in (same_name(word), slugify(word))}

    def read(value: Any) -> str:
        text = _text(value)
        return text if text in keys else forms.get(same_name(text), text)

    return read


def _scale(value: Any) -> str:
    """Return 1 or 10 from ``1``, ``1:10``, ``1/10``; a spreadsheet may have made a time or a date of it."""
    text = _text(value)
    return text[2:] if re.fullmatch(r"1[:/](1|10)", text) else text


def _formats(value: Any) -> str:
    parts = [part.strip().lower() for part in re.split(r"[,;+\s]+", _text(value)) if part.strip()]
    for part in parts:
        if part not in FORMATS:
            raise DataError(
                "unknown-format", f"no file format is called {part!r}", hint="accepted: " + ", ".join(FORMATS)
            )
    return ",".join(parts)


def _day(value: Any) -> str:
    """Return one ISO date from a date, an Excel serial number, or ``d/m/yyyy`` as Vietnamese write it."""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _serial(float(value))
    text = _text(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return text
    if re.fullmatch(r"\d{5}(\.0+)?", text):
        return _serial(float(text))
    match = _DATE.fullmatch(text)
    if match is None:
        raise DataError("bad-date", f"is not a date: {text!r}", hint="write 20/01/2026 or 2026-01-20")
    day, month, year = map(int, match.groups())
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        raise DataError("bad-date", f"there is no day {text!r} (day/month/year)") from None


_SERIAL_ZERO = datetime.date(1899, 12, 30)
_SERIALS = range(36526, 73051)
"""Days from 2000 to 2099: a number outside is no date that somebody meant."""


def _serial(number: float) -> str:
    if not math.isfinite(number) or int(number) not in _SERIALS:
        raise DataError("bad-date", f"is a number, not a date: {number:g}", hint="format the cell as a date")
    return (_SERIAL_ZERO + datetime.timedelta(days=int(number))).isoformat()


def _hang(value: Any) -> str:
    if not isinstance(value, str):
        return _day(value)
    text = _text(value)
    if _ISO_RANGE.fullmatch(text):
        return text
    dates = [match[0] for match in _DATE.finditer(text)]
    between = _DATE.sub("", text).strip()
    if len(dates) == 2 and between in {"-", "–", "..", "đến", "to"}:
        return f"{_day(dates[0])}..{_day(dates[1])}"
    return _day(text)


_READERS: dict[str, Callable[[Any], str]] = {
    "dpi": _number,
    "bleed": _number,
    "viewing": _number,
    "cap_height": _number,
    "slogan_version": _whole,
    "quantity": _whole,
    "draft": _yes,
    "finishing": _word(FINISHING_WORDS, FINISHINGS),
    "formats": _formats,
    "material": _word(MATERIAL_WORDS, MATERIALS),
    "eyelets": _number,
    "overlap": _number,
    "scale": _scale,
    "hang": _hang,
    "hang_from": _day,
    "hang_to": _day,
}
