"""``codong job template``: an empty job sheet with drop-downs of the workspace's names."""

from __future__ import annotations

import argparse
from pathlib import Path

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.studio import open_studio
from renderer.values.errors import ExitCode


def add_options(parser: CommandParser) -> None:
    """Add the file."""
    parser.add_argument("file", type=Path, metavar="FILE.xlsx")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Write the sheet under a new name."""
    from renderer.batch.form import write_form

    write_form(open_studio(arguments, console), arguments.file)
    console.say(str(arguments.file))
    return ExitCode.DONE
