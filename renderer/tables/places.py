"""Places in a sheet: ``B5`` is row 5, column 2; and cells laid out in rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from renderer.tables.grid import Cell
from renderer.values.errors import DataError

BLANK = Cell(None, "")
"""Stands wherever a sheet holds nothing."""
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


@cache
def column_letters(column: int) -> str:
    """Return what people call a column, counted from 1: ``B``, ``AA``."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def read_place(place: str) -> tuple[int, int]:
    """Return row and column of a place, counted from 1; raises DataError for what is none."""
    match = _PLACE.fullmatch(place)
    column = 0
    for letter in match[1] if match else "":
        column = 26 * column + ord(letter) - 64
    row = int(match[2]) if match else 0
    if not 1 <= row <= _LAST_ROW or not 1 <= column <= _LAST_COLUMN:
        raise DataError("not-a-sheet", f"has a cell at {place[:20]!r}, which is no place")
    return row, column


def lay_out(cells: Mapping[tuple[int, int], Cell]) -> list[list[Cell]]:
    """Return cells by row and column as rows of one length; rows of nothing are one and the same list."""
    height = max((row for row, _ in cells), default=0)
    width = max((column for _, column in cells), default=0)
    nothing = [BLANK] * width
    rows = [nothing] * height
    for (row, column), cell in cells.items():
        if rows[row - 1] is nothing:
            rows[row - 1] = [BLANK] * width
        rows[row - 1][column - 1] = cell
    return rows
