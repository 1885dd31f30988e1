"""What ``codong approve`` and ``codong withdraw`` share: who decides, and the decision written into the ledger."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.studio import open_studio
from renderer.ledger import Action, Entry
from renderer.studio import Studio
from renderer.values.dates import HangDates
from renderer.values.errors import ExitCode, UsageError
from renderer.values.printable import make_printable

if TYPE_CHECKING:
    from renderer.review.approve import Statement

_DONE: dict[Action, str] = {"approve": "approved", "withdraw": "withdrawn"}


def add_statement_options(parser: CommandParser) -> None:
    """Add what is decided about, by whom, in which role, and from when on."""
    parser.add_argument("subject", metavar="SUBJECT|FILE", help="slogan:ID[@VERSION], event:ID, an id, or a file")
    parser.add_argument("--by", dest="who", required=True, metavar="NAME", help="who decides")
    parser.add_argument("--role", required=True, metavar="ROLE", help="in which role; the policy names roles")
    parser.add_argument("--document", default="", metavar="NO", help="number of the document")
    parser.add_argument("--on", dest="decided", default="", metavar="DATE", help="day it was decided (default: today)")
    parser.add_argument("--from", dest="valid_from", default="", metavar="DATE", help="first day that it holds")
    parser.add_argument("--note", default="", metavar="TEXT")


def write_decision(arguments: argparse.Namespace, console: Console, action: Action) -> ExitCode:
    """Write a decision into the ledger; print the entry, and what a person may not expect of it."""
    from renderer.review.approve import approval_subject, decide

    studio = open_studio(arguments, console)
    subject = approval_subject(studio, arguments.subject)
    entry = decide(studio, action, subject, _statement(arguments), getattr(arguments, "although", ""))
    console.say(line_of(entry))
    for remark in _remarks(studio, entry):
        console.remark(remark)
    return ExitCode.DONE


def _statement(arguments: argparse.Namespace) -> Statement:
    from renderer.review.approve import Statement

    return Statement(
        who=arguments.who,
        role=arguments.role,
        document=arguments.document,
        decided=_day("decided", arguments.decided),
        valid_from=_day("valid_from", arguments.valid_from),
        valid_to=_day("valid_to", getattr(arguments, "valid_to", "")),
        replaced_by=getattr(arguments, "replaced_by", ""),
        lifts=getattr(arguments, "lifts", 0),
        note=arguments.note,
    )


def _day(field: str, text: str) -> date | None:
    if not text:
        return None
    try:
        hang = HangDates.parse(text)
    except UsageError as fault:
        raise UsageError("bad-date", fault.message, field=field, hint="write 20/01/2026 or 2026-01-20") from None
    if hang.start != hang.end:
        raise UsageError("bad-date", f"{text!r} is more than one day", field=field)
    return hang.start


def _remarks(studio: Studio, entry: Entry) -> Iterator[str]:
    """Yield what a person may not expect of a decision under this workspace's policy."""
    policy = studio.workspace.config.policy
    if entry.action == "approve" and entry.kind != "sign" and policy.final == "issued":
        yield 'the policy asks for no approvals (final = "issued"): a draft stays a draft'
    if entry.action == "approve" and entry.kind == "sign" and entry.role not in policy.picture:
        yield "the policy asks for no approval of pictures in this role"
    if entry.number == 1:
        yield "the ledger begins with this entry; if there was one before, restore it and decide again"
    if not policy.ledger:
        yield "write ledger = true under [policy] in codong.toml, so that a lost ledger is noticed"


def line_of(entry: Entry) -> str:
    """Return an entry for people, with the first digits of its hash; what was written cannot forge another line."""
    days = f", from {entry.valid_from}" if entry.valid_from else ""
    days += f", to {entry.valid_to}" if entry.valid_to else ""
    told = f"{entry.subject} {_DONE[entry.action]} by {entry.who} ({entry.role}){days}"
    said = [f"{entry.number}", entry.hash[:8], f"{entry.decided}", told]
    said += [f"replaced by {entry.replaced_by}"] if entry.replaced_by else []
    said += [part for part in (entry.document, entry.note) if part]
    lines = ["  ".join(said), *([f"    {entry.shown}"] if entry.shown else [])]
    return "\n".join(map(make_printable, lines))
