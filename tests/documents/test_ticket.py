"""The ticket that goes to the print shop with the files."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import zxingcpp

from renderer.contract.manifest import JobNote
from renderer.pipeline import prepare
from renderer.pipeline.ticket import write_ticket
from renderer.review.verify import verify_file
from renderer.studio import Studio
from tests.helpers.programs import call, drawn, words_of_pdf
from tests.helpers.signs import OFFICE, Finished, finish, order_of


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


def test_a_ticket_with_much_to_tell_stays_on_one_page(studio: Studio, tmp_path: Path) -> None:
    order = order_of(
        size="6x3m", panels="2x50m", finishing="eyelets", formats=("pdf", "pdf-live", "ticket"), job="Đợt 1"
    )
    note = JobNote(quantity=3, shop="Nhà in Hòa Bình", place="Ngã tư", contact="0900 000 000", due="19/01/2026")
    data = write_ticket(studio, prepare(studio, order), note)
    (tmp_path / "t.pdf").write_bytes(data)
    with pikepdf.open(tmp_path / "t.pdf") as pdf:
        assert len(pdf.pages) == 1
    # The tags of the panels stand on the paper, beside the print.
    boxes = call("pdftotext", "-bbox", tmp_path / "t.pdf", "-")
    words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<', boxes)
    sizes = [[float(v) for v in word[:4]] for word in words if word[4] in ("1676", "1414")]
    assert len(sizes) == 2 and all(v[2] * 25.4 / 72 < 195 for v in sizes)
