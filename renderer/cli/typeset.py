"""``codong typeset``: show how a slogan would be set, and why; ``--same-size`` finds the size of a series."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from typing import Any

from renderer.artwork import SettingRequest, effects_of, set_frame
from renderer.cli.options import order_of
from renderer.contract.order import Order
from renderer.resolve import resolve
from renderer.storage.files import write_whole
from renderer.studio import Studio
from renderer.typeset import Effects, Face, TextBlock, block_svg, clearances
from renderer.values.errors import ExitCode


@dataclass(frozen=True)
class Setting:
    """A slogan as it would be set: its order, block, face, and what is painted around its letters."""

    order: Order
    block: TextBlock
    face: Face
    effects: Effects
    unit: str


def run_typeset(studio: Studio, arguments: argparse.Namespace) -> ExitCode:
    order = order_of(arguments)
    series = [order.slogan, *(s.strip() for s in (arguments.same_size or "").split(",") if s.strip())]
    settings = [_set(studio, order.model_copy(update={"slogan": slogan})) for slogan in series]
    if len(settings) > 1:
        common = same_size([s.block for s in settings])
        settings = [_set(studio, s.order.model_copy(update={"cap_height": common})) for s in settings]
    if arguments.svg:
        first = settings[0]
        write_whole(arguments.svg, block_svg(first.block, first.face, first.effects).encode())
    if arguments.json:
        one, *others = (as_json(setting) for setting in settings)
        print(json.dumps({"schema": 1, **one, "series": others}, ensure_ascii=False, indent=1))
    else:
        for setting in settings:
            print(describe(setting))
    return ExitCode.DONE


def same_size(blocks: list[TextBlock]) -> float:
    """Return the cap height that every sign of a series can have: the smallest of them, to be ordered exactly."""
    # Cut to three decimals, so that the order states a size that each of them reaches.
    return int(min(block.cap_height for block in blocks) * 1000) / 1000


def _set(studio: Studio, order: Order) -> Setting:
    resolved = resolve(studio, order.model_copy(update={"formats": ("png",)}))
    master, _ = studio.master(resolved.master_spec)
    name = next(n for n, style in resolved.layout.spec.frames.items() if style.content == "slogan")
    style = master.style(name)
    layers = set_frame(studio, master, name, resolved.wordings[name], SettingRequest.of(resolved, style))
    block = layers[-1].block
    return Setting(order, block, studio.face(block.face), effects_of(style), resolved.size.unit)


def as_json(setting: Setting) -> dict[str, Any]:
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
        "clearances": [_r(v) for v in clearances(block, setting.face, setting.effects)],
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
        "warnings": list(block.warnings),
    }


def _r(value: float) -> float:
    return round(value, 4)


def describe(setting: Setting) -> str:
    """Return the setting in words, a line each."""
    block, why, unit = setting.block, setting.block.reasons, setting.unit
    out = [
        f"{setting.order.slogan} in {setting.order.layout} {setting.order.size}: {block.face}, cap height"
        f" {block.cap_height:.4g} {unit}, bound by {why.bound_by}"
    ]
    out += [f"  {line.text}" + (f"    ({r})" if r else "") for line, r in _with_reasons(block)]
    if why.leading:
        gaps = clearances(block, setting.face, setting.effects)
        out.append(
            f"  leading {' '.join(f'{v / block.cap_height:.2f}' for v in why.leading)} cap heights; clearance"
            f" {' '.join(f'{v / block.cap_height:.0%}' for v in gaps)} of the cap height, required"
            f" {why.clearance / block.cap_height:.0%}"
        )
    out += [f"  warning: {warning}" for warning in block.warnings]
    return "\n".join(out)


def _with_reasons(block: TextBlock) -> list[tuple[Any, str]]:
    return list(zip(block.lines, (*block.reasons.breaks, ""), strict=True))
