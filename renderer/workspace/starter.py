"""A workspace to start from: begun with a note that it is not complete, and complete when the note is gone.

Whoever is stopped in between leaves the note: the folder is no workspace yet, says so, and is completed by a second
try.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from renderer.storage.files import name_fault, remove_unfinished, write_whole
from renderer.values.errors import WriteError
from renderer.values.printable import make_printable
from renderer.workspace.workspace import BEGUN, MARKER, Workspace

STARTER_PARTS = (MARKER, "assets", "layouts", "fonts")
_NOTE = b"codong init was stopped before this workspace was complete: run it again for this folder.\n"


def write_starter(target: Path) -> list[Path]:
    """Copy the packed workspace to ``target`` (absent, empty, or begun before) and return the files written.

    Raises WriteError; what was written by then is completed by another call.
    """
    with name_fault(target):
        if target.is_dir():
            _check_empty(target)
        target.mkdir(parents=True, exist_ok=True)
    write_whole(target / BEGUN, _NOTE)
    written = [_copy(source, target / name) for name, source in _list_files()]
    with name_fault(target / BEGUN):
        (target / BEGUN).unlink()
    return sorted(written)


def _check_empty(target: Path) -> None:
    """Refuse a folder that holds anything but what a stopped call left."""
    begun = (target / BEGUN).is_file()
    remove_unfinished(target, lambda name: begun or name == BEGUN)
    ours = {BEGUN, *STARTER_PARTS} if begun else set()
    if strange := sorted({path.name for path in target.iterdir()} - ours):
        told = f"exists and is not empty: it holds {make_printable(strange[0])}"
        raise WriteError("not-empty", told, where=str(target), hint="choose a new folder")


def _list_files() -> Iterator[tuple[str, Path]]:
    """Yield every file of the packed workspace by its name in it; what makes it one comes last."""
    root = Workspace.open_packed().root
    for part in STARTER_PARTS[1:]:
        for path in sorted(p for p in (root / part).rglob("*") if p.is_file()):
            yield path.relative_to(root).as_posix(), path
    yield MARKER, root / MARKER


def _copy(source: Path, target: Path) -> Path:
    with name_fault(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, source.read_bytes())
    return target
