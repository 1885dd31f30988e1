"""``codong approve``, ``withdraw``, ``history``, ``audit``, ``stale``: the life of a text after it was read."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from renderer.ledger import Entry
from renderer.studio import Studio
from renderer.values.dates import HangDates
from renderer.values.errors import ExitCode, UsageError, WriteError

_DONE = {"approve": "approved", "withdraw": "withdrawn"}


def run_decide(studio: Studio, arguments: argparse.Namespace) -> ExitCode:
    from renderer.review.approve import Statement, approval_subject, decide

    matter = approval_subject(studio, arguments.subject)
    statement = Statement(
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
    entry = decide(studio, arguments.action, matter, statement, getattr(arguments, "although", ""))
    print(line_of(entry))
    for remark in _remarks(studio, entry):
        print(f"codong: {remark}", file=sys.stderr)
    return ExitCode.DONE


def _remarks(studio: Studio, entry: Entry) -> Iterator[str]:
    """Yield what a person may not expect of a decision under this workspace's policy."""
    policy = studio.workspace.config.policy
    if entry.action == "approve" and entry.kind != "sign" and policy.final == "issued":
        yield 'the policy asks for no approvals (final = "issued"): a draft stays a draft'
    if entry.action == "approve" and entry.kind == "sign" and entry.role not in policy.picture:
        yield "the policy asks for no approval of pictures in this role"
    if not policy.ledger:
        yield "write ledger = true under [policy] in codong.toml, so that a lost ledger is noticed"


def line_of(entry: Entry) -> str:
    """Return an entry for people, with the first digits of its hash."""
    days = f", from {entry.valid_from}" if entry.valid_from else ""
    days += f", to {entry.valid_to}" if entry.valid_to else ""
    told = f"{entry.subject} {_DONE[entry.action]} by {entry.who} ({entry.role}){days}"
    said = [f"{entry.number}", entry.hash[:8], f"{entry.decided}", told]
    said += [f"replaced by {entry.replaced_by}"] if entry.replaced_by else []
    said += [part for part in (entry.document, entry.note) if part]
    return "  ".join(said) + (f"\n    {entry.shown}" if entry.shown else "")


def run_history(studio: Studio, arguments: argparse.Namespace) -> ExitCode:
    from renderer.review.approve import history

    entries = history(studio, arguments.subject)
    if arguments.json:
        print(json.dumps([e.model_dump(mode="json") for e in entries], ensure_ascii=False, indent=1))
        return ExitCode.DONE
    for entry in entries:
        print(line_of(entry))
    if not entries:
        print("the ledger says nothing of it")
    return ExitCode.DONE


def run_audit(studio: Studio, arguments: argparse.Namespace) -> ExitCode:
    from renderer.review.approve import audit

    entries, faults, remarks = audit(studio, arguments.folders, arguments.head)
    last = entries[-1].hash if entries else ""
    if arguments.json:
        found = {"schema": 1, "entries": len(entries), "head": last, "faults": faults, "remarks": remarks}
        print(json.dumps(found, ensure_ascii=False))
        return ExitCode.VERIFY_FAILED if faults else ExitCode.DONE
    for line in (*faults, *remarks):
        print(line)
    if not faults and entries:
        print(f"entries: {len(entries)}, every byte as written; the last is {last}")
    return ExitCode.VERIFY_FAILED if faults else ExitCode.DONE


def run_stale(studio: Studio, arguments: argparse.Namespace) -> ExitCode:
    from renderer.review.stale import job_of, stale_signs
    from renderer.storage.files import write_whole

    if arguments.job and len(arguments.folders) > 1:
        raise UsageError("bad-option", "a job is for the signs of one folder", field="job", hint="name one DIR")
    if arguments.job and arguments.job.exists():
        raise WriteError("exists", "a file of this name exists", where=str(arguments.job), hint="choose another name")
    signs = stale_signs(studio, arguments.folders, past=arguments.all)
    if arguments.json:
        print(
            json.dumps(
                {
                    "schema": 1,
                    "stale": [
                        {
                            "files": list(s.files),
                            "reasons": list(s.reasons),
                            "hang": s.entry.order.hang,
                            "advice": s.advice,
                            "order": s.order.model_dump(mode="json", exclude_defaults=True) if s.order else None,
                        }
                        for s in signs
                    ],
                },
                ensure_ascii=False,
                indent=1,
            )
        )
    else:
        for sign in signs:
            print("\n".join(sign.files))
            print("".join(f"    {reason}\n" for reason in sign.reasons) + f"    -> {_way_out(sign)}")
    replaced = [sign for sign in signs if sign.order is not None]
    if arguments.job and replaced:
        write_whole(arguments.job, job_of(replaced).encode())
        print(f"codong: {len(replaced)} of {len(signs)} signs are replaced by the job {arguments.job}", file=sys.stderr)
    if arguments.job and signs and not replaced:
        print("codong: no job was written: a person must decide for each of them", file=sys.stderr)
    if not signs and not arguments.json:
        print("no finished sign is stale")
    return ExitCode.REFUSED if signs else ExitCode.DONE


def _way_out(sign: Any) -> str:
    if sign.order is None:
        return str(sign.advice)
    named = [sign.order.slogan, *([sign.order.event] if sign.order.event else [])]
    return "make it again with " + ", ".join(named)


def _day(flag: str, text: str) -> date | None:
    if not text:
        return None
    try:
        hang = HangDates.parse(text)
    except UsageError as fault:
        raise UsageError("bad-date", fault.message, field=flag, hint="write 20/01/2026 or 2026-01-20") from None
    if hang.start != hang.end:
        raise UsageError("bad-date", f"{text!r} is more than one day", field=flag)
    return hang.start


def add_parsers(add: Any, open_studio: Any) -> None:
    """Add the commands; ``add`` makes a sub-parser that knows --workspace."""
    _add_decisions(add, open_studio)
    _add_looks(add, open_studio)


def _add_decisions(add: Any, open_studio: Any) -> None:
    for action, help_text in (
        ("approve", "write down that a text, or the picture in a finished file, is approved"),
        ("withdraw", "write down that a text or a picture must not be used any more"),
    ):
        parser = add(action, help_text)
        parser.add_argument("subject", metavar="SUBJECT|FILE", help="slogan:ID[@VERSION], event:ID, an id, or a file")
        parser.add_argument("--by", dest="who", required=True, metavar="NAME", help="who decides")
        parser.add_argument("--role", required=True, metavar="ROLE", help="in which role; the policy names roles")
        parser.add_argument("--document", default="", metavar="NO", help="number of the document")
        parser.add_argument(
            "--on", dest="decided", default="", metavar="DATE", help="day it was decided (default: today)"
        )
        parser.add_argument("--from", dest="valid_from", default="", metavar="DATE", help="first day that it holds")
        parser.add_argument("--note", default="", metavar="TEXT")
        if action == "approve":
            parser.add_argument("--to", dest="valid_to", default="", metavar="DATE", help="last day that it holds")
            parser.add_argument("--lifts", type=int, default=0, metavar="N", help="take back the withdrawal no. N")
            parser.add_argument("--although", default="", metavar="REASON", help="why a doubtful text is right")
        else:
            parser.add_argument("--replaced-by", default="", metavar="ID", help="the text that stands in its place")
        parser.set_defaults(run=lambda arguments: run_decide(open_studio(arguments), arguments), action=action)


def _add_looks(add: Any, open_studio: Any) -> None:
    told = add("history", "show what was decided, of one text or picture or of all")
    told.add_argument("subject", nargs="?", metavar="SUBJECT|FILE")
    told.add_argument("--json", action="store_true", help="print the entries as JSON")
    told.set_defaults(run=lambda arguments: run_history(open_studio(arguments), arguments))

    looked = add("audit", "look whether the ledger, and the signs that rest on it, are as they were written")
    looked.add_argument("folders", nargs="*", type=Path, metavar="DIR", help="folders with finished signs")
    looked.add_argument("--head", default="", metavar="HASH", help="hash of an entry noted elsewhere: it must be there")
    looked.add_argument("--json", action="store_true", help="print the result as JSON")
    looked.set_defaults(run=lambda arguments: run_audit(open_studio(arguments), arguments))

    stale = add("stale", "list finished signs that a moved date, a withdrawal or a new version has made wrong")
    stale.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    stale.add_argument("--job", type=Path, metavar="FILE.toml", help="write the job that replaces them")
    stale.add_argument("--all", action="store_true", help="also signs whose hang dates are over")
    stale.add_argument("--json", action="store_true", help="print the list as JSON")
    stale.set_defaults(run=lambda arguments: run_stale(open_studio(arguments), arguments))
