"""Headers: how the names of columns are compared, and which row of which sheet names them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from renderer.tables.grid import Cell, Grid, heading_of, is_blank
from renderer.text import slugify
from renderer.values.errors import DataError

HEADER_ROWS = 50
"""Titles and letterheads may stand above the header, so far down."""
HEADER_DEPTH = 3
"""A header is made of so many rows at most."""
PASSED_OVER = ""
"""The field of a column that people keep for themselves."""
Naming = Callable[[str], str | None]
"""Gives the field that a header names: ``PASSED_OVER`` for one that is passed over, None for an unknown one."""
Titles = Mapping[int, str]
"""The texts of a row by column, counted from 0."""


def name_key(text: str) -> str:
    """Return ``text`` for comparing names: marks count where there are any, for ``màu`` is not ``mẫu``."""
    composed = unicodedata.normalize("NFC", text)
    return slugify(text) if composed.isascii() else " ".join(re.findall(r"[^\W_]+", composed.lower()))


def name_keys(text: str) -> tuple[str, str]:
    """Return the keys under which a name is found: with its marks and without."""
    return name_key(text), slugify(text)


def index_names(names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the field by the keys of each of its names."""
    return {key: field for field, words in names.items() for word in words for key in name_keys(word)}


def look_up(index: Mapping[str, str], header: str) -> str | None:
    """Return the field that a header names in an index of names."""
    return index.get(name_key(header))


class HeadedGrid(NamedTuple):
    """A sheet, the index of its header row, and of how many rows the header is made."""

    grid: Grid
    at: int
    depth: int = 1

    @property
    def header(self) -> list[Cell]:
        """The names of the columns: of rows above each other the lowest that says something."""
        header = self.grid.rows[self.at]
        for row in self.grid.rows[self.at + 1 : self.at + self.depth]:
            header = _lay_under(header, row)
        return header

    @property
    def above(self) -> Iterator[tuple[int, list[Cell]]]:
        """The rows above the header with their numbers, counted from 1."""
        return enumerate(self.grid.rows[: self.at], 1)

    @property
    def below(self) -> Iterator[tuple[int, list[Cell]]]:
        """The rows under the header with their numbers, counted from 1 at the top of the sheet.

        A row that numbers the columns, and the header said again on a new page, are no rows of the table.
        """
        titles = titles_of(self.header)
        rows = self.grid.rows[self.at + self.depth :]
        numbering = bool(rows) and _numbers_columns(rows[0])
        for number, row in enumerate(rows[numbering:], self.at + self.depth + 1 + numbering):
            if not _says_again(row, titles):
                yield number, row

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was passed over as part of the header."""
        titles = titles_of(self.header)
        rows = list(enumerate(self.grid.rows[self.at + self.depth :], self.at + self.depth + 1))
        told = [
            f"{self.grid.row_place(n)} numbers the columns and is passed over"
            for n, r in rows[:1]
            if _numbers_columns(r)
        ]
        told += [
            f"{self.grid.row_place(n)} is the header once more and is passed over"
            for n, r in rows
            if _says_again(r, titles)
        ]
        return tuple(told)


def _lay_under(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[Cell]:
    """Return the names of two header rows: those of the lower one, and of the upper where that says nothing."""
    blank = Cell(None, "")
    width = max(len(upper), len(lower))
    pairs = zip([*upper, *[blank] * (width - len(upper))], [*lower, *[blank] * (width - len(lower))], strict=True)
    return [above if is_blank(below) or below.repeated else below for above, below in pairs]


def _goes_on(upper: Sequence[Cell], lower: Sequence[Cell], naming: Naming) -> bool:
    """Tell whether a row is the second one of a header: it names columns, and says nothing else.

    A name that is not known is one if it stands under a heading of several columns, as no cell of a full row does.
    """
    own = [(at, cell) for at, cell in enumerate(lower) if not is_blank(cell) and not cell.repeated]
    if not own or not all(isinstance(cell.value, str) for _, cell in own):
        return False
    named = {at: naming(heading_of(cell)) for at, cell in own}
    return any(named.values()) and all(field is not None or _in_group(upper, named, at) for at, field in named.items())


def _in_group(upper: Sequence[Cell], named: Collection[int], at: int) -> bool:
    """Tell whether the heading above a column spans several: it is empty there, or above the next one of the names."""
    empty = {column for column in (at, at + 1) if column >= len(upper) or is_blank(upper[column])}
    return at in empty or (at + 1 in empty and at + 1 in named)


def numbers_columns(texts: Sequence[str]) -> bool:
    """Tell whether a row that says this numbers the columns, as printed tables have it: (1) (2) (3), or A B 1 2."""
    said = [text.strip(" ()[]") for text in texts if text.strip()]
    numbers = [int(text) for text in said if text.isascii() and text.isdigit() and len(text) < 4]
    letters = [text for text in said if len(text) == 1 and text.isalpha()]
    counted = numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 1
    return counted and len(numbers) + len(letters) == len(said) and said[: len(letters)] == letters


def _numbers_columns(row: Sequence[Cell]) -> bool:
    return numbers_columns([str(cell.value) for cell in row if not is_blank(cell)])


def _says_again(row: Sequence[Cell], titles: Titles) -> bool:
    """Tell whether a row is the header once more."""
    said = titles_of(row)
    return len(titles) > 1 and said == titles and sum(not is_blank(cell) for cell in row) == len(said)


def titles_of(row: Sequence[Cell]) -> dict[int, str]:
    """Return the texts of a row that may name columns, by column."""
    return {at: heading_of(cell) for at, cell in enumerate(row) if isinstance(cell.value, str) and not is_blank(cell)}


def choose_sheet(grids: list[Grid], sheet: str, path: Path) -> list[Grid]:
    """Return the sheet that is called ``sheet``, or all for an empty name; raises DataError for an unknown one."""
    if not sheet:
        return grids
    chosen = [grid for grid in grids if grid.name == sheet]
    if not chosen:
        raise DataError(
            "unknown-sheet",
            f"has no sheet {sheet!r}",
            where=str(path),
            hint="sheets: " + ", ".join(grid.name for grid in grids),
        )
    return chosen


def find_header(
    grids: Sequence[Grid],
    is_header: Callable[[Titles, str], bool],
    path: Path,
    held: str = "rows",
    naming: Naming | None = None,
) -> HeadedGrid | None:
    """Return the only sheet with a header, at the first row that is one, or None.

    ``is_header`` judges the texts of a row, and gets its place for what it may raise; ``held`` is what the sheets hold.
    By ``naming`` it is known whether the header goes on in the next rows, under headings of several columns.
    Raises DataError where several sheets have a header.
    """
    rows = ((grid, _header_row(grid, is_header, path)) for grid in grids)
    found = [HeadedGrid(grid, at, _find_depth(grid, at, naming)) for grid, at in rows if at is not None]
    if len(found) > 1:
        names = ", ".join(repr(headed.grid.name) for headed in found)
        raise DataError(
            "several-sheets",
            f"the sheets {names} all hold {held}",
            where=str(path),
            hint="choose one with `sheet` NAME",
        )
    return found[0] if found else None


def _find_depth(grid: Grid, at: int, naming: Naming | None) -> int:
    depth = 1
    while naming is not None and depth < HEADER_DEPTH and at + depth < len(grid.rows):
        if not _goes_on(HeadedGrid(grid, at, depth).header, grid.rows[at + depth], naming):
            break
        depth += 1
    return depth


def _header_row(grid: Grid, is_header: Callable[[Titles, str], bool], path: Path) -> int | None:
    for number, row in enumerate(grid.rows[:HEADER_ROWS], 1):
        if is_header(titles_of(row), f"{path.name}: {grid.row_place(number)}"):
            return number - 1
    return None
