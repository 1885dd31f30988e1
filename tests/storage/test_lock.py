"""Who writes into a folder: the lock's file is never another's, and the last one tidies up."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from renderer.storage.files import open_part, remove_unfinished, write_part
from renderer.storage.lock import LOCK_NAME, lock_folder, share_folder
from renderer.storage.stage import open_stage
from renderer.values.errors import WriteError
from tests.helpers.waiting import bounded
from tests.helpers.workspaces import ROOT


def nothing() -> None:
    """Tidy nothing."""


@pytest.mark.parametrize("kind", ["a link", "a hard link", "a long file"])
def test_a_lock_writes_into_nothing_that_was_put_there(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, lock = tmp_path / "secret", tmp_path / LOCK_NAME
    secret.write_bytes(b"kept" * 2000)
    if kind == "a link":
        # As if it came between the look and the opening.
        monkeypatch.setattr("renderer.storage.lock.check_target", lambda path: None)
        lock.symlink_to(secret)
    elif kind == "a hard link":
        secret.write_bytes(b"kept")
        os.link(secret, lock)
    else:
        lock.write_bytes(secret.read_bytes())
    before = lock.read_bytes()
    for hold in (lock_folder(tmp_path, "a job"), share_folder(tmp_path, nothing)):
        with pytest.raises(WriteError), hold:
            pass
    assert lock.read_bytes() == secret.read_bytes() == before


HOLDER = """
import sys
from pathlib import Path
from renderer.storage.lock import lock_folder
with lock_folder(Path(sys.argv[1]), "first"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_run_that_holds_the_folder_is_named(tmp_path: Path) -> None:
    line = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with bounded(subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)) as other:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        with pytest.raises(WriteError, match="first"), share_folder(tmp_path, nothing):
            pass
        other.communicate(timeout=60)
    with share_folder(tmp_path, nothing):
        pass


def test_many_that_come_and_go_are_never_told_that_a_run_is_in_the_way(tmp_path: Path) -> None:
    faults: list[WriteError] = []

    def come_and_go() -> None:
        for _ in range(60):
            try:
                with share_folder(tmp_path, nothing):
                    pass
            except WriteError as fault:
                faults.append(fault)

    threads = [threading.Thread(target=come_and_go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == [] and list(tmp_path.iterdir()) == []


def test_only_the_last_one_tidies_up(tmp_path: Path) -> None:
    told: list[str] = []
    with share_folder(tmp_path, lambda: told.append("outer")):
        with share_folder(tmp_path, lambda: told.append("inner")):
            pass
        assert told == []
    assert told == ["outer"]


def test_parts_of_the_living_stay(tmp_path: Path) -> None:
    living, dead = tmp_path / f".a.{os.getppid()}.part", tmp_path / ".a.999999999.part"
    dead.symlink_to(tmp_path / "gone")
    living.touch()
    remove_unfinished(tmp_path, lambda name: True)
    assert [*tmp_path.iterdir()] == [living]


def test_a_part_is_a_file_that_nobody_had_before(tmp_path: Path) -> None:
    secret, part = tmp_path / "secret", tmp_path / ".a.1.part"
    secret.write_bytes(b"kept")
    part.symlink_to(secret)
    write_part(part, b"new")
    assert secret.read_bytes() == b"kept" and part.read_bytes() == b"new" and not part.is_symlink()
    part.unlink()
    os.link(secret, part)
    with open_part(part) as file:
        file.write(b"newer")
    assert secret.read_bytes() == b"kept"


def test_a_file_exchanged_while_it_is_written_gets_no_name(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"kept")

    def exchange(path: Path) -> None:
        path.unlink()
        path.symlink_to(secret)

    with pytest.raises(WriteError, match="another file"), open_stage(tmp_path) as stage:
        stage.write("a.pdf", exchange)
    assert secret.read_bytes() == b"kept" and [*tmp_path.iterdir()] == [secret]
