"""What a list says of entries that stand already: drafts that become issued, corrections, names that are none."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.command import Codong
from tests.helpers.lists import SLOGANS, numbered_txt, without_the_list

HEAD = "Số: 137-CV/BTGTW\nHà Nội, ngày 14 tháng 3 năm 2016\n\nKhẩu hiệu\n"
ISSUED = ("--status", "issued", "--issuer", "Ban Tuyên giáo Trung ương")
ONE = "Toàn dân tích cực hưởng ứng ngày hội của phường!"


@pytest.fixture
def own(own_workspace: Path) -> Path:
    return without_the_list(own_workspace)


def listed(tmp_path: Path, *texts: str) -> Path:
    path = tmp_path / "l.txt"
    path.write_text(HEAD + "\n".join(f"{n}. {t}" for n, t in enumerate(texts, 1)), encoding="utf-8")
    return path


def rows(workspace: Path, slogan_id: str) -> list[dict[str, Any]]:
    table = tomllib.loads((workspace / SLOGANS).read_text(encoding="utf-8"))["slogan"]
    return [row for row in table if row["id"] == slogan_id]


# -- drafts become issued -------------------------------------------------------------------------


def test_the_drafts_of_a_list_are_issued_where_they_stand(codong: Codong, own: Path, tmp_path: Path) -> None:
    path = numbered_txt(tmp_path / "a.txt")
    assert codong("catalogue", "import", path, workspace=own).code == 0
    drafts = (own / SLOGANS).read_text(encoding="utf-8")
    shown = codong("catalogue", "import", path, "--status", "issued", "--dry-run", workspace=own)
    assert shown.code == 0 and "issued now cv9743-01" in shown.out and "9 drafts issued now" in shown.out
    assert (own / SLOGANS).read_text(encoding="utf-8") == drafts
    ran = codong("catalogue", "import", path, "--status", "issued", workspace=own)
    assert ran.code == 0 and "0 slogans added (issued), 0 known already, 9 drafts issued now" in ran.out
    block = drafts.index('id = "cv9743-01"')
    wanted = drafts[:block] + drafts[block:].replace('status = "draft"', 'status = "issued"')
    assert (own / SLOGANS).read_text(encoding="utf-8") == wanted
    again = codong("catalogue", "import", path, "--status", "issued", workspace=own)
    assert "9 known already" in again.out and "known cv9743-01 (issued)" in again.out


def test_a_draft_without_a_paper_gets_one(codong: Codong, own: Path, tmp_path: Path) -> None:
    bare = tmp_path / "b.txt"
    bare.write_text(f"{ONE}\n", encoding="utf-8")
    assert codong("catalogue", "import", bare, workspace=own).code == 0
    [draft] = rows(own, "b-01")
    path = own / SLOGANS
    path.write_text(path.read_text(encoding="utf-8") + "# cuối tệp\n", encoding="utf-8")
    ran = codong("catalogue", "import", listed(tmp_path, ONE), *ISSUED, workspace=own)
    assert ran.code == 0 and "issued now b-01" in ran.out, ran.out + ran.err
    [issued] = rows(own, "b-01")
    assert {k: v for k, v in issued.items() if draft.get(k) != v} == {
        "document": "137-CV/BTGTW",
        "issuer": "Ban Tuyên giáo Trung ương",
        "status": "issued",
        "issued_on": issued["issued_on"],
        "source": "Công văn số 137-CV/BTGTW ngày 14/03/2016 của Ban Tuyên giáo Trung ương",
    }
    assert path.read_text(encoding="utf-8").endswith("# cuối tệp\n")


def test_a_draft_in_other_words_or_with_an_error_is_not_issued(codong: Codong, own: Path, tmp_path: Path) -> None:
    text = "Đẩy mạnh phong trào thi đưa - yêu nước!"
    assert codong("catalogue", "import", listed(tmp_path, text), workspace=own).code == 0
    before = (own / SLOGANS).read_bytes()
    slip = codong("catalogue", "import", listed(tmp_path, text), *ISSUED, workspace=own)
    assert slip.code == 4 and "near-phrase" in slip.err
    other = codong("catalogue", "import", listed(tmp_path, text.replace("-", "–")), *ISSUED, workspace=own)
    assert other.code == 3 and "stands as the draft cv137-01 in another form" in other.err
    assert (own / SLOGANS).read_bytes() == before
    said = codong("catalogue", "import", "l.txt", *ISSUED, "--although", "x", workspace=own)
    assert said.code == 3
    taken = codong("catalogue", "import", listed(tmp_path, text), *ISSUED, "--although", "đúng", workspace=own)
    assert taken.code == 0 and rows(own, "cv137-01")[0]["notes"].endswith("; tuy nhiên: đúng")


def test_a_known_text_that_may_not_be_printed_is_told_of(codong: Codong, own_workspace: Path, tmp_path: Path) -> None:
    rejected = next(
        r
        for r in tomllib.loads((own_workspace / SLOGANS).read_text("utf-8"))["slogan"]
        if r["status"] == "rejected" and not r.get("document")
    )
    (tmp_path / "r.csv").write_text(f'Mã;Khẩu hiệu\n{rejected["id"]};"{rejected["text"]}"\n', encoding="utf-8")
    ran = codong("catalogue", "import", "r.csv", "--dry-run", workspace=own_workspace)
    assert f"known {rejected['id']} (rejected)" in ran.out
    assert f"stands as {rejected['id']}, which is rejected: it may not be printed" in ran.out


# -- corrections ----------------------------------------------------------------------------------


def test_a_correction_keeps_what_still_holds_and_says_what_does_not(
    codong: Codong, own_workspace: Path, tmp_path: Path
) -> None:
    path = own_workspace / SLOGANS
    text = path.read_text(encoding="utf-8").replace('id = "cv9743-02"\n', 'id = "cv9743-02"\nvalid_to = 2026-12-31\n')
    path.write_text(text, encoding="utf-8")
    [old] = rows(own_workspace, "cv9743-02")
    new = old["text"].replace("của Đảng Cộng sản Việt Nam", "của Đảng")
    ran = codong(
        "catalogue",
        "import",
        listed(tmp_path, new),
        *ISSUED,
        "--corrects",
        "cv9743-02",
        "--although",
        "x",
        workspace=own_workspace,
    )
    assert ran.code == 0, ran.out + ran.err
    after = rows(own_workspace, "cv9743-02")[1]
    same = ("campaign", "phase", "kind", "valid_to", "lead", "core")
    assert [after[name] for name in same] == [old[name] for name in same]
    assert after["breaks_proposed"] and after["breaks"] != old["breaks"]
    assert "cv9743-02 version 2 does not keep breaks, settings of version 1" in ran.out


def test_a_text_of_another_entry_corrects_nothing(codong: Codong, own_workspace: Path, tmp_path: Path) -> None:
    [other] = rows(own_workspace, "dn23-07")
    ran = codong(
        "catalogue", "import", listed(tmp_path, other["text"]), "--corrects", "dn23-06", workspace=own_workspace
    )
    assert ran.code == 3 and "holds the text of dn23-07, which stands already: it does not correct dn23-06" in ran.err


def test_a_dash_can_be_corrected(codong: Codong, own_workspace: Path, tmp_path: Path) -> None:
    [old] = rows(own_workspace, "cv9743-01")
    order = ("--corrects", "cv9743-01", "--dry-run")
    ran = codong(
        "catalogue", "import", listed(tmp_path, old["text"].replace("-", "–")), *order, workspace=own_workspace
    )
    assert ran.code == 0 and "1 slogans would be added" in ran.out
    same = codong("catalogue", "import", listed(tmp_path, old["text"]), *order, workspace=own_workspace)
    assert same.code == 3 and "holds the text of cv9743-01, which stands already" in same.err


# -- what stands round a slogan -------------------------------------------------------------------


def test_they_are_shown_and_the_text_stands_as_issued(codong: Codong, own: Path, tmp_path: Path) -> None:
    ran = codong("catalogue", "import", listed(tmp_path, f"“{ONE}”"), workspace=own)
    assert (
        ran.code == 0
        and f"warning: quoted: character 1: the whole slogan stands in quotation marks -> {ONE!r}" in ran.out
    )
    assert rows(own, "cv137-01")[0]["text"] == f"“{ONE}”"


def test_an_unusual_space_is_named(codong: Codong, own: Path, tmp_path: Path) -> None:
    ran = codong("catalogue", "import", listed(tmp_path, ONE.replace("dân ", "dân\u00a0")), workspace=own)
    assert ran.code == 3 and "character 9 is the unusual space U+00A0" in ran.err and "Value error" not in ran.err


# -- names ----------------------------------------------------------------------------------------


def test_campaigns_and_phases_are_known_ones(codong: Codong, own: Path, tmp_path: Path) -> None:
    path = listed(tmp_path, ONE)
    slip = codong("catalogue", "import", path, "--campaign", "dai-hoi-xvi", "--dry-run", workspace=own)
    assert slip.code == 2 and "no campaign is called 'dai-hoi-xvi'" in slip.err and "dai-hoi-xiv" in slip.err
    new = codong("catalogue", "import", path, "--campaign", "le-hoi-hoa-ban", "--dry-run", workspace=own)
    assert new.code == 0 and "remark: the campaign le-hoi-hoa-ban is new" in new.out
    lone = codong("catalogue", "import", path, "--phase", "dot-1", "--dry-run", workspace=own)
    assert lone.code == 2 and "--phase: a phase is one of a campaign" in lone.err


def test_a_campaign_without_slogans_is_exported(codong: Codong, own: Path, tmp_path: Path) -> None:
    for name in ("a.xlsx", "a.pdf"):
        ran = codong("catalogue", "export", name, "--campaign", "thi-dua-yeu-nuoc", workspace=own)
        assert ran.code == 0 and (tmp_path / name).is_file(), ran.err


# -- the file -------------------------------------------------------------------------------------


def test_a_link_stays_a_link(codong: Codong, own: Path, tmp_path: Path) -> None:
    kept = own / "assets/catalogue/real.toml"
    (own / SLOGANS).rename(kept)
    (own / SLOGANS).symlink_to("real.toml")
    assert codong("catalogue", "import", listed(tmp_path, ONE), workspace=own).code == 0
    assert (own / SLOGANS).is_symlink() and ONE in kept.read_text(encoding="utf-8")


def test_a_lock_says_what_to_do(codong: Codong, own: Path, tmp_path: Path) -> None:
    from renderer.storage.lock import lock_folder

    with lock_folder(own / "assets/catalogue", "khác"):
        ran = codong("catalogue", "import", listed(tmp_path, ONE), workspace=own)
    assert ran.code == 7 and "--out" not in ran.err and "wait until it has ended, and try again" in ran.err


def test_json_tells_standing_and_what_was_typed(codong: Codong, own: Path, tmp_path: Path) -> None:
    assert codong("catalogue", "import", listed(tmp_path, ONE), workspace=own).code == 0
    [said] = json.loads(codong("catalogue", "import", "l.txt", *ISSUED, "--dry-run", "--json", workspace=own).out)[
        "slogans"
    ]
    assert (said["known"], said["standing"], said["issued_now"], said["typed_before"]) == (
        "cv137-01",
        "draft",
        True,
        "1.",
    )


def test_a_draft_of_another_source_stays_what_it_is(codong: Codong, own: Path, tmp_path: Path) -> None:
    path = own / SLOGANS
    press = f'\n[[slogan]]\nid = "bao-1"\ntext = "{ONE}"\nkind = "slogan"\nsource = "báo"\nstatus = "draft"\n'
    path.write_text(path.read_text(encoding="utf-8") + press, encoding="utf-8")
    ran = codong("catalogue", "import", listed(tmp_path, ONE), *ISSUED, workspace=own)
    assert ran.code == 0 and "the same text stands as bao-1" in ran.out
    assert rows(own, "bao-1")[0]["source"] == "báo" and rows(own, "cv137-01")[0]["status"] == "issued"
