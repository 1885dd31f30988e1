"""Lists of organisations taken into the catalogue: whole, or refused whole with every fault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from renderer.catalogue import load_catalogue
from renderer.curation.organisations import import_organisations
from renderer.studio import Studio
from renderer.text import encode
from renderer.values.errors import DataError
from renderer.workspace import Workspace
from tests.helpers.command import Codong
from tests.helpers.jobs import toml_job

ORGANISATIONS = "assets/catalogue/organisations.toml"
SOURCE = "Nghị quyết về sắp xếp đơn vị hành chính cấp xã"


def test_a_list_of_units_is_taken_up(codong: Codong, own_workspace: Path, tmp_path: Path) -> None:
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
    before = (own_workspace / ORGANISATIONS).read_bytes()
    ran = codong("units", "import", "don-vi.xlsx", "--source", SOURCE, workspace=own_workspace)
    assert ran.code == 0, ran.err
    assert "2 units added, 1 known already" in ran.out and "'STT' is passed over" in ran.out
    assert (own_workspace / ORGANISATIONS).read_bytes().startswith(before.rstrip())
    held = {o.id: o for o in load_catalogue(Workspace(own_workspace).read).organisations}
    found = held["dang-uy-phuong-to-hieu"]
    assert (found.name, found.kind, found.province, found.source) == (
        "Đảng ủy phường Tô Hiệu",
        "party",
        "Sơn La",
        SOURCE,
    )
    assert held["ubnd-phuong-to-hieu"].kind == "state"
    after = (own_workspace / ORGANISATIONS).read_bytes()
    again = codong("units", "import", "don-vi.xlsx", "--source", SOURCE, workspace=own_workspace)
    assert "0 units added, 3 known already" in again.out and (own_workspace / ORGANISATIONS).read_bytes() == after
    # The new name is what a job may now say.
    job = toml_job(
        tmp_path / "job.toml", {"slogan": "dn23-06", "unit": "Đảng ủy phường Tô Hiệu"}, layout="pano/co-do", size="4x2m"
    )
    assert codong("batch", job, "--out", "out", workspace=own_workspace).code == 0


def test_a_faulty_list_is_refused_whole_with_every_fault(codong: Codong, own_workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "mã,tên đơn vị\nubnd-tinh-son-la,UBND tỉnh Khác\n,Câu lạc bộ Hoa\n,UBND  xã Đôi\nĐ,UBND xã Sai\n,UBND xã Đúng\n",
        encoding="utf-8",
    )
    before = (own_workspace / ORGANISATIONS).read_bytes()
    ran = codong("units", "import", "a.csv", "--source", SOURCE, workspace=own_workspace)
    assert ran.code == 3 and (own_workspace / ORGANISATIONS).read_bytes() == before
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
    assert codong("units", "import", header, "--source", SOURCE, workspace=own_workspace).code == 3


def test_units_in_a_legacy_font(codong: Codong, own_workspace: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Tên đơn vị", "Tỉnh"])
    page.append([encode("Đảng ủy phường Tô Hiệu", "tcvn3"), encode("Sơn La", "tcvn3")])
    for cell in page[2]:
        cell.font = Font(name=".VnTime")
    book.save(tmp_path / "a.xlsx")
    order = ("units", "import", "a.xlsx", "--source", "danh sách của tỉnh")
    before = (own_workspace / "assets/catalogue/organisations.toml").read_bytes()
    refused = codong(*order, workspace=own_workspace)
    assert refused.code == 3 and "A2" in refused.err and "--accept-converted" in refused.err
    assert (own_workspace / "assets/catalogue/organisations.toml").read_bytes() == before
    ran = codong(*order, "--accept-converted", workspace=own_workspace)
    assert ran.code == 0 and "dang-uy-phuong-to-hieu  Đảng ủy phường Tô Hiệu" in ran.out
    assert ".VnTime" in ran.out


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Đảng ủy xã Chiềng Mung", "party"),
        ("Ban Tuyên giáo và Dân vận", "party"),
        ("UBND xã Chiềng Mung", "state"),
        ("Sở Nội vụ", "state"),
        ("Ủy ban Mặt trận Tổ quốc xã", "front"),
        ("Đài Phát thanh xã", "press"),
        ("Hội Nông dân xã", "association"),
        ("Đoàn xã Chiềng Mung", "association"),
    ],
)
def test_an_official_name_says_what_a_body_is(own_workspace: Path, tmp_path: Path, name: str, kind: str) -> None:
    outcome = import_rows(own_workspace, tmp_path, ["Tên đơn vị", "Loại"], [name, None], [f"{name} 2", "Hội"])
    assert [added for _, added in outcome.added] == [name, f"{name} 2"]
    held = {o.name: o.kind for o in load_catalogue(Workspace(own_workspace).read).organisations}
    assert (held[name], held[f"{name} 2"]) == (kind, "association")


def import_rows(workspace: Path, tmp_path: Path, *rows: list[Any]) -> Any:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    return import_organisations(Studio(Workspace(workspace)), tmp_path / "a.xlsx", SOURCE)


@pytest.mark.parametrize(
    ("rows", "code", "where", "said"),
    [
        ([["một", "hai"]], "no-header", "a.xlsx", "names the columns (tên đơn vị, loại, tỉnh ...)"),
        ([["Tên", "Đơn vị"]], "doubled-column", "a.xlsx: B1", "'Đơn vị' names the column name a second time"),
        ([["Tên"], ["#REF!"]], "error-value", "a.xlsx: Sheet row 2, A2 (name)", "holds the error #REF!"),
        ([["Tên", "Mã"], ["UBND xã A", "=1"]], "no-value", "a.xlsx: Sheet row 2, B2 (id)", "value was not saved"),
        ([["Tên", "Mã"], [None, "a"]], "faulty-list", "a.xlsx", "row 2: the name is missing"),
        ([["Tên", "Mã"], ["UBND xã A", "Đ"]], "faulty-list", "a.xlsx", "row 2: "),
    ],
)
def test_a_faulty_list_says_where(
    own_workspace: Path, tmp_path: Path, rows: list[list[Any]], code: str, where: str, said: str
) -> None:
    before = (own_workspace / ORGANISATIONS).read_bytes()
    with pytest.raises(DataError) as fault:
        import_rows(own_workspace, tmp_path, *rows)
    assert fault.value.code == code and fault.value.where.endswith(where) and said in fault.value.message
    assert (own_workspace / ORGANISATIONS).read_bytes() == before


def test_what_a_list_holds_besides_is_passed_over(own_workspace: Path, tmp_path: Path) -> None:
    outcome = import_rows(
        own_workspace,
        tmp_path,
        ["STT", "Tên đơn vị", None, 7],
        [1, "UBND xã Chiềng Mung", "lạc", "#N/A"],
        [2, None, None, None],
        [3, "UBND tỉnh Sơn La"],
    )
    assert outcome.added == (("ubnd-xa-chieng-mung", "UBND xã Chiềng Mung"),) and outcome.known == 1
    assert outcome.remarks == ("a.xlsx: the column 'STT' is passed over", "a.xlsx: the column '7' is passed over")
