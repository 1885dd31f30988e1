"""``codong list``: what the workspace holds."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from renderer.catalogue import effective_status, event_line, format_event_dates
from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.studio import open_studio
from renderer.layout import layout_ids
from renderer.studio import Studio
from renderer.values.dates import HangDates
from renderer.values.errors import ExitCode

_Rows = list[dict[str, Any]]


def add_options(parser: CommandParser) -> None:
    """Add what to list."""
    parser.add_argument("what", choices=tuple(_LISTS))
    parser.add_argument("--json", action="store_true", help="print the list as JSON")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Print one list: for people the columns that they choose by, for programs every field."""
    rows = _LISTS[arguments.what](open_studio(arguments, console))
    if arguments.json:
        console.say_json({arguments.what: rows})
    else:
        _print_table([[_cell(row[column]) for column in _SHOWN[arguments.what]] for row in rows], console)
    return ExitCode.DONE


def _print_table(table: list[list[str]], console: Console) -> None:
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for cells in table:
        console.say("  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip())


def _cell(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ",".join(str(v) for v in value) or "-"
    return "-" if value is None else str(value)


def _slogans(studio: Studio) -> _Rows:
    today = HangDates.parse(studio.workspace.today().isoformat())
    return [
        {
            "id": s.id,
            "version": s.version,
            "kind": s.kind,
            "status": s.status.value,
            "effective_today": effective_status(s, today, studio.catalogue, studio.ledger).status.value,
            "campaign": list(s.campaign),
            "phase": list(s.phase),
            "issuer": s.issuer,
            "document": s.document,
            "source": s.source,
            "text": s.text,
        }
        for s in studio.catalogue.slogans
    ]


def _events(studio: Studio) -> _Rows:
    today = HangDates.parse(studio.workspace.today().isoformat())
    return [
        {
            "id": e.id,
            "status": e.status.value,
            "effective_today": effective_status(e, today, studio.catalogue, studio.ledger).status.value,
            "dates": format_event_dates(e),
            "campaign": list(e.campaign),
            "source": e.source,
            "text": event_line(e),
        }
        for e in studio.catalogue.events
    ]


def _organisations(studio: Studio) -> _Rows:
    return [
        {"id": o.id, "kind": o.kind, "province": o.province, "source": o.source, "name": o.name}
        for o in studio.catalogue.organisations
    ]


def _layouts(studio: Studio) -> _Rows:
    layouts = [studio.layout(layout_id) for layout_id in layout_ids(studio.workspace)]
    return [
        {
            "id": a.id,
            "format": a.format,
            "family": a.family,
            "title": a.spec.title,
            "units": list(a.spec.units),
            "aspect": list(a.spec.aspect),
            "sizes": list(a.spec.sizes),
            "viewing_m": a.spec.viewing_m,
            "bleed_mm": a.spec.bleed_mm,
            "frames": list(a.spec.frames),
            "description": a.spec.description,
        }
        for a in layouts
    ]


def _fonts(studio: Studio) -> _Rows:
    for key in studio.workspace.font_entries:
        studio.face(key)  # a face that changed or lacks a letter is an error here, not at the first order
    return [
        {"key": key, "family": e.family, "weight": e.weight, "licence": e.licence, "source": e.source, "file": e.file}
        for key, e in studio.workspace.font_entries.items()
    ]


def _images(studio: Studio) -> _Rows:
    return [
        {**entry.model_dump(), "pixels": list(studio.picture(image_id).size)}
        for image_id, entry in studio.workspace.image_entries.items()
    ]


_LISTS: dict[str, Callable[[Studio], _Rows]] = {
    "slogans": _slogans,
    "events": _events,
    "units": _organisations,
    "layouts": _layouts,
    "fonts": _fonts,
    "images": _images,
}
_SHOWN = {
    "slogans": ("id", "effective_today", "kind", "text"),
    "events": ("id", "effective_today", "text"),
    "units": ("id", "name"),
    "layouts": ("id", "sizes", "description"),
    "fonts": ("key", "licence", "file"),
    "images": ("id", "pixels", "title", "file"),
}
"""What a person needs to choose by; ``--json`` gives every field."""
