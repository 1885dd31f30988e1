"""The empty sheet with drop-downs, filled in as a designer does, and lists of units."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from renderer.batch.columns import field_of
from renderer.batch.form import form
from renderer.catalogue import load_catalogue
from renderer.studio import Studio
from renderer.workspace import Workspace
from tests.command import Codong, toml_job

ORGANISATIONS = "assets/catalogue/organisations.toml"


def test_the_form_is_the_same_bytes_every_time_and_every_column_is_known(studio: Studio) -> None:
    data = form(studio)
    assert data == form(studio)
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


@pytest.fixture
def own(codong: Codong, tmp_path: Path) -> Path:
    assert codong("init", tmp_path / "own").code == 0
    return tmp_path / "own"


SOURCE = "Nghị quyết về sắp xếp đơn vị hành chính cấp xã"


def test_a_list_of_units_is_taken_up(codong: Codong, own: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH SÁCH ĐƠN VỊ TRỰC THUỘC"])
    for row in (
        ["STT", "Tên đơn vị", "Tỉnh"],
        [1, "Đảng ủy phường Tô Hiệu", "Sơn La"],
        [2, "UBND phường Tô Hiệu", None],
        [3, "UBND tỉnh Sơn La", "Sơn La"],
    ):
        sheet.append(row)
    book.save(tmp_path / "don-vi.xlsx")
    before = (own / ORGANISATIONS).read_bytes()
    ran = codong("units", "import", "don-vi.xlsx", "--source", SOURCE, workspace=own)
    assert ran.code == 0, ran.err
    assert "2 units added, 1 known already" in ran.out and "'STT' is passed over" in ran.out
    assert (own / ORGANISATIONS).read_bytes().startswith(before.rstrip())
    units = {o.id: o for o in load_catalogue(Workspace(own).read).organisations}
    unit = units["dang-uy-phuong-to-hieu"]
    assert (unit.name, unit.kind, unit.province, unit.source) == ("Đảng ủy phường Tô Hiệu", "party", "Sơn La", SOURCE)
    assert units["ubnd-phuong-to-hieu"].kind == "state"
    after = (own / ORGANISATIONS).read_bytes()
    again = codong("units", "import", "don-vi.xlsx", "--source", SOURCE, workspace=own)
    assert "0 units added, 3 known already" in again.out and (own / ORGANISATIONS).read_bytes() == after
    # The new name is what a job may now say.
    job = toml_job(
        tmp_path / "job.toml", {"slogan": "dn23-06", "unit": "Đảng ủy phường Tô Hiệu"}, layout="pano/co-do", size="4x2m"
    )
    assert codong("batch", job, "--out", "out", workspace=own).code == 0


def test_a_faulty_list_is_refused_whole_with_every_fault(codong: Codong, own: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "mã,tên đơn vị\nubnd-tinh-son-la,UBND tỉnh Khác\n,Câu lạc bộ Hoa\n,UBND  xã Đôi\nĐ,UBND xã Sai\n,UBND xã Đúng\n",
        encoding="utf-8",
    )
    before = (own / ORGANISATIONS).read_bytes()
    ran = codong("units", "import", "a.csv", "--source", SOURCE, workspace=own)
    assert ran.code == 3 and (own / ORGANISATIONS).read_bytes() == before
    for said in (
        "4 fault(s)",
        "row 2: the id ubnd-tinh-son-la is that of",
        "row 3: 'Câu lạc bộ Hoa': what kind",
        "row 4",
        "row 5",
    ):
        assert said in ran.err, said
    header = tmp_path / "b.csv"
    header.write_text("một,hai\n", encoding="utf-8")
    assert codong("units", "import", header, "--source", SOURCE, workspace=own).code == 3


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
        "libreoffice.xlsx: Biển row 11, unit": "unknown-unit",
    }
