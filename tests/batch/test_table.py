"""Sheets as people make them: what is taken as it stands, and what is named instead of guessed."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from renderer.batch.columns import FIELDS, HEADERS, field_of, read_cell
from renderer.batch.table import Table, read_table
from renderer.text import slugify
from renderer.values.errors import DataError

HEAD = ["Mẫu", "Kích thước", "Khẩu hiệu", "Đơn vị", "Số lượng", "Từ ngày"]
LINE = ["pano/co-do", "4x2m", "cv9743-02", "UBND tỉnh Sơn La", 5, datetime.date(2026, 1, 20)]


def book(path: Path, *rows: list[Any], change: Any = None) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    made.save(path)
    return path


def faults(table: Table) -> list[str]:
    return [str(fault) for row in table.rows for fault in row.faults]


def test_every_field_is_found_by_each_of_its_names() -> None:
    for field in FIELDS:
        for name in (field, *HEADERS.get(field, ())):
            assert field_of(name.upper()) == field
            assert field_of(f" {slugify(name)}: ") == field
    assert field_of("Ghi chú") == "" and field_of("Giá tiền") is None
    # Without its marks "màu" (colour) would be "mẫu" (layout).
    assert field_of("Màu") is None and field_of("MẪU") == field_of("mau") == "layout"
    names = [slugify(name) for field in FIELDS for name in {field, *HEADERS.get(field, ())}]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("quantity", 5, "5"),
        ("quantity", 5.0, "5"),
        ("quantity", " 5 ", "5"),
        ("dpi", "72,5", "72.5"),
        ("hang_from", datetime.date(2026, 1, 20), "2026-01-20"),
        ("hang_from", 46042, "2026-01-20"),
        ("hang_from", "46042", "2026-01-20"),
        ("hang_from", "20/01/2026", "2026-01-20"),
        ("hang_from", "3.2.2026", "2026-02-03"),
        ("hang", "20/01/2026 - 03/02/2026", "2026-01-20..2026-02-03"),
        ("hang", "2026-01-20..2026-02-03", "2026-01-20..2026-02-03"),
        ("formats", "PDF; png", "pdf,png"),
        ("draft", "Có", "true"),
        ("draft", True, "true"),
        ("draft", "không", ""),
        ("finishing", "May biên", "hem"),
        ("finishing", "hem", "hem"),
        ("unit", "UBND tỉnh Sơn La ", "UBND tỉnh Sơn La"),
        ("unit", "UBND ti\u0309nh So\u031bn La", "UBND tỉnh Sơn La"),
        ("size", 3.0, "3"),
    ],
)
def test_cells_are_taken_as_people_type_them(field: str, value: Any, text: str) -> None:
    assert read_cell(field, value) == text


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        *(
            ("quantity", wrong, "bad-number")
            for wrong in ("1.000", "1,000", "inf", "nan", "1e400", "1_0", "٣", float("inf"))
        ),
        ("hang_from", float("nan"), "bad-date"),
        ("hang_from", float("inf"), "bad-date"),
        ("dpi", "1.200", "bad-number"),
        ("quantity", "năm", "bad-number"),
        ("quantity", 0, "bad-number"),
        ("quantity", 2.5, "bad-number"),
        ("hang_from", "31/02/2026", "bad-date"),
        ("hang_from", 12, "bad-date"),
        ("hang_from", "mai", "bad-date"),
        ("hang", "20/01 - 03/02/2026", "bad-date"),
        ("formats", "cdr", "unknown-format"),
        ("draft", "?", "bad-yes"),
        ("unit", datetime.date(2026, 1, 20), "unexpected-date"),
    ],
)
def test_what_cannot_be_meant_is_named(field: str, value: Any, code: str) -> None:
    with pytest.raises(DataError) as fault:
        read_cell(field, value)
    assert fault.value.code == code


def test_a_title_blank_rows_and_merged_rows_are_handled(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.merge_cells("A1:F1")
        sheet.merge_cells("D3:D4")
        for row in range(5, 5005):
            sheet.cell(row, 1).fill = openpyxl.styles.PatternFill("solid", "FFFFFF")

    second = ["pano/co-do", "4x2m", "dn23-06", None, 1, None]
    path = book(tmp_path / "a.xlsx", ["DANH SÁCH IN ẤN", *[None] * 5], HEAD, LINE, second, change=change)
    table = read_table(path)
    assert faults(table) == []
    assert [row.cells["unit"] for row in table.rows] == ["UBND tỉnh Sơn La"] * 2
    assert table.rows[0].cells["hang_from"] == "2026-01-20" and table.rows[0].cells["quantity"] == "5"
    assert table.rows[1].where == "a.xlsx: Sheet row 4"
    assert "row 2" in table.remarks[0]


def test_formulas_errors_and_merged_columns_are_named_with_their_cell(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["E2"] = "=2+3"
        sheet["B3"] = "#N/A"
        sheet["G3"] = "lạc"
        sheet.merge_cells("C4:D4")

    table = read_table(book(tmp_path / "a.xlsx", HEAD, LINE, LINE, LINE, change=change))
    named = faults(table)
    assert len(named) == 4
    assert "row 2, E2 (quantity): holds a formula" in named[0] and "save it once" in named[0]
    assert "B3 (size): holds the error #N/A" in named[1]
    assert "G3: stands under no column name" in named[2]
    assert "C4 (slogan): is merged over several columns (C4:D4)" in named[3]


@pytest.mark.parametrize(
    ("head", "code"),
    [([*HEAD, "Giá tiền"], "unknown-column"), ([*HEAD, "Khổ"], "doubled-column"), (["một", "hai", "ba"], "no-header")],
)
def test_no_column_is_lost(tmp_path: Path, head: list[str], code: str) -> None:
    with pytest.raises(DataError) as fault:
        read_table(book(tmp_path / "a.xlsx", head, LINE))
    assert fault.value.code == code and "a.xlsx" in fault.value.where


def test_a_damaged_workbook_is_named(tmp_path: Path) -> None:
    """A byte turned anywhere: the archive is refused, or what is read is what was written."""
    path = book(tmp_path / "a.xlsx", HEAD, LINE)
    whole, rows = path.read_bytes(), read_table(path).rows
    refused = 0
    for at in range(0, len(whole), 37):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            read = read_table(path).rows
        except DataError as fault:
            refused += 1
            assert fault.code in ("not-a-sheet", "no-header", "empty-job"), fault
        else:
            assert [row.cells for row in read] == [row.cells for row in rows]
    assert refused > 20


def test_a_workbook_that_counts_from_1904_is_refused(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    assert made.active is not None
    made.active.append(HEAD)
    made.active.append(LINE)
    made.save(tmp_path / "a.xlsx")
    with pytest.raises(DataError, match="1904"):
        read_table(tmp_path / "a.xlsx")


def test_a_formula_whose_value_is_an_empty_text_is_blank(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", HEAD, ['=IF(1,"",2)', *[None] * 5], LINE)
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                # As LibreOffice and Excel save it; openpyxl saves no values.
                assert b'<c r="A2"><f>IF(1,"",2)</f><v />' in data or b'<c r="A2"><f>IF(1,"",2)</f><v></v>' in data
                data = data.replace(b'<c r="A2"><f>', b'<c r="A2" t="str"><f>')
            new.writestr(name, data)
    path.write_bytes(out.getvalue())
    table = read_table(path)
    assert [row.where for row in table.rows] == ["a.xlsx: Sheet row 3"] and faults(table) == []


def test_sheets_are_chosen_never_guessed(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    for name in ("Phường 1", "Phường 2"):
        sheet = made.create_sheet(name)
        sheet.append(HEAD)
        sheet.append(LINE)
    path = tmp_path / "a.xlsx"
    made.save(path)
    with pytest.raises(DataError, match="'Phường 1', 'Phường 2'") as fault:
        read_table(path)
    assert fault.value.code == "several-sheets"
    assert read_table(path, "Phường 2").rows[0].where == "a.xlsx: Phường 2 row 2"
    with pytest.raises(DataError, match="no sheet"):
        read_table(path, "Phường 3")


TEXT = "Mẫu;Kích thước;Khẩu hiệu;Đơn vị\npano/co-do;4,8x2m;dn23-06;UBND tỉnh Sơn La\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"sep=;\r\n" + TEXT.encode(),
        TEXT.replace(";", "\t").encode(),
        TEXT.replace(",", ".").replace(";", ",").replace("\n", "\r\n").encode(),
    ],
)
def test_csv_in_the_encodings_of_real_life(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    (row,) = read_table(path).rows
    assert row.cells["unit"] == "UBND tỉnh Sơn La" and row.cells["slogan"] == "dn23-06"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", TEXT.encode("utf-8")[:-20] + b"\xff\xfe\xff", "not-utf8"),
        ("a.csv", 'Mẫu;Khổ\n"x'.encode(), "broken-csv"),
        ("a.xlsx", b"PK\x03\x04 nothing", "not-a-sheet"),
        ("a.xlsx", b"", "not-a-sheet"),
        ("a.ods", b"", "not-a-sheet"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "not-a-sheet"),
    ],
)
def test_files_that_are_no_sheets_are_named(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DataError) as fault:
        read_table(tmp_path / name)
    assert fault.value.code == code and name in fault.value.where
    with pytest.raises(DataError, match="cannot be read"):
        read_table(tmp_path / f"missing-{name}".replace(".ods", ".csv").replace(".xls", ".xlsx").replace("xx", "x"))
