"""``codong catalogue fill``: a slogan's template filled into a draft of its own."""

from __future__ import annotations

import argparse

from renderer.catalogue import TEMPLATE_FIELDS, refuse_packed
from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.studio import open_studio
from renderer.values.errors import ExitCode

_VALUES = tuple(name for name in TEMPLATE_FIELDS if name != "n")


def add_options(parser: CommandParser) -> None:
    """Add the slogan, a flag for every field of a template, and what becomes of the draft."""
    parser.add_argument("slogan", metavar="ID")
    parser.add_argument("--id", default="", metavar="ID", help="id of the draft (default: from id and values)")
    parser.add_argument("--although", default="", metavar="REASON", help="why a text that is doubted is right")
    for name in _VALUES:
        parser.add_argument(f"--{name}", default=None, help=f"value of {{{name}}}" + (" and {n}" * (name == "year")))
    parser.add_argument("--dry-run", action="store_true", help="show the text, write nothing")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Write the draft and print its text; tell what the proof-reader found."""
    from renderer.curation.fill import fill_template

    studio = open_studio(arguments, console)
    if not arguments.dry_run:
        refuse_packed(studio.workspace)
    given = {name: getattr(arguments, name) for name in _VALUES if getattr(arguments, name) is not None}
    draft, findings = fill_template(
        studio, arguments.slogan, given, arguments.id, although=arguments.although, dry_run=arguments.dry_run
    )
    for finding in findings:
        console.remark(str(finding))
    console.say(f"{draft.id}  {draft.text}")
    return ExitCode.DONE
