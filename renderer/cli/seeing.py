"""``codong sheet`` and ``codong watch``: looking at what was made, and at what is being drawn."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from renderer.cli.options import add_order_options, order_of
from renderer.studio import Studio
from renderer.values.errors import ExitCode


def run_sheet(studio: Studio, arguments: argparse.Namespace) -> ExitCode:
    from renderer.documents.contact import PAGE, PAPER, PICTURES, make_contact_sheet

    contact = make_contact_sheet(studio.workspace, arguments.dir)
    for fault in contact.faults:
        print(f"codong: not shown: {fault}", file=sys.stderr)
    print(f"{contact.signs} signs")
    for name in (PAGE, PAPER, PICTURES):
        print(contact.folder / name)
    return ExitCode.VERIFY_FAILED if contact.faults else ExitCode.DONE


def run_watch(studio: Studio, arguments: argparse.Namespace) -> ExitCode:
    from renderer.preview.watch import watch

    order = order_of(arguments)
    target: Path = arguments.out / f"xem_{order.layout.replace('/', '_')}_{order.slogan}.png"
    print(f"{target}: drawn again at every change; Ctrl-C ends", flush=True)
    for drawn in watch(studio, order, target):
        if drawn.drawing is None:
            print(f"codong: {drawn.error}", file=sys.stderr, flush=True)
            continue
        for warning in drawn.drawing.warnings:
            print(f"codong: warning: {warning}", file=sys.stderr, flush=True)
        print(f"{drawn.milliseconds:.0f} ms  {' / '.join(drawn.drawing.lines)}", flush=True)
    return ExitCode.DONE


def add_parsers(add: Any, open_studio: Any) -> None:
    """Add the commands; ``add`` makes a sub-parser that knows --workspace."""
    sheet = add("sheet", "make the contact sheet of a run: HTML, PDF and marked pictures to send around")
    sheet.add_argument("dir", type=Path, metavar="DIR", help="a folder that codong batch or render filled")
    sheet.set_defaults(run=lambda arguments: run_sheet(open_studio(arguments), arguments))

    watch = add("watch", "draw a layout's proof again whenever its files are saved")
    add_order_options(watch)
    watch.add_argument("--out", type=Path, default=Path("output"), metavar="DIR", help="folder (default: output)")
    watch.set_defaults(run=lambda arguments: run_watch(open_studio(arguments), arguments))
