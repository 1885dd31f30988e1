"""``codong withdraw``: that a text or a picture must not be used any more."""

from __future__ import annotations

import argparse

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.decide import add_statement_options, write_decision
from renderer.values.errors import ExitCode


def add_options(parser: CommandParser) -> None:
    """Add the statement, and what stands in the text's place."""
    add_statement_options(parser)
    parser.add_argument("--replaced-by", default="", metavar="ID", help="the text that stands in its place")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Write the withdrawal down."""
    return write_decision(arguments, console, "withdraw")
