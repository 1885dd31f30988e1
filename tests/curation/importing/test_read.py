"""Lists in: the same list in files of every kind makes the same entries, and nothing is taken in silence."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from renderer.catalogue import Status
from renderer.curation.importing.read import read_list
from renderer.studio import Studio
from renderer.text import encode
from tests.helpers.command import Codong, Ran
from tests.helpers.lists import (
    FOOT,
    SLOGANS,
    TEXTS,
    bare_txt,
    comma_file,
    entries,
    legacy_bytes,
    letter,
    numbered_txt,
    sheet,
    table_letter,
    without_the_list,
)
from tests.helpers.workspaces import ROOT

LISTS: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "numbered text": ("a.txt", numbered_txt),
    "bare text": ("a.txt", bare_txt),
    "text in TCVN3 bytes": ("a.txt", lambda p: numbered_txt(p, encoding="tcvn3")),
    "text in VNI bytes": ("a.txt", lambda p: numbered_txt(p, encoding="vni")),
    "CSV with semicolons and a mark": ("a.csv", comma_file),
    "XLSX by openpyxl": ("a.xlsx", sheet),
    "XLSX with a cell in .VnTime": ("a.xlsx", lambda p: sheet(p, font=".VnTime", encoding="tcvn3")),
    "XLSX with a cell in VNI-Times": ("a.xlsx", lambda p: sheet(p, font="VNI-Times", encoding="vni")),
    "XLSX by LibreOffice": (
        "a.xlsx",
        lambda p: Path(shutil.copy(ROOT / "tests/curation/importing/libreoffice.xlsx", p)),
    ),
    "DOCX by LibreOffice": (
        "a.docx",
        lambda p: Path(shutil.copy(ROOT / "tests/curation/importing/libreoffice.docx", p)),
    ),
    "DOCX with automatic numbers": ("a.docx", letter),
    "DOCX with a run in .VnTime": ("a.docx", lambda p: letter(p, font=".VnTime", encoding="tcvn3")),
    "DOCX with a table": ("a.docx", table_letter),
}


@pytest.fixture
def own(own_workspace: Path) -> Path:
    return without_the_list(own_workspace)


@pytest.mark.parametrize(("name", "make"), LISTS.values(), ids=LISTS.keys())
def test_every_kind_of_file_makes_the_same_entries(
    codong: Codong, own: Path, tmp_path: Path, name: str, make: Callable[[Path], Path]
) -> None:
    before = (own / SLOGANS).read_bytes()
    order = ("catalogue", "import", make(tmp_path / name), "--status", "issued", "--accept-converted")
    ran = codong(*order, "--campaign", "dai-hoi-xiv", workspace=own)
    assert ran.code == 0, ran.out + ran.err
    assert "9 slogans added (issued), 0 known already" in ran.out
    made = entries(own)
    assert [(s.id, s.text) for s in made] == [(f"cv9743-{n:02d}", t) for n, t in enumerate(TEXTS, 1)]
    assert {(s.document, s.issuer, s.issued_on, s.status, s.kind, s.campaign, s.source) for s in made} == {
        (
            "9743-CV/BTGTW",
            "Ban Tuyên giáo Trung ương",
            date(2024, 10, 16),
            Status.ISSUED,
            "slogan",
            ("dai-hoi-xiv",),
            "Công văn số 9743-CV/BTGTW ngày 16/10/2024 của Ban Tuyên giáo Trung ương",
        )
    }
    after = (own / SLOGANS).read_bytes()
    assert after.startswith(before.rstrip())
    again = codong(*order, workspace=own)
    assert again.code == 0 and "0 slogans added (issued), 9 known already" in again.out
    assert (own / SLOGANS).read_bytes() == after


def test_it_shows_what_it_understood(codong: Codong, own: Path, tmp_path: Path) -> None:
    before = (own / SLOGANS).read_bytes()
    path = letter(tmp_path / "a.docx", font=".VnTime", encoding="tcvn3")
    ran = codong("catalogue", "import", path, "--dry-run", "--accept-converted", workspace=own)
    assert ran.code == 0 and (own / SLOGANS).read_bytes() == before
    for said in (
        "document  9743-CV/BTGTW  (table 1 row 1, column 1)",
        "issuer    Ban Tuyên giáo Trung ương  (the symbol BTGTW)",
        "date      2024-10-16  (table 1 row 1, column 2)",
        "9 slogans:",
        f"new   cv9743-01  paragraph 5, no. 1 under 'Khẩu hiệu tuyên truyền': {TEXTS[0]}",
        "(addressees): Các tỉnh ủy",
        "(running text): Căn cứ Công văn số 1-CV/TU",
        "(heading): Tổ chức thực hiện",
        "(recipients and signature): Lưu HC.",
        "9 slogans would be added (draft), 0 known already",
    ):
        assert said in ran.out, said
    raw = encode(TEXTS[-1], "tcvn3")
    assert repr(raw) in ran.out and repr(TEXTS[-1]) in ran.out and "decided by the font .VnTime" in ran.out


def test_the_same_as_json(codong: Codong, own: Path, tmp_path: Path) -> None:
    ran = codong("catalogue", "import", sheet(tmp_path / "a.xlsx"), "--dry-run", "--json", workspace=own)
    said = json.loads(ran.out)
    assert said["facts"]["document"] == {"value": "9743-CV/BTGTW", "from": "Khẩu hiệu row 1, A1"}
    assert said["slogans"][0]["where"] == "Khẩu hiệu row 5, B5, no. 1" and said["to_add"] == 9
    assert {n["taken_for"] for n in said["no_slogans"]} == {"letterhead", "heading"}
    assert said["remarks"] == ["the column 'Ghi chú' is passed over"]


def test_a_legacy_encoding_is_taken_only_with_consent(codong: Codong, own: Path, tmp_path: Path) -> None:
    before = (own / SLOGANS).read_bytes()
    for path in (
        numbered_txt(tmp_path / "a.txt", encoding="tcvn3"),
        sheet(tmp_path / "a.xlsx", font=".VnTime", encoding="tcvn3"),
        letter(tmp_path / "a.docx", font="VNI-Times", encoding="vni"),
    ):
        ran = codong("catalogue", "import", path, workspace=own)
        assert ran.code == 3 and "nothing was taken up" in ran.err and "--accept-converted" in ran.err
        assert "Đẩy mạnh các phong trào thi đua" in ran.err
    assert (own / SLOGANS).read_bytes() == before


def test_a_font_in_capitals(codong: Codong, own: Path, tmp_path: Path) -> None:
    path = letter(tmp_path / "a.docx", font=".VnTimeH", encoding="tcvn3")
    assert codong("catalogue", "import", path, "--accept-converted", workspace=own).code == 0
    assert entries(own)[-1].text == TEXTS[-1].upper()
    assert "converted from TCVN3" in entries(own)[-1].notes


def test_options_overrule_and_say_so(codong: Codong, own: Path, tmp_path: Path) -> None:
    order = ("catalogue", "import", numbered_txt(tmp_path / "a.txt"))
    ran = codong(
        *order,
        "--document",
        "805/KH-SVHTTDL",
        "--issuer",
        "Sở Văn hóa, Thể thao và Du lịch",
        "--issued-on",
        "22/4/2025",
        "--source",
        "bản do Sở gửi",
        "--prefix",
        "thu",
        workspace=own,
    )
    assert ran.code == 0
    assert "--document 805/KH-SVHTTDL overrules 9743-CV/BTGTW, which is read in line 4" in ran.out
    assert "--issued-on 2025-04-22 overrules 2024-10-16" in ran.out and "--issuer" in ran.out
    made = entries(own, "thu-")
    assert len(made) == 9 and {(s.document, s.source, s.status) for s in made} == {
        ("805/KH-SVHTTDL", "bản do Sở gửi", Status.DRAFT)
    }
    # The same list under its own number is another document's; its texts are named.
    other = codong(*order, workspace=own)
    assert other.code == 0 and "the same text stands as thu-01" in other.out and len(entries(own)) == 9


def test_issued_only_with_its_paper(codong: Codong, own: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(TEXTS), encoding="utf-8")
    before = (own / SLOGANS).read_bytes()
    ran = codong(
        "catalogue", "import", path, "--status", "issued", "--issuer", "Ban Tuyên giáo Trung ương", workspace=own
    )
    assert ran.code == 4 and "not known: --document, --issued-on" in ran.err
    assert (own / SLOGANS).read_bytes() == before
    assert codong("catalogue", "import", path, workspace=own).code == 0
    drafts = entries(own, "a-")
    assert len(drafts) == 9 and drafts[0].source == "tệp a.txt" and drafts[0].status is Status.DRAFT
    assert "0 slogans added" in codong("catalogue", "import", path, workspace=own).out


def test_issued_only_without_an_error(codong: Codong, own: Path, tmp_path: Path) -> None:
    spoilt = [*TEXTS[:-1], TEXTS[-1].replace("thi đua", "thi đưa")]
    before = (own / SLOGANS).read_bytes()
    path = letter(tmp_path / "a.docx", spoilt)
    ran = codong("catalogue", "import", path, "--status", "issued", workspace=own)
    assert ran.code == 4 and "near-phrase" in ran.err and "paragraph 13, no. 9" in ran.err
    assert (own / SLOGANS).read_bytes() == before
    draft = codong("catalogue", "import", path, workspace=own)
    assert draft.code == 0 and "thi đua'" in draft.out and "thi đưa" in entries(own)[-1].text


def test_an_id_is_never_given_twice(codong: Codong, own: Path, tmp_path: Path) -> None:
    assert codong("catalogue", "import", numbered_txt(tmp_path / "a.txt", TEXTS[:3]), workspace=own).code == 0
    before = (own / SLOGANS).read_bytes()
    ran = codong("catalogue", "import", numbered_txt(tmp_path / "b.txt", TEXTS[1:]), workspace=own)
    assert ran.code == 3 and "the id cv9743-03 is that of" in ran.err and "--prefix" in ran.err
    assert (own / SLOGANS).read_bytes() == before
    rest = codong("catalogue", "import", tmp_path / "b.txt", "--prefix", "cv9743-b", workspace=own)
    assert rest.code == 0 and "6 slogans added (draft), 2 known already" in rest.out


def test_a_list_that_begins_again_is_kept_apart_in_its_place(codong: Codong, own: Path, tmp_path: Path) -> None:
    first, second = TEXTS[:2], [*TEXTS[2:4], TEXTS[0]]
    lines = [
        "DANH MỤC KHẨU HIỆU",
        "(Kèm theo Công văn số 9743-CV/BTGTW ngày 16/10/2024 của Ban Tuyên giáo Trung ương)",
        "I. TRƯỚC ĐẠI HỘI",
        *(f"{n}) {t}" for n, t in enumerate(first, 1)),
        "II. TRONG ĐẠI HỘI",
        *(f"Khẩu hiệu {n}: {t}" for n, t in enumerate(second, 1)),
    ]
    path = tmp_path / "a.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    ran = codong("catalogue", "import", path, "--status", "issued", workspace=own)
    assert ran.code == 0, ran.err
    assert "no. 1 under 'TRƯỚC ĐẠI HỘI'" in ran.out and "no. 2 under 'TRONG ĐẠI HỘI'" in ran.out
    assert "is the slogan of line 4, no. 1 under 'TRƯỚC ĐẠI HỘI' once more, and is taken up once" in ran.out
    assert [s.text for s in entries(own)] == TEXTS[:4]
    assert entries(own)[2].notes == "from a.txt, line 7, no. 1 under 'TRONG ĐẠI HỘI'"


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.txt"])
def test_a_letter_that_orders_no_text_holds_no_slogan(codong: Codong, own: Path, tmp_path: Path, name: str) -> None:
    makers = {"a.docx": letter, "a.xlsx": sheet, "a.txt": bare_txt}
    ran = codong("catalogue", "import", makers[name](tmp_path / name, ()), workspace=own)
    assert ran.code == 3 and "no slogan was found" in ran.err and name in ran.err


@pytest.mark.parametrize("path", sorted((ROOT / "tests/text/letters").glob("*.txt")), ids=lambda p: p.name[:3])
def test_the_four_letters_hold_no_slogan(codong: Codong, own: Path, path: Path) -> None:
    ran = codong("catalogue", "import", path, workspace=own)
    assert ran.code == 3 and "no slogan was found" in ran.err


def test_two_papers_that_disagree_are_no_paper(codong: Codong, own: Path, tmp_path: Path) -> None:
    lines = [
        "Số 411-CV/ĐU",
        "Vạn Xuân, ngày 14 tháng 01 năm 2026",
        "KHẨU HIỆU",
        "(Kèm theo Công văn số 9743-CV/BTGTW ngày 16/10/2024 của Ban Tuyên giáo Trung ương)",
        "1. " + TEXTS[0],
    ]
    path = tmp_path / "a.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    ran = codong("catalogue", "import", path, "--status", "issued", workspace=own)
    assert ran.code == 4 and "not known: --document, --issued-on" in ran.err
    assert "several numbers are read: 411-CV/ĐU (line 1), 9743-CV/BTGTW (line 4); give --document" in ran.out


def in_the_way(codong: Codong, own: Path, path: Path, **more: str) -> Ran:
    before = (own / SLOGANS).read_bytes()
    ran = codong("catalogue", "import", path, workspace=own, **more)
    assert (own / SLOGANS).read_bytes() == before and not list(own.rglob("*.part"))
    return ran


def test_a_packed_workspace_is_not_written(tmp_path: Path) -> None:
    from renderer.curation.importing.item import Given
    from renderer.curation.importing.proposal import propose, take_up
    from renderer.values.errors import WriteError
    from renderer.workspace import Workspace

    before = (ROOT / SLOGANS).read_bytes()
    studio = Studio(Workspace(ROOT, packed=True))
    proposal = propose(studio, numbered_txt(tmp_path / "a.txt"), Given(document="1-CV/TU", prefix="thu"))
    assert len(proposal.added) == 9
    with pytest.raises(WriteError, match="packed"):
        take_up(studio, proposal)
    assert (ROOT / SLOGANS).read_bytes() == before


def test_a_full_disk_leaves_the_catalogue_as_it_was(codong: Codong, own: Path, tmp_path: Path) -> None:
    path = numbered_txt(tmp_path / "a.txt")
    size = (own / SLOGANS).stat().st_size // 1024  # KiB: the file as it would stand does not go in
    ran = in_the_way(codong, own, path, limit=f"trap '' XFSZ; ulimit -f {size}")
    assert ran.code == 7 and "cannot be written" in ran.err and SLOGANS in ran.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_the_right_to_write(codong: Codong, own: Path, tmp_path: Path) -> None:
    folder = (own / SLOGANS).parent
    folder.chmod(0o555)
    try:
        assert in_the_way(codong, own, numbered_txt(tmp_path / "a.txt")).code == 7
    finally:
        folder.chmod(0o755)


def test_nothing_of_the_foot_is_a_slogan(codong: Codong, own: Path, tmp_path: Path) -> None:
    ran = codong("catalogue", "import", numbered_txt(tmp_path / "a.txt"), "--dry-run", "--json", workspace=own)
    said = json.loads(ran.out)
    assert len([n for n in said["no_slogans"] if n["taken_for"] == "recipients and signature"]) == len(FOOT)


@pytest.mark.parametrize("encoding", ["", "tcvn3", "vni"])
@pytest.mark.parametrize("numbered", [False, True])
def test_measured_every_text_of_the_catalogue_comes_back_exactly(
    tmp_path: Path, studio: Studio, encoding: str, numbered: bool
) -> None:
    """Also those that begin with a number, and words that are syllables in both readings: the other lines decide."""
    texts = [s.text for s in studio.catalogue.slogans]
    text = "\n".join(f"{n}. {t}" if numbered else t for n, t in enumerate(texts, 1))
    path = tmp_path / "a.txt"
    path.write_bytes(legacy_bytes(text, encoding) if encoding else text.encode("utf-8"))
    slogans = read_list(path, accept_converted=True).slogans
    assert [s.text for s in slogans] == texts and not any(s.wrapped for s in slogans)


def test_doubt_beside_a_converted_line_is_an_error(codong: Codong, own: Path, tmp_path: Path) -> None:
    """In a file that is partly Unicode nobody can tell what a line in doubt was written in."""
    raw = encode("linh hồn", "vni")
    lines = ["1. Đảng", "2. " + encode(TEXTS[0], "vni"), f"3. {raw}"]
    (tmp_path / "a.txt").write_text("\n".join(lines), encoding="utf-8")
    ran = codong("catalogue", "import", "a.txt", "--accept-converted", workspace=own)
    assert ran.code == 3 and "line 3, no. 3: ambiguous-encoding" in ran.err and "linh hồn" in ran.err
