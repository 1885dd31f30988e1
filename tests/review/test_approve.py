"""The life of a text: approvals by the workspace's policy, withdrawals, phases, and signs gone stale. With real files."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from renderer.cli.main import main
from renderer.contract.manifest import read_manifest
from renderer.contract.order import Order
from renderer.ledger import LEDGER
from renderer.pipeline import prepare, render
from renderer.studio import Studio
from renderer.values.errors import ExitCode, RefusedError
from renderer.workspace import Workspace
from tests.helpers.signs import CONGRESS, SHORT

HANG = "2026-01-20..2026-01-23"
DRAFT = "bc26-02"
CHECK, APPROVE = "kiểm tra nội dung", "duyệt"
ROLES = f'[policy]\nfinal = "approved"\nroles = ["{CHECK}", "{APPROVE}"]\n'


def studio_of(workspace: Path, today: date = date(2026, 1, 22)) -> Studio:
    return Studio(Workspace(workspace, clock=lambda: today))


def order(slogan: str = SHORT, **fields: Any) -> Order:
    return Order(**{"layout": "led/co-do", "slogan": slogan, "size": "256x128px", "hang": HANG, **fields})


def run(workspace: Path, *arguments: object) -> int:
    return main(["--workspace", str(workspace), *map(str, arguments)])


def with_policy(workspace: Path, text: str) -> Path:
    with open(workspace / "codong.toml", "a", encoding="utf-8") as file:
        file.write(text)
    return workspace


def approve(workspace: Path, subject: object, *more: object) -> None:
    for role in (CHECK, APPROVE):
        assert run(workspace, "approve", subject, "--by", f"Bà {role}", "--role", role, *more) == 0


def change(workspace: Path, old: str, new: str, file: str = "slogans") -> None:
    path = workspace / f"assets/catalogue/{file}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(workspace: Path, wanted: Order) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        prepare(studio_of(workspace), wanted)
    return caught.value


# -- approval by policy ---------------------------------------------------------------------------


def test_by_default_an_issued_text_needs_no_approval_and_a_draft_gets_none_by_it(own_workspace: Path) -> None:
    assert prepare(studio_of(own_workspace), order()).clearance.approvals == ()
    approve(own_workspace, DRAFT)
    assert refusal(own_workspace, order(DRAFT)).code == "slogan-draft"


def test_with_roles_both_must_approve_the_very_text(own_workspace: Path, tmp_path: Path) -> None:
    with_policy(own_workspace, ROLES)
    assert refusal(own_workspace, order()).code == "slogan-not-approved"
    run(own_workspace, "approve", DRAFT, "--by", "A", "--role", CHECK)
    first = refusal(own_workspace, order(DRAFT))
    assert first.message == f"is not approved by: {APPROVE}" and f"approve slogan:{DRAFT}@1" in first.hint
    run(own_workspace, "approve", f"slogan:{DRAFT}@1", "--by", "B", "--role", APPROVE)
    asset = render(studio_of(own_workspace), order(DRAFT), tmp_path / "o")
    hashes = [entry.hash for entry in studio_of(own_workspace).ledger]
    assert list(asset.entry.approvals) == hashes and len(hashes) == 2
    assert read_manifest(tmp_path / "o/manifest.jsonl")[0].approvals == tuple(hashes)


def test_one_byte_changed_voids_the_approval(own_workspace: Path) -> None:
    with_policy(own_workspace, ROLES)
    approve(own_workspace, DRAFT)
    assert prepare(studio_of(own_workspace), order(DRAFT)).clearance.approvals
    change(own_workspace, "một trách nhiệm đối với Tổ quốc", "một trách nhiệm với Tổ quốc")
    drop_breaks(own_workspace, DRAFT)
    told = refusal(own_workspace, order(DRAFT))
    assert told.code == "slogan-not-approved" and "was of other words" in told.message


def drop_breaks(workspace: Path, slogan: str) -> None:
    path = workspace / "assets/catalogue/slogans.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(rf'(id = "{slogan}"\n(?:(?!\[\[).*\n)*?)breaks = .*\n', r"\1", text), encoding="utf-8")


def test_approvals_hold_for_their_days_and_events_need_them_too(own_workspace: Path) -> None:
    with_policy(own_workspace, ROLES)
    approve(own_workspace, SHORT, "--from", "20/01/2026", "--to", "2026-01-23")
    assert prepare(studio_of(own_workspace), order()).clearance.approvals
    assert "holds to 2026-01-23" in refusal(own_workspace, order(hang="2026-01-20..2026-01-24")).message
    banner = {"layout": "bang-ron/co-do", "size": "4,8x0,6m", "event": "thanh-lap-dang-96"}
    assert refusal(own_workspace, order(**banner)).where == "event thanh-lap-dang-96"
    approve(own_workspace, "event:thanh-lap-dang-96")
    assert len(prepare(studio_of(own_workspace), order(**banner)).clearance.approvals) == 4


def test_a_proof_needs_no_approval_for_it_is_what_is_shown_to_get_one(own_workspace: Path) -> None:
    with_policy(own_workspace, ROLES)
    assert prepare(studio_of(own_workspace), order(DRAFT, draft=True)).clearance.approvals == ()


def test_an_office_may_sign_the_picture_too(own_workspace: Path, tmp_path: Path) -> None:
    with_policy(own_workspace, f'[policy]\npicture = ["{APPROVE}"]\n')
    assert refusal(own_workspace, order()).code == "sign-not-approved"
    proof = render(studio_of(own_workspace), order(draft=True), tmp_path / "proof")
    shown = tmp_path / "proof" / proof.entry.files[0].path
    assert run(own_workspace, "approve", shown, "--by", "B", "--role", APPROVE) == 0
    final = render(studio_of(own_workspace), order(), tmp_path / "o")
    assert final.entry.binding == proof.entry.final_binding != proof.entry.binding
    assert len(final.entry.approvals) == 1
    # Another size is another picture.
    assert refusal(own_workspace, order(size="512x256px")).code == "sign-not-approved"


def test_a_file_that_was_changed_or_is_unknown_is_not_approved(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asset = render(studio_of(own_workspace), order(), tmp_path / "o")
    path = tmp_path / "o" / asset.entry.files[0].path
    path.write_bytes(path.read_bytes() + b" ")
    assert run(own_workspace, "approve", path, "--by", "B", "--role", APPROVE) == ExitCode.REFUSED
    assert "was changed since it was made" in capsys.readouterr().err
    (tmp_path / "x.png").write_bytes(b"x")
    assert run(own_workspace, "approve", tmp_path / "x.png", "--by", "B", "--role", APPROVE) == ExitCode.REFUSED
    assert not (own_workspace / LEDGER).exists()


@pytest.mark.parametrize(
    ("subject", "more", "code", "told"),
    [
        ("nicht", [], ExitCode.USAGE, "no text is called 'nicht'"),
        ("cv9743-02@7", [], ExitCode.USAGE, "has no version 7"),
        ("sign:abc", [], ExitCode.USAGE, "is no binding hash"),
        ("Đảng muôn năm", [], ExitCode.USAGE, "is neither a file nor"),
        ("dh14-theme-v1", [], ExitCode.REFUSED, "is superseded"),
        ("ld-137-error", [], ExitCode.REFUSED, "is rejected"),
        (SHORT, ["--from", "2026-01-02", "--to", "2026-01-01"], ExitCode.USAGE, "is before"),
        (SHORT, ["--on", "32/01/2026"], ExitCode.USAGE, "is no day of the calendar"),
    ],
)
def test_what_cannot_be_approved(
    own_workspace: Path, capsys: pytest.CaptureFixture[str], subject: str, more: list[str], code: ExitCode, told: str
) -> None:
    assert run(own_workspace, "approve", subject, "--by", "B", "--role", APPROVE, *more) == code
    assert told in capsys.readouterr().err
    assert not (own_workspace / LEDGER).exists()


def test_a_doubtful_text_is_approved_only_with_a_statement(
    own_workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drop_breaks(own_workspace, DRAFT)
    motto = "Đoàn kết - Dân chủ - Kỷ cương - Sáng tạo - Phát triển"
    change(own_workspace, "Mỗi lá phiếu là một niềm tin, một trách nhiệm đối với Tổ quốc", motto)
    assert run(own_workspace, "approve", DRAFT, "--by", "B", "--role", APPROVE) == ExitCode.REFUSED
    assert "sáng tạo -> đột phá" in capsys.readouterr().err
    assert run(own_workspace, "approve", DRAFT, "--by", "B", "--role", APPROVE, "--although", "văn bản ghi thế") == 0
    assert studio_of(own_workspace).ledger[0].note == "tuy nhiên: văn bản ghi thế"


def test_only_the_policys_roles_approve(own_workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_policy(own_workspace, ROLES)
    assert run(own_workspace, "approve", SHORT, "--by", "B", "--role", "giám đốc") == ExitCode.USAGE
    assert f"accepted: {APPROVE}, {CHECK}" in capsys.readouterr().err


@pytest.mark.parametrize(
    "policy", ['final = "approved"', 'roles = ["duyệt"]', 'final = "maybe"', 'phase = "never"', "nicht = 1"]
)
def test_a_faulty_policy_is_told(own_workspace: Path, capsys: pytest.CaptureFixture[str], policy: str) -> None:
    with_policy(own_workspace, f"[policy]\n{policy}\n")
    assert run(own_workspace, "render", "led/co-do", "--slogan", SHORT, "--size", "256x128px") == ExitCode.BAD_DATA
    assert "codong.toml: policy" in capsys.readouterr().err


def test_the_packed_workspace_has_no_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["approve", SHORT, "--by", "B", "--role", APPROVE]) == ExitCode.CANNOT_WRITE
    assert "codong init" in capsys.readouterr().err


# -- withdrawal, history, audit -------------------------------------------------------------------


def test_a_withdrawn_text_is_refused_even_as_a_proof(own_workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(
        own_workspace,
        "withdraw",
        SHORT,
        "--by",
        "B",
        "--role",
        APPROVE,
        "--document",
        "12-CV/ĐU",
        "--on",
        "2026-01-21",
        "--replaced-by",
        "dn23-07",
    )
    for proof in (False, True):
        told = refusal(own_workspace, order(draft=proof))
        assert (told.code, told.hint) == ("slogan-withdrawn", "use dn23-07") and "12-CV/ĐU" in told.message
    # Until the day before, it may hang.
    assert prepare(studio_of(own_workspace), order(hang="2026-01-10..2026-01-20"))
    run(own_workspace, "list", "slogans", "--json")
    listed = json.loads(capsys.readouterr().out.partition("\n{")[2].join(["{", ""]))
    assert next(s for s in listed["slogans"] if s["id"] == SHORT)["effective_today"] == "withdrawn"


def test_history_tells_of_one_subject_or_of_all(own_workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    approve(own_workspace, SHORT)
    run(own_workspace, "withdraw", CONGRESS, "--by", "C", "--role", APPROVE, "--note", "sai ngày")
    capsys.readouterr()
    assert run(own_workspace, "history", "--json") == 0
    entries = json.loads(capsys.readouterr().out)
    assert [(e["number"], e["action"], e["id"]) for e in entries] == [
        (1, "approve", SHORT),
        (2, "approve", SHORT),
        (3, "withdraw", CONGRESS),
    ]
    assert run(own_workspace, "history", f"slogan:{CONGRESS}") == 0
    told = capsys.readouterr().out
    assert "withdrawn by C (duyệt)" in told and "sai ngày" in told and SHORT not in told
    assert run(own_workspace, "history", "dn23-07") == 0
    assert "says nothing" in capsys.readouterr().out
    assert run(own_workspace, "history", "nicht") == ExitCode.USAGE


def test_audit_finds_a_flipped_byte_a_cut_ledger_and_signs_without_ground(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_policy(own_workspace, ROLES)
    approve(own_workspace, SHORT)
    before = (own_workspace / LEDGER).read_bytes()
    approve(own_workspace, CONGRESS)
    render(studio_of(own_workspace), order(CONGRESS), tmp_path / "o")
    head = studio_of(own_workspace).ledger[-1].hash
    assert run(own_workspace, "audit", tmp_path, "--head", head) == 0
    assert f"entries: 4, every byte as written; the last is {head}" in capsys.readouterr().out

    after = (own_workspace / LEDGER).read_bytes()
    (own_workspace / LEDGER).write_bytes(after.replace("Bà duyệt".encode(), "Bà duyệu".encode(), 1))
    assert run(own_workspace, "audit", "--json") == ExitCode.VERIFY_FAILED
    assert json.loads(capsys.readouterr().out)["faults"]
    assert run(own_workspace, "render", "led/co-do", "--slogan", CONGRESS, "--size", "256x128px") == ExitCode.BAD_DATA
    assert "the ledger was changed or damaged" in capsys.readouterr().err

    # An older copy put back is sound in itself: the noted hash and the signs give it away.
    (own_workspace / LEDGER).write_bytes(before)
    assert run(own_workspace, "audit") == 0
    assert run(own_workspace, "audit", "--head", head) == ExitCode.VERIFY_FAILED
    assert run(own_workspace, "audit", tmp_path) == ExitCode.VERIFY_FAILED
    assert "rests on approvals that the ledger does not have" in capsys.readouterr().out
    assert run(own_workspace, "audit", own_workspace / "fonts") == ExitCode.BAD_DATA


# -- phases ---------------------------------------------------------------------------------------


def test_a_sign_wrong_on_every_day_is_refused_and_on_some_days_warned_about(own_workspace: Path) -> None:
    told = refusal(own_workspace, order(CONGRESS, hang="2026-01-24..2026-02-03"))
    assert told.code == "slogan-out-of-phase" and "dh14-motto" in told.hint
    partly = prepare(studio_of(own_workspace), order(CONGRESS, hang="2026-01-20..2026-02-03"))
    assert any("wrong on some days" in w for w in partly.warnings)
    assert not prepare(studio_of(own_workspace), order(CONGRESS)).warnings
    with_policy(own_workspace, '[policy]\nphase = "refuse"\n')
    assert refusal(own_workspace, order(CONGRESS, hang="2026-01-20..2026-02-03")).code == "slogan-out-of-phase"
    # A proof may be looked at at any time.
    assert prepare(studio_of(own_workspace), order(CONGRESS, hang="2026-02-03", draft=True)).warnings


# -- stale signs ----------------------------------------------------------------------------------


def made(workspace: Path, folder: Path, *orders: Order) -> None:
    for one in orders:
        render(studio_of(workspace), one, folder)


def stale(workspace: Path, folder: Path, capsys: pytest.CaptureFixture[str], *more: object) -> list[dict[str, Any]]:
    capsys.readouterr()
    code = run(workspace, "stale", folder, "--all", "--json", *more)
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["stale"]
    assert code == (ExitCode.REFUSED if found else ExitCode.DONE)
    return found


def test_nothing_is_stale_at_first(own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(own_workspace, tmp_path / "o", order(), order(CONGRESS))
    assert stale(own_workspace, tmp_path, capsys) == []


def test_a_withdrawal_makes_signs_stale_and_the_job_replaces_them(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(own_workspace, tmp_path / "o", order(), order(CONGRESS))
    run(
        own_workspace,
        "withdraw",
        SHORT,
        "--by",
        "B",
        "--role",
        APPROVE,
        "--on",
        "2026-01-21",
        "--replaced-by",
        "dn23-07",
    )
    job = tmp_path / "again.toml"
    [found] = stale(own_workspace, tmp_path, capsys, "--job", job)
    assert "was withdrawn by B" in found["reasons"][0] and found["order"]["slogan"] == "dn23-07"
    [sign] = tomllib.loads(job.read_text(encoding="utf-8"))["sign"]
    assert (sign["slogan"], sign["hang"], sign["size"]) == ("dn23-07", HANG, "256x128px")
    assert run(own_workspace, "batch", job, "--out", tmp_path / "o", "--jobs", 1) == 0
    # The old file is still there, and still must not hang.
    assert [s["files"] for s in stale(own_workspace, tmp_path, capsys)] == [found["files"]]
    Path(found["files"][0]).unlink()
    assert stale(own_workspace, tmp_path, capsys) == []


def test_a_new_version_makes_signs_of_the_old_one_stale(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(own_workspace, tmp_path / "o", order(lines="Đảng Cộng sản|Việt Nam|quang vinh muôn năm!"))
    with open(own_workspace / "assets/catalogue/slogans.toml", "a", encoding="utf-8") as file:
        file.write(
            f'\n[[slogan]]\nid = "{SHORT}"\nversion = 2\ntext = "Đảng Cộng sản Việt Nam muôn năm!"\nkind = "slogan"\n'
            'source = "thử"\nstatus = "issued"\n'
        )
    [found] = stale(own_workspace, tmp_path, capsys, "--job", tmp_path / "j.toml")
    assert "was replaced by version 2" in found["reasons"][0]
    [sign] = tomllib.loads((tmp_path / "j.toml").read_text(encoding="utf-8"))["sign"]
    assert "lines" not in sign and "slogan_version" not in sign  # the new words have other lines
    assert run(own_workspace, "batch", tmp_path / "j.toml", "--out", tmp_path / "o", "--jobs", 1) == 0
    assert read_manifest(tmp_path / "o/manifest.jsonl")[-1].order.slogan_version == 2


def test_where_several_texts_would_fit_a_person_chooses(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(own_workspace, tmp_path / "o", order())
    change(own_workspace, f'id = "{SHORT}"\n', f'id = "{SHORT}"\nreplaced_by = ["dn23-05", "dn23-07"]\n')
    job = tmp_path / "again.toml"
    [found] = stale(own_workspace, tmp_path, capsys, "--job", job)
    assert found["order"] is None and found["advice"] == "choose the slogan: dn23-05 or dn23-07"
    assert not job.exists()


def test_signs_that_no_longer_hang_and_proofs_are_left_alone(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(own_workspace, tmp_path / "o", order(), order(draft=True))
    run(own_workspace, "withdraw", SHORT, "--by", "B", "--role", APPROVE, "--on", "2026-01-21")
    [found] = stale(own_workspace, tmp_path, capsys)
    assert "BAN-NHAP" not in found["files"][0]
    # The command's clock is today, when these signs hang no longer.
    assert run(own_workspace, "stale", tmp_path) == ExitCode.DONE
    assert "no finished sign is stale" in capsys.readouterr().out


def test_a_text_that_left_the_catalogue_and_a_folder_without_signs(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(own_workspace, tmp_path / "o", order())
    change(own_workspace, f'id = "{SHORT}"\n', 'id = "khac"\n')
    [found] = stale(own_workspace, tmp_path, capsys)
    assert f"no slogan is called '{SHORT}'" in found["reasons"][0] and found["order"] is None
    assert run(own_workspace, "stale", own_workspace / "fonts") == ExitCode.BAD_DATA
