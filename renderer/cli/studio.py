"""The studio that a command works in: the workspace that was named, or the one around the current folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from renderer.cli.console import Console
from renderer.studio import Studio, studio_at


def open_studio(arguments: argparse.Namespace, console: Console) -> Studio:
    """Return the studio of the workspace; tells where it is the packed one. Raises UsageError for none."""
    studio = studio_at(Path.cwd(), arguments.workspace)
    if studio.workspace.packed:
        console.remark(f"using the packed workspace {studio.workspace.root} (read-only)")
    return studio
