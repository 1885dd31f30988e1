"""Cells as people type them: numbers, days, yes and no, words of a table; and cells in a legacy encoding."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from renderer.tables.grid import Cell, value_of
from renderer.tables.headers import look_up, name_keys
from renderer.text import ENCODINGS, Run, gate, gate_runs, is_unicode
from renderer.values.errors import DataError

_NUMBER = re.compile(r"-?[0-9]{1,12}([.,][0-9]{1,12})?")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
"""1.000 is a thousand to one reader and one to another."""
_YES, _NO = {"có", "x", "yes", "true", "1"}, {"", "không", "no", "false", "0"}
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ISO_RANGE = re.compile(r"\d{4}-\d\d-\d\d(\.\.\d{4}-\d\d-\d\d)?")
_SERIAL = re.compile(r"\d{5}(\.0+)?")
_SERIAL_ZERO = datetime.date(1899, 12, 30)
_SERIALS = range(36526, 73051)
"""Days from 2000 to 2099: a number outside is no date that somebody meant."""


@dataclass(frozen=True)
class Converted:
    """A cell that stood in a legacy encoding: where, in which field, its text before and after, what told so."""

    where: str
    field: str
    before: str
    after: str
    encoding: str
    told: str

    def __str__(self) -> str:
        return f"{self.where} ({self.field}): converted: {self.told}"

    def as_json(self) -> dict[str, str]:
        row, _, place = self.where.rpartition(", ")
        return {
            "row": row,
            "cell": place,
            "column": self.field,
            "before": self.before,
            "after": self.after,
            "encoding": self.encoding,
        }


def take_cell(cell: Cell, field: str, where: str, *, accept_converted: bool) -> tuple[Any, Converted | None]:
    """Return a cell's value, and its conversion if it was in a legacy encoding; raises DataError for a faulty one."""
    value = value_of(cell)
    if not isinstance(value, str) or (not cell.font and (value.isascii() or (is_unicode(value) and not cell.raw))):
        return value, None
    gated = gate_runs([Run(value.strip(), cell.font)], gate, accept_converted=accept_converted)
    told = next((f for f in gated.findings if f.kind in ("legacy-encoding", "font-contradicts")), None)
    if told is not None and told.severity == "error":
        offered = f"write {told.suggestion!r}, or take it over with `accept_converted`"
        raise DataError(told.kind, told.message, hint=offered if told.suggestion else "set another font")
    if told is None or gated.encoding is None:
        if cell.raw and is_foreign(value):
            raise DataError("unknown-encoding", UNKNOWN_ENCODING, hint="save the file as 'CSV UTF-8', or as .xlsx")
        return value, None
    name = ENCODINGS[gated.encoding][0]
    return gated.text, Converted(f"{where}, {cell.place}", field, value, gated.text, name, told.message)


UNKNOWN_ENCODING = "is in no encoding that is known here, and neither is its file Unicode"
_SHARED = "“”‘’–—…"
"""What windows-1252 shows as it is meant in the legacy encodings, too."""


def is_foreign(text: str) -> bool:
    """Tell whether a text of a file that is no Unicode holds letters that only a known encoding could tell."""
    return not text.translate(str.maketrans("", "", _SHARED)).isascii()


# -- what a cell says -----------------------------------------------------------------------------


def read_text(value: Any) -> str:
    """Return a cell's value as text in NFC; raises DataError for a date, and for what the gate refuses."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, datetime.date | datetime.time):
        raise DataError("unexpected-date", f"is a date ({value}), which this column does not take")
    # The gate sees the cell as it came: what is normalised first shows no longer what it was.
    # What the cell is for is not known here: a folder may hold what no sign shows.
    fault = gate(str(value).strip(), use="record").fault
    if fault:
        raise DataError(fault.kind, fault.told, hint=f"write {fault.suggestion!r}" if fault.suggestion else "")
    return unicodedata.normalize("NFC", str(value)).replace("\xa0", " ").strip()


def read_number(value: Any) -> str:
    """Return a number with a point, from ``2,5`` or ``2.5``; raises DataError for what may be two numbers."""
    text = read_text(value)
    if not _NUMBER.fullmatch(text):
        raise DataError("bad-number", f"is not a number: {text!r}")
    if isinstance(value, str) and _GROUPED.fullmatch(text):
        raise DataError("bad-number", f"may be thousands or a fraction: {text!r}", hint="write 1000, or 1,5")
    return text.replace(",", ".")


def read_count(value: Any) -> str:
    """Return a whole number from 1 on; raises DataError for any other."""
    number = float(read_number(value))
    if number != int(number) or number < 1:
        raise DataError("bad-number", f"is not a whole number from 1 on: {read_text(value)!r}")
    return str(int(number))


def read_yes(value: Any) -> str:
    """Return ``true`` for yes and an empty text for no; raises DataError for neither."""
    text = read_text(value).lower()
    if text not in _YES | _NO:
        raise DataError("bad-yes", f"is neither 'có' nor 'không': {read_text(value)!r}")
    return "true" if text in _YES else ""


def word_reader(words: Mapping[str, str], keys: Collection[str]) -> Callable[[Any], str]:
    """Return a reader of cells that name a row of a table, by its key or by one of ``words`` for it.

    Any other text is left as it is, for whoever knows the table to refuse.
    """
    index = {form: key for word, key in words.items() for form in name_keys(word)}

    def read(value: Any) -> str:
        text = read_text(value)
        return text if text in keys else look_up(index, text) or text

    return read


def read_day(value: Any) -> str:
    """Return one ISO date from a date, a spreadsheet's serial number, or ``d/m/yyyy`` as Vietnamese write it."""
    if isinstance(value, datetime.date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _read_serial(float(value))
    text = read_text(value)
    if _ISO_DAY.fullmatch(text):
        return text
    if _SERIAL.fullmatch(text):
        return _read_serial(float(text))
    match = _DATE.fullmatch(text)
    if match is None:
        raise DataError("bad-date", f"is not a date: {text!r}", hint="write 20/01/2026 or 2026-01-20")
    day, month, year = map(int, match.groups())
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        raise DataError("bad-date", f"there is no day {text!r} (day/month/year)") from None


def _read_serial(number: float) -> str:
    if not math.isfinite(number) or int(number) not in _SERIALS:
        raise DataError("bad-date", f"is a number, not a date: {number:g}", hint="format the cell as a date")
    return (_SERIAL_ZERO + datetime.timedelta(days=int(number))).isoformat()


def read_days(value: Any) -> str:
    """Return one ISO date or two with ``..`` between them, from a day or ``20/01/2026 - 03/02/2026``."""
    if not isinstance(value, str):
        return read_day(value)
    text = read_text(value)
    if _ISO_RANGE.fullmatch(text):
        return text
    dates = [match[0] for match in _DATE.finditer(text)]
    between = _DATE.sub("", text).strip()
    if len(dates) == 2 and between in {"-", "–", "..", "đến", "to"}:
        return f"{read_day(dates[0])}..{read_day(dates[1])}"
    return read_day(text)
