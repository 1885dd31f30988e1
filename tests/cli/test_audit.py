"""The ledger audited: flipped bytes, entries cut off, signs without ground."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from renderer.ledger import LEDGER
from renderer.pipeline import render
from renderer.values.errors import ExitCode
from tests.helpers.life import ROLES, approve, order, run, with_policy
from tests.helpers.signs import CONGRESS, SHORT
from tests.helpers.workspaces import studio_of


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


def test_audit_says_nothing_of_a_ledger_that_is_not_there(
    own_workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(own_workspace, "audit") == 0
    assert capsys.readouterr().out == "there is no ledger\n"
    assert run(own_workspace, "audit", "--head", "abc") == ExitCode.USAGE
