"""A workspace to start from."""

from __future__ import annotations

from pathlib import Path

from renderer.values.errors import WriteError
from renderer.workspace.workspace import MARKER, Workspace

STARTER_PARTS = (MARKER, "assets", "layouts", "fonts")


def write_starter(target: Path) -> list[Path]:
    """Copy the packed workspace to ``target`` (absent or empty) and return the files written."""
    import shutil

    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise WriteError("not-empty", f"{target} exists and is not empty", hint="choose a new folder")
    source = Workspace.open_packed().root
    try:
        target.mkdir(parents=True, exist_ok=True)
        for part in STARTER_PARTS:
            origin = source / part
            if origin.is_dir():
                shutil.copytree(origin, target / part)
            else:
                shutil.copy2(origin, target / part)
    except OSError as fault:
        raise WriteError("cannot-write", f"{fault.filename or target}: {fault.strerror}") from None
    return sorted(p for p in target.rglob("*") if p.is_file())
