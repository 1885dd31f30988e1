"""Headers: how the names of columns are compared, and which row of which sheet names them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from renderer.tables.grid import Cell, Grid, heading_of, is_blank
from renderer.text import slugify
from renderer.values.errors import DataError

HEADER_ROWS = 50
"""Titles and letterheads may stand above the header, so far down."""
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
    """A sheet and the index of its header row."""

    grid: Grid
    at: int

    @property
    def header(self) -> list[Cell]:
        return self.grid.rows[self.at]

    @property
    def above(self) -> Iterator[tuple[int, list[Cell]]]:
        """The rows above the header with their numbers, counted from 1."""
        return enumerate(self.grid.rows[: self.at], 1)

    @property
    def below(self) -> Iterator[tuple[int, list[Cell]]]:
        """The rows under the header with their numbers, counted from 1 at the top of the sheet."""
        return enumerate(self.grid.rows[self.at + 1 :], self.at + 2)


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
    grids: Sequence[Grid], is_header: Callable[[Titles, str], bool], path: Path, held: str = "rows"
) -> HeadedGrid | None:
    """Return the only sheet with a header, at the first row that is one, or None.

    ``is_header`` judges the texts of a row, and gets its place for what it may raise; ``held`` is what the sheets hold.
    Raises DataError where several sheets have a header.
    """
    found = [HeadedGrid(grid, at) for grid in grids if (at := _header_row(grid, is_header, path)) is not None]
    if len(found) > 1:
        names = ", ".join(repr(headed.grid.name) for headed in found)
        raise DataError(
            "several-sheets",
            f"the sheets {names} all hold {held}",
            where=str(path),
            hint="choose one with `sheet` NAME",
        )
    return found[0] if found else None


def _header_row(grid: Grid, is_header: Callable[[Titles, str], bool], path: Path) -> int | None:
    for number, row in enumerate(grid.rows[:HEADER_ROWS], 1):
        if is_header(titles_of(row), f"{path.name}: {grid.row_place(number)}"):
            return number - 1
    return None
