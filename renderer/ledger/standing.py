"""What the ledger says of a subject for given hang dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from renderer.ledger.entry import Entry, Subject
from renderer.values.dates import HangDates


@dataclass(frozen=True)
class Standing:
    """The approvals that hold, by role; the withdrawal that applies; and why other approvals do not hold."""

    approvals: dict[str, Entry]
    withdrawal: Entry | None = None
    void: tuple[str, ...] = ()

    def find_lacking(self, roles: Iterable[str]) -> list[str]:
        """Return the roles that have not approved."""
        return [role for role in roles if role not in self.approvals]


def standing_of(entries: Iterable[Entry], subject: Subject, content: str, hang: HangDates) -> Standing:
    """Return what holds on every day of ``hang`` for a subject whose content hashes to ``content``."""
    approvals: dict[str, Entry] = {}
    withdrawal: Entry | None = None
    void: dict[str, str] = {}
    for entry in entries:
        if entry.subject != subject:
            continue
        if entry.action == "withdraw":
            if entry.valid_from is None or hang.end >= entry.valid_from:
                withdrawal = entry
                approvals.clear()
        elif (fault := _find_fault(entry, content, hang)) is not None:
            void[entry.role] = f"no. {entry.number} by {entry.who} ({entry.role}) {fault}"
        elif withdrawal is None or entry.lifts == withdrawal.number:
            # A withdrawal is taken back by whoever says so, and by nobody who only approves.
            approvals[entry.role], withdrawal = entry, None
        else:
            void[entry.role] = f"no. {entry.number} by {entry.who} ({entry.role}) does not lift the withdrawal"
    return Standing(approvals, withdrawal, tuple(text for role, text in void.items() if role not in approvals))


def _find_fault(entry: Entry, content: str, hang: HangDates) -> str | None:
    """Return why an approval does not hold."""
    if entry.content != content:
        return f"was of other words: {entry.shown!r}" if entry.kind != "sign" else "was of another picture"
    if entry.valid_from and hang.start < entry.valid_from:
        return f"holds from {entry.valid_from}, but the sign would hang from {hang.start}"
    if entry.valid_to and hang.end > entry.valid_to:
        return f"holds to {entry.valid_to}, but the sign would hang to {hang.end}"
    return None
