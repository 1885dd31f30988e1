"""The making of a workspace, stopped at any moment: it is completed by a second try, and taken for nothing before."""

from __future__ import annotations

from pathlib import Path

import pytest

from renderer.values.errors import DataError, WriteError
from renderer.workspace import Workspace, starter, write_starter
from renderer.workspace.workspace import BEGUN
from tests.helpers.life import run
from tests.helpers.workspaces import ROOT, STARTER_PARTS, fixed_clock


class Stopped(BaseException):
    """Stands for a kill."""


def stop_after(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    left, write = [count], starter.write_whole

    def stop(path: Path, data: bytes) -> None:
        if not left[0]:
            path.with_name(f".{path.name}.999999999.part").write_bytes(data[:100])
            raise Stopped
        left[0] -= 1
        write(path, data)

    monkeypatch.setattr(starter, "write_whole", stop)


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


FILES = 1 + sum(1 for part in STARTER_PARTS[1:] for p in (ROOT / part).rglob("*") if p.is_file())


@pytest.mark.parametrize("count", [0, 1, 2, FILES // 2, FILES - 1, FILES])
@pytest.mark.parametrize("there", [True, False])
def test_stopped_anywhere_it_is_no_workspace_and_is_completed_by_a_second_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, there: bool
) -> None:
    folder, whole = tmp_path / "a", tmp_path / "b"
    if there:
        folder.mkdir()
    with monkeypatch.context() as patched:
        stop_after(count, patched)
        with pytest.raises(Stopped):
            write_starter(folder)
    if count:
        assert run(folder, "list", "slogans") == 3
        with pytest.raises(DataError, match="never completed"):
            Workspace.find(folder / "assets")
    write_starter(folder)
    write_starter(whole)
    assert contents(folder) == contents(whole) and len(contents(folder)) == FILES
    assert Workspace(folder, clock=fixed_clock).config.schema_ == 1


@pytest.mark.parametrize("name", ["a", BEGUN + "x", "assets", ".b.77.part"])
def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x", encoding="utf-8")
    with pytest.raises(WriteError, match="not empty"):
        write_starter(tmp_path)
    assert contents(tmp_path) == {name: b"x"}


def test_what_is_no_folder_is_named(tmp_path: Path) -> None:
    for name, make in (("file", lambda p: p.write_text("x")), ("link", lambda p: p.symlink_to("gone"))):
        make(tmp_path / name)
        with pytest.raises(WriteError, match=name):
            write_starter(tmp_path / name)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"
