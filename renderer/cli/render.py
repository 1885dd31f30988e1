"""``codong render``: one order to proven files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from renderer.batch.columns import NOTES
from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.options import add_order_options, order_of
from renderer.cli.package import pack, package_json, tell_packages
from renderer.cli.studio import open_studio
from renderer.contract.manifest import JOB_WORDS, JobNote
from renderer.handover import Chosen
from renderer.pipeline import Asset, render
from renderer.text import check_text
from renderer.typeset import TextBlock
from renderer.values.errors import ExitCode


def add_options(parser: CommandParser) -> None:
    """Add the order's flags, and where the files go."""
    add_order_options(parser)
    parser.add_argument("--quantity", type=_count, metavar="N", help="number of copies to print, for the ticket")
    for name in JOB_WORDS:
        parser.add_argument(f"--{name}", default="", metavar="TEXT", help=f"{NOTES[name]}, for the ticket")
    parser.add_argument("--out", type=Path, default=Path("output"), metavar="DIR", help="folder (default: output)")
    parser.add_argument("--overwrite", action="store_true", help="replace a file of the same name with other bytes")
    parser.add_argument("--package", action="store_true", help="pack the files for the print shop besides")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Render, prove and record an order; say where its files are."""
    order = order_of(arguments)
    texts = {name: _checked(getattr(arguments, name), name) for name in JOB_WORDS}
    noted = arguments.quantity is not None or any(texts.values())
    note = JobNote(quantity=arguments.quantity, **texts) if noted else None
    studio = open_studio(arguments, console, takes_notes=True)
    asset = render(studio, order, arguments.out, note=note, overwrite=arguments.overwrite)
    for warning in asset.entry.warnings:
        console.warn(warning)
    packages = pack(studio, [Chosen(asset.entry, asset.folder)], arguments.out, console) if arguments.package else []
    if arguments.json:
        told = [package_json(package) for package in packages]
        console.say_json({"schema": 1, "assets": [_as_json(asset, console)], "packages": told, "errors": []})
    else:
        _describe(asset, console)
        tell_packages(packages, console)
    return ExitCode.DONE


def _count(text: str) -> int:
    """Return a number of copies."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of copies")
    return int(text)


def _checked(text: str, name: str) -> str:
    return check_text(text, name) if text else ""


def _describe(asset: Asset, console: Console) -> None:
    entry = asset.entry
    console.say(f"hang {entry.order.hang} · binding {entry.binding[:8]} · proven: {', '.join(entry.checks)}")
    for block in asset.blocks:
        console.say(f"  {block.name}: " + " / ".join(line.text for line in block.lines))
    for file in entry.files:
        console.say(str(asset.folder / file.path))


def _as_json(asset: Asset, console: Console) -> dict[str, Any]:
    """Return the entry of ``assets``."""
    entry, order = asset.entry, asset.entry.order
    return {
        "binding": entry.binding,
        "layout": order.layout,
        "slogan": order.slogan,
        "unit": order.organisation,
        "event": order.event,
        "hang": order.hang,
        "files": [{**f.model_dump(mode="json"), "path": str(asset.folder / f.path)} for f in entry.files],
        "frames": [_frame_json(block, entry.expectation.unit) for block in asset.blocks],
        "warnings": console.speak_all(entry.warnings),
    }


def _frame_json(block: TextBlock, unit: str) -> dict[str, Any]:
    physical = unit == "mm"
    size, cap = round(block.size, 4), round(block.cap_height, 4)
    return {
        "name": block.name,
        "text": block.text,
        "lines": [line.text for line in block.lines],
        "font": block.face,
        "font_size_mm": size if physical else None,
        "cap_height_mm": cap if physical else None,
        "font_size_px": None if physical else size,
        "cap_height_px": None if physical else cap,
    }
