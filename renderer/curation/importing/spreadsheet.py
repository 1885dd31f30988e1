"""XLSX and CSV as lists of slogans: the column that is called so, or every cell where none is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from renderer.curation.importing.columns import column_of, slogan_column
from renderer.curation.importing.passages import Listing, ListMark, Passage
from renderer.tables import (
    Cell,
    Grid,
    HeadedGrid,
    Tears,
    Titles,
    choose_sheet,
    fault_of,
    find_header,
    is_blank,
    is_foreign,
    read_grids,
    titles_of,
)
from renderer.text import Run, slugify
from renderer.values.errors import DataError
from renderer.values.limits import MOST_PARAGRAPHS

NO_TEXT = "no-text"
"""A number or a date where a text is wanted."""


def read_spreadsheet(path: Path, sheet: str = "", *, whole: bool = False) -> Listing:
    """Return the passages of the sheet ``sheet``, else of the only one with slogans; raises DataError.

    ``whole``: every cell of every sheet, whatever its column is called.
    """
    listing = _read_grids(path, sheet, whole=whole)
    if len(listing.passages) > MOST_PARAGRAPHS:
        told = f"holds {len(listing.passages):,} cells to be read; at most {MOST_PARAGRAPHS:,} are"
        raise DataError("too-large", told, where=str(path), hint="split the list")
    return listing


def _read_grids(path: Path, sheet: str, *, whole: bool) -> Listing:
    grids = choose_sheet(read_grids(path, column_of, legacy=True), sheet, path)
    headed = None if whole else find_header(grids, _has_slogans, path, "slogans", column_of)
    if headed is not None:
        return _read_column(headed, path)
    passages = [p for grid in grids for number, row in enumerate(grid.rows, 1) for p in _read_loose(grid, number, row)]
    unnamed = () if whole else ("no column is called 'Khẩu hiệu' or 'Nội dung': every cell is read",)
    torn = [remark for grid in grids for remark in _tell_tears(grid)]
    return Listing(tuple(passages), (*dict.fromkeys(r for grid in grids for r in grid.remarks), *unnamed, *torn))


def _tell_tears(grid: Grid) -> Iterator[str]:
    """Yield the torn rows of a CSV file under the first row that may be a header: one of several cells."""
    rows = (at for at, row in enumerate(grid.rows) if sum(not is_blank(cell) for cell in row) > 1)
    headed = HeadedGrid(grid, next(rows, 0))
    tears = Tears(headed) if grid.separator and grid.rows else None
    for number, row in headed.below if tears else ():
        if tears and (torn := tears.find(row)):
            yield f"{grid.row_place(number)} {torn[1].message}: {torn[1].hint}"


def _has_slogans(titles: Titles, where: str) -> bool:
    return slogan_column(titles, where) is not None


def _read_column(headed: HeadedGrid, path: Path) -> Listing:
    """Return the slogans of the column that is called so, and what stands in no column at all."""
    grid, titles = headed.grid, titles_of(headed.header)
    column = slogan_column(titles, path.name)
    numbers, ids = (
        next((at for at, title in titles.items() if column_of(title) == name), None) for name in ("number", "id")
    )
    passages = [passage for number, row in headed.above for passage in _read_loose(grid, number, row)]
    tears, empty = Tears(headed), []
    for number, row in headed.below:
        # Cells of other columns that have a name are told of once, by the column.
        passages += _read_loose(grid, number, [c for at, c in enumerate(row) if at not in titles])
        if column is not None and column < len(row) and not is_blank(row[column]) and not row[column].repeated:
            slogan = _make_passage(grid, number, row[column], _read_beside(row, numbers), _read_beside(row, ids))
            torn = tears.find(row)
            passages.append(replace(slogan, fault=slogan.fault or (torn[1] if torn else None)))
        elif _read_beside(row, numbers) and not _is_repeated(row, column):
            empty.append(number)
    passed = [title for at, title in titles.items() if at not in (column, numbers, ids)]
    remarks = [*grid.remarks, *headed.remarks, *(f"the column {title!r} is passed over" for title in passed)]
    remarks += [f"{grid.row_place(number)} has a number and no slogan" for number in empty]
    return Listing(tuple(passages), tuple(remarks))


def _place(grid: Grid, number: int, cell: Cell) -> str:
    return f"{grid.row_place(number)}, {cell.place}"


def _read_loose(grid: Grid, number: int, row: list[Cell]) -> Iterator[Passage]:
    for cell in row:
        if not is_blank(cell) and not cell.repeated:
            runs = (Run(str(cell.value), cell.font),)
            yield Passage(_place(grid, number, cell), runs, fault=_fault_of_text(cell), foreign=_is_foreign(cell))


def _read_beside(row: list[Cell], column: int | None) -> str:
    """Return what a row says in another column, as text."""
    held = column is not None and column < len(row) and not is_blank(row[column])
    return str(row[column].value).strip() if held and column is not None else ""


def _make_passage(grid: Grid, number: int, cell: Cell, counted: str, entry_id: str) -> Passage:
    said = counted.rstrip(".")
    mark = ListMark("number", int(said)) if said.isascii() and said.isdigit() and len(said) < 5 else None
    fault = _fault_of_text(cell) or _fault_of_id(entry_id)
    runs = (Run(str(cell.value), cell.font),)
    return Passage(_place(grid, number, cell), runs, mark, True, fault, entry_id, _is_foreign(cell))


def _is_foreign(cell: Cell) -> bool:
    return cell.raw and is_foreign(str(cell.value))


def _fault_of_id(entry_id: str) -> DataError | None:
    if entry_id == (slug := slugify(entry_id)):
        return None
    return DataError(
        "bad-id",
        f"has the id {entry_id!r}, which is none: a-z, 0-9, single hyphens",
        hint=f"write {slug or 'kh-01'!r}, or clear the cell",
    )


def _is_repeated(row: list[Cell], column: int | None) -> bool:
    return column is not None and column < len(row) and row[column].repeated


def _fault_of_text(cell: Cell) -> DataError | None:
    if cell.fault is None and not isinstance(cell.value, str):
        return DataError(NO_TEXT, f"holds no text: {cell.value!r}", hint="write the slogan, or clear the cell")
    return fault_of(cell)
