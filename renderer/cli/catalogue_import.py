"""``codong catalogue import``: a list of slogans, shown as it was understood and taken up."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.studio import open_studio
from renderer.storage.files import STANDARD_OUTPUT, write_stream
from renderer.studio import Studio
from renderer.values.errors import CodongError, DataError, ExitCode, UsageError

if TYPE_CHECKING:
    from renderer.curation.importing.item import Given, Item
    from renderer.curation.importing.proposal import Proposal

_WORDS = (
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
)
_PASSED_ON = (
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
"""Options that need no reading before the library takes them."""
_FACTS = {"document": "document", "issuer": "issuer", "issued_on": "date"}


def add_options(parser: CommandParser) -> None:
    """Add the list, what is said of it, and what becomes of it."""
    parser.add_argument("file", type=Path, metavar="LIST")
    for flag, metavar, meaning in _WORDS:
        parser.add_argument(flag, default="", metavar=metavar, help=meaning)
    parser.add_argument(
        "--status",
        choices=("draft", "issued"),
        default="draft",
        help="issued: only with number, issuer and date, and no error (default: draft)",
    )
    parser.add_argument("--accept-converted", action="store_true", help="take over what is in a legacy encoding")
    parser.add_argument("--dry-run", action="store_true", help="show what was understood, write nothing")
    parser.add_argument(
        "--picture", type=Path, metavar="FILE", help="draw the new texts, as they would be broken in every kind of sign"
    )
    parser.add_argument("--json", action="store_true", help="print what was understood as JSON")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Print what was understood and take it up, all or nothing."""
    from renderer.catalogue import refuse_packed
    from renderer.curation.importing.proposal import propose, take_up

    studio = open_studio(arguments, console)
    refuse_packed(studio.workspace)
    proposal = propose(studio, arguments.file, _gather_given(arguments))
    if arguments.picture:
        _draw(studio, proposal, arguments.picture)
    if arguments.picture == STANDARD_OUTPUT:
        # Whoever reads the picture from there would stumble over words behind it.
        console = console.set_aside()
    if arguments.json:
        return _answer(studio, proposal, console, dry_run=arguments.dry_run)
    _show(proposal, console)
    take_up(studio, proposal, dry_run=arguments.dry_run)
    done = "would be added" if arguments.dry_run else "added"
    now = f", {len(proposal.issued_now)} drafts issued now" if proposal.issued_now else ""
    status, known = proposal.given.status, _count_known(proposal)
    console.say(f"{len(proposal.added)} slogans {done} ({status}), {known} known already{now}")
    if (marked := sum("breaks_proposed" in entry for entry in proposal.added)) and not arguments.dry_run:
        told = "codong marks --proposed --picture FILE.svg, and then --confirm"
        console.say(f"{marked} with proposed break marks, for a person to look at: {told}")
    return ExitCode.DONE


def _draw(studio: Studio, proposal: Proposal, path: Path) -> None:
    """Draw the new texts of a list, in every kind of sign."""
    from renderer.catalogue import Slogan
    from renderer.preview import draw_shapes, show_shapes
    from renderer.resolve import slogan_wording

    slogans = [Slogan.model_validate(entry) for entry in proposal.added]
    shown = [(f"{slogan.id}: {slogan.text}", show_shapes(studio, slogan_wording(studio, slogan))) for slogan in slogans]
    write_stream(path, draw_shapes(studio, shown).encode())


def _answer(studio: Studio, proposal: Proposal, console: Console, *, dry_run: bool) -> ExitCode:
    """Take a list up and print all as JSON: what was understood and why it was refused are one answer."""
    from renderer.curation.importing.proposal import take_up

    faults: list[CodongError] = []
    try:
        take_up(studio, proposal, dry_run=dry_run)
    except CodongError as fault:
        faults.append(console.report(fault))
    console.say_json({**_as_json(proposal, console), "errors": [fault.as_json() for fault in faults]})
    return faults[0].exit_code if faults else ExitCode.DONE


def _count_known(proposal: Proposal) -> int:
    return sum(1 for item in proposal.items if item.known and not item.issues)


# -- what was given -------------------------------------------------------------------------------


def _gather_given(arguments: argparse.Namespace) -> Given:
    from renderer.curation.importing.item import Given

    return Given(
        document=_document(arguments.document),
        issued_on=_day(arguments.issued_on),
        **{name: getattr(arguments, name) for name in _PASSED_ON},
    )


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


# -- what was understood --------------------------------------------------------------------------


def _show(proposal: Proposal, console: Console) -> None:
    """Print facts, slogans with places and findings, and what was taken as no slogan."""
    for name, title in _FACTS.items():
        fact = proposal.facts.get(name)
        told = f"{fact.value}  ({console.speak(fact.origin)})" if fact else "not known"
        console.say(f"{title.ljust(9)} {told}")
    typed = any(item.chosen.written for item in proposal.items)
    console.say(
        f"{len(proposal.items)} slogans:" + " (what stands in [ ] was typed before them, and is no text)" * typed
    )
    for item in proposal.items:
        _show_item(item, console)
    others = [c for c in proposal.reading.chosen if c.reason]
    if others:
        console.say(f"{len(others)} passages were taken as no slogan:")
    for chosen in others:
        console.say(f"  {chosen.passage.where} ({chosen.reason}): {_shorten(chosen.text)}")
    for remark in proposal.remarks:
        console.say(f"remark: {console.speak(remark)}")


def _show_item(item: Item, console: Console) -> None:
    entry = item.entry["id"] if item.entry else item.known or "-"
    written = f"[{item.chosen.written}] " if item.chosen.written else ""
    what = "issued now" if item.issues else "known" if item.known else "new  "
    standing = f" ({item.standing})" if item.standing and not item.issues else ""
    console.say(f"  {what} {entry}{standing}  {item.where}: {written}{item.text}")
    if item.elsewhere:
        console.say(f"        the same text stands as {', '.join(item.elsewhere)}")
    for finding in item.findings:
        offered = f" -> {finding.suggestion!r}" if finding.suggestion is not None else ""
        console.say(f"        {finding.severity}: {finding.kind}: {finding.told}{offered}")


def _shorten(text: str, length: int = 70) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"


def _as_json(proposal: Proposal, console: Console) -> dict[str, Any]:
    return {
        "schema": 1,
        "file": str(proposal.path),
        "facts": {n: {"value": f.value, "from": console.speak(f.origin)} for n, f in proposal.facts.items()},
        "slogans": [_item_json(item) for item in proposal.items],
        "no_slogans": [
            {"where": c.passage.where, "taken_for": c.reason, "text": c.text}
            for c in proposal.reading.chosen
            if c.reason
        ],
        "remarks": console.speak_all(proposal.remarks),
        "faults": console.speak_all(proposal.faults),
        "status": proposal.given.status,
        "to_add": len(proposal.added),
        "to_issue": len(proposal.issued_now),
        "known": _count_known(proposal),
    }


def _item_json(item: Item) -> dict[str, Any]:
    return {
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
