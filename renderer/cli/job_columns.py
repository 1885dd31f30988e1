"""``codong job columns``: the columns of a job and their names."""

from __future__ import annotations

import argparse

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.values.errors import ExitCode


def add_options(parser: CommandParser) -> None:
    """Add nothing: the columns are the same everywhere."""


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Print every column with its meaning and its other names."""
    from renderer.batch.columns import FIELDS, HEADERS

    width = max(map(len, FIELDS))
    for name, meaning in FIELDS.items():
        console.say(f"{name.ljust(width)}  {meaning}")
        if HEADERS.get(name):
            console.say(" " * width + "  = " + ", ".join(HEADERS[name]))
    return ExitCode.DONE
