"""What a letterhead says of its letter."""

from __future__ import annotations

import pytest

from renderer.curation.importing.letterhead import Line, read_letterhead


@pytest.mark.parametrize(
    ("lines", "facts"),
    [
        (
            [
                "UBND TỈNH LAI CHÂU",
                "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH",
                "Số: 805/KH-SVHTTDL",
                "Lai Châu, ngày 22 tháng 4 năm 2025",
            ],
            ("805/KH-SVHTTDL", "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "2025-04-22"),
        ),
        (
            ["BAN TUYÊN GIÁO VÀ DÂN VẬN", "Số 27-HD/BTGDVTW", "Hà Nội, ngày 11 tháng 9 năm 2025"],
            ("27-HD/BTGDVTW", "Ban Tuyên giáo và Dân vận Trung ương", "2025-09-11"),
        ),
        (["Số: 5734/BVHTTDL-VHCSGĐTV", "(Kèm theo Kế hoạch số 1 của đơn vị)"], ("5734/BVHTTDL-VHCSGĐTV", None, None)),
        (
            ["(Kèm theo Hướng dẫn số 27-HD/BTGDVTW ngày 11/9/2025 của Ban Tuyên giáo và Dân vận Trung ương về bầu cử)"],
            ("27-HD/BTGDVTW", "Ban Tuyên giáo và Dân vận Trung ương", "2025-09-11"),
        ),
        (["Số -CV/ĐUVP", "Sơn La, ngày tháng 01 năm 2026"], (None, None, None)),
        (
            ["Thực hiện Công văn số 433-CV/BTGDVTU, ngày 28/12/2025 của Ban Tuyên giáo và Dân vận Tỉnh ủy"],
            (None, None, None),
        ),
        (
            ["Số 27-HD/BTGDVTW", "(Theo Công văn số 27-HD/BTGDVTW của Ban Tuyên giáo Trung ương)"],
            ("27-HD/BTGDVTW", None, None),
        ),
        (["Số 1-CV/TU", "Sơn La, ngày 31 tháng 02 năm 2026"], ("1-CV/TU", None, None)),
    ],
)
def test_letterheads(lines: list[str], facts: tuple[str | None, ...]) -> None:
    read = read_letterhead([Line(f"line {n}", text) for n, text in enumerate(lines, 1)])
    found = (read.document, read.issuer, read.issued_on)
    assert tuple(fact.value if fact else None for fact in found) == facts
