"""``codong sheet``: the contact sheet of what was made."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.studio import open_studio
from renderer.values.errors import ExitCode

_MANY, _LINES = 30, 10
"""From so many signs on it is told how things go, in about so many lines."""


def add_options(parser: CommandParser) -> None:
    """Add the folder."""
    parser.add_argument("dir", type=Path, metavar="DIR", help="a folder that codong batch or render filled")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Make the sheet; name its files, and the signs that it does not show."""
    from renderer.documents.contact import PAGE, PAPER, PICTURES, make_contact_sheet

    contact = make_contact_sheet(open_studio(arguments, console).workspace, arguments.dir, _teller(console))
    for fault in contact.faults:
        console.remark(f"not shown: {fault}")
    console.say(f"{contact.signs} signs")
    for name in (PAGE, PAPER, PICTURES):
        console.say(str(contact.folder / name))
    return ExitCode.VERIFY_FAILED if contact.faults else ExitCode.DONE


def _teller(console: Console) -> Callable[[int, int], None]:
    """Return who tells of every so manieth sign of many; a few are there before anybody asks."""

    def tell(done: int, total: int) -> None:
        step = max(1, total // _LINES)
        if total >= _MANY and (done % step == 0 or done == total):
            console.tell(f"{done} of {total} signs drawn" + ("; now the paper" if done == total else ""))

    return tell
