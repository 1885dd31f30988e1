"""One place decides what may be written: regular files and new names, and streams where they make sense."""

from __future__ import annotations

import os
import socket
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from renderer.contract.formats import FILE_NAME, FORMATS
from renderer.storage.files import (
    PART,
    check_target,
    hash_file,
    part_of,
    read_whole,
    remove_unfinished,
    write_new,
    write_stream,
    write_whole,
)
from renderer.storage.lock import LOCK_NAME, lock_folder
from renderer.storage.stage import open_stage
from renderer.values.errors import DataError, WriteError


def link(path: Path) -> None:
    (path.parent / "target").write_text("kept")
    path.symlink_to(path.parent / "target")


def device(path: Path) -> None:
    try:
        os.mknod(path, 0o600 | stat.S_IFCHR, os.makedev(1, 3))
    except PermissionError:
        pytest.skip("only root makes a device")


def listen(path: Path) -> None:
    # A socket's name may have 107 characters, which a folder of pytest's has already.
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(here)


NODES: dict[str, Callable[[Path], None]] = {
    "a link": link,
    "a folder": Path.mkdir,
    "a pipe": os.mkfifo,
    "a socket": listen,
    "a device": device,
}


@pytest.mark.parametrize(("name", "make"), NODES.items(), ids=NODES)
def test_what_is_no_file_is_named_and_stays(tmp_path: Path, name: str, make: Callable[[Path], None]) -> None:
    path = tmp_path / "node"
    make(path)
    before = path.lstat()
    for write in (check_target, lambda p: write_whole(p, b"x"), lambda p: write_new(p, b"x")):
        with pytest.raises(WriteError) as caught:
            write(path)
        assert caught.value.where == str(path)
    with pytest.raises(WriteError, match=name):
        write_whole(path, b"x")
    assert path.lstat() == before
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(PART)] == []
    if name == "a link":
        assert (tmp_path / "target").read_text() == "kept"


@pytest.mark.parametrize(("name", "make"), NODES.items(), ids=NODES)
def test_a_stage_replaces_no_such_thing(tmp_path: Path, name: str, make: Callable[[Path], None]) -> None:
    make(tmp_path / "sign.png")
    before = (tmp_path / "sign.png").lstat()
    with pytest.raises(WriteError, match=name), open_stage(tmp_path) as stage:
        stage.write("other.png", lambda path: path.write_bytes(b"1") and None)
        stage.write("sign.png", lambda path: path.write_bytes(b"2") and None)
        stage.publish(overwrite=True)
    assert (tmp_path / "sign.png").lstat() == before
    # None of the files has its name, and nothing is left of them.
    assert {p.name for p in tmp_path.iterdir()} <= {"sign.png", "target"}


def test_new_names_and_regular_files_are_written(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_new(path, b"1")
    with pytest.raises(WriteError, match="exists"):
        write_new(path, b"2")
    write_whole(path, b"3")
    write_stream(path, b"4")
    assert path.read_bytes() == b"4"
    write_whole(tmp_path / "below" / "b.txt", b"5", make_folder=True)
    assert (tmp_path / "below/b.txt").read_bytes() == b"5"


def test_a_dangling_link_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "nowhere")
    for write in (write_whole, write_new, write_stream):
        with pytest.raises(WriteError):
            write(tmp_path / "a.txt", b"x")
    assert not (tmp_path / "nowhere").exists()


def test_a_stream_is_written_through(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path, heard = tmp_path / "pipe", []
    os.mkfifo(path)
    reader = threading.Thread(target=lambda: heard.append(path.read_bytes()), daemon=True)
    reader.start()
    data = b"<svg/>" * 50_000  # more than a pipe holds at once
    write_stream(path, data)
    reader.join(timeout=20)
    assert heard == [data] and stat.S_ISFIFO(path.lstat().st_mode)
    write_stream(Path("-"), b"<svg/>")
    assert capfdbinary.readouterr().out == b"<svg/>"


def test_the_null_device_stays_a_device(tmp_path: Path) -> None:
    device(tmp_path / "null")
    write_stream(tmp_path / "null", b"x")
    assert stat.S_ISCHR((tmp_path / "null").lstat().st_mode)


@pytest.mark.parametrize("name", ["a link", "a pipe"])
def test_a_lock_is_a_file_of_its_own(tmp_path: Path, name: str) -> None:
    NODES[name](tmp_path / LOCK_NAME)
    with pytest.raises(WriteError, match=name), lock_folder(tmp_path, "a job"):
        pass
    if name == "a link":
        assert (tmp_path / "target").read_text() == "kept"


def test_what_a_killed_run_left_of_any_format_is_removed(tmp_path: Path) -> None:
    names = [f"pano_co-do_x_0123abcd{ending}" for spec in FORMATS.values() for ending in spec.endings]
    for name in names:
        part_of(tmp_path / name).write_bytes(b"half")
    kept = [tmp_path / name for name in (".other.tif.12.part", ".pano_0123abcd.tif.part", "pano_0123abcd.tif.12.part")]
    for path in kept:
        path.write_bytes(b"not ours")
    remove_unfinished(tmp_path, lambda name: FILE_NAME.fullmatch(name) is not None)
    assert sorted(tmp_path.iterdir()) == sorted(kept)


@pytest.mark.parametrize(("name", "kind"), [("/dev/zero", "a device"), ("pipe", "a pipe"), (".", "a folder")])
def test_only_a_file_is_read(tmp_path: Path, name: str, kind: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DataError, match=f"is {kind}, not a file"):
        read_whole(tmp_path / name)
    with pytest.raises(DataError, match=f"is {kind}, not a file"):
        hash_file(tmp_path / name)


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * 2_000_001)
    with pytest.raises(DataError, match="has 2 MB; at most 2 MB are read"):
        read_whole(tmp_path / "large", 2_000_000)


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "no-such-file"])
def test_a_name_that_cannot_be_opened_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        read_whole(tmp_path / name)
