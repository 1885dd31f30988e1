"""What may be made: by the workspace's policy, by the ledger's word, and by the phases of a campaign."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from renderer.catalogue import Status, effective_status
from renderer.contract.manifest_file import read_manifest
from renderer.ledger import LEDGER
from renderer.pipeline import prepare, render
from renderer.studio import Studio
from renderer.values.dates import HangDates
from renderer.values.errors import DataError, ExitCode, RefusedError
from tests.helpers.life import (
    APPROVE,
    BY,
    CHECK,
    DRAFT,
    LATER,
    ROLES,
    SINCE,
    approve,
    change,
    drop_breaks,
    make,
    order,
    refusal,
    run,
    stale,
    with_policy,
)
from tests.helpers.signs import CONGRESS, HANG, SHORT
from tests.helpers.workspaces import studio_of


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


def test_approvals_hold_for_their_days_and_events_need_them_too(own_workspace: Path) -> None:
    with_policy(own_workspace, ROLES)
    approve(own_workspace, SHORT, "--from", "20/01/2026", "--to", "2026-01-23")
    assert prepare(studio_of(own_workspace), order()).clearance.approvals
    assert "holds to 2026-01-23" in refusal(own_workspace, order(hang="2026-01-20..2026-01-24")).message
    banner = {"layout": "bang-ron/co-do", "size": "4,8x0,6m", "event": "thanh-lap-dang-96"}
    assert refusal(own_workspace, order(**banner)).where == "event thanh-lap-dang-96"
    approve(own_workspace, "event:thanh-lap-dang-96")
    assert len(prepare(studio_of(own_workspace), order(**banner)).clearance.approvals) == 4


def test_a_draft_needs_no_approval_for_it_is_what_is_shown_to_get_one(own_workspace: Path) -> None:
    with_policy(own_workspace, ROLES)
    assert prepare(studio_of(own_workspace), order(DRAFT, draft=True)).clearance.approvals == ()


def test_an_office_may_sign_the_picture_too(own_workspace: Path, tmp_path: Path) -> None:
    with_policy(own_workspace, f'[policy]\npicture = ["{APPROVE}"]\n')
    assert refusal(own_workspace, order()).code == "sign-not-approved"
    draft = render(studio_of(own_workspace), order(draft=True), tmp_path / "draft")
    shown = tmp_path / "draft" / draft.entry.files[0].path
    assert run(own_workspace, "approve", shown, "--by", "B", "--role", APPROVE) == 0
    final = render(studio_of(own_workspace), order(), tmp_path / "o")
    assert final.entry.binding == draft.entry.final_binding != draft.entry.binding
    assert len(final.entry.approvals) == 1
    # Another size is another picture.
    assert refusal(own_workspace, order(size="512x256px")).code == "sign-not-approved"


def test_a_withdrawn_text_is_refused_even_as_a_draft(own_workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(own_workspace, "withdraw", SHORT, *BY, "--document", "12-CV/ĐU", *SINCE, "--replaced-by", "dn23-07")
    for draft in (False, True):
        told = refusal(own_workspace, order(draft=draft))
        assert (told.code, told.hint) == ("slogan-withdrawn", "use dn23-07") and "12-CV/ĐU" in told.message
    # Until the day before, it may hang.
    assert prepare(studio_of(own_workspace), order(hang="2026-01-10..2026-01-20"))
    run(own_workspace, "list", "slogans", "--json")
    listed = json.loads(capsys.readouterr().out.partition("\n{")[2].join(["{", ""]))
    assert next(s for s in listed["slogans"] if s["id"] == SHORT)["effective_today"] == "withdrawn"


def test_a_sign_wrong_on_every_day_is_refused_and_on_some_days_warned_about(own_workspace: Path) -> None:
    told = refusal(own_workspace, order(CONGRESS, hang="2026-01-24..2026-02-03"))
    assert told.code == "slogan-out-of-phase" and "dh14-motto" in told.hint
    partly = prepare(studio_of(own_workspace), order(CONGRESS, hang="2026-01-20..2026-02-03"))
    assert any("wrong on some days" in w for w in partly.warnings)
    assert not prepare(studio_of(own_workspace), order(CONGRESS)).warnings
    with_policy(own_workspace, '[policy]\nphase = "refuse"\n')
    assert refusal(own_workspace, order(CONGRESS, hang="2026-01-20..2026-02-03")).code == "slogan-out-of-phase"
    # A draft may be looked at at any time.
    assert prepare(studio_of(own_workspace), order(CONGRESS, hang="2026-02-03", draft=True)).warnings


def test_a_withdrawn_picture_is_refused_whatever_the_policy(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [path] = make(own_workspace, tmp_path / "o", order(hang=LATER))
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


def test_refused_errors_of_a_withdrawn_event_name_what_follows(own_workspace: Path) -> None:
    run(own_workspace, "withdraw", "event:thanh-lap-dang-96", *BY, "--on", "2026-01-01")
    with pytest.raises(RefusedError) as caught:
        prepare(studio_of(own_workspace), order(layout="bang-ron/co-do", size="4,8x0,6m", event="thanh-lap-dang-96"))
    assert caught.value.code == "event-withdrawn"
    assert json.dumps(caught.value.as_json())
