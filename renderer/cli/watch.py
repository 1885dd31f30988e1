"""``codong watch``: a layout drawn again whenever its files are saved."""

from __future__ import annotations

import argparse
from pathlib import Path

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.options import add_order_options, order_of
from renderer.cli.studio import open_studio
from renderer.values.errors import ExitCode


def add_options(parser: CommandParser) -> None:
    """Add the order's flags, and where the picture goes."""
    add_order_options(parser)
    parser.add_argument("--out", type=Path, default=Path("output"), metavar="DIR", help="folder (default: output)")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Draw at every change until Ctrl-C; say how long it took, or what is wrong."""
    from renderer.preview import watch

    studio, order = open_studio(arguments, console, takes_notes=True), order_of(arguments)
    target: Path = arguments.out / f"xem_{order.layout.replace('/', '_')}_{order.slogan}.png"
    console.say(f"{target}: drawn again at every change; Ctrl-C ends")
    for drawn in watch(studio, order, target):
        if drawn.error is not None:
            console.report(drawn.error)
        if drawn.drawing is not None:
            for warning in drawn.drawing.warnings:
                console.warn(warning)
            console.say(f"{drawn.milliseconds:.0f} ms  {' / '.join(drawn.drawing.lines)}")
    return ExitCode.DONE
