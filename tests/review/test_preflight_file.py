"""Preflight of a file as the command does it: what was ordered from the manifest, or as told."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf
import pytest
from pikepdf import String

from renderer.studio import Studio
from tests.helpers.command import Codong
from tests.helpers.pdfs import rewritten, set_content, shrunk
from tests.helpers.signs import Finished, finish


def test_what_was_ordered_is_taken_from_the_manifest(codong: Codong, pano: Finished, tmp_path: Path) -> None:
    good = pano.path("pdf")
    ran = codong("preflight", good)
    assert ran.code == 0, ran.err
    assert "PASSED" in ran.out and "PDF/X-4" in ran.out and "catalogue: cv9743-02" in ran.out
    bad = tmp_path / good.name
    bad.write_bytes(rewritten(pano.data["pdf"], shrunk("/TrimBox", 3)))
    (tmp_path / "manifest.jsonl").write_bytes((good.parent / "manifest.jsonl").read_bytes())
    ran = codong("preflight", bad, "--json")
    assert ran.code == 5
    assert '"trim-differs"' in ran.out and '"bytes-differ"' in ran.out and '"recorded": true' in ran.out


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A red A4 page that a word processor might have made."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595.28, 841.89))
    set_content(pdf, b"1 0 0 rg 0 0 595 842 re f")
    pdf.docinfo["/Title"] = String("x")
    pdf.save(tmp_path / "la.pdf")
    return tmp_path / "la.pdf"


def test_a_strangers_file_is_checked_against_what_is_told(codong: Codong, page: Path) -> None:
    ran = codong("preflight", page, "--size", "A4", "--bleed", "3", "--json")
    assert ran.code == 5 and json.loads(ran.out)
    for code in ("rgb", "no-trim", "intent", "no-standard", "bleed-small"):
        assert f'"{code}"' in ran.out
    assert '"trim-differs"' not in ran.out
    larger = codong("preflight", page, "--size", "A3")
    assert larger.code == 5 and "trim-differs" in larger.out


def test_what_cannot_be_checked_is_said(codong: Codong, page: Path, tmp_path: Path) -> None:
    (tmp_path / "la.png").write_bytes(b"\x89PNG")
    (tmp_path / "cut.pdf").write_bytes(page.read_bytes()[:300])
    assert codong("preflight", "la.png").code == 5
    assert codong("preflight", "cut.pdf").code == 5
    assert codong("preflight", "none.pdf").code == 5


@pytest.mark.parametrize(
    ("option", "word"), [("--standard", "x9"), ("--material", "vang"), ("--finishing", "keo"), ("--size", "9px")]
)
def test_a_wrong_option_is_one_of_usage(codong: Codong, page: Path, option: str, word: str) -> None:
    ran = codong("preflight", page, option, word)
    assert ran.code == 2 and (word in ran.err or option in ran.err)


def test_our_own_panels_and_tickets_raise_no_error(codong: Codong, studio: Studio, tmp_path: Path) -> None:
    sign = finish(studio, tmp_path, size="2x1m", finishing="hem", panels="1,1x0,7m", formats=("pdf", "ticket"))
    assert sign.asset.entry.warnings  # a seam crosses letters, and says so
    assert codong("preflight", *(file.path for file in sign.asset.entry.files)).code == 0


def test_a_slogan_is_asked_for_by_its_id_and_one_bad_file_does_not_hide_the_others(
    codong: Codong, pano: Finished, tmp_path: Path
) -> None:
    text = tmp_path / "ghi-chu.pdf"
    text.write_text("không phải PDF", encoding="utf-8")
    alone = tmp_path / "mot-tam.pdf"
    alone.write_bytes(pano.data["pdf"])
    ran = codong("preflight", "--slogan", "cv9743-02", text, alone)
    assert ran.code == 5 and "not-a-pdf" in ran.out and f"PASSED  {alone}" in ran.out
    ran = codong("preflight", "--slogan", "dn23-06", alone)
    assert ran.code == 5 and "words-differ" in ran.out and "catalogue: cv9743-02" in ran.out
    ran = codong("preflight", "--slogan", "cv9743-2", alone)
    assert ran.code == 2 and "cv9743-02" in ran.err
