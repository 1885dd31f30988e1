"""``codong verify``: finished files proven again, from nothing."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.studio import open_studio
from renderer.contract.manifest_file import ManifestIndex, find_entries
from renderer.preflight import Finding
from renderer.review.verify import Verdict, verify_file
from renderer.storage.files import is_file, sha256_of
from renderer.studio import Studio
from renderer.values.errors import CodongError, DataError, ExitCode
from renderer.values.printable import make_printable


def add_options(parser: CommandParser) -> None:
    """Add the files and the manifest to trust."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--manifest", type=Path, metavar="FILE", help="the manifest to trust (default: the one beside each file)"
    )
    parser.add_argument("--json", action="store_true", help="print the verdicts as JSON")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Print a verdict on every file."""
    studio = open_studio(arguments, console)
    # A batch's manifest is read once for all of its files.
    read = lru_cache(maxsize=8)(ManifestIndex)
    verdicts = [_judge(studio, path, arguments.manifest, read, console) for path in arguments.files]
    if arguments.json:
        console.say_json({"schema": 1, "files": [_as_json(verdict) for verdict in verdicts]})
    else:
        for verdict in verdicts:
            _print(verdict, console)
    return ExitCode.DONE if all(verdict.passed for verdict in verdicts) else ExitCode.VERIFY_FAILED


def _judge(
    studio: Studio, path: Path, manifest: Path | None, read: Callable[[Path], ManifestIndex], console: Console
) -> Verdict:
    if manifest is not None and not is_file(manifest):
        raise DataError("missing-file", "there is no such manifest", where=str(manifest))
    entries = read(manifest).entries_about(path.name, sha256_of(path) or "") if manifest else find_entries(path, read)
    try:
        return verify_file(studio, path, entries)
    except CodongError as fault:
        # One unreadable file must not hide the verdicts on the others.
        told = fault.name_fields(console.names)
        message = told.message + (f" ({told.hint})" if told.hint else "")
        return Verdict(path, None, (Finding(told.code, message),))


def _as_json(verdict: Verdict) -> dict[str, Any]:
    return {
        "path": str(verdict.path),
        "passed": verdict.passed,
        "known": verdict.entry is not None or bool(verdict.recognised),
        "recognised": dict(verdict.recognised),
        "binding": verdict.entry.binding if verdict.entry else None,
        "kind": verdict.entry.kind if verdict.entry else None,
        "texts": dict(verdict.entry.texts) if verdict.entry else {},
        "checks": list(verdict.checks),
        "findings": [finding.as_json() for finding in verdict.findings],
    }


def _print(verdict: Verdict, console: Console) -> None:
    if verdict.passed:
        draft = verdict.entry is not None and verdict.entry.kind == "draft"
        kind = "PROVEN (draft, not for print)" if draft else "PROVEN"
        console.say(make_printable(f"{kind}  {verdict.path}  [{', '.join(verdict.checks)}]"))
    else:
        console.say(make_printable(f"FAILED  {verdict.path}"))
    for frame, record_id in verdict.recognised.items():
        console.say(f"  {frame}: {record_id}")
    for finding in verdict.findings:
        console.say(make_printable(f"  {finding.severity}: {finding}"))
