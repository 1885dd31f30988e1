"""Notes of comparisons: they spare work, and nothing that lies in their folder reaches a file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from renderer.layout import Store
from renderer.values.errors import DataError


class Counted:
    """A comparison that counts how often it is made."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> None:
        self.made += 1


def notes(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_what_was_found_alike_is_not_compared_again(tmp_path: Path) -> None:
    check = Counted()
    for _ in range(3):
        Store(tmp_path / "notes").once((b"art", b"drawing"), check)
    Store(tmp_path / "notes").once((b"art", b"another"), check)
    # Parts are told apart: what ends one may not begin the next.
    Store(tmp_path / "notes").once((b"artd", b"rawing"), check)
    assert check.made == 3
    assert (tmp_path / "notes").stat().st_mode & 0o777 == 0o700


def test_what_differs_is_never_noted(tmp_path: Path) -> None:
    def differs() -> None:
        raise DataError("drawn-differently", "differs")

    for _ in range(2):
        with pytest.raises(DataError):
            Store(tmp_path / "notes").once((b"a",), differs)
    assert not (tmp_path / "notes").exists() or notes(tmp_path / "notes") == []


def a_link(path: Path) -> None:
    path.symlink_to(path.with_name("elsewhere"))
    path.with_name("elsewhere").write_bytes(b"codong-alike-1\n")


@pytest.mark.parametrize(
    "plant", [Path.mkdir, os.mkfifo, a_link, Path.touch, lambda path: path.write_bytes(b"\0" * 5_000_000)]
)
def test_what_is_no_note_is_not_taken_for_one(tmp_path: Path, plant: object) -> None:
    store, check = Store(tmp_path / "notes"), Counted()
    store.once((b"a",), check)
    (note,) = notes(store.folder)
    note.unlink()
    plant(note)  # type: ignore[operator]
    store.once((b"a",), check)
    assert check.made == 2
    store.tidy()


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o722])
def test_a_folder_that_others_may_write_to_is_not_used(tmp_path: Path, mode: int) -> None:
    store, check = Store(tmp_path / "notes"), Counted()
    store.once((b"a",), check)
    store.folder.chmod(mode)
    store.once((b"a",), check)
    assert check.made == 2 and "others may write" in str(store.find_fault())


def test_a_folder_of_somebody_else_is_not_used(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    store = Store(tmp_path / "notes")
    store.once((b"a",), Counted())
    os.chown(store.folder, 12345, 12345)
    assert "somebody else" in str(store.find_fault())


def test_a_link_in_the_folders_place_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "notes").symlink_to(tmp_path / "real")
    store, check = Store(tmp_path / "notes"), Counted()
    store.once((b"a",), check)
    assert check.made == 1 and store.find_fault() is not None and notes(tmp_path / "real") == []


def test_tidying_drops_what_earlier_releases_kept(tmp_path: Path) -> None:
    store = Store(tmp_path / "notes")
    store.once((b"a",), Counted())
    (note,) = notes(store.folder)
    for name in (f"{'a' * 64}.master", f"{'b' * 64}.20x10.rgb", f".{'c' * 64}.alike.99999.part", "somebody's.txt"):
        (store.folder / name).write_bytes(b"old")
    store.tidy()
    assert [path.name for path in notes(store.folder)] == sorted([note.name, "somebody's.txt"])
