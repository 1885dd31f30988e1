"""``codong preflight``: a full check of PDFs, ours or anybody's, before they go to the press."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.studio import open_studio
from renderer.contract.manifest import ManifestEntry
from renderer.contract.manifest_file import ManifestIndex, find_entries
from renderer.contract.print_specs import FINISHINGS, MATERIALS, STANDARDS
from renderer.preflight import Finding
from renderer.review.ordered import Ordered, choose_order, list_orders
from renderer.review.preflight_file import ExpectedProperties, Report, preflight_file
from renderer.studio import Studio
from renderer.values.errors import CodongError, ExitCode


def add_options(parser: CommandParser) -> None:
    """Add the files, and what they are held against."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--size", metavar="SIZE", help="ordered trim (default: the manifest's)")
    parser.add_argument("--bleed", type=float, metavar="MM", help="least bleed in mm")
    parser.add_argument(
        "--standard",
        metavar="NAME",
        help="standard to meet: " + ", ".join(STANDARDS) + " (default: the one that the file claims)",
    )
    parser.add_argument("--material", metavar="NAME", help="what it is printed on: " + ", ".join(MATERIALS))
    parser.add_argument("--finishing", metavar="NAME", help="finishing: " + ", ".join(FINISHINGS))
    parser.add_argument("--dpi", type=float, metavar="N", help="least resolution of images at final size")
    parser.add_argument("--scale", choices=("1", "10"), help="10: the page is one tenth of the sign")
    parser.add_argument(
        "--slogan", metavar="ID", help="the text of the catalogue that must be there: exactly it, visible, and once"
    )
    parser.add_argument(
        "--order",
        type=Path,
        metavar="MANIFEST",
        help="the manifest whose order the file must fulfil, whoever made it: its words, size, bleed and standard",
    )
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Print what the press would find in every file."""
    studio = open_studio(arguments, console)
    held = ExpectedProperties(**{name: getattr(arguments, name) for name in ExpectedProperties.__dataclass_fields__})
    read = lru_cache(maxsize=8)(ManifestIndex)
    orders = list_orders(arguments.order) if arguments.order else []
    reports = [
        _report(studio, path, held, partial(find_entries, path, read), orders, console) for path in arguments.files
    ]
    if arguments.json:
        console.say_json({"schema": 1, "files": [_as_json(report) for report in reports]})
    else:
        for report in reports:
            _print(report, console)
    return ExitCode.DONE if all(report.passed for report in reports) else ExitCode.VERIFY_FAILED


def _report(
    studio: Studio,
    path: Path,
    held: ExpectedProperties,
    entries: Callable[[], list[ManifestEntry]],
    orders: list[Ordered],
    console: Console,
) -> Report:
    ordered = choose_order(orders, path) if orders else None
    try:
        return preflight_file(studio, path, held, [] if ordered else entries(), ordered)
    except CodongError as fault:
        if fault.exit_code == ExitCode.USAGE and fault.where != str(path):
            raise
        # One unreadable file must not hide what is said of the others.
        told = fault.name_fields(console.names)
        return Report(path, (Finding(told.code, told.message, fix=told.hint),), (), {}, None, None, False)


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "path": str(report.path),
        "passed": report.passed,
        "standard": report.standard,
        "recorded": report.recorded,
        "max_ink": None if report.ink is None else round(report.ink, 1),
        "texts": list(report.texts),
        "catalogue": report.known,
        "findings": [finding.as_json() for finding in report.findings],
    }


def _print(report: Report, console: Console) -> None:
    label = STANDARDS[report.standard].label if report.standard else "no PDF/X"
    ink = "" if report.ink is None else f", at most {report.ink:.0f} % ink"
    console.say(f"{'PASSED' if report.passed else 'FAILED'}  {report.path}  [{label}{ink}]")
    for text in report.texts:
        console.say(f"  reads: {text}")
    for name in report.known:
        console.say(f"  catalogue: {name}")
    for finding in report.findings:
        console.say(f"  {finding.severity}: {finding}")
