"""The catalogue out: a workbook that comes back in, a booklet that says every slogan."""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from pathlib import Path

import openpyxl
import pytest

from renderer.catalogue import Status
from renderer.studio import Studio
from tests.helpers.command import Codong
from tests.helpers.lists import SLOGANS
from tests.helpers.programs import call, words_of_pdf


def test_the_workbook_holds_every_entry(codong: Codong, tmp_path: Path, studio: Studio) -> None:
    assert codong("catalogue", "export", "a.xlsx").code == 0
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Khẩu hiệu", "Sự kiện", "Đợt tuyên truyền", "Đơn vị"]
    rows = [[cell.value for cell in row] for row in book["Khẩu hiệu"].iter_rows()]
    assert rows[0][:5] == ["Mã", "Phiên bản", "Trạng thái", "Khẩu hiệu", "Số văn bản"] and len(rows[0]) == 14
    assert [(r[0], r[3]) for r in rows[1:]] == [(s.id, s.text) for s in studio.catalogue.slogans]
    first = dict(zip(rows[0], rows[1], strict=True))
    assert first["Ngày ban hành"].date() == datetime.date(2024, 10, 16) and first["Trạng thái"] == "Đã ban hành"
    assert [r[0].value for r in book["Sự kiện"].iter_rows(min_row=2)] == [e.id for e in studio.catalogue.events]
    assert [r[1].value for r in book["Đơn vị"].iter_rows(min_row=2)] == [o.name for o in studio.catalogue.organisations]


def test_the_workbook_comes_back_in_and_all_is_known(codong: Codong, own_workspace: Path, studio: Studio) -> None:
    before = (own_workspace / SLOGANS).read_bytes()
    assert codong("catalogue", "export", "a.xlsx", workspace=own_workspace).code == 0
    ran = codong("catalogue", "import", "a.xlsx", "--json", workspace=own_workspace)
    said = json.loads(ran.out)
    assert ran.code == 0 and said["to_add"] == 0
    assert [s["known"] for s in said["slogans"]] == [s.id for s in studio.catalogue.slogans]
    assert (own_workspace / SLOGANS).read_bytes() == before


@pytest.mark.parametrize("suffix", ["xlsx", "pdf"])
def test_the_same_catalogue_is_the_same_bytes(codong: Codong, tmp_path: Path, suffix: str) -> None:
    for name in ("a", "b"):
        assert codong("catalogue", "export", f"{name}.{suffix}", "--campaign", "2-9").code == 0
    assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


def test_the_booklet_says_every_slogan(codong: Codong, tmp_path: Path, studio: Studio) -> None:
    assert codong("catalogue", "export", "a.pdf").code == 0
    said = words_of_pdf(tmp_path / "a.pdf", "-raw")
    assert unicodedata.is_normalized("NFC", said)
    for slogan in studio.catalogue.slogans:
        assert slogan.text.replace(" ", "") in said.replace(" ", ""), slogan.id
        assert f"mã {slogan.id}" in said
    info = call("pdfinfo", tmp_path / "a.pdf")
    pages = int(re.search(r"Pages:\s+(\d+)", info)[1])  # type: ignore[index]
    assert all(f"Trang {n}/{pages}" in said for n in range(1, pages + 1))
    assert re.search(r"Page size:\s+419\.\d+ x 595", info) and "Danh mục khẩu hiệu" in info
    assert "Văn bản số 9743-CV/BTGTW · ngày 16/10/2024 · Ban Tuyên giáo Trung ương" in said


def test_what_may_not_hang_is_marked(codong: Codong, tmp_path: Path, studio: Studio) -> None:
    assert codong("catalogue", "export", "a.pdf", "--campaign", "dai-hoi-xiv").code == 0
    said = words_of_pdf(tmp_path / "a.pdf", "-raw")
    chosen = [s for s in studio.catalogue.slogans if "dai-hoi-xiv" in s.campaign]
    assert said.count("CHƯA BAN HÀNH") == sum(s.status is Status.DRAFT for s in chosen) > 0
    assert said.count("ĐÃ THAY THẾ") == sum(s.status is Status.SUPERSEDED for s in chosen) > 0
    assert re.search(r"ĐÃ THAY THẾ Dưới lá cờ vẻ vang của Đảng.{200,400}thay bằng dh14-theme-v3", said)
    assert "mã tet-1" not in said and "Đại hội đại biểu toàn quốc lần thứ XIV của Đảng" in said


def test_a_withdrawn_text_and_a_former_version_are_marked(codong: Codong, own_workspace: Path, tmp_path: Path) -> None:
    with open(own_workspace / SLOGANS, "a", encoding="utf-8") as file:
        file.write(
            '\n[[slogan]]\nid = "dn23-05"\nversion = 2\ntext = "Chủ tịch Hồ Chí Minh sống mãi trong sự nghiệp của chúng ta!"\n'
            'kind = "slogan"\nsource = "s"\nstatus = "issued"\n'
        )
    order = ("--by", "B", "--role", "duyệt")
    assert codong("withdraw", "dn23-06", *order, workspace=own_workspace).code == 0
    assert codong("catalogue", "export", "a.pdf", "--campaign", "standing", workspace=own_workspace).code == 0
    said = words_of_pdf(tmp_path / "a.pdf", "-raw")
    assert "ĐÃ THU HỒI Đảng Cộng sản Việt Nam quang vinh muôn năm!" in said
    assert re.search(r"ĐÃ THAY THẾ Chủ tịch Hồ Chí Minh vĩ đại sống mãi", said)


def test_what_cannot_be_exported(codong: Codong, tmp_path: Path) -> None:
    assert codong("catalogue", "export", "a.docx").code == 2
    unknown = codong("catalogue", "export", "a.pdf", "--campaign", "dai-hoi-xv")
    assert unknown.code == 2 and "dai-hoi-xiv" in unknown.err and not (tmp_path / "a.pdf").exists()
    (tmp_path / "a.pdf").write_bytes(b"x")
    assert codong("catalogue", "export", "a.pdf").code == 7 and (tmp_path / "a.pdf").read_bytes() == b"x"
    full = codong("catalogue", "export", "b.xlsx", limit="trap '' XFSZ; ulimit -f 4")
    assert full.code == 7 and sorted(p.name for p in tmp_path.glob("*b.xlsx*")) == []
