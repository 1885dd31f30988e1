"""``codong typeset``: show how a slogan would be set, and why; ``--same-size`` finds the size of a series."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renderer.artwork import SettingRequest, effects_of, set_frame
from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.options import add_order_options, order_of
from renderer.cli.studio import open_studio
from renderer.contract.order import Order
from renderer.resolve import resolve
from renderer.storage.files import STANDARD_OUTPUT, write_stream
from renderer.studio import Studio
from renderer.typeset import Effects, Face, TextBlock, draw_block, measure_clearances
from renderer.values.errors import ExitCode


@dataclass(frozen=True)
class _Setting:
    """A slogan as it would be set: its order, block, face, and what is painted around its letters."""

    order: Order
    block: TextBlock
    face: Face
    effects: Effects
    unit: str


def add_options(parser: CommandParser) -> None:
    """Add the order's flags, the others of a series, and what to show."""
    add_order_options(parser)
    parser.add_argument(
        "--same-size",
        metavar="ID[,ID...]",
        help="set these slogans, too, and all of them at the size that all can have",
    )
    parser.add_argument(
        "--svg", type=Path, metavar="FILE", help="draw block, skylines and frame; - for standard output"
    )
    parser.add_argument("--json", action="store_true", help="print the setting as JSON")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Set the slogan and its series; draw the first one, and describe them all."""
    studio, order = open_studio(arguments, console, takes_notes=True), order_of(arguments)
    series = [order.slogan, *(s.strip() for s in (arguments.same_size or "").split(",") if s.strip())]
    settings = [_set(studio, order.model_copy(update={"slogan": slogan})) for slogan in series]
    if len(settings) > 1:
        common = _same_size([s.block for s in settings])
        settings = [_set(studio, s.order.model_copy(update={"cap_height": common})) for s in settings]
    if arguments.svg:
        first = settings[0]
        write_stream(arguments.svg, draw_block(first.block, first.face, first.effects).encode())
    if arguments.svg == STANDARD_OUTPUT:
        # Whoever reads the picture from there would stumble over words behind it.
        console = console.set_aside()
    if arguments.json:
        one, *others = (_as_json(setting, console) for setting in settings)
        console.say_json({"schema": 1, **one, "series": others})
    else:
        for setting in settings:
            console.say(_describe(setting, console))
    return ExitCode.DONE


def _same_size(blocks: list[TextBlock]) -> float:
    """Return the cap height that every sign of a series can have: the smallest of them, to be ordered exactly."""
    # Cut to three decimals, so that the order states a size that each of them reaches.
    return int(min(block.cap_height for block in blocks) * 1000) / 1000


def _set(studio: Studio, order: Order) -> _Setting:
    resolved = resolve(studio, order.model_copy(update={"formats": ("png",)}))
    master, _ = studio.master(resolved.master_spec)
    name = next(n for n, style in resolved.layout.spec.frames.items() if style.content == "slogan")
    style = master.style(name)
    layers = set_frame(studio, master, name, resolved.wordings[name], SettingRequest.of(resolved, style))
    block = layers[-1].block
    return _Setting(order, block, studio.face(block.face), effects_of(style), resolved.size.unit)


def _as_json(setting: _Setting, console: Console) -> dict[str, Any]:
    """Return everything that is known of a setting; lengths in the order's unit, from the trim's top left, y down."""
    block, why = setting.block, setting.block.reasons
    frame = block.frame
    return {
        "layout": setting.order.layout,
        "slogan": setting.order.slogan,
        "size": setting.order.size,
        "unit": setting.unit,
        "frame": [_r(v) for v in frame],
        "font": block.face,
        "font_size": _r(block.size),
        "cap_height": _r(block.cap_height),
        "bound_by": why.bound_by,
        "lines": [line.text for line in block.lines],
        "breaks": list(why.breaks),
        "leading": [_r(v) for v in why.leading],
        "leading_needed": [_r(v) for v in why.needed],
        "clearance_required": _r(why.clearance),
        "clearances": [_r(v) for v in measure_clearances(block, setting.face, setting.effects)],
        "score": {name: round(value, 6) for name, value in why.score.items()},
        "ways_measured": why.considered,
        "ink": [[_r(v) for v in line.ink] for line in block.lines],
        "glyphs": [
            {
                "line": number,
                "gid": glyph.gid,
                "size": _r(line.size),
                "x": _r(line.x + glyph.x * line.size / setting.face.units_per_em),
                "y": _r(line.baseline - glyph.y * line.size / setting.face.units_per_em),
            }
            for number, line in enumerate(block.lines)
            for glyph in line.shaped.glyphs
        ],
        "warnings": console.speak_all(block.warnings),
    }


def _r(value: float) -> float:
    return round(value, 4)


def _describe(setting: _Setting, console: Console) -> str:
    """Return the setting in words, a line each."""
    block, why, unit = setting.block, setting.block.reasons, setting.unit
    out = [
        f"{setting.order.slogan} in {setting.order.layout} {setting.order.size}: {block.face}, cap height"
        f" {block.cap_height:.4g} {unit}, bound by {why.bound_by}"
    ]
    out += [f"  {line.text}" + (f"    ({r})" if r else "") for line, r in _with_reasons(block)]
    if why.leading:
        gaps = measure_clearances(block, setting.face, setting.effects)
        out.append(
            f"  leading {' '.join(f'{v / block.cap_height:.2f}' for v in why.leading)} cap heights; clearance"
            f" {' '.join(f'{v / block.cap_height:.0%}' for v in gaps)} of the cap height, required"
            f" {why.clearance / block.cap_height:.0%}"
        )
    out += [f"  warning: {warning}" for warning in console.speak_all(block.warnings)]
    return "\n".join(out)


def _with_reasons(block: TextBlock) -> list[tuple[Any, str]]:
    return list(zip(block.lines, (*block.reasons.breaks, ""), strict=True))
