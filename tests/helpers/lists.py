"""The issued list of 9743-CV/BTGTW as people send it: the same texts in files of every kind."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
from openpyxl.styles import Font

from renderer.catalogue import Slogan, load_catalogue
from renderer.text import encode
from renderer.workspace import Workspace
from tests.helpers.workspaces import ROOT

SLOGANS = "assets/catalogue/slogans.toml"
_ENTRIES = tomllib.loads((ROOT / SLOGANS).read_text(encoding="utf-8"))["slogan"]
TEXTS: list[str] = [e["text"] for e in _ENTRIES if re.fullmatch(r"cv9743-\d\d", e["id"])]
HEAD = ("BAN CHẤP HÀNH TRUNG ƯƠNG", "BAN TUYÊN GIÁO", "*", "Số: 9743-CV/BTGTW")
PLACE = ("ĐẢNG CỘNG SẢN VIỆT NAM", "Hà Nội, ngày 16 tháng 10 năm 2024")
FOOT = ("Nơi nhận:", "- Như trên,", "- Lưu HC.", "T/M BAN")


def without_the_list(workspace: Path) -> Path:
    """Take the list's entries out of a copied workspace, and what is almost one of them."""
    path = workspace / SLOGANS
    blocks = path.read_text(encoding="utf-8").split("\n[[slogan]]\n")
    kept = [b for b in blocks if not re.match(r'id = "(cv9743-\d\d|dh14-poster-1)"', b)]
    path.write_text("\n[[slogan]]\n".join(kept), encoding="utf-8")
    return workspace


def entries(workspace: Path, prefix: str = "cv9743-") -> list[Slogan]:
    return [s for s in load_catalogue(Workspace(workspace).read).slogans if re.fullmatch(rf"{prefix}\d\d", s.id)]


def legacy_bytes(text: str, encoding: str) -> bytes:
    """Return a text's bytes in an encoding, as an old program wrote them."""
    return b"".join(c.encode("cp1252") if c in "“”‘’–…" else c.encode("latin-1") for c in encode(text, encoding))


def numbered_txt(path: Path, texts: Sequence[str] = TEXTS, encoding: str = "") -> Path:
    lines = [*HEAD, *PLACE, "KHẨU HIỆU TUYÊN TRUYỀN", "", *(f"{n}. {t}" for n, t in enumerate(texts, 1)), "", *FOOT]
    text = "\r\n".join(lines)
    path.write_bytes(legacy_bytes(text, encoding) if encoding else text.encode("utf-8"))
    return path


def bare_txt(path: Path, texts: Sequence[str] = TEXTS) -> Path:
    path.write_text("\n".join([HEAD[-1], PLACE[-1], *texts]) + "\n", encoding="utf-8")
    return path


def sheet(path: Path, texts: Sequence[Any] = TEXTS, *, font: str = "", encoding: str = "", change: Any = None) -> Path:
    """Write an XLSX: letterhead, header, a row a slogan; the last one in ``font`` and ``encoding``."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Khẩu hiệu"
    for row in ([HEAD[-1]], [PLACE[-1]], ["DANH MỤC KHẨU HIỆU"], ["STT", "Nội dung khẩu hiệu", "Ghi chú"]):
        page.append(row)
    for number, text in enumerate(texts, 1):
        page.append([number, text, "treo tại trụ sở"])
    if encoding:
        last = page.cell(page.max_row, 2)
        last.value, last.font = encode(str(last.value), encoding), Font(name=font)
    if change:
        change(page)
    book.save(path)
    return path


def comma_file(path: Path, texts: Sequence[str] = TEXTS) -> Path:
    quoted = ['"' + t.replace('"', '""') + '"' for t in texts]
    rows = [f'"{HEAD[-1]}";', f'"{PLACE[-1]}";', "STT;Khẩu hiệu", *(f"{n};{t}" for n, t in enumerate(quoted, 1))]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8-sig")
    return path


def letter(path: Path, texts: Sequence[str] = TEXTS, *, font: str = "", encoding: str = "") -> Path:
    """Write a DOCX: letterhead in a table, automatic numbers, the last slogan in ``font`` and ``encoding``."""
    document = docx.Document()
    _letterhead(document)
    document.add_paragraph("Kính gửi:")
    document.add_paragraph("Các tỉnh ủy, thành ủy trực thuộc Trung ương,", style="List Bullet")
    document.add_paragraph("Ban Tuyên giáo Trung ương hướng dẫn như sau:")
    document.add_paragraph("4. Khẩu hiệu tuyên truyền")
    for text in texts[:-1] if encoding else texts:
        document.add_paragraph(text, style="List Number")
    if encoding:
        document.add_paragraph(style="List Number").add_run(encode(texts[-1], encoding)).font.name = font
    document.add_paragraph("5. Tổ chức thực hiện")
    document.add_paragraph("Căn cứ Công văn số 1-CV/TU, các đơn vị triển khai. Đề nghị báo cáo kết quả./.")
    for line in FOOT:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def _letterhead(document: Any) -> None:
    head = document.add_table(rows=1, cols=2)
    for cell, lines in zip(head.rows[0].cells, (HEAD, PLACE), strict=True):
        cell.text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)


def table_letter(path: Path, texts: Sequence[str] = TEXTS) -> Path:
    document = docx.Document()
    _letterhead(document)
    document.add_paragraph("1. Các đơn vị chọn khẩu hiệu trong bảng sau")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "STT", "Khẩu hiệu"
    for number, text in enumerate(texts, 1):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = str(number), text
    document.save(str(path))
    return path
