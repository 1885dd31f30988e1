"""The studio that a command works in: the workspace that was named, or the one around the current folder."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from renderer.cli.console import Console
from renderer.layout import Store
from renderer.studio import Studio, studio_at
from renderer.values.errors import UsageError


def open_studio(arguments: argparse.Namespace, console: Console, *, takes_notes: bool = False) -> Studio:
    """Return the studio of the workspace; tells where it is the packed one. Raises UsageError for none.

    ``takes_notes``: comparisons of drawings are noted in the user's cache, and not made again where they are noted.
    What verifies takes none.
    """
    store = _open_store(console) if takes_notes else None
    studio = studio_at(_here(arguments.workspace), arguments.workspace, store)
    if studio.workspace.packed:
        console.remark(f"using the packed workspace {studio.workspace.root} (read-only)")
    return studio


def _here(named: Path | None) -> Path:
    """Return the current folder; raises UsageError where it was deleted, and a workspace is looked for from there."""
    try:
        return Path.cwd()
    except OSError as fault:
        if named is not None and named.is_absolute():
            return named
        raise UsageError(
            "no-folder", f"the current folder cannot be used: {fault.strerror}", hint="go into a folder that is there"
        ) from None


def _open_store(console: Console) -> Store:
    store = Store(default_store())
    if fault := store.find_fault(make=True):
        console.remark(f"{store.folder}: {fault}; drawings are compared anew")
    return store


def default_store() -> Path:
    """Return where notes of comparisons are kept: ``CODONG_CACHE``, or the user's cache folder."""
    if given := os.environ.get("CODONG_CACHE"):
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "codong"
    except RuntimeError:  # neither a variable nor the system names a home: notes are kept nowhere
        return Path(os.devnull) / "codong"
