"""The studio that a command works in: the workspace that was named, or the one around the current folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from renderer.cli.console import Console
from renderer.studio import Studio, studio_at
from renderer.values.errors import UsageError


def open_studio(arguments: argparse.Namespace, console: Console) -> Studio:
    """Return the studio of the workspace; tells where it is the packed one. Raises UsageError for none."""
    studio = studio_at(_here(arguments.workspace), arguments.workspace)
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
