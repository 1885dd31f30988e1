"""The rows under a header, their cells by the fields that the header names: one walk for jobs and lists alike.

Nothing is guessed: what cannot be read as it stands is named with sheet, row and column.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from renderer.tables.cells import Converted, take_cell
from renderer.tables.grid import Cell, heading_of, is_blank
from renderer.tables.headers import HEADER_ROWS, PASSED_OVER, HeadedGrid, Naming, Titles, choose_sheet, find_header
from renderer.tables.reader import read_grids
from renderer.tables.tears import Tears
from renderer.values.errors import DataError


@dataclass(frozen=True)
class Columns:
    """The columns that a kind of table has.

    ``read`` gives the text of a cell in the column of a field, or raises DataError. ``least`` names of columns make a
    row the header; ``examples`` and ``hint`` are what is said where there is none. ``unknown`` is the hint for whoever
    names a column that there is not: that is an error then, for a column must not be lost, and so is a cell under no
    name. Without such a hint both are passed over, an unknown name with a remark.
    """

    naming: Naming
    read: Callable[[str, Any], str]
    least: int
    examples: str
    hint: str
    unknown: str = ""

    def are_named_in(self, titles: Titles, where: str) -> bool:
        """Tell whether a row is the header."""
        return sum(bool(self.naming(title)) for title in titles.values()) >= self.least


@dataclass(frozen=True)
class Row:
    """One row of a table: its cells as text by column, or what is wrong with it."""

    where: str
    cells: dict[str, str]
    faults: tuple[DataError, ...] = ()


@dataclass(frozen=True)
class Table:
    """The rows under a header. ``remarks`` tell what was passed over, ``converted`` what was in a legacy encoding.

    ``header`` is the number of the row that names the columns, 0 for a table that was not read from a sheet.
    """

    rows: tuple[Row, ...]
    remarks: tuple[str, ...] = ()
    converted: tuple[Converted, ...] = ()
    header: int = 0


def read_table(path: Path, columns: Columns, sheet: str = "", *, accept_converted: bool = False) -> Table:
    """Read the sheet ``sheet`` (else the only one with a header) of an XLSX or CSV file.

    Raises DataError for a file that cannot be read at all; a faulty cell makes its row faulty, and so does one in a
    legacy encoding, unless ``accept_converted``.
    """
    headed = _find_header(path, columns, sheet, legacy=accept_converted)
    fields, remarks = _name_columns(headed, columns, path)
    rows: list[Row] = []
    converted: list[Converted] = []
    tears = Tears(headed)
    for number, cells in headed.below:
        if not all(map(is_blank, cells)):
            where = f"{path.name}: {headed.grid.row_place(number)}"
            row, told = _read_row(cells, fields, where, columns, accept_converted=accept_converted)
            rows.append(_mark_tear(row, tears.find(cells)))
            converted += told
    return Table(tuple(rows), (*headed.grid.remarks, *headed.remarks, *remarks), tuple(converted), headed.at + 1)


def _mark_tear(row: Row, torn: tuple[str, DataError] | None) -> Row:
    """Return a torn row with that fault alone: what its other cells say may stand in the wrong columns."""
    if torn is None:
        return row
    place, fault = torn
    return replace(row, faults=(fault.at(f"{row.where}, {place}" if place else row.where),))


def _find_header(path: Path, columns: Columns, sheet: str, *, legacy: bool) -> HeadedGrid:
    grids = choose_sheet(read_grids(path, columns.naming, legacy=legacy), sheet, path)
    headed = find_header(grids, columns.are_named_in, path, naming=columns.naming)
    if headed is None:
        raise DataError(
            "no-header",
            f"no row among the first {HEADER_ROWS} names the columns ({columns.examples} ...)",
            where=str(path),
            hint=columns.hint,
        )
    return headed


def _name_columns(headed: HeadedGrid, columns: Columns, path: Path) -> tuple[list[str | None], list[str]]:
    """Return the field of every column, None where a cell is a fault, and remarks on columns that are passed over."""
    fields = [None if columns.unknown else PASSED_OVER] * max(map(len, headed.grid.rows))
    remarks = []
    for at, cell in enumerate(headed.header):
        if is_blank(cell):
            continue
        where, field = f"{path.name}: {cell.place}", columns.naming(heading_of(cell))
        if field is None and columns.unknown:
            raise DataError(
                "unknown-column", f"no column is called {str(cell.value)!r}", where=where, hint=columns.unknown
            )
        if field and field in fields:
            raise DataError(
                "doubled-column",
                f"{str(cell.value)!r} names the column {field} a second time",
                where=where,
                hint="keep one of them",
            )
        remarks += [f"{path.name}: the column {str(cell.value)!r} is passed over"] if field is None else []
        fields[at] = field or PASSED_OVER
    return fields, remarks


def _read_row(
    cells: Sequence[Cell], fields: Sequence[str | None], where: str, columns: Columns, *, accept_converted: bool
) -> tuple[Row, list[Converted]]:
    texts: dict[str, str] = {}
    faults: list[DataError] = []
    converted: list[Converted] = []
    for cell, field in zip(cells, fields, strict=False):
        if field == PASSED_OVER or is_blank(cell):
            continue
        try:
            if field is None:
                raise DataError("no-column", "stands under no column name")
            value, told = take_cell(cell, field, where, accept_converted=accept_converted)
            converted += [told] if told else []
            texts[field] = columns.read(field, value)
        except DataError as fault:
            faults.append(fault.at(f"{where}, {cell.place}" + (f" ({field})" if field else "")))
    return Row(where, texts, tuple(faults)), converted
