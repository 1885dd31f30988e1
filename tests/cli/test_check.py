"""``codong check`` on words, documents and sheets: findings with their place, fonts decide."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from renderer.values.errors import ExitCode
from tests.helpers.command import Codong
from tests.helpers.life import BY, run
from tests.helpers.lists import TEXTS, comma_file, letter, sheet


def test_a_withdrawn_text_is_no_clean_text(own_workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Chủ tịch Hồ Chí Minh vĩ đại sống mãi trong sự nghiệp của chúng ta!"
    assert run(own_workspace, "check", text) == 0
    run(own_workspace, "withdraw", "dn23-05", *BY, "--on", "2026-01-01", "--replaced-by", "dn23-07")
    assert run(own_workspace, "check", text) == ExitCode.REFUSED
    assert "refused-text: is dn23-05, which is withdrawn; dn23-07 stands in its place" in capsys.readouterr().out


SLIP = "Đẩy mạnh phong trào thi đưa yêu nước"


def test_a_document(codong: Codong, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    document = docx.Document()
    document.add_paragraph("Kính gửi: Các đơn vị")
    document.add_paragraph(SLIP)
    document.add_table(rows=1, cols=2).rows[0].cells[1].text = "lần thứ XlV"
    document.save(str(path))
    ran = codong("check", path)
    assert ran.code == 4 and "paragraph 2: error: near-phrase: character 10:" in ran.out
    assert "table 1 row 1, column 2: error: look-alike: character 9:" in ran.out and "-> 'XIV'" in ran.out


def test_sheets_and_lists_with_commas(codong: Codong, tmp_path: Path) -> None:
    said = json.loads(codong("check", sheet(tmp_path / "a.xlsx", [TEXTS[0], SLIP]), "--json").out)
    assert [(f["where"], f["kind"]) for f in said["findings"]] == [("Khẩu hiệu row 6, B6", "near-phrase")]
    ran = codong("check", comma_file(tmp_path / "a.csv", [SLIP]))
    assert ran.code == 4 and "row 4, B4: error: near-phrase" in ran.out
    good = codong("check", sheet(tmp_path / "b.xlsx", TEXTS[:2]))
    assert (good.code, good.out) == (0, "")


def test_fonts_decide(codong: Codong, tmp_path: Path) -> None:
    path = letter(tmp_path / "a.docx", font=".VnTime", encoding="tcvn3")
    refused = codong("check", path)
    assert refused.code == 4 and "paragraph 13: error: legacy-encoding" in refused.out and ".VnTime" in refused.out
    taken = json.loads(codong("check", path, "--accept-converted", "--json").out)
    assert taken["passed"] and {f["where"] for f in taken["findings"]} == {"paragraph 13"}


def test_cells_that_hold_no_text(codong: Codong, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", [TEXTS[0], "#REF!", 80])
    ran = codong("check", path)
    assert ran.code == 4 and "Khẩu hiệu row 6, B6: error: error-value: holds the error #REF!" in ran.out
    assert "B7" not in ran.out
    assert codong("check", path, "--sheet", "Tờ 9").code == 3
    assert codong("check", "Đại hội", "--sheet", "x").code == 2


def test_a_file_that_is_not_there_is_no_sentence(codong: Codong) -> None:
    missing = codong("check", "nofile.docx")
    assert missing.code == 3 and "nofile.docx: cannot be read" in missing.err
    assert codong("check", "không có.txt").code == 3
    for empty in ("", "  "):
        ran = codong("check", empty)
        assert ran.code == 2 and "there is no text to check" in ran.err
