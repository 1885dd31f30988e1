"""``codong catalogue export``: the catalogue as a workbook or a booklet."""

from __future__ import annotations

import argparse
from pathlib import Path

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.studio import open_studio
from renderer.values.errors import ExitCode


def add_options(parser: CommandParser) -> None:
    """Add the file, and which part of the catalogue."""
    parser.add_argument("file", type=Path, metavar="FILE.xlsx|FILE.pdf")
    parser.add_argument("--campaign", default="", metavar="ID", help="only the slogans of this campaign")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Write the file under a new name."""
    from renderer.curation.export import export

    export(open_studio(arguments, console), arguments.file, arguments.campaign)
    console.say(str(arguments.file))
    return ExitCode.DONE
