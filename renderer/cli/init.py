"""``codong init``: a starter workspace."""

from __future__ import annotations

import argparse
from pathlib import Path

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.values.errors import ExitCode
from renderer.workspace import write_starter


def add_options(parser: CommandParser) -> None:
    """Add the folder."""
    parser.add_argument("dir", type=Path, metavar="DIR", help="a new or empty folder")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Write the workspace, and say what comes next."""
    written = write_starter(arguments.dir)
    console.say(f"{len(written)} files written to {arguments.dir}; next: cd {arguments.dir} && codong list slogans")
    return ExitCode.DONE
