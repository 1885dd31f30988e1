"""``codong history``: what was decided."""

from __future__ import annotations

import argparse

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.decide import line_of
from renderer.cli.studio import open_studio
from renderer.values.errors import ExitCode


def add_options(parser: CommandParser) -> None:
    """Add what to look for."""
    parser.add_argument("subject", nargs="?", metavar="SUBJECT|FILE")
    parser.add_argument("--json", action="store_true", help="print the entries as JSON")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Print the entries of the ledger, all or those about one text or picture."""
    from renderer.review.approve import history

    entries = history(open_studio(arguments, console), arguments.subject)
    if arguments.json:
        console.say_json([entry.model_dump(mode="json") for entry in entries])
        return ExitCode.DONE
    for entry in entries:
        console.say(line_of(entry))
    if not entries:
        console.say("the ledger says nothing of it")
    return ExitCode.DONE
