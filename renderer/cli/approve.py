"""``codong approve``: that a text, or the picture in a finished file, is approved."""

from __future__ import annotations

import argparse

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.decide import add_statement_options, write_decision
from renderer.values.errors import ExitCode


def add_options(parser: CommandParser) -> None:
    """Add the statement, until when it holds, and what it overrules."""
    add_statement_options(parser)
    parser.add_argument("--to", dest="valid_to", default="", metavar="DATE", help="last day that it holds")
    parser.add_argument("--lifts", type=int, default=0, metavar="N", help="take back the withdrawal no. N")
    parser.add_argument("--although", default="", metavar="REASON", help="why a doubtful text is right")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Write the approval down."""
    return write_decision(arguments, console, "approve")
