"""``codong catalogue check``: every entry of the catalogue, by itself and against the others."""

from __future__ import annotations

import argparse

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.studio import open_studio
from renderer.values.errors import ExitCode


def add_options(parser: CommandParser) -> None:
    """Add how to print the findings."""
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Print what is wrong, and how much was looked at."""
    from renderer.curation.check import check_catalogue

    studio = open_studio(arguments, console)
    findings = check_catalogue(studio)
    errors = sum(finding.severity == "error" for finding in findings)
    code = ExitCode.REFUSED if errors else ExitCode.DONE
    if arguments.json:
        console.say_json({"schema": 1, "passed": not errors, "findings": [f.as_json() for f in findings]})
        return code
    for finding in findings:
        console.say(str(finding))
    held = studio.catalogue
    console.say(
        f"{len(held.slogans)} slogans, {len(held.events)} events, {len(held.organisations)} organisations:"
        f" {errors} errors, {len(findings) - errors} warnings"
    )
    return code
