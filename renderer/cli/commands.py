"""What each command does: call the library, print the result."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from renderer.cli.options import order_of
from renderer.contract.manifest import ManifestEntry, entries_for, read_manifest
from renderer.layout import layout_ids
from renderer.pipeline.render import Asset, render
from renderer.preflight import Finding
from renderer.review.verify import Verdict, verify_file
from renderer.studio import Studio, studio_at
from renderer.typeset import TextBlock
from renderer.values.dates import HangDates
from renderer.values.errors import CodongError, DataError, ExitCode
from renderer.workspace import write_starter


def open_studio(arguments: argparse.Namespace) -> Studio:
    studio = studio_at(Path.cwd(), arguments.workspace)
    if studio.workspace.packed:
        print(f"codong: using the packed workspace {studio.workspace.root} (read-only)", file=sys.stderr)
    return studio


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


# -- render ---------------------------------------------------------------------------------------


def run_render(arguments: argparse.Namespace) -> ExitCode:
    order = order_of(arguments)
    asset = render(open_studio(arguments), order, arguments.out, overwrite=arguments.overwrite)
    for warning in asset.entry.warnings:
        print(f"codong: warning: {warning}", file=sys.stderr)
    if arguments.json:
        _print_json({"schema": 1, "assets": [asset_json(asset)], "errors": []})
        return ExitCode.DONE
    print(
        f"hang {asset.entry.order.hang} · binding {asset.entry.binding[:8]} · proven: {', '.join(asset.entry.checks)}"
    )
    for block in asset.blocks:
        print(f"  {block.name}: " + " / ".join(line.text for line in block.lines))
    for file in asset.entry.files:
        print(asset.folder / file.path)
    return ExitCode.DONE


def asset_json(asset: Asset) -> dict[str, Any]:
    """Return the entry of ``assets`` in ``render --json``."""
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
        "warnings": list(entry.warnings),
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


# -- list -----------------------------------------------------------------------------------------


def run_list(arguments: argparse.Namespace) -> ExitCode:
    studio = open_studio(arguments)
    rows = _LISTS[arguments.what](studio)
    if arguments.json:
        _print_json({arguments.what: rows})
        return ExitCode.DONE
    table = [[_cell(row[column]) for column in _SHOWN[arguments.what]] for row in rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for cells in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip())
    return ExitCode.DONE


def _cell(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ",".join(str(v) for v in value) or "-"
    return "-" if value is None else str(value)


def _slogans(studio: Studio) -> list[dict[str, Any]]:
    from renderer.catalogue import effective_status

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


def _events(studio: Studio) -> list[dict[str, Any]]:
    from renderer.catalogue import effective_status, event_line, format_event_dates

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


def _units(studio: Studio) -> list[dict[str, Any]]:
    return [
        {"id": o.id, "kind": o.kind, "province": o.province, "source": o.source, "name": o.name}
        for o in studio.catalogue.organisations
    ]


def _layouts(studio: Studio) -> list[dict[str, Any]]:
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


def _fonts(studio: Studio) -> list[dict[str, Any]]:
    for key in studio.workspace.font_entries:
        studio.face(key)  # a face that changed or lacks a letter is an error here, not at the first order
    return [
        {"key": key, "family": e.family, "weight": e.weight, "licence": e.licence, "source": e.source, "file": e.file}
        for key, e in studio.workspace.font_entries.items()
    ]


def _images(studio: Studio) -> list[dict[str, Any]]:
    return [
        {**entry.model_dump(), "pixels": list(studio.picture(image_id).size)}
        for image_id, entry in studio.workspace.image_entries.items()
    ]


_LISTS = {
    "slogans": _slogans,
    "events": _events,
    "units": _units,
    "layouts": _layouts,
    "fonts": _fonts,
    "images": _images,
}
# What a person needs to choose by; --json gives every field.
_SHOWN = {
    "slogans": ("id", "effective_today", "kind", "text"),
    "events": ("id", "effective_today", "text"),
    "units": ("id", "name"),
    "layouts": ("id", "sizes", "description"),
    "fonts": ("key", "licence", "file"),
    "images": ("id", "pixels", "title", "file"),
}


# -- marks ----------------------------------------------------------------------------------------


def run_marks(arguments: argparse.Namespace) -> ExitCode:
    from renderer.text import check_text
    from renderer.vietnamese import load_segmenter, propose_marks

    text = check_text(arguments.text, "TEXT")
    segment = load_segmenter()
    if segment is None:
        print(
            "codong: no word segmenter is installed (pip install 'codong[segment]'): by lexicon and rules alone",
            file=sys.stderr,
        )
    print(propose_marks(text, open_studio(arguments).lexicon, segment))
    return ExitCode.DONE


# -- verify ---------------------------------------------------------------------------------------


def run_verify(arguments: argparse.Namespace) -> ExitCode:
    studio = open_studio(arguments)
    # A batch's manifest is read once for all of its files.
    read = lru_cache(maxsize=8)(read_manifest)
    verdicts = [_verdict(studio, path, arguments.manifest, read) for path in arguments.files]
    if arguments.json:
        _print_json({"schema": 1, "files": [_verdict_json(v) for v in verdicts]})
    else:
        for verdict in verdicts:
            _print_verdict(verdict)
    return ExitCode.DONE if all(v.passed for v in verdicts) else ExitCode.VERIFY_FAILED


def _verdict(studio: Studio, path: Path, manifest: Path | None, read: Callable[[Path], list[ManifestEntry]]) -> Verdict:
    if manifest is not None and not manifest.is_file():
        raise DataError("missing-file", "there is no such manifest", where=str(manifest))
    entries = read(manifest) if manifest else entries_for(path, read)
    try:
        return verify_file(studio, path, entries)
    except CodongError as fault:
        # One unreadable file must not hide the verdicts on the others.
        message = fault.message + (f" ({fault.hint})" if fault.hint else "")
        return Verdict(path, None, (Finding(fault.code, message),))


def _verdict_json(verdict: Verdict) -> dict[str, Any]:
    return {
        "path": str(verdict.path),
        "passed": verdict.passed,
        "known": verdict.entry is not None or bool(verdict.recognised),
        "recognised": dict(verdict.recognised),
        "binding": verdict.entry.binding if verdict.entry else None,
        "kind": verdict.entry.kind if verdict.entry else None,
        "texts": dict(verdict.entry.texts) if verdict.entry else {},
        "checks": list(verdict.checks),
        "findings": [f.as_json() for f in verdict.findings],
    }


def _print_verdict(verdict: Verdict) -> None:
    if verdict.passed:
        draft = verdict.entry is not None and verdict.entry.kind == "draft"
        kind = "PROVEN (draft, not for print)" if draft else "PROVEN"
        print(f"{kind}  {verdict.path}  [{', '.join(verdict.checks)}]")
    else:
        print(f"FAILED  {verdict.path}")
    for frame, record_id in verdict.recognised.items():
        print(f"  {frame}: {record_id}")
    for finding in verdict.findings:
        print(f"  {finding.severity}: {finding}")


# -- init -----------------------------------------------------------------------------------------


def run_init(arguments: argparse.Namespace) -> ExitCode:
    written = write_starter(arguments.dir)
    print(f"{len(written)} files written to {arguments.dir}; next: cd {arguments.dir} && codong list slogans")
    return ExitCode.DONE
