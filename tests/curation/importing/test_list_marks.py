"""What people type before a paragraph of a list."""

from __future__ import annotations

import pytest

from renderer.curation.importing.list_marks import typed_mark


@pytest.mark.parametrize(
    ("text", "mark", "rest"),
    [
        ("1. Một", ("number", 1), "Một"),
        ("2) Hai", ("number", 2), "Hai"),
        ("3/ Ba", ("number", 3), "Ba"),
        ("4- Bốn", ("number", 4), "Bốn"),
        ("05. 80 năm", ("number", 5), "80 năm"),
        ("6.Sáu", ("number", 6), "Sáu"),
        ("Khẩu hiệu 3: Ba", ("number", 3), "Ba"),
        ("Khẩu hiệu số 4. Bốn", ("number", 4), "Bốn"),
        ("4.1. “tự chủ”", ("number", 1), "“tự chủ”"),
        ("- Một", ("bullet", 0), "Một"),
        ("• Một", ("bullet", 0), "Một"),
        ("II. KHẨU HIỆU", ("roman", 2), "KHẨU HIỆU"),
        ("a) Một", ("letter", 1), "Một"),
        ("80 năm Ngày Tổng tuyển cử", None, "80 năm Ngày Tổng tuyển cử"),
        ("20 - 23/01/2026", None, "20 - 23/01/2026"),
        ("3/2 là ngày", None, "3/2 là ngày"),
        ("V/v triển khai", None, "V/v triển khai"),
        ("-Một", None, "-Một"),
        ("1,5 triệu", None, "1,5 triệu"),
        ("1.", None, "1."),
    ],
)
def test_what_people_type_before_a_paragraph(text: str, mark: tuple[str, int] | None, rest: str) -> None:
    found = typed_mark(text)
    assert ((found.mark.kind, found.mark.number) if found else None, found.rest if found else text) == (mark, rest)
