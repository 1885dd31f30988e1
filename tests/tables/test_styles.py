"""Workbooks as we write them: their header, their page, and their bytes."""

from __future__ import annotations

import datetime
import errno
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from renderer.tables import (
    add_drop_down,
    add_filter,
    make_book,
    read_grids,
    set_bold,
    set_page,
    set_width,
    stable_bytes,
    wrap_text,
    write_cell,
    write_header,
)
from renderer.tables.styles import HEAD_COLOUR
from renderer.values.errors import WriteError


def make_sheet(wrapped: bool = False) -> tuple[Any, Any]:
    book = openpyxl.Workbook()
    write_header(book.active, [("Khẩu hiệu", 70), ("Ngày", 14.5)], wrapped=wrapped)
    set_page(book.active)
    return book, book.active


def reopen(book: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(stable_bytes(book))).active


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_header_shows_its_titles_and_stays_in_sight(wrapped: bool) -> None:
    sheet = reopen(make_sheet(wrapped)[0])
    assert [cell.value for cell in sheet[1]] == ["Khẩu hiệu", "Ngày"]
    for cell in sheet[1]:
        assert cell.font.bold and cell.fill.fgColor.rgb == f"00{HEAD_COLOUR}" and cell.font.color.rgb == "00FFFFFF"
        assert bool(cell.alignment.wrap_text) is wrapped
    assert [sheet.column_dimensions[letter].width for letter in "AB"] == [70, 14.5]
    assert sheet.freeze_panes == "A2" and sheet.row_dimensions[1].height == (30 if wrapped else None)
    page = sheet.page_setup
    assert (page.orientation, page.fitToWidth, page.fitToHeight) == ("landscape", 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_width_is_that_of_the_column() -> None:
    book, sheet = make_sheet()
    set_width(sheet, 28, 33)
    assert reopen(book).column_dimensions["AB"].width == 33


@pytest.mark.parametrize(
    ("value", "held", "kind", "form"),
    [
        ("=1+1", "=1+1", "s", "General"),
        ("#N/A", "#N/A", "s", "General"),
        ("Đảng", "Đảng", "s", "General"),
        (7, 7, "n", "General"),
        (datetime.date(2026, 1, 20), datetime.datetime(2026, 1, 20), "d", "dd/mm/yyyy"),  # noqa: DTZ001
        (None, None, "n", "General"),
        ("", None, "n", "General"),
    ],
)
def test_a_cell_holds_what_was_written(value: Any, held: Any, kind: str, form: str) -> None:
    book, sheet = make_sheet()
    write_cell(sheet["A2"], value)
    assert sheet["A2"].data_type == kind or value is None
    assert sheet["A2"].number_format == form
    read = reopen(book)["A2"]
    assert read.value == held and read.data_type != "f"


def test_the_same_content_is_the_same_bytes_whenever_it_is_written() -> None:
    first = stable_bytes(make_sheet()[0])
    book, _ = make_sheet()
    book.properties.created = book.properties.modified = datetime.datetime(2031, 5, 6)  # noqa: DTZ001
    assert stable_bytes(book) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())
        assert archive.read("docProps/core.xml").count(b"2026-01-01T00:00:00Z") == 2
    other, sheet = make_sheet()
    write_cell(sheet["A2"], "khác")
    assert stable_bytes(other) != first


class FullDisk(openpyxl.Workbook):  # type: ignore[misc]
    """A workbook whose temporary files find no room: openpyxl writes each sheet into one."""

    def save(self, filename: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_workbook_that_cannot_be_put_together_is_an_error_of_writing() -> None:
    with pytest.raises(WriteError) as fault:
        stable_bytes(FullDisk())
    assert fault.value.code == "cannot-write" and "temporary files" in fault.value.hint


def test_a_filter_lies_over_the_rows_under_the_header() -> None:
    book, sheet = make_sheet()
    add_filter(sheet, 28, 12)
    assert reopen(book).auto_filter.ref == "A1:AB13"


def test_a_drop_down_offers_and_does_not_forbid() -> None:
    book = make_book(("Biển", "Danh mục"))
    sheet, names = book.worksheets
    add_drop_down(sheet, 2, names, 4, 3, 10)
    (rule,) = reopen(book).data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("B2:B11", "'Danh mục'!$D$2:$D$4")
    assert rule.type == "list" and not rule.showErrorMessage and rule.allow_blank


def test_a_book_has_its_sheets_in_order() -> None:
    read = openpyxl.load_workbook(io.BytesIO(stable_bytes(make_book(("B", "A")))))
    assert read.sheetnames == ["B", "A"] and read.active.title == "B"


def test_texts_are_shown_bold_or_whole() -> None:
    book, sheet = make_sheet()
    set_bold(sheet["A2"])
    wrap_text(sheet["B2"])
    sheet["A2"], sheet["B2"] = "a", "b"
    read = reopen(book)
    assert read["A2"].font.bold and not read["B2"].font.bold
    assert (read["B2"].alignment.wrap_text, read["B2"].alignment.vertical) == (True, "top")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "_x000D_"])
def test_a_text_that_looks_like_a_formula_or_an_escape_stays_one(tmp_path: Path, text: str) -> None:
    book = make_book(("Biển",))
    write_cell(book.worksheets[0]["A1"], text)
    (tmp_path / "a.xlsx").write_bytes(stable_bytes(book))
    ((cell,),) = read_grids(tmp_path / "a.xlsx", lambda _: None)[0].rows
    held = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]["A1"]
    assert cell.value == text and cell.fault is None
    assert (held.data_type, held.quotePrefix) == ("s", text[0] in "=+-@")
