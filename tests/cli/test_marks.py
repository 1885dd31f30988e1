"""Break marks proposed, shown in every kind of sign, and confirmed by a person."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from renderer.catalogue import Slogan, load_catalogue
from renderer.workspace import Workspace
from tests.helpers.command import Codong
from tests.helpers.lists import SLOGANS
from tests.helpers.workspaces import change_text

NEW = "Mừng Đảng, mừng Xuân Bính Ngọ"
KINDS = ["ap-phich/co-do", "bang-ron/co-do", "led/co-do", "pano/co-do"]
LIST = "Khẩu hiệu\n1. Toàn dân tham gia phòng cháy, chữa cháy!\n"


def slogan(workspace: Path, slogan_id: str) -> Slogan:
    return load_catalogue(Workspace(workspace).read).slogan(slogan_id)


def test_a_new_text_gets_marks_and_its_lines_in_every_kind_of_sign(codong: Codong) -> None:
    ran = codong("marks", NEW)
    marks, *rows = ran.out.splitlines()
    assert ran.code == 0 and marks == "Mừng_Đảng, mừng~Xuân_Bính_Ngọ"
    assert [row.split()[0] for row in rows] == KINDS
    for row in rows:
        assert " ".join(row.split("  ")[-1].replace(" | ", " ").split()) == NEW


def test_the_picture_holds_every_text_and_sign(codong: Codong, tmp_path: Path) -> None:
    ran = codong("marks", NEW, "dn23-06", "--picture", tmp_path / "marks.svg")
    assert ran.code == 0 and "\ndn23-06: Đảng_Cộng_sản~Việt_Nam // quang_vinh~muôn_năm!\n" in ran.out
    root = ET.parse(tmp_path / "marks.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"
    words = [element.text for element in root.iter(f"{space}text")]
    assert words[0] == NEW and words[5] == "dn23-06: Đảng Cộng sản Việt Nam quang vinh muôn năm!" and len(words) == 10
    # A path for every letter and mark that has ink, once a sign.
    letters = sum(len(text.replace(" ", "")) for text in (NEW, "Đảng Cộng sản Việt Nam quang vinh muôn năm!"))
    assert len(list(root.iter(f"{space}path"))) >= 4 * letters
    piped = codong("marks", NEW, "dn23-06", "--picture", "-")
    assert piped.out == (tmp_path / "marks.svg").read_text(encoding="utf-8") and "Mừng_Đảng" in piped.err


def test_what_does_not_fit_a_sign_is_said_and_the_others_shown(codong: Codong) -> None:
    ran = codong("marks", " ".join(["nghiêng"] * 60))
    assert ran.code == 0 and "bang-ron/co-do" in ran.out and "does not fit: " in ran.out


def test_a_picture_of_a_list_on_standard_output_stands_there_alone(
    codong: Codong, own_workspace: Path, tmp_path: Path
) -> None:
    (tmp_path / "list.txt").write_text(LIST, encoding="utf-8")
    ran = codong("catalogue", "import", tmp_path / "list.txt", "--picture", "-", "--dry-run", workspace=own_workspace)
    assert ran.code == 0 and ET.fromstring(ran.out).tag.endswith("svg") and "1 slogans would be added" in ran.err


def test_a_person_confirms_proposed_marks_or_gives_others(codong: Codong, own_workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(LIST, encoding="utf-8")
    picture = tmp_path / "list.svg"
    taken = codong(
        "catalogue", "import", tmp_path / "list.txt", "--prefix", "pc", "--picture", picture, workspace=own_workspace
    )
    assert (
        taken.code == 0
        and "1 with proposed break marks" in taken.out
        and "pc-01: Toàn dân" in picture.read_text("utf-8")
    )
    before = slogan(own_workspace, "pc-01")
    assert before.breaks_proposed
    waiting = codong("marks", "--proposed", workspace=own_workspace)
    assert waiting.code == 0 and waiting.out.startswith(f"pc-01 (proposed): {before.breaks}\n")
    confirmed = codong("marks", "--proposed", "--confirm", workspace=own_workspace)
    assert confirmed.code == 0 and confirmed.out.startswith(f"pc-01: {before.breaks}\n")
    after = slogan(own_workspace, "pc-01")
    assert not after.breaks_proposed and after.breaks == before.breaks
    assert "no slogan has marks that wait" in codong("marks", "--proposed", workspace=own_workspace).out
    other = "Toàn_dân // tham_gia~phòng_cháy, / chữa_cháy!"
    assert codong("marks", "pc-01", "--confirm", "--breaks", other, workspace=own_workspace).code == 0
    assert slogan(own_workspace, "pc-01").breaks == other


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ([], 2, "there is no text"),
        (["Mừng  Đảng"], 4, "space"),
        (["dn23-06", "--proposed"], 2, "--proposed: finds its slogans itself"),
        (["dn23-06", "--breaks", "Đảng"], 2, "--breaks: are the marks of one slogan"),
        (["dn23-06", "dn23-05", "--confirm", "--breaks", "x"], 2, "--breaks: are the marks of one slogan"),
        (["dn23-06", "--confirm", "--breaks", "Đảng_ta"], 2, "--breaks: word 2 is 'ta', in the text 'Cộng'"),
        (["Mừng Đảng", "--confirm"], 2, "'Mừng Đảng' is no slogan of the catalogue"),
    ],
)
def test_what_cannot_be_shown_or_confirmed(
    codong: Codong, own_workspace: Path, arguments: list[str], code: int, told: str
) -> None:
    before = (own_workspace / SLOGANS).read_bytes()
    ran = codong("marks", *arguments, workspace=own_workspace)
    assert (ran.code, told in ran.err) == (code, True), ran.err
    assert (own_workspace / SLOGANS).read_bytes() == before


def test_an_entry_without_marks_has_none_to_confirm(codong: Codong, own_workspace: Path) -> None:
    entry = 'id = "tet-3"\nversion = 1\ntext = "CHÀO XUÂN BÍNH NGỌ 2026"\n'
    change_text(own_workspace / SLOGANS, entry + 'breaks = "CHÀO_XUÂN // BÍNH_NGỌ~2026"\n', entry)
    ran = codong("marks", "tet-3", "--confirm", workspace=own_workspace)
    assert ran.code == 2 and "carries no break marks to confirm" in ran.err
