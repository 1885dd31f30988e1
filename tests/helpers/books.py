"""Workbooks and columns for the tests of tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from renderer.tables import PASSED_OVER, Columns, index_names, look_up, read_count, read_day, read_text
from renderer.tables.rows import Table

NAMES = {
    "layout": ("mẫu",),
    "size": ("kích thước", "khổ"),
    "slogan": ("khẩu hiệu",),
    "organisation": ("đơn vị",),
    "quantity": ("số lượng",),
    "hang_from": ("từ ngày",),
    PASSED_OVER: ("ghi chú",),
}
INDEX = index_names(NAMES)
HEAD = ["Mẫu", "Kích thước", "Khẩu hiệu", "Đơn vị", "Số lượng", "Từ ngày"]


def naming(header: str) -> str | None:
    return look_up(INDEX, header)


def read(field: str, value: Any) -> str:
    readers = {"quantity": read_count, "hang_from": read_day}
    return readers.get(field, read_text)(value)


STRICT = Columns(naming, read, 2, "khẩu hiệu, kích thước", "name the columns", unknown="see the names")
"""Columns as those of a job: none may be lost."""
LOOSE = Columns(naming, read, 1, "khẩu hiệu", "name the column")
"""Columns as those of a list: people's own are passed over."""


def make_book(path: Path, *rows: list[Any], change: Any = None) -> Path:
    """Write a workbook of one sheet, called Sheet; ``change`` may spoil it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    book.save(path)
    return path


def faults_in(table: Table) -> list[str]:
    return [str(fault) for row in table.rows for fault in row.faults]
