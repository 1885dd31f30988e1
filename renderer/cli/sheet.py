"""``codong sheet``: the contact sheet of what was made."""

from __future__ import annotations

import argparse
from pathlib import Path

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console, tell_of_many
from renderer.cli.studio import open_studio
from renderer.values.errors import ExitCode

_MANY = 30
"""From so many signs on it is told how things go."""


def add_options(parser: CommandParser) -> None:
    """Add the folder."""
    parser.add_argument("dir", type=Path, metavar="DIR", help="a folder that codong batch or render filled")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Make the sheet; name its files, and the signs that it does not show."""
    from renderer.documents.contact import PAGE, PAPER, PICTURES, make_contact_sheet

    contact = make_contact_sheet(
        open_studio(arguments, console).workspace, arguments.dir, tell_of_many(console, _drawn, _MANY)
    )
    for fault in contact.faults:
        console.remark(f"not shown: {fault}")
    console.say(f"{contact.signs} signs")
    for name in (PAGE, PAPER, PICTURES):
        console.say(str(contact.folder / name))
    return ExitCode.VERIFY_FAILED if contact.faults else ExitCode.DONE


def _drawn(done: int, total: int) -> str:
    return f"{done} of {total} signs drawn" + ("; now the paper" if done == total else "")
