"""``codong catalogue``: lists of slogans in, checks of what is there, exports out."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.catalogue import TEMPLATE_FIELDS
from renderer.studio import Studio
from renderer.values.errors import CodongError, DataError, ExitCode, UsageError

if TYPE_CHECKING:
    from renderer.curation.importing.item import Item
    from renderer.curation.importing.proposal import Proposal

FILL_VALUES = tuple(name for name in TEMPLATE_FIELDS if name != "n")
_OPTIONS = (
    "issuer",
    "source",
    "status",
    "campaign",
    "prefix",
    "sheet",
    "accept_converted",
    "phase",
    "corrects",
    "although",
)
_FACTS = {"document": "document", "issuer": "issuer", "issued_on": "date"}


def run_import(studio: Studio, arguments: argparse.Namespace) -> ExitCode:
    from renderer.catalogue import refuse_packed
    from renderer.curation.importing.item import Given
    from renderer.curation.importing.proposal import propose, take_up

    refuse_packed(studio.workspace)
    given = Given(
        document=_document(arguments.document),
        issued_on=_day(arguments.issued_on),
        **{name: getattr(arguments, name) for name in _OPTIONS},
    )
    proposal = propose(studio, arguments.file, given)
    if arguments.json:
        return _answer(studio, proposal, dry_run=arguments.dry_run)
    _show(proposal)
    take_up(studio, proposal, dry_run=arguments.dry_run)
    done = "would be added" if arguments.dry_run else "added"
    now = f", {len(proposal.issued_now)} drafts issued now" if proposal.issued_now else ""
    print(f"{len(proposal.added)} slogans {done} ({given.status}), {_known(proposal)} known already{now}")
    return ExitCode.DONE


def _answer(studio: Studio, proposal: Proposal, *, dry_run: bool) -> ExitCode:
    """Take a list up and print all as JSON: what was understood and why it was refused are one answer."""
    from renderer.curation.importing.proposal import take_up

    faults: list[CodongError] = []
    try:
        take_up(studio, proposal, dry_run=dry_run)
    except CodongError as fault:
        faults.append(fault)
        print(f"codong: {fault}", file=sys.stderr)
    told = {**_as_json(proposal), "errors": [fault.as_json() for fault in faults]}
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return faults[0].exit_code if faults else ExitCode.DONE


def run_fill(studio: Studio, arguments: argparse.Namespace) -> ExitCode:
    from renderer.catalogue import refuse_packed
    from renderer.curation.fill import fill_template

    if not arguments.dry_run:
        refuse_packed(studio.workspace)
    given = {name: getattr(arguments, name) for name in FILL_VALUES if getattr(arguments, name) is not None}
    draft, findings = fill_template(
        studio, arguments.slogan, given, arguments.id, although=arguments.although, dry_run=arguments.dry_run
    )
    for finding in findings:
        print(f"codong: {finding}", file=sys.stderr)
    print(f"{draft.id}  {draft.text}")
    return ExitCode.DONE


def run_check(studio: Studio, arguments: argparse.Namespace) -> ExitCode:
    from renderer.curation.check import check_catalogue

    findings = check_catalogue(studio)
    errors = sum(finding.severity == "error" for finding in findings)
    if arguments.json:
        told = {"schema": 1, "passed": not errors, "findings": [finding.as_json() for finding in findings]}
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return ExitCode.REFUSED if errors else ExitCode.DONE
    for finding in findings:
        print(finding)
    held = studio.catalogue
    print(
        f"{len(held.slogans)} slogans, {len(held.events)} events, {len(held.organisations)} organisations:"
        f" {errors} errors, {len(findings) - errors} warnings"
    )
    return ExitCode.REFUSED if errors else ExitCode.DONE


def run_export(studio: Studio, arguments: argparse.Namespace) -> ExitCode:
    from renderer.curation.export import export

    export(studio, arguments.file, arguments.campaign)
    print(arguments.file)
    return ExitCode.DONE


def _known(proposal: Proposal) -> int:
    return sum(1 for item in proposal.items if item.known and not item.issues)


def _document(text: str) -> str:
    from renderer.curation.importing.letterhead import is_document_number

    if text and not is_document_number(text):
        raise UsageError(
            "bad-option",
            f"{text!r} is built like no number of a paper",
            field="document",
            hint="for example 9743-CV/BTGTW (Party) or 805/KH-SVHTTDL (State)",
        )
    return text


def _day(text: str) -> date | None:
    from renderer.tables import read_day

    try:
        return date.fromisoformat(read_day(text)) if text else None
    except (DataError, ValueError):
        raise UsageError(
            "bad-option", f"{text!r} is no date", field="issued_on", hint="write 16/10/2024 or 2024-10-16"
        ) from None


def _show(proposal: Proposal) -> None:
    """Print what was understood: facts, slogans with places and findings, and what was taken as no slogan."""
    for name, title in _FACTS.items():
        fact = proposal.facts.get(name)
        print(f"{title.ljust(9)} " + (f"{fact.value}  ({fact.origin})" if fact else "not known"))
    typed = any(item.chosen.written for item in proposal.items)
    print(f"{len(proposal.items)} slogans:" + " (what stands in [ ] was typed before them, and is no text)" * typed)
    for item in proposal.items:
        _show_item(item)
    others = [c for c in proposal.reading.chosen if c.reason]
    if others:
        print(f"{len(others)} passages were taken as no slogan:")
    for chosen in others:
        print(f"  {chosen.passage.where} ({chosen.reason}): {_shortened(chosen.text)}")
    for remark in proposal.remarks:
        print(f"remark: {remark}")


def _show_item(item: Item) -> None:
    entry = item.entry["id"] if item.entry else item.known or "-"
    written = f"[{item.chosen.written}] " if item.chosen.written else ""
    what = "issued now" if item.issues else "known" if item.known else "new  "
    standing = f" ({item.standing})" if item.standing and not item.issues else ""
    print(f"  {what} {entry}{standing}  {item.where}: {written}{item.text}")
    if item.elsewhere:
        print(f"        the same text stands as {', '.join(item.elsewhere)}")
    for finding in item.findings:
        offered = f" -> {finding.suggestion!r}" if finding.suggestion is not None else ""
        print(f"        {finding.severity}: {finding.kind}: {finding.told}{offered}")


def _shortened(text: str, length: int = 70) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"


def _as_json(proposal: Proposal) -> dict[str, Any]:
    return {
        "schema": 1,
        "file": str(proposal.path),
        "facts": {name: {"value": f.value, "from": f.origin} for name, f in proposal.facts.items()},
        "slogans": [
            {
                "where": item.where,
                "text": item.text,
                "typed_before": item.chosen.written,
                "id": item.entry["id"] if item.entry else None,
                "known": item.known or None,
                "standing": item.standing or None,
                "issued_now": item.issues is not None,
                "elsewhere": list(item.elsewhere),
                "findings": [f.as_json() for f in item.findings],
            }
            for item in proposal.items
        ],
        "no_slogans": [
            {"where": c.passage.where, "taken_for": c.reason, "text": c.text}
            for c in proposal.reading.chosen
            if c.reason
        ],
        "remarks": list(proposal.remarks),
        "faults": list(proposal.faults),
        "status": proposal.given.status,
        "to_add": len(proposal.added),
        "to_issue": len(proposal.issued_now),
        "known": _known(proposal),
    }


def add_parsers(add: Any, open_studio: Any) -> None:
    """Add the commands; ``add`` makes a sub-parser that knows --workspace."""
    group = add("catalogue", "lists of slogans in, checks of what is there, exports out")
    commands = group.add_subparsers(dest="what", required=True, metavar="WHAT")
    taken = commands.add_parser("import", help="take up a list of slogans: .docx, .xlsx, .csv or .txt")
    taken.add_argument("file", type=Path, metavar="LIST")
    for flag, metavar, meaning in (
        ("--document", "NO", "number of the document, for example 9743-CV/BTGTW"),
        ("--issuer", "TEXT", "who issued it"),
        ("--issued-on", "DATE", "its date: 16/10/2024"),
        ("--source", "TEXT", "where the list was read (default: the document, as it is cited)"),
        ("--campaign", "ID", "the campaign of these slogans"),
        ("--phase", "ID", "the phase of their campaign"),
        ("--corrects", "ID", "the slogan of which the list's only one is a new version"),
        ("--although", "REASON", "why texts that the proof-reader doubts are right"),
        ("--prefix", "ID", "how their ids begin (default: from the number, cv9743)"),
        ("--sheet", "NAME", "sheet of the .xlsx file"),
    ):
        taken.add_argument(flag, default="", metavar=metavar, help=meaning)
    taken.add_argument(
        "--status",
        choices=("draft", "issued"),
        default="draft",
        help="issued: only with number, issuer and date, and no error (default: draft)",
    )
    taken.add_argument("--accept-converted", action="store_true", help="take over what is in a legacy encoding")
    taken.add_argument("--dry-run", action="store_true", help="show what was understood, write nothing")
    taken.add_argument("--json", action="store_true", help="print what was understood as JSON")
    taken.set_defaults(run=lambda arguments: run_import(open_studio(arguments), arguments))

    filled = commands.add_parser("fill", help="fill a slogan's template into a draft of its own")
    filled.add_argument("slogan", metavar="ID")
    filled.add_argument("--id", default="", metavar="ID", help="id of the draft (default: from id and values)")
    filled.add_argument("--although", default="", metavar="REASON", help="why a text that is doubted is right")
    for name in FILL_VALUES:
        filled.add_argument(f"--{name}", default=None, help=f"value of {{{name}}}" + (" and {n}" * (name == "year")))
    filled.add_argument("--dry-run", action="store_true", help="show the text, write nothing")
    filled.set_defaults(run=lambda arguments: run_fill(open_studio(arguments), arguments))

    exported = commands.add_parser("export", help="write the catalogue as a workbook or a booklet")
    exported.add_argument("file", type=Path, metavar="FILE.xlsx|FILE.pdf")
    exported.add_argument("--campaign", default="", metavar="ID", help="only the slogans of this campaign")
    exported.set_defaults(run=lambda arguments: run_export(open_studio(arguments), arguments))

    audited = commands.add_parser("check", help="check every entry: texts, dates, replacements, campaigns")
    audited.add_argument("--json", action="store_true", help="print the findings as JSON")
    audited.set_defaults(run=lambda arguments: run_check(open_studio(arguments), arguments))
