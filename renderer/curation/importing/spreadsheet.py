"""XLSX and CSV as lists of slogans: the column that is called so, or every cell where none is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from renderer.batch.table import HEADER_ROWS, Cell, Grid, blank, fault_of, heading, read_grids
from renderer.curation.importing.columns import column_of, slogan_column
from renderer.curation.importing.passages import Listing, ListMark, Passage
from renderer.text import Run, slugify
from renderer.values.errors import DataError

NO_TEXT = "no-text"
"""A number or a date where a text is wanted."""


def read_sheets(path: Path, sheet: str = "", *, whole: bool = False) -> Listing:
    """Return the passages of the sheet ``sheet``, else of the only one with slogans; raises DataError.

    ``whole``: every cell of every sheet, whatever its column is called.
    """
    grids = read_grids(path, legacy=True)
    if sheet:
        grids = [grid for grid in grids if grid.name == sheet] or _unknown(sheet, grids, path)
    headed = [(grid, at) for grid in grids if not whole and (at := _header(grid, path)) is not None]
    if len(headed) > 1:
        names = ", ".join(repr(grid.name) for grid, _ in headed)
        raise DataError(
            "several-sheets",
            f"the sheets {names} all hold slogans",
            where=str(path),
            hint="choose one with `sheet` NAME",
        )
    if headed:
        return _under_header(*headed[0], path)
    passages = [p for grid in grids for number, row in enumerate(grid.rows, 1) for p in _loose(grid, number, row)]
    unnamed = () if whole else ("no column is called 'Khẩu hiệu' or 'Nội dung': every cell is read",)
    return Listing(tuple(passages), (*(r for grid in grids for r in grid.remarks), *unnamed))


def _unknown(sheet: str, grids: list[Grid], path: Path) -> list[Grid]:
    raise DataError(
        "unknown-sheet",
        f"has no sheet {sheet!r}",
        where=str(path),
        hint="sheets: " + ", ".join(grid.name for grid in grids),
    )


def _titles(row: list[Cell]) -> dict[int, str]:
    return {at: heading(cell) for at, cell in enumerate(row) if isinstance(cell.value, str) and not blank(cell)}


def _header(grid: Grid, path: Path) -> int | None:
    for number, row in enumerate(grid.rows[:HEADER_ROWS]):
        if slogan_column(_titles(row), f"{path.name}: {_place(grid, number + 1)}") is not None:
            return number
    return None


def _place(grid: Grid, number: int, cell: Cell | None = None) -> str:
    return f"{grid.name + ' ' if grid.name else ''}row {number}" + (f", {cell.place}" if cell else "")


def _under_header(grid: Grid, header: int, path: Path) -> Listing:
    titles = _titles(grid.rows[header])
    column = slogan_column(titles, path.name)
    numbers, ids = (
        next((at for at, title in titles.items() if column_of(title) == name), None) for name in ("number", "id")
    )
    passages: list[Passage] = []
    width = len(grid.rows[header])
    for number, row in enumerate(grid.rows, 1):
        if number - 1 <= header:
            passages += _loose(grid, number, row) if number - 1 < header else ()
            continue
        # Cells of other columns that have a name are told of once, by the column.
        passages += _loose(grid, number, [c for at, c in enumerate(row) if at not in titles])
        if column is not None and column < len(row) and not blank(row[column]) and not row[column].repeated:
            slogan = _slogan(grid, number, row[column], _beside(row, numbers), _beside(row, ids))
            passages.append(replace(slogan, fault=slogan.fault or _torn(grid, row, width)))
    passed = [title for at, title in titles.items() if at not in (column, numbers, ids)]
    remarks = [*grid.remarks, *(f"the column {title!r} is passed over" for title in passed)]
    return Listing(tuple(passages), tuple(remarks))


def _loose(grid: Grid, number: int, row: list[Cell]) -> Iterator[Passage]:
    for cell in row:
        if not blank(cell) and not cell.repeated:
            yield Passage(_place(grid, number, cell), (Run(str(cell.value), cell.font),), fault=_fault(cell))


def _beside(row: list[Cell], column: int | None) -> str:
    """Return what a row says in another column, as text."""
    held = column is not None and column < len(row) and not blank(row[column])
    return str(row[column].value).strip() if held and column is not None else ""


def _slogan(grid: Grid, number: int, cell: Cell, counted: str, entry_id: str) -> Passage:
    said = counted.rstrip(".")
    mark = ListMark("number", int(said)) if said.isascii() and said.isdigit() and len(said) < 5 else None
    fault = _fault(cell) or _no_slug(entry_id)
    return Passage(_place(grid, number, cell), (Run(str(cell.value), cell.font),), mark, True, fault, entry_id)


def _no_slug(entry_id: str) -> DataError | None:
    if entry_id == (slug := slugify(entry_id)):
        return None
    return DataError(
        "bad-id",
        f"has the id {entry_id!r}, which is none: a-z, 0-9, single hyphens",
        hint=f"write {slug or 'kh-01'!r}, or clear the cell",
    )


def _torn(grid: Grid, row: list[Cell], width: int) -> DataError | None:
    """Return the fault of a row of a CSV file with more cells than its header: a separator stands in a text."""
    beyond = [cell for cell in row[width:] if not blank(cell)]
    if grid.name or not beyond:
        return None
    return DataError(
        "torn-row",
        f"goes on in cells beyond the header ({str(beyond[0].value)[:40]!r})",
        hint='put a text that holds the separator into quotes: "..."',
    )


def _fault(cell: Cell) -> DataError | None:
    if cell.fault is None and not isinstance(cell.value, str):
        return DataError(NO_TEXT, f"holds no text: {cell.value!r}", hint="write the slogan, or clear the cell")
    return fault_of(cell)
