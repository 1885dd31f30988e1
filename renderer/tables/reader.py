"""XLSX, CSV and TSV files as people make them, read into grids of cells."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from renderer.storage.files import read_whole
from renderer.tables.grid import Cell, Grid, heading_of, is_blank
from renderer.tables.headers import HEADER_ROWS, Naming
from renderer.text import code_of, text_of, unicode_of
from renderer.values.errors import DataError

_SEPARATORS = (",", ";", "\t")
_BOOKS = (".xlsx", ".xlsm")
_TEXTS = (".csv", ".tsv", ".txt")


def read_grids(path: Path, naming: Naming, *, legacy: bool = False) -> list[Grid]:
    """Return the visible sheets of a file; with ``legacy`` a CSV file that is no UTF-8 is read for the gate to judge.

    ``naming`` knows the names of columns: they tell what parts the cells of a CSV file, and they alone may be merged
    over several columns. Raises DataError for a file that is no sheet.
    """
    suffix = path.suffix.lower()
    if suffix not in (*_BOOKS, *_TEXTS):
        raise DataError(
            "not-a-sheet",
            f"{suffix or 'no suffix'}: only .xlsx and .csv are read",
            where=str(path),
            hint="save it as .xlsx",
        )
    data = read_whole(path)
    return _read_book(data, path, naming) if suffix in _BOOKS else [_read_csv(data, path, naming, legacy=legacy)]


# -- XLSX -----------------------------------------------------------------------------------------


def _read_book(data: bytes, path: Path, naming: Naming) -> list[Grid]:
    book, values = _load_books(data, path)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = tuple(f"the hidden sheet {s.title!r} is passed over" for s in book.worksheets if s not in shown)
    return [_read_sheet(sheet, values[sheet.title], naming, hidden) for sheet in shown]


def _load_books(data: bytes, path: Path) -> tuple[Any, Any]:
    """Return a workbook with its formulas, and with their values."""
    from openpyxl.utils.datetime import WINDOWS_EPOCH

    try:
        book = _load_book(data, values=False)
        cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
        # Most sheets hold no formula, and need not be read again for the values.
        values = _load_book(data, values=True) if any(cell.data_type == "f" for cell in cells) else book
    except Exception as fault:  # a damaged archive makes openpyxl raise nearly anything
        raise DataError(
            "not-a-sheet",
            f"is no readable XLSX file ({type(fault).__name__})",
            where=str(path),
            hint="open it in LibreOffice or Excel and save it again as .xlsx",
        ) from None
    if book.epoch != WINDOWS_EPOCH:
        raise DataError(
            "old-dates",
            "counts its dates from 1904, as old Excel for Mac did",
            where=str(path),
            hint="copy the cells into a new workbook",
        )
    return book, values


def _load_book(data: bytes, *, values: bool) -> Any:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # What openpyxl cannot keep (styles, extensions) does not matter to a reader of cells.
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(data), data_only=values)


def _read_sheet(sheet: Any, values: Any, naming: Naming, remarks: tuple[str, ...]) -> Grid:
    rows = []
    for formulas, shown in zip(sheet.iter_rows(), values.iter_rows(), strict=True):
        rows.append([_read_cell(f, v) for f, v in zip(formulas, shown, strict=True)])
    for area in sheet.merged_cells.ranges:
        _fill_area(rows, area, naming)
    hidden = [n for n, d in sheet.row_dimensions.items() if d.hidden and n <= len(rows)]
    told = (f"{sheet.title}: {len(hidden)} hidden rows are taken too",) if hidden else ()
    return Grid(sheet.title, rows, (*remarks, *told))


def _read_cell(formula: Any, shown: Any) -> Cell:
    if formula.data_type != "f":
        font = formula.font.name or "" if isinstance(formula.value, str) else ""
        return Cell(formula.value, formula.coordinate, font if code_of(font) else "")
    unsaved = shown.value is None and shown.data_type != "str"  # an empty text is a value
    fault = DataError(
        "no-value",
        "holds a formula whose value was not saved",
        hint="open the file in LibreOffice or Excel and save it once",
    )
    return Cell("=" if unsaved else shown.value, formula.coordinate, fault=fault if unsaved else None)


def _fill_area(rows: list[list[Cell]], area: Any, naming: Naming) -> None:
    """Give a merged area's value to every row it spans; across columns nobody can tell what is meant.

    A title above the table may span columns, and so may the name of one.
    """
    first = rows[area.min_row - 1][area.min_col - 1]
    if is_blank(first):
        return
    if area.max_col > area.min_col and area.min_row > 1 and naming(heading_of(first)) is None:
        fault = DataError(
            "merged-columns",
            f"is merged over several columns ({area.coord})",
            hint="split the cell: a value belongs to one column",
        )
        first = replace(first, fault=fault)
    for number in range(area.min_row, area.max_row + 1):
        row = rows[number - 1]
        place = row[area.min_col - 1].place
        row[area.min_col - 1] = replace(first, place=place, repeated=number > area.min_row)


# -- CSV ------------------------------------------------------------------------------------------


def _read_csv(data: bytes, path: Path, naming: Naming, *, legacy: bool) -> Grid:
    text = _decode(data, path, legacy=legacy)
    first, _, rest = text.partition("\n")
    said = first.strip().lower()
    if said.startswith("sep=") and len(said) == 5:
        separator, body, skipped = said[4], rest, 1
    else:
        separator, body, skipped = _find_separator(text, naming), text, 0
    try:
        records = list(_parse_records(body, separator))
    except csv.Error as fault:
        raise DataError("broken-csv", f"is not readable as CSV: {fault}", where=str(path)) from None
    rows: list[list[Cell]] = [[] for _ in range(skipped)]
    for number, record in enumerate(records, 1 + skipped):
        rows.append([Cell(value, f"{_column_letters(column)}{number}") for column, value in enumerate(record, 1)])
    return Grid("", rows)


def _parse_records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _column_letters(column: int) -> str:
    """Return what people call a column, counted from 1: ``B``, ``AA``."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _decode(data: bytes, path: Path, *, legacy: bool) -> str:
    try:
        text = text_of(data) if legacy else unicode_of(data)
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        raise DataError(
            "not-utf8",
            f"line {line} is not {fault.encoding.upper()}",
            where=str(path),
            hint="save it as 'CSV UTF-8', or as .xlsx; `accept_converted` takes a legacy encoding over, cell by cell",
        ) from None
    if "\0" in text:
        raise DataError("not-utf8", "holds zero bytes", where=str(path), hint="save it as 'CSV UTF-8'")
    return text


def _find_separator(text: str, naming: Naming) -> str:
    """Return the separator under which some early line names the most columns; of such, the one that parts more."""
    lines = text.splitlines()[:HEADER_ROWS]

    def count_names(separator: str) -> tuple[int, int]:
        parted = [line.split(separator) for line in lines]
        return max(((sum(bool(naming(heading_of(Cell(t, "")))) for t in p), len(p)) for p in parted), default=(0, 0))

    return max(_SEPARATORS, key=count_names)
