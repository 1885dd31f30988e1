"""``codong render``: what printer and hanger must know goes into ticket and manifest, and nowhere else."""

from __future__ import annotations

from pathlib import Path

from renderer.contract.manifest_file import read_manifest
from tests.helpers.command import Codong
from tests.helpers.programs import call

SIGN = ("render", "pano/co-do", "--slogan", "cv9743-02", "--size", "4x2m", "--hang", "2026-01-20..2026-01-22")


def test_copies_place_contact_and_due_are_on_the_ticket(codong: Codong, tmp_path: Path) -> None:
    notes = (
        "--quantity",
        "12",
        "--place",
        "Ngã tư Quyết Thắng",
        "--contact",
        "chị Hoa, 0912 345 678",
        "--due",
        "18/01/2026",
    )
    ran = codong(*SIGN, "--format", "ticket", "--out", tmp_path / "out", *notes)
    assert ran.code == 0, ran.err
    [entry] = read_manifest(tmp_path / "out" / "manifest.jsonl")
    assert entry.job is not None and (entry.job.quantity, entry.job.due) == (12, "18/01/2026")
    said = " ".join(call("pdftotext", "-layout", tmp_path / "out" / entry.files[0].path, "-").split())
    for words in ("12 bản", "Ngã tư Quyết Thắng", "chị Hoa, 0912 345 678", "18/01/2026", "8 m²"):
        assert words in said
    assert codong("verify", tmp_path / "out" / entry.files[0].path).code == 0


def test_what_no_ticket_can_say_is_refused(codong: Codong, tmp_path: Path) -> None:
    ran = codong(*SIGN, "--out", tmp_path / "out", "--quantity", "0")
    assert ran.code == 2 and "no number of copies" in ran.err
    ran = codong(*SIGN, "--out", tmp_path / "out", "--place", "nhà  văn hóa")
    assert ran.code != 0 and "--place" in ran.err and not (tmp_path / "out").exists()
