"""Decisions about texts and pictures: from what somebody names to an entry of the ledger, and the look back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from renderer.catalogue import Event, Slogan, Status, refuse_packed, subject_of, text_of_record
from renderer.contract.manifest import ManifestEntry, find_record
from renderer.contract.manifest_file import ManifestIndex, find_entries, find_manifests, iterate_manifest
from renderer.ledger import Action, Decision, Entry, Subject, content_of
from renderer.proofreading import proof_reader
from renderer.resolve import check_texts, resolve
from renderer.review.verify import verify_file
from renderer.storage.files import hash_file, is_file
from renderer.studio import Studio, ledger_of
from renderer.text import check_text
from renderer.values.errors import RefusedError, UsageError, unknown_name
from renderer.values.printable import make_printable
from renderer.workspace import describe_faults

_NAMED = re.compile(r"(?:(slogan|event|sign):)?([a-z0-9-]+)(?:@([0-9]{1,6}))?")
_LEAST_HEAD = 8
_MAY_BE_APPROVED = (Status.ISSUED, Status.DRAFT)


@dataclass(frozen=True)
class ApprovalSubject:
    """What is decided about: its subject, what stands for its content, and its words or the name of its file.

    ``record`` is the text itself; ``file`` and ``entry`` are a picture's file and what its manifest says of it.
    """

    subject: Subject
    content: str
    shown: str
    record: Slogan | Event | None = None
    file: Path | None = None
    entry: ManifestEntry | None = None


@dataclass(frozen=True)
class Statement:
    """Who decides, in which role, by which document and on which day, for which days, and why."""

    who: str
    role: str
    document: str = ""
    decided: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    replaced_by: str = ""
    lifts: int = 0
    note: str = ""


def approval_subject(studio: Studio, given: str) -> ApprovalSubject:
    """Return what ``slogan:ID@VERSION``, ``event:ID``, a bare id, ``sign:BINDING`` or a finished file names."""
    path = Path(given)
    if is_file(path):
        return _file(path)
    match = _NAMED.fullmatch(given)
    if match is None:
        raise UsageError(
            "unknown-subject",
            f"{given!r} is neither a file nor slogan:ID, event:ID or sign:BINDING",
            field="subject",
            hint="for example slogan:cv9743-02, or a finished file",
        )
    kind, name, version = match[1], match[2], match[3]
    if kind == "sign":
        return _sign(name)
    return _record(studio, kind, name, int(version) if version else None)


def _sign(binding: str) -> ApprovalSubject:
    if not re.fullmatch("[0-9a-f]{64}", binding):
        raise UsageError(
            "bad-binding",
            f"{binding!r} is no binding hash of 64 digits",
            field="subject",
            hint="name the finished file, or its draft",
        )
    return ApprovalSubject(Subject("sign", binding), binding, "")


def _record(studio: Studio, kind: str | None, name: str, version: int | None) -> ApprovalSubject:
    catalogue = studio.catalogue
    slogans, events = {s.id for s in catalogue.slogans}, {e.id for e in catalogue.events}
    if kind is None and name in slogans and name in events:
        raise UsageError(
            "ambiguous-subject",
            f"{name!r} is a slogan and an event",
            field="subject",
            hint=f"write slogan:{name} or event:{name}",
        )
    if kind is None and name not in slogans | events:
        raise unknown_name("text", name, sorted(slogans | events))
    is_event = kind == "event" or (kind is None and name in events)
    try:
        record = catalogue.event(name) if is_event else catalogue.slogan(name, version)
    except UsageError as fault:
        raise type(fault)(fault.code, fault.message, field="subject", hint=fault.hint) from None
    text = text_of_record(record)
    return ApprovalSubject(subject_of(record), content_of(text), text, record)


def _file(path: Path) -> ApprovalSubject:
    """Return the picture in a finished file; of a draft, that of the final file which it shows."""
    digest = hash_file(path)
    found = find_record(find_entries(path, ManifestIndex), path.name, digest)
    if found is None:
        raise RefusedError(
            "unknown-file",
            "no manifest beside it knows this file",
            where=str(path),
            hint="only a file that was rendered and proven here can be approved",
        )
    entry, record = found
    if record.sha256 != digest:
        raise RefusedError("bytes-differ", "was changed since it was made and proven", where=str(path))
    binding = entry.final_binding or entry.binding
    return ApprovalSubject(Subject("sign", binding), binding, record.name, file=path, entry=entry)


def decide(studio: Studio, action: Action, matter: ApprovalSubject, statement: Statement, although: str = "") -> Entry:
    """Write a decision into the ledger of the workspace; the first one makes the ledger.

    A text that the proof-reader doubts is approved only with the reason why, ``although``, which is written down.
    """
    refuse_packed(studio.workspace)
    with studio.begin_ledger():
        _check_statement(studio, statement, although)
        if action == "approve":
            _check_withdrawal(studio, matter, statement)
            _check_content(studio, matter, although)
        if statement.replaced_by:
            _check_replacement(studio, matter, statement.replaced_by)
    today = studio.workspace.today()
    return ledger_of(studio.workspace).append(_decision(action, matter, statement, although, today), today)


def _check_statement(studio: Studio, statement: Statement, although: str) -> None:
    """Refuse a role that the policy does not know, and words that would forge a line of the history."""
    _check_role(studio, statement.role)
    given = {field: getattr(statement, field) for field in ("who", "role", "document", "note")}
    for field, text in {**given, "although": although}.items():
        if text:
            check_text(text, field, "record")


def _decision(action: Action, matter: ApprovalSubject, statement: Statement, although: str, today: date) -> Decision:
    decided = statement.decided or today
    begins = statement.valid_from or (decided if action == "withdraw" else None)
    note = "; ".join(filter(None, [statement.note, although and f"tuy nhiên: {although}"]))
    try:
        return Decision(
            action=action,
            **matter.subject._asdict(),
            content=matter.content,
            shown=matter.shown,
            who=statement.who,
            role=statement.role,
            document=statement.document,
            decided=decided,
            valid_from=begins,
            valid_to=statement.valid_to,
            replaced_by=statement.replaced_by,
            lifts=statement.lifts,
            note=note,
        )
    except ValidationError as fault:
        raise UsageError("bad-option", describe_faults(fault), where=action) from None


def _check_role(studio: Studio, role: str) -> None:
    policy = studio.workspace.config.policy
    known = sorted({*policy.roles, *policy.picture})
    if known and role not in known:
        raise unknown_name("role", role, known)


def _check_withdrawal(studio: Studio, matter: ApprovalSubject, statement: Statement) -> None:
    """Refuse an approval of what is withdrawn, unless it says that it lifts the withdrawal, and came after it."""
    last = next((e for e in reversed(studio.ledger) if e.subject == matter.subject and e.action == "withdraw"), None)
    lifted = last is not None and any(e.lifts == last.number and e.subject == matter.subject for e in studio.ledger)
    if statement.lifts and (last is None or lifted or statement.lifts != last.number):
        raise UsageError(
            "nothing-to-lift",
            f"no. {statement.lifts} is no withdrawal of {matter.subject} that stands",
            field="lifts",
            hint=f"codong history {matter.subject}",
        )
    if last is None or lifted:
        return
    told = f"was withdrawn by {last.who} on {last.decided} (no. {last.number})"
    if not statement.lifts:
        raise RefusedError(
            "withdrawn", told, where=str(matter.subject), hint=f"if it may be used again, say so: `lifts` {last.number}"
        )
    if (statement.decided or studio.workspace.today()) < last.decided:
        raise RefusedError(
            "withdrawn", f"{told}, after this approval", field="decided", hint="an earlier decision lifts no later one"
        )


def _check_content(studio: Studio, matter: ApprovalSubject, although: str) -> None:
    """Refuse to approve a doubtful text, and the picture of a text that may not be shown."""
    if matter.record is not None:
        _check_text(studio, matter, matter.record, although)
    elif matter.file is not None and matter.entry is not None:
        check_texts(studio, resolve(studio, matter.entry.order))
        _check_proven(studio, matter.file, matter.entry)


def _check_proven(studio: Studio, file: Path, entry: ManifestEntry) -> None:
    """Refuse a file that is not proven: who looks at it would approve what its record says, and that is another."""
    verdict = verify_file(studio, file, [entry])
    faults = [f for f in verdict.findings if f.severity == "error"]
    if not verdict.passed:
        told = "; ".join(make_printable(str(f)) for f in faults[:2])
        raise RefusedError("not-proven", f"is not proven: {told}", where=str(file), hint="render it again")


def _check_replacement(studio: Studio, matter: ApprovalSubject, name: str) -> None:
    """Refuse to name in a text's place what may not be printed either."""
    if matter.record is None:
        raise UsageError("bad-option", "a picture is not replaced by a text", field="replaced_by")
    after = _record(studio, matter.subject.kind, name, None).record
    if after is None or after.status is not Status.ISSUED or after.id == matter.subject.id:
        told = "itself" if after is not None and after.id == matter.subject.id else "not issued"
        raise UsageError("bad-replacement", f"{name} is {told}", field="replaced_by", hint="name an issued text")


def _check_text(studio: Studio, matter: ApprovalSubject, record: Slogan | Event, although: str) -> None:
    where = f"{matter.subject.kind} {matter.subject.id}"
    if record.status not in _MAY_BE_APPROVED:
        told = f"is {record.status.value}" + (f": {record.notes}" if record.notes else "")
        raise RefusedError("not-approvable", told, where=where)
    reader = proof_reader(studio.workspace.read, studio.catalogue_today, studio.lexicon)
    doubts = [f for f in reader.read(matter.shown, use="sign").findings if f.severity == "error"]
    if doubts and not although:
        raise RefusedError(
            "doubtful-text",
            "; ".join(f.told for f in doubts),
            where=where,
            hint="correct the text, or say why it is right: `although` REASON",
        )


# -- looking back ---------------------------------------------------------------------------------


def history(studio: Studio, given: str | None) -> tuple[Entry, ...]:
    """Return the entries of the ledger, all or those about one subject, whether or not the catalogue still has it."""
    if given is None:
        return studio.ledger
    try:
        subject: Subject | None = approval_subject(studio, given).subject
    except UsageError:
        subject = None
    named = given.partition(":")[2] or given
    found = tuple(e for e in studio.ledger if e.subject == subject or named in (e.id, str(e.subject)))
    if subject is None and not found:
        approval_subject(studio, given)  # says what is wrong with the name
    return found


def audit(studio: Studio, folders: Iterable[Path], head: str = "") -> tuple[tuple[Entry, ...], list[str], list[str]]:
    """Return the ledger's entries, what is wrong with it or with signs that rest on it, and remarks.

    ``head`` is the hash of an entry that somebody noted elsewhere: it must still be there.
    """
    found = ledger_of(studio.workspace).audit()
    faults = list(found.faults)
    if head and len(head) < _LEAST_HEAD:
        raise UsageError("bad-option", f"at least {_LEAST_HEAD} digits of the hash are needed", field="head")
    if studio.workspace.config.policy.ledger and not found.entries:
        faults.append("the policy asks for a ledger, and there is none")
    known = {entry.hash for entry in found.entries}
    if head and not any(h.startswith(head) for h in known):
        faults.append(f"the ledger has no entry whose hash begins with {head}: it was cut short or replaced")
    for folder in folders:
        faults += _find_unfounded(folder, known)
    return found.entries, faults, [found.remark] if found.remark else []


def _find_unfounded(folder: Path, known: set[str]) -> Iterator[str]:
    """Yield the signs below a folder that rest on approvals which the ledger does not have."""
    for path in find_manifests(folder):
        for entry in iterate_manifest(path):
            if lost := [h[:8] for h in entry.approvals if h not in known]:
                names = ", ".join(file.path for file in entry.files)
                yield f"{path}: {names} rests on approvals that the ledger does not have: {', '.join(lost)}"
