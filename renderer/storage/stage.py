"""Files made under temporary names beside their final place: all of them get their names, or none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from renderer.storage.files import PART, check_target, is_alive, name_fault, open_part, part_of, sha256_of, sync_folder
from renderer.values.errors import WriteError

_HINT = "choose another folder with `out`, or make room"


class Stage:
    """Temporary files of one asset beside their final place."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: dict[str, Path] = {}

    def write(self, name: str, write: Callable[[Path], None]) -> Path:
        """Let ``write`` make a file under a temporary name, durably; return its path."""
        path = part_of(self._folder / name)
        self._waiting[name] = path
        with name_fault(self._folder / name, _HINT), open_part(path) as made:
            write(path)
            os.fsync(made.fileno())
            if not os.path.samestat(os.fstat(made.fileno()), path.lstat()):
                raise WriteError("not-a-file", "another file was put in its place", where=str(path))
        return path

    def publish(self, overwrite: bool) -> None:
        """Give every file its name; a name that other bytes hold is an error unless ``overwrite``."""
        for name, path in self._waiting.items():
            final = self._folder / name
            check_target(final)
            with name_fault(final, _HINT):
                if final.exists() and not overwrite and sha256_of(final) != sha256_of(path):
                    raise WriteError(
                        "exists",
                        "a file of this name holds other bytes",
                        where=str(final),
                        hint="move it away, or allow it with `overwrite`",
                    )
        for name, path in self._waiting.items():
            with name_fault(self._folder / name, _HINT):
                path.replace(self._folder / name)
        self._waiting.clear()
        sync_folder(self._folder)

    def discard(self) -> None:
        """Remove what got no name."""
        for path in self._waiting.values():
            path.unlink(missing_ok=True)


@contextmanager
def open_stage(folder: Path) -> Iterator[Stage]:
    """Open a stage in ``folder``, which is made if need be; what was not published is gone afterwards."""
    make_folder(folder)
    stage = Stage(folder)
    try:
        yield stage
    finally:
        stage.discard()


@contextmanager
def open_scratch(folder: Path, name: str) -> Iterator[Path]:
    """Make a hidden folder in ``folder`` for what is only needed meanwhile; it is gone afterwards.

    What runs left there that were killed is taken away first.
    """
    make_folder(folder)
    _clear_left(folder, name)
    scratch = part_of(folder / name)
    with name_fault(folder, _HINT):
        scratch.mkdir()
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _clear_left(folder: Path, name: str) -> None:
    """Remove the hidden folders of this name that were left by processes that are gone."""
    for path in folder.glob(f".{name}.*{PART}"):
        number = path.name.split(".")[-2]
        if number.isdigit() and not is_alive(int(number)):
            shutil.rmtree(path, ignore_errors=True)


def make_folder(folder: Path) -> None:
    """Make the folder that files will stand in; raises WriteError."""
    with name_fault(folder, _HINT):
        folder.mkdir(parents=True, exist_ok=True)
