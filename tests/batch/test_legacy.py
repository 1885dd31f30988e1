"""Sheets in legacy encodings: refused with the flag named, taken over with it, and each cell told."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from renderer.text import encode
from tests.helpers.command import Codong

HEAD = ["Mẫu", "Khẩu hiệu", "Kích thước", "Đơn vị", "Địa điểm", "Từ ngày"]
UNIT, PLACE = "UBND tỉnh Sơn La", "Cổng trụ sở"
LINE = ["led/co-do", "dn23-06", "512x256px", UNIT, PLACE, "20/01/2026"]


def sheet(path: Path, *, font: str = "", encoding: str = "") -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(HEAD)
    page.append(LINE)
    for column in (4, 5):
        cell = page.cell(2, column)
        cell.value = encode(str(cell.value), encoding) if encoding else cell.value
        cell.font = Font(name=font or "Calibri")
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("font", "encoding"), [("", "tcvn3"), ("", "vni"), (".VnArial", "tcvn3"), ("VNI-Times", "vni")]
)
def test_cells_are_taken_over_and_told(codong: Codong, tmp_path: Path, font: str, encoding: str) -> None:
    job = sheet(tmp_path / "a.xlsx", font=font, encoding=encoding)
    refused = codong("batch", job, "--dry-run", "--json")
    [fault] = refused.faults
    assert refused.code == 6 and "--accept-converted" in json.dumps(fault) and "D2" in fault["message"]
    ran = codong("batch", job, "--dry-run", "--accept-converted", "--json")
    assert ran.code == 0, ran.err
    told = [event for event in ran.events if event["event"] == "converted"]
    assert [(e["row"], e["cell"], e["column"], e["after"]) for e in told] == [
        ("a.xlsx: Sheet row 2", "D2", "organisation", UNIT),
        ("a.xlsx: Sheet row 2", "E2", "place", PLACE),
    ]
    assert told[0]["before"] == encode(UNIT, encoding) and encoding.upper() in told[0]["encoding"]
    assert "a.xlsx: Sheet row 2, D2 (organisation): converted" in ran.err and (font in ran.err)


def test_the_same_sign_comes_from_both(codong: Codong, tmp_path: Path) -> None:
    made = []
    for name, encoding in (("new", ""), ("old", "tcvn3")):
        job = sheet(tmp_path / f"{name}.xlsx", encoding=encoding)
        ran = codong("batch", job, "--accept-converted", "--out", tmp_path / name)
        assert ran.code == 0, ran.err
        made.append({p.name: p.read_bytes() for p in (tmp_path / name).glob("*.png")})
    assert made[0] == made[1] and made[0]


def test_a_font_that_contradicts_is_named_with_its_cell(codong: Codong, tmp_path: Path) -> None:
    ran = codong("batch", sheet(tmp_path / "a.xlsx", font=".VnTime"), "--dry-run", "--accept-converted", "--json")
    [fault] = ran.faults
    assert ran.code == 6 and ".VnTime" in fault["message"] and "D2" in fault["message"]


def test_a_csv_of_bytes_in_tcvn3(codong: Codong, tmp_path: Path) -> None:
    text = "\n".join(";".join(row) for row in (HEAD, LINE)) + "\n"
    path = tmp_path / "a.csv"
    path.write_bytes(encode(text, "tcvn3").encode("latin-1"))
    refused = codong("batch", path, "--dry-run")
    assert refused.code == 3 and "is not UTF-8" in refused.err and "--accept-converted" in refused.err
    ran = codong("batch", path, "--dry-run", "--accept-converted")
    assert ran.code == 0 and f"'{UNIT}'" in ran.err
