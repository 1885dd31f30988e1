"""The ledger's file under what can happen to a file: other writers, kill -9, a full disk, a flipped byte, other hands."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from renderer.ledger import Ledger
from renderer.values.errors import DataError, WriteError
from tests.helpers.ledger import DAY, decision
from tests.helpers.waiting import bounded, wait_until
from tests.helpers.workspaces import ROOT

WRITER = """
import sys
from datetime import date
from pathlib import Path
from renderer.ledger import Ledger
from tests.helpers.ledger import decision
ledger, name = Ledger(Path(sys.argv[1])), sys.argv[2]
for number in range(int(sys.argv[3])):
    entry = ledger.append(decision(id=f"{name}-{number}", note="ghi chú " * 40), date(2026, 1, 10))
    print(entry.number, entry.hash, flush=True)
"""


def fill_ledger(path: Path, count: int = 4) -> Ledger:
    ledger = Ledger(path / "ledger.sqlite")
    for number in range(count):
        ledger.append(decision(id=f"a-{number}"), DAY)
    return ledger


def writer(path: Path, name: str, count: int, limit: str = "") -> subprocess.Popen[str]:
    line = [sys.executable, "-c", WRITER, str(path), name, str(count)]
    if limit:
        line = ["bash", "-c", f'{limit}; exec "$@"', "bash", *line]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)


def test_what_is_written_is_read_by_another(tmp_path: Path) -> None:
    ledger = fill_ledger(tmp_path)
    again = Ledger(ledger.path)
    assert [e.id for e in again.entries()] == ["a-0", "a-1", "a-2", "a-3"]
    assert again.entries()[1].decided == DAY and again.entries()[1].valid_to is None
    assert again.audit().faults == () and again.audit().remark == ""
    assert [p.name for p in tmp_path.iterdir()] == ["ledger.sqlite"]  # no journal is left


def test_a_ledger_without_a_file_is_empty_and_makes_none(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    assert ledger.entries() == () and ledger.audit().entries == () and not list(tmp_path.iterdir())


def test_two_writers_make_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    writers = [writer(path, name, 15) for name in ("mot", "hai")]
    told = [line for one in writers for line in one.communicate(timeout=60)[0].splitlines()]
    ledger = Ledger(path)
    assert ledger.audit().faults == ()
    assert sorted(told) == sorted(f"{e.number} {e.hash}" for e in ledger.entries()) and len(told) == 30


@pytest.mark.parametrize("seed", range(6))
def test_killed_in_mid_approval_it_holds_what_was_acknowledged(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "ledger.sqlite"
    with bounded(writer(path, "a", 400)) as running:
        assert running.stdout is not None
        wait_until(path.exists, "the ledger's file", over=lambda: running.poll() is not None and "the writer ended")
        told = [running.stdout.readline().strip() for _ in range(random.Random(seed).randrange(40) if seed else 0)]
        os.kill(running.pid, signal.SIGKILL)
        told += [line.strip() for line in running.stdout.read().splitlines()]
    ledger = Ledger(path)
    kept = [f"{e.number} {e.hash}" for e in ledger.entries()]
    # One more may be in it than was told: it was written, and the word of it lost.
    assert kept[: len(told)] == told and len(kept) - len(told) in (0, 1)
    assert ledger.audit().faults == ()
    assert ledger.append(decision(id="sau"), DAY).number == len(kept) + 1


def test_a_full_disk_records_nothing_of_the_one_that_failed(tmp_path: Path) -> None:
    ledger = fill_ledger(tmp_path, 8)
    kilobytes = ledger.path.stat().st_size // 1024
    running = writer(ledger.path, "b", 400, limit=f"ulimit -f {kilobytes + 4}")
    out, err = running.communicate(timeout=60)
    assert running.returncode != 0 and "WriteError" in err
    kept = [f"{e.number} {e.hash}" for e in ledger.entries()]
    assert kept[8:] == out.split("\n")[:-1]
    assert ledger.audit().faults == ()
    assert ledger.append(decision(id="sau"), DAY).number == len(kept) + 1


def test_every_flipped_byte_is_found(tmp_path: Path) -> None:
    ledger = fill_ledger(tmp_path)
    data = ledger.path.read_bytes()
    # Every byte of the file takes minutes (scripts/accept): here one in some, all of the header among them.
    places = {*range(110), *random.Random(7).sample(range(110, len(data)), 150)}
    for at in sorted(places):
        ledger.path.write_bytes(bytes([*data[:at], data[at] ^ 0x20, *data[at + 1 :]]))
        found = ledger.audit()
        assert found.faults or found.remark, f"byte {at}"
    ledger.path.write_bytes(data)
    assert ledger.audit().faults == ()


def change_behind_its_back(path: Path, guard: str, change: str) -> None:
    """Change entries as somebody would who knows SQLite: without the guard, which stands there again afterwards."""
    with sqlite3.connect(path) as other:
        [text] = other.execute("SELECT sql FROM sqlite_master WHERE name = ?", (guard,)).fetchone()
        other.execute(f"DROP TRIGGER {guard}")
        other.execute(change)
        other.execute(text)
    other.close()


def test_a_reader_trusts_no_entry_after_a_change(tmp_path: Path) -> None:
    ledger = fill_ledger(tmp_path)
    change_behind_its_back(ledger.path, "entry_no_update", "UPDATE entry SET who = 'Người khác' WHERE number = 2")
    with pytest.raises(DataError, match="entry 2 is not what was written"):
        ledger.entries()
    with pytest.raises(DataError, match="entry 2 is not what was written"):
        ledger.append(decision(), DAY)
    assert ledger.audit().faults


@pytest.mark.parametrize("change", ["UPDATE entry SET who = 'x'", "DELETE FROM entry"])
def test_nothing_is_changed_or_taken_out(tmp_path: Path, change: str) -> None:
    ledger = fill_ledger(tmp_path)
    with sqlite3.connect(ledger.path) as other, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute(change)
    other.close()


def test_entries_cut_off_at_the_end_are_seen_by_the_bytes(tmp_path: Path) -> None:
    ledger = fill_ledger(tmp_path)
    change_behind_its_back(ledger.path, "entry_no_delete", "DELETE FROM entry WHERE number = 4")
    assert len(ledger.entries()) == 3  # a shorter chain is a chain
    assert ledger.audit().faults  # the file has other bytes


@pytest.mark.parametrize("content", [b"not a database at all" * 60, b"SQLite format 3\0" + bytes(4080)])
def test_a_file_that_is_no_ledger(tmp_path: Path, content: bytes) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.path.write_bytes(content)
    with pytest.raises((DataError, WriteError)) as caught:
        ledger.entries()
    assert "ledger" in str(caught.value)
    assert ledger.audit().faults


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "missing" / "ledger.sqlite")
    with pytest.raises(WriteError, match="cannot be read or written"):
        ledger.append(decision(), DAY)
