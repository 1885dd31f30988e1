"""``codong marks``: break marks for a new text, proposed to a person."""

from __future__ import annotations

import argparse

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.studio import open_studio
from renderer.text import check_text
from renderer.values.errors import ExitCode


def add_options(parser: CommandParser) -> None:
    """Add the text."""
    parser.add_argument("text", metavar="TEXT")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Print the text with proposed marks."""
    # Segmenting is slow to load.
    from renderer.vietnamese import propose_marks

    text = check_text(arguments.text, "text")
    console.say(propose_marks(text, open_studio(arguments, console).lexicon))
    return ExitCode.DONE
