"""``codong audit``: whether the ledger, and the signs that rest on it, are as they were written."""

from __future__ import annotations

import argparse
from pathlib import Path

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.studio import open_studio
from renderer.values.errors import ExitCode
from renderer.values.printable import make_printable


def add_options(parser: CommandParser) -> None:
    """Add the folders with signs, and an entry that must be there."""
    parser.add_argument("folders", nargs="*", type=Path, metavar="DIR", help="folders with finished signs")
    parser.add_argument("--head", default="", metavar="HASH", help="hash of an entry noted elsewhere: it must be there")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Print what is wrong, or the last entry's hash to note elsewhere."""
    from renderer.review.approve import audit

    entries, faults, remarks = audit(open_studio(arguments, console), arguments.folders, arguments.head)
    faults, remarks = console.speak_all(faults), console.speak_all(remarks)
    last = entries[-1].hash if entries else ""
    code = ExitCode.VERIFY_FAILED if faults else ExitCode.DONE
    if arguments.json:
        found = {"schema": 1, "entries": len(entries), "head": last, "faults": faults, "remarks": remarks}
        console.say_json(found, indent=None)
        return code
    for line in (*faults, *remarks):
        console.say(make_printable(line))
    if not faults and entries:
        console.say(f"entries: {len(entries)}, every byte as written; the last is {last}")
    return code
