"""``codong units import``: a list of organisations into the catalogue."""

from __future__ import annotations

import argparse
from pathlib import Path

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.options import add_table_options
from renderer.cli.studio import open_studio
from renderer.values.errors import ExitCode


def add_options(parser: CommandParser) -> None:
    """Add the list, where its names come from, and how it is read."""
    parser.add_argument("file", type=Path, metavar="LIST")
    parser.add_argument("--source", required=True, metavar="TEXT", help="the document that the names come from")
    add_table_options(parser)


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Take the list up; name what is new."""
    from renderer.curation.organisations import import_organisations

    studio = open_studio(arguments, console)
    result = import_organisations(
        studio, arguments.file, arguments.source, arguments.sheet, accept_converted=arguments.accept_converted
    )
    for remark in result.remarks:
        console.say(console.speak(remark))
    for organisation_id, name in result.added:
        console.say(f"{organisation_id}  {name}")
    console.say(f"{len(result.added)} units added, {result.known} known already")
    return ExitCode.DONE
