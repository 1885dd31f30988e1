"""What is handed out of the catalogue."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.helpers.command import Codong
from tests.helpers.life import BY, change, run
from tests.helpers.signs import SHORT


def test_what_is_handed_out_says_what_was_withdrawn(codong: Codong, own_workspace: Path, tmp_path: Path) -> None:
    change(own_workspace, 'id = "dn23-07"\n', 'id = "dn23-07"\nvalid_to = 2026-06-30\n')
    run(own_workspace, "withdraw", SHORT, *BY, "--on", "2026-01-21")
    assert codong("catalogue", "export", "a.xlsx", workspace=own_workspace).code == 0
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")["Khẩu hiệu"]
    told = {row[0].value: row[2].value for row in page.iter_rows()}
    assert (told[SHORT], told["dn23-07"], told["dn23-05"]) == ("Đã thu hồi", "Hết hiệu lực", "Đã ban hành")
    assert codong("job", "template", "b.xlsx", workspace=own_workspace).code == 0
    names = {cell.value for row in openpyxl.load_workbook(tmp_path / "b.xlsx")["Danh mục"].iter_rows() for cell in row}
    assert "dn23-05" in names and SHORT not in names
