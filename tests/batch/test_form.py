"""The empty sheet with drop-downs, and sheets filled in as designers do."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl

from renderer.batch.columns import field_of
from renderer.batch.form import make_form
from renderer.studio import Studio
from tests.helpers.command import Codong


def test_the_form_is_the_same_bytes_every_time_and_every_column_is_known(studio: Studio) -> None:
    data = make_form(studio)
    assert data == make_form(studio)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Biển", "Danh mục", "Hướng dẫn"]
    titles = [cell.value for cell in book["Biển"][1]]
    assert all(field_of(title) is not None for title in titles)
    rules = book["Biển"].data_validations.dataValidation
    assert len(rules) == 8
    for rule in rules:
        sheet, column, first, last = re.fullmatch(r"'(.+)'!\$(\w)\$(\d+):\$\w\$(\d+)", rule.formula1).groups()  # type: ignore[union-attr]
        values = [book[sheet][f"{column}{row}"].value for row in range(int(first), int(last) + 1)]
        assert all(values) and book[sheet][f"{column}{int(last) + 1}"].value is None
    issued = [s.id for s in studio.catalogue.slogans if s.status.value == "issued"]
    assert [cell.value for cell in book["Danh mục"]["G"][1:] if cell.value] == issued


def test_a_filled_form_becomes_signs(codong: Codong, tmp_path: Path) -> None:
    assert codong("job", "template", "bien.xlsx").code == 0
    book = openpyxl.load_workbook(tmp_path / "bien.xlsx")
    sheet = book["Biển"]
    text = "Đảng Cộng sản Việt Nam quang vinh muôn năm!"
    for column, value in zip(
        "ABCEGHIJM",
        ("bang-ron/co-do", "4,8x0,6m", text, "UBND tỉnh Sơn La", "pdf", "20/01/2026", "03/02/2026", 3, "Cổng UBND"),
        strict=True,
    ):
        sheet[f"{column}2"] = value
    book.save(tmp_path / "bien.xlsx")
    ran = codong("batch", "bien.xlsx", "--out", "out")
    assert ran.code == 0, ran.out + ran.err
    again = codong("job", "template", "bien.xlsx")
    assert again.code == 7 and "exists" in again.err
    assert codong("job", "template", "bien.csv").code == 2
    assert codong("job", "template", "/proc/bien.xlsx").code == 7


def test_the_columns_are_listed(codong: Codong) -> None:
    ran = codong("job", "columns")
    assert ran.code == 0 and "khẩu hiệu" in ran.out and "cap_height" in ran.out


def test_a_sheet_made_in_libreoffice_is_read(codong: Codong, tmp_path: Path) -> None:
    """``libreoffice.xlsx`` was filled in and saved by LibreOffice 7.4 (see its sheet); it holds what people do."""
    path = Path(__file__).parent / "libreoffice.xlsx"
    with zipfile.ZipFile(path) as book:
        assert b"LibreOffice" in book.read("docProps/app.xml")
    ran = codong("batch", path, "--out", "out", "--dry-run", "--json")
    rows = {event["row"]: event for event in ran.events if "row" in event}
    made = [row for row, event in rows.items() if event["event"] == "would-be-made"]
    assert len(made) == 8, ran.out
    faults = {fault["where"] or fault["row"]: fault["code"] for fault in ran.faults}
    assert faults == {
        "libreoffice.xlsx: Biển row 9, J9 (quantity)": "bad-number",
        "libreoffice.xlsx: Biển row 10, C10 (slogan)": "error-value",
        "libreoffice.xlsx: Biển row 11, organisation": "unknown-unit",
    }
