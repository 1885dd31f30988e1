"""The ticket that goes to the print shop with the files."""

from __future__ import annotations

from pathlib import Path

import zxingcpp

from renderer.review.verify import verify_file
from renderer.studio import Studio
from tests.helpers.programs import drawn, words_of_pdf
from tests.helpers.signs import OFFICE, Finished, finish


def test_the_ticket_says_what_the_print_shop_needs(every_format: Finished, studio: Studio, tmp_path: Path) -> None:
    path = every_format.path("ticket")
    text = words_of_pdf(path, "-layout")
    for words in (
        "Phiếu in - Pano Cờ đỏ",
        "3000 x 2000 mm (ngang x cao)",
        "3060 x 2060 mm",
        "bạt hiflex",
        "khoen",
        "Đợt 1",
        "UBND tỉnh Sơn La",
        "9743-CV/BTGTW",
        "20/01/2026 - 23/01/2026",
    ):
        assert words in text, words
    picture = drawn(path, 200).convert("L")
    assert every_format.expected.binding in {code.text for code in zxingcpp.read_barcodes(picture)}
    assert verify_file(studio, path, [every_format.asset.entry]).passed
    other = finish(studio, tmp_path, size="3x2m", formats=("ticket",), organisation=OFFICE)
    forged = tmp_path / path.name
    forged.write_bytes(other.data["ticket"])
    assert "ticket-words" in {f.code for f in verify_file(studio, forged, [every_format.asset.entry]).findings}
