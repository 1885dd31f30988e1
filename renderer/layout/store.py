"""Notes on disk of comparisons that were made: what was drawn, and the drawing, were found alike.

No art is ever read from here. A note is a name only, the hash of everything that was compared and of what compared it;
whoever plants one spares himself a comparison and changes no picture. Verification asks no notes.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from renderer.redraw import engines_digest
from renderer.storage.files import write_whole
from renderer.values.errors import WriteError

_NOTE = b"codong-alike-1\n"
_ENTRY = re.compile(r"[0-9a-f]{64}\.alike")
# Notes that a killed process left unfinished, and what releases before this one kept: whole masters and pictures.
_LEFT = re.compile(r"\.?[0-9a-f]{64}\.(alike|master|\d+x\d+\.rgb)(\.\d+\.part)?")
KEPT_NOTES = 20_000
"""How many notes are kept when the store is tidied."""


class Store:
    """A folder of notes. It may vanish, fill up or be read-only: then things are simply compared again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def once(self, compared: tuple[bytes | memoryview, ...], check: Callable[[], None]) -> None:
        """Run ``check``, which raises where what was compared differs, unless a note says that it was run."""
        path = self.folder / f"{_key(compared)}.alike"
        if self._is_noted(path):
            return
        check()
        # A note that cannot be written costs time, nothing else.
        with suppress(WriteError):
            if self.find_fault(make=True) is None:
                write_whole(path, _NOTE)

    def _is_noted(self, path: Path) -> bool:
        """Tell whether a note is there, and is one: a regular file, in a folder that nobody else writes."""
        if self.find_fault() is not None:
            return False
        with suppress(OSError):
            found = path.lstat()
            return stat.S_ISREG(found.st_mode) and found.st_size == len(_NOTE)
        return False

    def find_fault(self, *, make: bool = False) -> str | None:
        """Return why the folder is not used: it is not there, or somebody else may write to it; None where it is sound.

        ``make``: make it, for its owner alone.
        """
        try:
            if make:
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            found = self.folder.lstat()
        except OSError as fault:
            return f"notes of comparisons cannot be kept here: {fault.strerror}"
        if not stat.S_ISDIR(found.st_mode):
            return "notes of comparisons cannot be kept here: it is no folder"
        if found.st_uid != os.geteuid():
            return "the folder belongs to somebody else and is not used"
        if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            return "others may write to the folder: it is not used until it is its owner's alone (chmod 700)"
        return None

    def tidy(self) -> None:
        """Drop what no run uses any more, and the oldest notes beyond ``KEPT_NOTES``."""
        if self.find_fault() is not None:
            return
        with suppress(OSError):
            paths = [path for path in self.folder.iterdir() if _LEFT.fullmatch(path.name)]
            notes = [path for path in paths if _ENTRY.fullmatch(path.name)]
            notes.sort(key=lambda path: path.lstat().st_mtime, reverse=True)
            kept = {path.name for path in notes[:KEPT_NOTES]}
            for path in paths:
                if path.name not in kept:
                    path.unlink(missing_ok=True)


def _key(compared: tuple[bytes | memoryview, ...]) -> str:
    digest = hashlib.sha256(engines_digest().encode())
    for part in compared:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()
