"""Templates filled, and lists that correct what was issued: by the command, into a workspace of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from renderer.catalogue import Status, load_catalogue
from renderer.storage.lock import lock_folder
from renderer.workspace import Workspace
from tests.helpers.command import Codong
from tests.helpers.lists import SLOGANS

HEAD = "Số: 137-CV/BTGTW\nHà Nội, ngày 14 tháng 3 năm 2016\n\nKhẩu hiệu\n"
NEW = "Bầu cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân là quyền của mỗi công dân!"
ISSUER = ("--issuer", "Ban Tuyên giáo Trung ương", "--status", "issued")


def slogan(workspace: Path, slogan_id: str, version: int | None = None):  # type: ignore[no-untyped-def]
    return load_catalogue(Workspace(workspace).read).slogan(slogan_id, version)


def test_a_filled_template_is_a_draft_that_can_be_approved(codong: Codong, own_workspace: Path) -> None:
    shown = codong("catalogue", "fill", "bac-event", "--year", "2026", "--dry-run", workspace=own_workspace)
    text = "Kỷ niệm 136 năm Ngày sinh Chủ tịch Hồ Chí Minh (19/5/1890 - 19/5/2026)"
    assert shown.code == 0 and shown.out == f"bac-event-2026  {text}\n"
    assert codong("catalogue", "fill", "bac-event", "--year", "2026", workspace=own_workspace).code == 0
    draft = slogan(own_workspace, "bac-event-2026")
    assert (draft.text, draft.status, draft.filled_from) == (text, Status.DRAFT, "bac-event")
    assert codong("approve", draft.id, "--by", "B", "--role", "duyệt", workspace=own_workspace).code == 0
    again = codong("catalogue", "fill", "bac-event", "--year", "2026", workspace=own_workspace)
    assert again.code == 3 and "has a slogan bac-event-2026 already" in again.err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["dn23-06", "--year", "2026"], 2, "has no template"),
        (["qk75"], 2, "the template needs: year"),
        (["qk75", "--year", "2026", "--unit", "x"], 2, "no field for: unit"),
        (["qk75", "--year", "1945"], 2, "is not after 1945"),
        (["nicht", "--year", "2026"], 2, "no slogan is called"),
        (["qk75", "--year", "2026", "--id", "Quốc khánh"], 2, "is not a slug"),
    ],
)
def test_what_cannot_be_filled(codong: Codong, own_workspace: Path, arguments: list[str], code: int, told: str) -> None:
    before = (own_workspace / SLOGANS).read_bytes()
    ran = codong("catalogue", "fill", *arguments, workspace=own_workspace)
    assert (ran.code, told in ran.err) == (code, True), ran.err
    assert (own_workspace / SLOGANS).read_bytes() == before


def test_a_template_with_a_slip_is_not_filled(codong: Codong, own_workspace: Path) -> None:
    path = own_workspace / SLOGANS
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("(19/5/1890 - 19/5/{year})", "(19/5/1891 - 19/5/{year})"), "utf-8")
    ran = codong("catalogue", "fill", "bac-event", "--year", "2028", workspace=own_workspace)
    assert ran.code == 4 and "says 138 năm, but 2028 - 1891 = 137" in ran.err


def test_a_second_letter_corrects_an_issued_slogan(codong: Codong, own_workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "l.txt").write_text(f"{HEAD}1. {NEW}\n", encoding="utf-8")
    plain = codong("catalogue", "import", "l.txt", "--corrects", "bc16-04-erratum", *ISSUER, workspace=own_workspace)
    assert plain.code == 0, plain.out + plain.err
    new, old = slogan(own_workspace, "bc16-04-erratum"), slogan(own_workspace, "bc16-04-erratum", 1)
    assert (new.version, new.text, new.campaign, new.document) == (2, NEW, old.campaign, "137-CV/BTGTW")
    again = codong("catalogue", "import", "l.txt", *ISSUER, workspace=own_workspace)
    assert again.code == 0 and "0 slogans added" in again.out


def test_a_text_that_is_almost_an_issued_one_is_issued_only_with_a_statement(
    codong: Codong, own_workspace: Path, tmp_path: Path
) -> None:
    (tmp_path / "l.txt").write_text(f"{HEAD}1. Đảng Cộng sản Việt Nam vinh quang muôn năm!\n", encoding="utf-8")
    refused = codong("catalogue", "import", "l.txt", *ISSUER, workspace=own_workspace)
    assert refused.code == 4 and "near-issued" in refused.err
    taken = codong("catalogue", "import", "l.txt", *ISSUER, "--although", "văn bản ghi thế", workspace=own_workspace)
    assert taken.code == 0
    assert slogan(own_workspace, "cv137-01").notes.endswith("tuy nhiên: văn bản ghi thế")


def test_a_correction_is_one_slogan_of_a_known_one(codong: Codong, own_workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "l.txt").write_text(f"{HEAD}1. {NEW}\n2. Một câu khác của tờ này!\n", encoding="utf-8")
    two = codong("catalogue", "import", "l.txt", "--corrects", "bc16-04-erratum", workspace=own_workspace)
    assert two.code == 3 and "not one that corrects" in two.err
    assert codong("catalogue", "import", "l.txt", "--corrects", "nicht", workspace=own_workspace).code == 2


def test_a_phase_must_be_one_of_the_campaigns(codong: Codong, own_workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "l.txt").write_text(f"{HEAD}1. {NEW}\n", encoding="utf-8")
    order = ("catalogue", "import", "l.txt", "--campaign", "dai-hoi-xiv", "--phase")
    wrong = codong(*order, "dot-9", workspace=own_workspace)
    assert wrong.code == 2 and "none of its campaigns has 'dot-9'" in wrong.err and "dot-1, dot-2, dot-3" in wrong.err
    assert codong(*order, "dot-3", workspace=own_workspace).code == 0
    assert slogan(own_workspace, "cv137-01").phase == ("dot-3",)


def test_two_imports_at_once_do_not_write_over_each_other(codong: Codong, own_workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "l.txt").write_text(f"{HEAD}1. {NEW}\n", encoding="utf-8")
    before = (own_workspace / SLOGANS).read_bytes()
    with lock_folder(own_workspace / "assets/catalogue", "khác"):
        ran = codong("catalogue", "import", "l.txt", workspace=own_workspace)
    assert ran.code == 7 and "another run writes" in ran.err and (own_workspace / SLOGANS).read_bytes() == before


def test_a_filled_template_keeps_its_phase_and_its_lead(codong: Codong, own_workspace: Path) -> None:
    path = own_workspace / SLOGANS
    more = (
        '\n[[slogan]]\nid = "mau"\ntext = "Nhiệt liệt chào mừng thành công Đại hội lần thứ XIV!"\n'
        'template = "Nhiệt liệt chào mừng thành công Đại hội lần thứ {ordinal}!"\nlead = "Nhiệt liệt chào mừng"\n'
        'kind = "slogan"\ncampaign = ["dai-hoi-xiv"]\nphase = ["dot-3"]\nsource = "s"\nstatus = "draft"\n'
    )
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    order = ("catalogue", "fill", "mau", "--ordinal", "XIV", "--although", "đúng", "--id", "mau-2")
    ran = codong(*order, workspace=own_workspace)
    assert ran.code == 0, ran.err
    draft = slogan(own_workspace, "mau-2")
    assert (draft.phase, draft.lead, draft.notes) == (("dot-3",), "Nhiệt liệt chào mừng", "tuy nhiên: đúng")
    path.write_text(
        path.read_text(encoding="utf-8").replace("(19/5/1890 - 19/5/{year})", "(19/5/1891 - 19/5/{year})"), "utf-8"
    )
    refused = codong("catalogue", "fill", "bac-event", "--year", "2028", workspace=own_workspace)
    assert refused.code == 4 and "--although" in refused.err
    taken = codong("catalogue", "fill", "bac-event", "--year", "2028", "--although", "x", workspace=own_workspace)
    assert taken.code == 0, taken.err
