"""CSV and TSV files read into a grid: whatever parts their cells, whatever they were saved in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from renderer.tables.book_parts import check_length
from renderer.tables.grid import Cell, Grid, heading_of
from renderer.tables.headers import HEADER_ROWS, Naming
from renderer.tables.places import column_letters
from renderer.text import text_of, unicode_of
from renderer.values.errors import DataError
from renderer.values.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS

_SEPARATORS = (",", ";", "\t")
_FORMULA = DataError(
    "no-value", "holds a formula, of which a text file keeps no value", hint="save the values, not the formulas, as CSV"
)
_SEARCHED = 1 << 20
"""Characters at the beginning in which the separator is looked for."""


def read_comma_file(data: bytes, naming: Naming, *, legacy: bool) -> Grid:
    """Return the grid of a CSV file; raises DataError for one that cannot be read."""
    text, raw = _decode(data, legacy=legacy)
    first, _, rest = text.partition("\n")
    said = first.strip().lower()
    if said.startswith("sep=") and len(said) == 5:
        separator, body, skipped = said[4], rest, 1
    else:
        separator, body, skipped = _find_separator(text, naming), text, 0
    rows: list[list[Cell]] = [[] for _ in range(skipped)]
    held = 0
    for number, record in enumerate(_parse_records(body, separator), 1 + skipped):
        held += len(record)
        if number > MOST_ROWS or len(record) > MOST_COLUMNS or held > MOST_CELLS:
            raise DataError(
                "too-large",
                f"goes on at row {number}: a table has at most {MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns and"
                f" {MOST_CELLS:,} cells",
                hint="split the table",
            )
        rows.append([_make_cell(value, column, number, raw=raw) for column, value in enumerate(record, 1)])
    return Grid("", rows, separator=separator)


def _make_cell(value: str, column: int, number: int, *, raw: bool) -> Cell:
    fault = _FORMULA if value.lstrip().startswith("=") else check_length(value)
    return Cell(value, f"{column_letters(column)}{number}", fault=fault, raw=raw)


def _parse_records(text: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from reader
    except csv.Error as fault:
        raise DataError(
            "broken-csv",
            f"is not readable as CSV at line {reader.line_num}: {fault}",
            hint='look for a quote (") above that line that is not closed, or not doubled inside a text',
        ) from None


def _decode(data: bytes, *, legacy: bool) -> tuple[str, bool]:
    """Return a file's text, and whether it is no Unicode, so that each byte stands as windows-1252 shows it."""
    raw = False
    try:
        text = unicode_of(data)
    except UnicodeDecodeError as fault:
        if b"\0" in data:
            raise _zero_bytes(data[: data.index(b"\0")].count(b"\n") + 1) from None
        if not legacy:
            raise _not_unicode(data, fault) from None
        text, raw = text_of(data), True
    if "\0" in text:
        raise _zero_bytes(text[: text.index("\0")].count("\n") + 1)
    return text, raw


def _not_unicode(data: bytes, fault: UnicodeDecodeError) -> DataError:
    line = data[: fault.start].count(b"\n") + 1
    return DataError(
        "not-utf8",
        f"line {line} is not {fault.encoding.upper()}",
        hint="save it as 'CSV UTF-8', or as .xlsx; `accept_converted` takes a legacy encoding over, cell by cell",
    )


def _zero_bytes(line: int) -> DataError:
    told = f"holds zero bytes in line {line}: it is no text, or in UTF-16 without its mark"
    return DataError("not-utf8", told, hint="save it as 'CSV UTF-8'")


def _find_separator(text: str, naming: Naming) -> str:
    """Return the separator under which some early line names the most columns; of such, the one that parts more."""
    lines = text[:_SEARCHED].splitlines()[:HEADER_ROWS]

    def count_names(separator: str) -> tuple[int, int]:
        parted = [line.split(separator, MOST_COLUMNS) for line in lines]
        return max(((sum(bool(naming(heading_of(Cell(t, "")))) for t in p), len(p)) for p in parted), default=(0, 0))

    return max(_SEPARATORS, key=count_names)
