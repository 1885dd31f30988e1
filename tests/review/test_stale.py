"""What comes after: withdrawn pictures, withdrawals taken back, files moved, a ledger lost. Each was a defect once."""

from __future__ import annotations

import json
import shutil
import threading
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from renderer.catalogue import Status, effective_status
from renderer.ledger import LEDGER
from renderer.pipeline import prepare, render
from renderer.studio import Studio
from renderer.values.dates import HangDates
from renderer.values.errors import DataError, ExitCode, RefusedError
from tests.helpers.command import Codong
from tests.helpers.jobs import toml_job
from tests.helpers.life import change, order, refusal, run, stale, with_policy
from tests.helpers.signs import CONGRESS, HANG, SHORT
from tests.helpers.workspaces import studio_of

BY = ("--by", "Trần Thị B", "--role", "duyệt")
LATER = "2026-12-20..2026-12-25"


def made(workspace: Path, folder: Path, **fields: Any) -> Path:
    asset = render(studio_of(workspace), order(**fields), folder)
    return folder / asset.entry.files[0].path


def test_a_withdrawn_picture_is_refused_whatever_the_policy(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = made(own_workspace, tmp_path / "o", hang=LATER)
    assert run(own_workspace, "withdraw", path, *BY, "--on", "2026-01-21", "--note", "sai ảnh") == 0
    told = refusal(own_workspace, order(hang=LATER))
    assert told.code == "sign-withdrawn" and "sai ảnh" in told.message
    assert refusal(own_workspace, order(hang=LATER, draft=True)).code == "sign-withdrawn"
    [found] = stale(own_workspace, tmp_path, capsys)
    assert "was withdrawn" in found["reasons"][0] and found["order"] is None
    assert run(own_workspace, "verify", path) == ExitCode.VERIFY_FAILED
    assert "sign-withdrawn" in capsys.readouterr().out
    # Another size is another picture.
    assert prepare(studio_of(own_workspace), order(hang=LATER, size="512x256px"))


def test_only_a_word_to_that_effect_lifts_a_withdrawal(own_workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(own_workspace, "withdraw", SHORT, *BY, "--on", "2026-01-20")
    assert run(own_workspace, "approve", SHORT, *BY) == ExitCode.REFUSED
    assert "was withdrawn by Trần Thị B on 2026-01-20 (no. 1)" in (err := capsys.readouterr().err)
    assert "--lifts 1" in err
    assert run(own_workspace, "approve", SHORT, *BY, "--lifts", "1", "--on", "2026-01-19") == ExitCode.REFUSED
    assert run(own_workspace, "approve", SHORT, *BY, "--lifts", "2") == ExitCode.USAGE
    assert refusal(own_workspace, order(hang=LATER)).code == "slogan-withdrawn"
    assert run(own_workspace, "approve", SHORT, *BY, "--lifts", "1") == 0
    assert prepare(studio_of(own_workspace), order(hang=LATER))
    assert run(own_workspace, "approve", SHORT, *BY, "--lifts", "1") == ExitCode.USAGE
    run(own_workspace, "withdraw", SHORT, *BY)
    assert refusal(own_workspace, order(hang=LATER)).code == "slogan-withdrawn"


def test_a_withdrawal_during_a_batch_is_heeded(codong: Codong, own_workspace: Path, tmp_path: Path) -> None:
    job = toml_job(
        tmp_path / "j.toml",
        *({"slogan": SHORT, "quantity": n} | {"size": f"{480 + n}x60cm"} for n in range(1, 31)),
        hang=LATER,
    )
    out = tmp_path / "o"
    ran: list[Any] = []
    batch = threading.Thread(
        target=lambda: ran.append(codong("batch", job, "--out", out, "--jobs", "1", "--json", workspace=own_workspace))
    )
    batch.start()
    while len(list(out.glob("*.pdf"))) < 3:
        time.sleep(0.02)
    assert run(own_workspace, "withdraw", SHORT, *BY, "--on", "2026-01-21") == 0
    batch.join()
    assert ran[0].code == ExitCode.BATCH_PARTLY_FAILED
    assert 0 < len(ran[0].faults) < 30 and {f["code"] for f in ran[0].faults} == {"slogan-withdrawn"}


def test_verify_and_preflight_do_not_call_withdrawn_signs_good(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = made(own_workspace, tmp_path / "o", layout="bang-ron/co-do", size="4,8x0,6m", hang=LATER, slogan="dn23-05")
    alone = Path(shutil.copy(path, tmp_path))
    assert run(own_workspace, "verify", path, alone) == 0
    run(own_workspace, "withdraw", "dn23-05", *BY, "--on", "2026-01-21", "--replaced-by", "dn23-07")
    capsys.readouterr()
    assert run(own_workspace, "verify", path) == ExitCode.VERIFY_FAILED
    assert "slogan-withdrawn" in capsys.readouterr().out
    assert run(own_workspace, "verify", alone) == ExitCode.VERIFY_FAILED
    assert run(own_workspace, "preflight", alone) == ExitCode.VERIFY_FAILED
    assert "text-withdrawn: says dn23-05, which was withdrawn; use dn23-07" in capsys.readouterr().out


def test_stale_finds_files_that_were_moved_or_renamed(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = made(own_workspace, tmp_path / "o", hang=LATER)
    (tmp_path / "o/khac").mkdir()
    moved = path.rename(tmp_path / "o/khac/bien.png")
    run(own_workspace, "withdraw", SHORT, *BY, "--on", "2026-01-21")
    [found] = stale(own_workspace, tmp_path, capsys)
    assert found["files"] == [str(moved)]


def test_phases_follow_an_event_that_the_ledger_replaces(own_workspace: Path) -> None:
    with open(own_workspace / "assets/catalogue/events.toml", "a", encoding="utf-8") as file:
        file.write(
            '\n[[event]]\nid = "hoi-moi"\ntitle = "Đại hội thử"\nform = "range"\nfirst = 2027-01-20\n'
            'last = 2027-01-23\nsource = "thử"\nstatus = "issued"\n'
        )
    late = {"hang": "2026-12-22"}
    assert prepare(studio_of(own_workspace), order("letter-thanhcong", **late))
    run(own_workspace, "withdraw", "event:dai-hoi-xiv", *BY, "--on", "2025-12-20", "--replaced-by", "hoi-moi")
    assert refusal(own_workspace, order("letter-thanhcong", **late)).code == "slogan-out-of-phase"
    assert not prepare(studio_of(own_workspace), order(CONGRESS, **late)).warnings


def test_a_refusal_offers_no_withdrawn_text(own_workspace: Path) -> None:
    late = order(CONGRESS, hang="2026-02-01")
    assert "dh14-motto" in refusal(own_workspace, late).hint
    run(own_workspace, "withdraw", "dh14-motto", *BY, "--on", "2026-01-01")
    assert "dh14-motto" not in refusal(own_workspace, late).hint


def test_what_is_handed_out_says_what_was_withdrawn(codong: Codong, own_workspace: Path, tmp_path: Path) -> None:
    change(own_workspace, 'id = "dn23-07"\n', 'id = "dn23-07"\nvalid_to = 2026-06-30\n')
    run(own_workspace, "withdraw", SHORT, *BY, "--on", "2026-01-21")
    assert codong("catalogue", "export", "a.xlsx", workspace=own_workspace).code == 0
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")["Khẩu hiệu"]
    told = {row[0].value: row[2].value for row in page.iter_rows()}
    assert (told[SHORT], told["dn23-07"], told["dn23-05"]) == ("Đã thu hồi", "Hết hiệu lực", "Đã ban hành")
    assert codong("job", "template", "b.xlsx", workspace=own_workspace).code == 0
    names = {cell.value for row in openpyxl.load_workbook(tmp_path / "b.xlsx")["Danh mục"].iter_rows() for cell in row}
    assert "dn23-05" in names and SHORT not in names


def test_a_sign_whose_phase_moved_is_for_a_person_and_a_new_text_makes_no_sign_stale(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(own_workspace, tmp_path / "o", slogan=CONGRESS, hang="2026-01-20..2026-02-03")
    with open(own_workspace / "assets/catalogue/slogans.toml", "a", encoding="utf-8") as file:
        file.write(
            '\n[[slogan]]\nid = "a-moi"\ntext = "Mới"\nkind = "slogan"\nsource = "thử"\nstatus = "issued"\n'
            'campaign = ["dai-hoi-xiv"]\nphase = ["dot-3"]\n'
        )
    assert stale(own_workspace, tmp_path, capsys) == []
    change(own_workspace, "last = 2026-01-23", "last = 2026-01-22", "events")
    [found] = stale(own_workspace, tmp_path, capsys, "--job", tmp_path / "j.toml")
    assert "to 2026-01-22" in found["reasons"][0] and found["order"] is None and found["advice"]
    assert not (tmp_path / "j.toml").exists()


def test_a_job_overwrites_nothing_and_is_for_one_folder(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(own_workspace, tmp_path / "o", hang=LATER)
    mine = tmp_path / "j.toml"
    mine.write_text("của tôi", encoding="utf-8")
    assert run(own_workspace, "stale", tmp_path, "--job", mine) == ExitCode.CANNOT_WRITE
    assert mine.read_text(encoding="utf-8") == "của tôi"
    assert run(own_workspace, "stale", tmp_path / "o", tmp_path, "--job", tmp_path / "k.toml") == ExitCode.USAGE


def test_a_lost_ledger_is_noticed_where_the_policy_asks_for_one(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(own_workspace, "withdraw", SHORT, *BY, "--on", "2026-01-21")
    assert "ledger = true" in capsys.readouterr().err
    with_policy(own_workspace, "[policy]\nledger = true\n")
    assert refusal(own_workspace, order(hang=LATER)).code == "slogan-withdrawn"
    (own_workspace / LEDGER).rename(tmp_path / "l")
    with pytest.raises(DataError, match="asks for a ledger"):
        prepare(studio_of(own_workspace), order(hang=LATER))
    assert run(own_workspace, "audit") == ExitCode.VERIFY_FAILED
    (own_workspace / LEDGER).symlink_to(tmp_path / "nicht da")
    assert run(own_workspace, "history") == ExitCode.BAD_DATA
    assert "cannot be reached" in capsys.readouterr().err


def test_audit_says_nothing_of_a_ledger_that_is_not_there(
    own_workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(own_workspace, "audit") == 0
    assert capsys.readouterr().out == "there is no ledger\n"
    assert run(own_workspace, "audit", "--head", "abc") == ExitCode.USAGE


def test_a_future_version_leaves_the_present_one_in_use(own_workspace: Path) -> None:
    with open(own_workspace / "assets/catalogue/slogans.toml", "a", encoding="utf-8") as file:
        file.write(
            f'\n[[slogan]]\nid = "{SHORT}"\nversion = 2\ntext = "Đảng muôn năm!"\nkind = "slogan"\nsource = "thử"\n'
            'status = "issued"\nvalid_from = 2026-12-22\n'
        )
    texts = [prepare(studio_of(own_workspace), order(hang=h)).resolved.slogan.version for h in (HANG, "2026-12-22")]
    assert texts == [1, 2]
    # Across the change neither is right on every day.
    assert refusal(own_workspace, order(hang=LATER)).code == "slogan-superseded"
    run(own_workspace, "withdraw", f"{SHORT}@1", *BY)
    studio: Studio = studio_of(own_workspace)
    old = effective_status(studio.catalogue.slogan(SHORT, 1), HangDates.parse(LATER), studio.catalogue, studio.ledger)
    assert old.status is Status.WITHDRAWN


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["approve", SHORT, "--by", " ", "--role", "duyệt"], "--by"),
        (["approve", SHORT, "--by", "A\nB", "--role", "duyệt"], "U+000A"),
        (["approve", SHORT, *BY, "--on", "2026-01-01..2026-02-01"], "is more than one day"),
        (["approve", SHORT, *BY, "--on", "32/1/2026"], "--on: "),
        (["withdraw", f"slogan:{SHORT}@3", *BY], "SUBJECT: "),
        (["withdraw", SHORT, *BY, "--replaced-by", SHORT], "is itself"),
        (["withdraw", SHORT, *BY, "--replaced-by", "dn23-01"], "is not issued"),
        (["withdraw", SHORT, *BY, "--replaced-by", "nicht"], "no slogan is called"),
    ],
)
def test_careless_words_are_told(
    own_workspace: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert run(own_workspace, *arguments) in (ExitCode.USAGE, ExitCode.REFUSED)
    assert told in capsys.readouterr().err and not (own_workspace / LEDGER).exists()


def test_what_changes_nothing_is_said_to(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(own_workspace, "approve", "bc26-02", *BY) == 0
    assert "a draft stays a draft" in capsys.readouterr().err
    path = made(own_workspace, tmp_path / "o")
    assert run(own_workspace, "approve", path, *BY) == 0
    assert "no approval of pictures" in capsys.readouterr().err
    run(own_workspace, "withdraw", SHORT, *BY, "--on", "2026-01-01")
    assert run(own_workspace, "approve", path, *BY) == ExitCode.REFUSED  # the picture of a withdrawn text


def test_history_of_an_id_tells_of_all_its_versions(own_workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(own_workspace, "withdraw", f"slogan:{SHORT}@1", *BY)
    for given in (SHORT, f"slogan:{SHORT}", f"slogan:{SHORT}@1"):
        capsys.readouterr()
        assert run(own_workspace, "history", given) == 0
        assert "withdrawn by Trần Thị B" in capsys.readouterr().out


def test_refused_errors_of_a_withdrawn_event_name_what_follows(own_workspace: Path) -> None:
    run(own_workspace, "withdraw", "event:thanh-lap-dang-96", *BY, "--on", "2026-01-01")
    with pytest.raises(RefusedError) as caught:
        prepare(studio_of(own_workspace), order(layout="bang-ron/co-do", size="4,8x0,6m", event="thanh-lap-dang-96"))
    assert caught.value.code == "event-withdrawn"
    assert json.dumps(caught.value.as_json())


def test_a_withdrawn_text_is_no_clean_text(own_workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Chủ tịch Hồ Chí Minh vĩ đại sống mãi trong sự nghiệp của chúng ta!"
    assert run(own_workspace, "check", text) == 0
    run(own_workspace, "withdraw", "dn23-05", *BY, "--on", "2026-01-01", "--replaced-by", "dn23-07")
    assert run(own_workspace, "check", text) == ExitCode.REFUSED
    assert "refused-text: is dn23-05, which is withdrawn; dn23-07 stands in its place" in capsys.readouterr().out
