"""The life of a text: approvals by the workspace's policy, withdrawals, phases, and signs gone stale. With real files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from renderer.cli.main import main
from renderer.contract.manifest import MANIFEST_NAME
from renderer.contract.manifest_file import read_manifest
from renderer.ledger import LEDGER
from renderer.pipeline import prepare, render
from renderer.values.errors import ExitCode
from tests.helpers.life import (
    APPROVE,
    BY,
    CHECK,
    DRAFT,
    LATER,
    ROLES,
    change,
    drop_breaks,
    make,
    order,
    refusal,
    run,
    with_policy,
)
from tests.helpers.signs import SHORT
from tests.helpers.workspaces import studio_of


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


def test_the_packed_workspace_has_no_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["approve", SHORT, "--by", "B", "--role", APPROVE]) == ExitCode.CANNOT_WRITE
    assert "codong init" in capsys.readouterr().err


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
    [path] = make(own_workspace, tmp_path / "o", order())
    assert run(own_workspace, "approve", path, *BY) == 0
    assert "no approval of pictures" in capsys.readouterr().err
    run(own_workspace, "withdraw", SHORT, *BY, "--on", "2026-01-01")
    assert run(own_workspace, "approve", path, *BY) == ExitCode.REFUSED  # the picture of a withdrawn text


def test_a_file_that_shows_another_sign_than_its_record_says_is_not_approved(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who is shown one sign would approve the other."""
    shown, meant = make(own_workspace, tmp_path / "o", order(), order("dn23-07"))
    said, other = read_manifest(tmp_path / "o" / MANIFEST_NAME)
    file = other.files[0].model_copy(update={"sha256": said.files[0].sha256})
    (tmp_path / "o" / MANIFEST_NAME).write_bytes(other.model_copy(update={"files": (file,)}).as_line())
    meant.write_bytes(shown.read_bytes())
    assert run(own_workspace, "approve", meant, *BY) == ExitCode.REFUSED
    assert "is not proven" in capsys.readouterr().err and not (own_workspace / LEDGER).exists()
    assert run(own_workspace, "withdraw", meant, *BY) == 0  # to stop it takes no proof
