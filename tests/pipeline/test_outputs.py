"""Outputs that are made side by side of one sign."""

from __future__ import annotations

from pathlib import Path

import pikepdf

from renderer.review.verify import verify_file
from renderer.studio import Studio
from tests.helpers.programs import call
from tests.helpers.signs import finish


def test_curves_and_live_text_are_made_together_and_each_is_proven(studio: Studio, tmp_path: Path) -> None:
    sign = finish(studio, tmp_path, layout="ap-phich/co-do", size="A3", formats=("pdf", "pdf-live", "ticket"))
    curves, live, ticket = (tmp_path / file.path for file in sign.asset.entry.files)
    assert live.name == curves.name.replace(".pdf", "_chu-song.pdf")
    for path, has_fonts in ((curves, False), (live, True)):
        with pikepdf.open(path) as pdf:
            assert ("/Font" in pdf.pages[0].obj["/Resources"]) is has_fonts
        assert verify_file(studio, path, [sign.asset.entry]).passed
    words = " ".join(call("pdftotext", "-raw", live, "-").split())
    assert words.startswith("NHIỆT LIỆT CHÀO MỪNG ĐẠI HỘI") and not call("pdftotext", curves, "-").strip()
    told = " ".join(call("pdftotext", "-layout", ticket, "-").split())
    assert "chỉ in một loại" in told and "_chu-song.pdf" in told


def test_live_text_in_the_place_of_curves_is_not_what_was_ordered(studio: Studio, tmp_path: Path) -> None:
    sign = finish(studio, tmp_path, layout="ap-phich/co-do", size="A3", formats=("pdf", "pdf-live"))
    curves, live = (tmp_path / file.path for file in sign.asset.entry.files)
    curves.write_bytes(live.read_bytes())
    found = verify_file(studio, curves, [sign.asset.entry])
    assert not found.passed and "foreign-resource" in {one.code for one in found.findings}
