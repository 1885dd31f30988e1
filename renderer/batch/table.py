"""A sheet as people make it, read into rows of named cells: XLSX and CSV.

Nothing is guessed: what cannot be read as it stands is named with sheet, row and column.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from renderer.batch.columns import field_of, read_cell
from renderer.storage.files import read_whole
from renderer.text import ENCODINGS, Run, code_of, gate, gate_runs, is_unicode, text_of, unicode_of
from renderer.values.errors import DataError

HEADER_ROWS = 50
"""Titles and letterheads may stand above the header, so far down."""
_SEPARATORS = (",", ";", "\t")
_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")


@dataclass(frozen=True)
class Row:
    """One row of a sheet: its cells as text by column, or what is wrong with it."""

    where: str
    cells: dict[str, str]
    faults: tuple[DataError, ...] = ()


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


@dataclass(frozen=True)
class Table:
    """The rows under a header. ``remarks`` tell what was passed over, ``converted`` what was in a legacy encoding."""

    rows: tuple[Row, ...]
    remarks: tuple[str, ...] = ()
    converted: tuple[Converted, ...] = ()


@dataclass(frozen=True)
class Cell:
    """``value`` as the file holds it, ``place`` as people find it: ``B5``; the font of a text.

    ``fault`` is why the value cannot be taken; ``repeated`` tells that a merged cell above holds it.
    """

    value: Any
    place: str
    font: str = ""
    fault: DataError | None = None
    repeated: bool = False


@dataclass(frozen=True)
class Grid:
    """All cells of a sheet, top row first; ``name`` is empty for a CSV file."""

    name: str
    rows: list[list[Cell]] = field(repr=False)
    remarks: tuple[str, ...] = ()


def read_table(path: Path, sheet: str = "", *, accept_converted: bool = False) -> Table:
    """Read the sheet ``sheet`` (else the only one with a header) of an XLSX or CSV file.

    Raises DataError for a file that cannot be read at all; a faulty cell makes its row faulty, and so does one in a
    legacy encoding, unless ``accept_converted``.
    """
    grid, header = _chosen(read_grids(path, legacy=accept_converted), sheet, path, field_of)
    return _rows(grid, header, path, accept_converted=accept_converted)


def read_named(
    path: Path, named: Callable[[str], str | None], sheet: str = "", *, accept_converted: bool = False
) -> tuple[list[tuple[str, dict[str, Any]]], tuple[str, ...]]:
    """Read another kind of list: rows as (where, values by ``named``'s fields), and remarks.

    ``named`` gives the field of a header, or None for a column that is passed over.
    """
    grid, header = _chosen(read_grids(path, legacy=accept_converted), sheet, path, named, least=1)
    fields = [None if blank(cell) else named(heading(cell)) for cell in grid.rows[header]]
    for cell, name in zip(grid.rows[header], fields, strict=True):
        if name is not None and fields.count(name) > 1:
            raise DataError(
                "doubled-column",
                f"{str(cell.value)!r} names the column {name} more than once",
                where=f"{path.name}: {cell.place}",
                hint="keep one of them",
            )
    passed = [str(c.value) for c, f in zip(grid.rows[header], fields, strict=True) if f is None and not blank(c)]
    remarks = [f"{path.name}: the column {name!r} is passed over" for name in passed]
    rows = []
    for number, row in enumerate(grid.rows[header + 1 :], header + 2):
        where = f"{path.name}: {grid.name + ' ' if grid.name else ''}row {number}"
        cells = {}
        for name, cell in zip(fields, row, strict=False):
            try:
                if name and not blank(cell):
                    cells[name], told = _taken(cell, name, where, accept_converted=accept_converted)
                    remarks += [str(told)] if told else []
            except DataError as fault:
                raise fault.at(f"{where}, {cell.place}") from None
        if cells:
            rows.append((where, cells))
    return rows, (*grid.remarks, *remarks)


def read_grids(path: Path, *, legacy: bool = False) -> list[Grid]:
    """Return the visible sheets of a file; with ``legacy`` a CSV file that is no UTF-8 is read for the gate to judge.

    Raises DataError for a file that is no sheet.
    """
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".xlsm", ".csv", ".tsv", ".txt"):
        raise DataError(
            "not-a-sheet",
            f"{suffix or 'no suffix'}: only .xlsx and .csv are read",
            where=str(path),
            hint="save it as .xlsx",
        )
    data = read_whole(path)
    return _xlsx(data, path) if suffix in (".xlsx", ".xlsm") else [_csv(data, path, legacy=legacy)]


def _chosen(
    grids: list[Grid], sheet: str, path: Path, named: Callable[[str], str | None], least: int = 2
) -> tuple[Grid, int]:
    if sheet:
        wanted = [grid for grid in grids if grid.name == sheet]
        if not wanted:
            raise DataError(
                "unknown-sheet",
                f"has no sheet {sheet!r}",
                where=str(path),
                hint="sheets: " + ", ".join(grid.name for grid in grids),
            )
        grids = wanted
    found = [(grid, at) for grid in grids if (at := header_row(grid, named, least)) is not None]
    if not found:
        raise DataError(
            "no-header",
            f"no row among the first {HEADER_ROWS} names the columns (khẩu hiệu, kích thước, đơn vị ...)",
            where=str(path),
            hint="codong job template FILE.xlsx writes a sheet to start from",
        )
    if len(found) > 1:
        names = ", ".join(repr(grid.name) for grid, _ in found)
        raise DataError(
            "several-sheets", f"the sheets {names} all hold rows", where=str(path), hint="choose one with `sheet` NAME"
        )
    return found[0]


def header_row(grid: Grid, named: Callable[[str], str | None], least: int) -> int | None:
    """Return the index of the first row in which ``least`` texts are names of columns."""
    for index, row in enumerate(grid.rows[:HEADER_ROWS]):
        texts = [heading(c) for c in row if isinstance(c.value, str) and c.value.strip()]
        if sum(bool(named(t)) for t in texts) >= least:
            return index
    return None


def _rows(grid: Grid, header: int, path: Path, *, accept_converted: bool) -> Table:
    label = f"{path.name}: {grid.name + ' ' if grid.name else ''}row"
    columns = _columns(grid, header, path)
    rows = []
    converted: list[Converted] = []
    for number, row in enumerate(grid.rows[header + 1 :], header + 2):
        if all(blank(cell) for cell in row):
            continue
        cells: dict[str, str] = {}
        faults = []
        where = f"{label} {number}"
        for cell, name in zip(row, columns, strict=False):
            if name == "" or blank(cell):
                continue
            try:
                if name is None:
                    raise DataError("no-column", "stands under no column name")
                value, told = _taken(cell, name, where, accept_converted=accept_converted)
                converted += [told] if told else []
                cells[name] = read_cell(name, value)
            except DataError as fault:
                column = f" ({name})" if name else ""
                faults.append(fault.at(f"{where}, {cell.place}{column}"))
        rows.append(Row(where, cells, tuple(faults)))
    remarks = list(grid.remarks)
    if header:
        remarks.append(f"{path.name}: the columns are named in row {header + 1}; what stands above is passed over")
    return Table(tuple(rows), tuple(remarks), tuple(converted))


def _columns(grid: Grid, header: int, path: Path) -> list[str | None]:
    """Return the field of every column; an unknown or doubled name is an error, for a column must not be lost."""
    columns: list[str | None] = []
    for cell in grid.rows[header]:
        if blank(cell):
            columns.append(None)
            continue
        name = field_of(heading(cell))
        if name is None:
            raise DataError(
                "unknown-column",
                f"no column is called {str(cell.value)!r}",
                where=f"{path.name}: {cell.place}",
                hint="codong job columns lists the names; a column called 'ghi chú' is passed over",
            )
        if name and name in columns:
            raise DataError(
                "doubled-column",
                f"{str(cell.value)!r} names the column {name} a second time",
                where=f"{path.name}: {cell.place}",
                hint="keep one of them",
            )
        columns.append(name)
    width = max(map(len, grid.rows))
    return columns + [None] * (width - len(columns))


def blank(cell: Cell) -> bool:
    return cell.value is None or (isinstance(cell.value, str) and not cell.value.strip())


def heading(cell: Cell) -> str:
    """Return the name of a column, whatever encoding it stands in: a name is no data."""
    return _decided(str(cell.value), cell.font)


def _decided(text: str, font: str = "") -> str:
    return gate_runs([Run(text, font)], gate, accept_converted=True).text


def _taken(cell: Cell, field: str, where: str, *, accept_converted: bool) -> tuple[Any, Converted | None]:
    """Return a cell's value, and its conversion if it was in a legacy encoding; raises DataError for a faulty one."""
    value = sound(cell)
    if not isinstance(value, str) or (not cell.font and (value.isascii() or is_unicode(value))):
        return value, None
    gated = gate_runs([Run(value.strip(), cell.font)], gate, accept_converted=accept_converted)
    told = next((f for f in gated.findings if f.kind in ("legacy-encoding", "font-contradicts")), None)
    if told is not None and told.severity == "error":
        offered = f"write {told.suggestion!r}, or take it over with `accept_converted`"
        raise DataError(told.kind, told.message, hint=offered if told.suggestion else "set another font")
    if told is None or gated.encoding is None:
        return value, None
    name = ENCODINGS[gated.encoding][0]
    return gated.text, Converted(f"{where}, {cell.place}", field, value, gated.text, name, told.message)


def sound(cell: Cell) -> Any:
    """Return a cell's value; raises DataError for one that cannot be taken."""
    if fault := fault_of(cell):
        raise fault
    return cell.value


def fault_of(cell: Cell) -> DataError | None:
    """Return why a cell's value cannot be taken."""
    if cell.fault is None and isinstance(cell.value, str) and cell.value.strip() in _ERRORS:
        return DataError("error-value", f"holds the error {cell.value.strip()}", hint="mend the formula")
    return cell.fault


# -- XLSX -----------------------------------------------------------------------------------------


def _xlsx(data: bytes, path: Path) -> list[Grid]:
    from openpyxl.utils.datetime import WINDOWS_EPOCH

    try:
        book = _workbook(data, values=False)
        cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
        # Most sheets hold no formula, and need not be read again for the values.
        values = _workbook(data, values=True) if any(cell.data_type == "f" for cell in cells) else book
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
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = tuple(f"the hidden sheet {s.title!r} is passed over" for s in book.worksheets if s not in shown)
    return [_xlsx_grid(sheet, values[sheet.title], hidden) for sheet in shown]


def _workbook(data: bytes, *, values: bool) -> Any:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # What openpyxl cannot keep (styles, extensions) does not matter to a reader of cells.
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(data), data_only=values)


def _xlsx_grid(sheet: Any, values: Any, remarks: tuple[str, ...]) -> Grid:
    rows = []
    for formulas, shown in zip(sheet.iter_rows(), values.iter_rows(), strict=True):
        rows.append([_cell(f, v) for f, v in zip(formulas, shown, strict=True)])
    for area in sheet.merged_cells.ranges:
        _fill(rows, area)
    hidden = [n for n, d in sheet.row_dimensions.items() if d.hidden and n <= len(rows)]
    taken = (f"{sheet.title}: {len(hidden)} hidden rows are taken too",) if hidden else ()
    return Grid(sheet.title, rows, (*remarks, *taken))


def _cell(formula: Any, shown: Any) -> Cell:
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


def _fill(rows: list[list[Cell]], area: Any) -> None:
    """Give a merged area's value to every row it spans; across columns nobody can tell what is meant."""
    first = rows[area.min_row - 1][area.min_col - 1]
    if blank(first):
        return
    if area.max_col > area.min_col and area.min_row > 1 and field_of(heading(first)) is None:
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


def _csv(data: bytes, path: Path, *, legacy: bool) -> Grid:
    text = _decoded(data, path, legacy=legacy)
    first, _, rest = text.partition("\n")
    named = first.strip().lower()
    if named.startswith("sep=") and len(named) == 5:
        separator, body, skipped = named[4], rest, 1
    else:
        separator, body, skipped = _separator(text), text, 0
    try:
        records = list(_records(body, separator))
    except csv.Error as fault:
        raise DataError("broken-csv", f"is not readable as CSV: {fault}", where=str(path)) from None
    blank: list[list[Cell]] = [[] for _ in range(skipped)]
    rows = [
        [Cell(value, _place(column, number)) for column, value in enumerate(record)]
        for number, record in enumerate(records, 1 + skipped)
    ]
    return Grid("", blank + rows)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _place(column: int, row: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return f"{name}{row}"


def _decoded(data: bytes, path: Path, *, legacy: bool) -> str:
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


def _separator(text: str) -> str:
    """Return the separator under which some early line names the most columns; of such, the one that parts more."""
    lines = text.splitlines()[:HEADER_ROWS]

    def named(separator: str) -> tuple[int, int]:
        parted = [line.split(separator) for line in lines]
        return max(((sum(bool(field_of(_decided(t))) for t in p), len(p)) for p in parted), default=(0, 0))

    return max(_SEPARATORS, key=named)
