"""``codong render``: one order to proven files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.options import add_order_options, order_of
from renderer.cli.studio import open_studio
from renderer.pipeline import Asset, render
from renderer.typeset import TextBlock
from renderer.values.errors import ExitCode


def add_options(parser: CommandParser) -> None:
    """Add the order's flags, and where the files go."""
    add_order_options(parser)
    parser.add_argument("--out", type=Path, default=Path("output"), metavar="DIR", help="folder (default: output)")
    parser.add_argument("--overwrite", action="store_true", help="replace a file of the same name with other bytes")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Render, prove and record an order; say where its files are."""
    order = order_of(arguments)
    asset = render(
        open_studio(arguments, console, takes_notes=True), order, arguments.out, overwrite=arguments.overwrite
    )
    for warning in asset.entry.warnings:
        console.warn(warning)
    if arguments.json:
        console.say_json({"schema": 1, "assets": [_as_json(asset, console)], "errors": []})
    else:
        _describe(asset, console)
    return ExitCode.DONE


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
