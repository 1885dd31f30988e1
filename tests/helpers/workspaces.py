"""The repository's workspace under a fixed clock, and copies of it that a test may spoil."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from renderer.studio import Studio
from renderer.workspace import Workspace
from renderer.workspace.starter import STARTER_PARTS

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 1, 22)


def fixed_clock() -> date:
    """Return the day on which the tests take place."""
    return TODAY


def studio_of(root: Path, today: date = TODAY) -> Studio:
    """Return a new studio of a workspace, which knows nothing of what was read before."""
    return Studio(Workspace(root, clock=lambda: today))


def shipped_font_file(key: str) -> str:
    """Return the file of a pinned face, below ``fonts/``."""
    return Workspace(ROOT).font_entries[key].file


def copy_workspace(target: Path) -> Path:
    """Copy the repository's workspace to ``target``."""
    target.mkdir(parents=True, exist_ok=True)
    for part in STARTER_PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, target / part)
        else:
            shutil.copy2(source, target / part)
    return target


def change_text(path: Path, old: str, new: str) -> None:
    """Replace the first ``old`` of a text file; fails where there is none."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def append_text(path: Path, text: str) -> None:
    """Add ``text`` at the end of a text file."""
    with open(path, "a", encoding="utf-8") as file:
        file.write(text)
