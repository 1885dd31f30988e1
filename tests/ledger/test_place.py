"""What may stand in the ledger's place and is none: never is it taken for an empty ledger."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.ledger import Ledger, place
from renderer.values.errors import CodongError, DataError, WriteError
from renderer.workspace import Workspace
from tests.helpers.ledger import DAY, decision
from tests.helpers.life import BY, SINCE, order, refusal, run, with_policy
from tests.helpers.signs import SHORT
from tests.helpers.workspaces import studio_of

LEDGER = "ledger.sqlite"


def another_database(path: Path, *statements: str) -> None:
    with sqlite3.connect(path) as other:
        for statement in statements:
            other.execute(statement)
    other.close()


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path.name)


def a_view_of_what_was_never_written(path: Path) -> None:
    Ledger(path.with_name("true.sqlite")).append(decision(), DAY)
    path.with_name("true.sqlite").rename(path)
    another_database(path, "ALTER TABLE entry RENAME TO kept", "CREATE VIEW entry AS SELECT * FROM kept")


def no_entries(path: Path) -> None:
    Ledger(path).append(decision(), DAY)
    another_database(path, "DROP TRIGGER entry_no_delete", "DELETE FROM entry")


IN_ITS_PLACE: dict[str, Callable[[Path], object]] = {
    "no bytes": Path.touch,
    "a line end": lambda path: path.write_bytes(b"\n"),
    "a folder": Path.mkdir,
    "a pipe": lambda path: os.mkfifo(path),
    "a socket": a_socket,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a link that leads nowhere": lambda path: path.symlink_to("gone.sqlite"),
    "a link to itself": lambda path: path.symlink_to(path),
    "another database": lambda path: another_database(path, "CREATE TABLE note (text)"),
    "an empty database": lambda path: another_database(path, "CREATE TABLE a (b)", "DROP TABLE a"),
    "another table": lambda path: another_database(path, "CREATE TABLE entry (number INTEGER PRIMARY KEY, text)"),
    "a view": a_view_of_what_was_never_written,
    "no entries": no_entries,
    "other text": lambda path: path.write_text("# sổ duyệt\n" * 300, encoding="utf-8"),
}


@pytest.fixture
def strict(own_workspace: Path) -> Path:
    return with_policy(own_workspace, "[policy]\nledger = true\n")


def what_stands(path: Path) -> tuple[int, int, int, int]:
    found = path.lstat()
    return found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns


@pytest.mark.parametrize("kind", IN_ITS_PLACE)
def test_what_is_no_ledger_is_refused_by_reader_writer_and_audit(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket is short
    ledger = Ledger(tmp_path / LEDGER)
    IN_ITS_PLACE[kind](ledger.path)
    before = what_stands(ledger.path)
    with pytest.raises(DataError, match="ledger"):
        ledger.entries()
    with pytest.raises(DataError, match="ledger"):
        ledger.append(decision(), DAY)
    assert ledger.audit().faults
    assert what_stands(ledger.path) == before


@pytest.mark.parametrize("end", place._BESIDE)
def test_what_lies_beside_a_ledger_is_a_file(tmp_path: Path, end: str) -> None:
    ledger = Ledger(tmp_path / LEDGER)
    ledger.append(decision(), DAY)
    os.mkfifo(tmp_path / (LEDGER + end))  # who opened it would wait for ever
    with pytest.raises(DataError, match="is no file"):
        ledger.entries()


@pytest.fixture(scope="module")
def long_ledger(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ledger, bytes]:
    """A ledger of several pages, and its bytes."""
    ledger = Ledger(tmp_path_factory.mktemp("cut") / LEDGER)
    for number in range(40):
        ledger.append(decision(id=f"a-{number}"), DAY)
    return ledger, ledger.path.read_bytes()


@given(share=st.floats(min_value=0, max_value=1, exclude_max=True))
@settings(max_examples=60, deadline=None)
def test_a_ledger_cut_off_anywhere_is_none(long_ledger: tuple[Ledger, bytes], share: float) -> None:
    ledger, data = long_ledger
    ledger.path.write_bytes(data[: int(share * len(data))])
    with pytest.raises((DataError, WriteError)):
        ledger.entries()
    assert ledger.audit().faults


def test_a_ledger_that_another_program_holds_is_no_empty_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(tmp_path / LEDGER)
    ledger.append(decision(), DAY)
    monkeypatch.setattr("renderer.ledger.store._WAIT_SECONDS", 0.05)
    other = sqlite3.connect(ledger.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    for use in (ledger.entries, lambda: ledger.append(decision(), DAY)):
        with pytest.raises(WriteError, match="locked"):
            use()
    other.close()


@pytest.mark.parametrize("kind", ["no bytes", "no entries", "another database", "a folder"])
def test_what_was_withdrawn_stays_so_when_the_ledger_is_spoilt(strict: Path, kind: str) -> None:
    assert run(strict, "withdraw", SHORT, *BY, *SINCE) == 0
    assert refusal(strict, order()).code == "slogan-withdrawn"
    (strict / LEDGER).unlink()
    IN_ITS_PLACE[kind](strict / LEDGER)
    with pytest.raises(CodongError, match="ledger"):
        refusal(strict, order())


def test_the_first_decision_makes_the_ledger_that_the_policy_asks_for(
    strict: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(DataError, match="there is none"):
        refusal(strict, order())
    assert run(strict, "approve", SHORT, *BY) == 0
    assert "begins with this entry" in capsys.readouterr().err
    assert len(studio_of(strict).ledger) == 1
    assert run(strict, "approve", SHORT, *BY) == 0
    assert "begins" not in capsys.readouterr().err


def test_a_decision_that_fails_leaves_no_ledger(strict: Path) -> None:
    before = sorted(strict.iterdir())
    assert run(strict, "approve", "khong-co", *BY) != 0
    assert run(strict, "approve", SHORT, *BY, "--lifts", "7") != 0
    assert run(strict, "approve", SHORT, *BY, "--note", "một\x1b[2Jhai") != 0
    assert sorted(strict.iterdir()) == before


def test_a_disk_that_takes_half_of_the_first_entry_keeps_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(WriteError, match="No space"):
        Ledger(tmp_path / LEDGER).append(decision(), DAY)
    assert list(tmp_path.iterdir()) == []


def test_without_second_names_the_first_entry_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*names: object, **how: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    ledger = Ledger(tmp_path / LEDGER)
    assert ledger.append(decision(), DAY).number == 1
    assert ledger.audit().faults == () and [p.name for p in tmp_path.iterdir()] == [LEDGER]


def test_a_second_change_in_the_same_tick_of_the_clock_is_seen(own_workspace: Path) -> None:
    studio, ledger = studio_of(own_workspace), Ledger(Workspace(own_workspace).path(LEDGER))
    for number in range(1, 6):
        ledger.append(decision(), DAY)
        os.utime(ledger.path, ns=(10**18, 10**18))
        assert len(studio.ledger) == number


def test_a_ledger_elsewhere_is_used_through_its_link(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    Ledger(tmp_path / "share" / LEDGER).append(decision(), DAY)
    (tmp_path / LEDGER).symlink_to(Path("share") / LEDGER)
    ledger = Ledger(tmp_path / LEDGER)
    assert ledger.append(decision(), DAY).number == 2
    shutil.rmtree(tmp_path / "share")
    with pytest.raises(DataError, match="cannot be reached"):
        ledger.entries()
