"""What may become a file: status, approvals and phases of an order's texts, by the workspace's policy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from renderer.catalogue import (
    Effective,
    Event,
    Misfit,
    Slogan,
    Status,
    effective_status,
    find_misfit,
    ledger_standing,
    subject_of,
)
from renderer.ledger import Standing, Subject, standing_of
from renderer.resolve.resolved import Resolved
from renderer.studio import Studio
from renderer.values.errors import RefusedError


@dataclass(frozen=True)
class Clearance:
    """On what a file rests: the hashes of the approvals in the ledger, and what a person should know."""

    approvals: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def clear(studio: Studio, resolved: Resolved) -> Clearance:
    """Raise RefusedError unless the order may become this kind of file on these dates.

    A final file needs what the policy says; a draft may be seen with a watermark; everything else is refused.
    """
    policy = studio.workspace.config.policy
    approvals: list[str] = []
    for record in _records(resolved):
        _check_status(studio, record, resolved)
        if policy.final == "approved" and not resolved.order.draft:
            subject = subject_of(record)
            held = ledger_standing(record, studio.ledger, resolved.hang)
            approvals += _check_approvals(held, policy.roles, subject, f"{subject.kind} {subject.id}")
    wanted = () if resolved.order.draft else policy.picture
    # A picture that was withdrawn is refused whatever the policy asks for, even as a draft.
    approvals += _check_approvals(_picture(studio, resolved), wanted, _picture_subject(resolved), "sign")
    return Clearance(tuple(approvals), _judge_phase(studio, resolved))


def _records(resolved: Resolved) -> list[Slogan | Event]:
    return [resolved.slogan] if resolved.event is None else [resolved.slogan, resolved.event]


def check_texts(studio: Studio, resolved: Resolved) -> None:
    """Raise RefusedError if a text of an order may not be shown on its days, issued or a draft."""
    for record in _records(resolved):
        effective = effective_status(record, resolved.hang, studio.catalogue, studio.ledger)
        if effective.status not in (Status.ISSUED, Status.DRAFT):
            raise _refusal(subject_of(record), effective)


def check_standing(studio: Studio, resolved: Resolved) -> None:
    """Raise RefusedError if a finished sign was overtaken: its picture withdrawn, or one of its texts."""
    check_texts(studio, resolved)
    _check_approvals(_picture(studio, resolved), (), _picture_subject(resolved), "sign")


def _picture_subject(resolved: Resolved) -> Subject:
    return Subject("sign", resolved.final_binding)


def _picture(studio: Studio, resolved: Resolved) -> Standing:
    return standing_of(studio.ledger, _picture_subject(resolved), resolved.final_binding, resolved.hang)


def _check_status(studio: Studio, record: Slogan | Event, resolved: Resolved) -> None:
    effective = effective_status(record, resolved.hang, studio.catalogue, studio.ledger)
    # A draft that the right people approved is as good as issued where the policy says so.
    drafts = resolved.order.draft or studio.workspace.config.policy.final == "approved"
    if effective.status is Status.ISSUED or (effective.status is Status.DRAFT and drafts):
        return
    raise _refusal(subject_of(record), effective)


def _refusal(subject: Subject, effective: Effective) -> RefusedError:
    hint = ""
    if effective.replaced_by:
        hint = "use " + " or ".join(effective.replaced_by)
    elif effective.status is Status.DRAFT:
        hint = "a watermarked picture of it can be made with `draft`"
    code, where = f"{subject.kind}-{effective.status.value}", f"{subject.kind} {subject.id}"
    return RefusedError(code, effective.reason, where=where, hint=hint)


def _check_approvals(held: Standing, roles: Iterable[str], subject: Subject, where: str) -> list[str]:
    """Return the hashes of the approvals by these roles; raises RefusedError naming who has not approved, and why."""
    if held.withdrawal:
        told = [f"was withdrawn by {held.withdrawal.who} on {held.withdrawal.decided}", held.withdrawal.note]
        raise RefusedError(f"{subject.kind}-withdrawn", ", ".join(filter(None, told)), where=where)
    lacking = held.find_lacking(roles)
    if not lacking:
        return [held.approvals[role].hash for role in roles]
    void = "".join(f"; the approval {text}" for text in held.void)
    raise RefusedError(
        f"{subject.kind}-not-approved",
        f"is not approved by: {', '.join(lacking)}{void}",
        where=where,
        hint=f"codong approve {subject} `role` {lacking[0]!r} `who` NAME; one to show can be made with `draft`",
    )


def _judge_phase(studio: Studio, resolved: Resolved) -> tuple[str, ...]:
    found = find_misfit(studio.catalogue, resolved.slogan, resolved.hang, studio.ledger)
    if found is None:
        return ()
    where = f"slogan {resolved.slogan.id}"
    strict = found.wholly or studio.workspace.config.policy.phase == "refuse"
    if strict and not resolved.order.draft:
        raise RefusedError("slogan-out-of-phase", found.message, where=where, hint=_offer(found, studio))
    return (f"{where} {found.message}; {_offer(found)}",)


def _offer(found: Misfit, studio: Studio | None = None) -> str:
    """Name the texts that fit, with a studio in full."""
    if not found.fitting:
        return "the catalogue has no other text of this campaign for these days"
    texts = [f"{name} ({studio.catalogue.slogan(name).text!r})" if studio else name for name in found.fitting]
    return "texts of this campaign for these days: " + ", ".join(texts)
