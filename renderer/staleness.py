"""Finished signs that catalogue, ledger or campaign have made wrong since, and the job that replaces them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from renderer.approval import manifests_below
from renderer.catalogue import Event, Slogan, effective_status
from renderer.clearance import clear
from renderer.errors import CodongError, RefusedError, UsageError
from renderer.hang import HangDates
from renderer.manifest import ManifestEntry, read_manifest
from renderer.order import Order
from renderer.resolve import Resolved, resolve
from renderer.studio import Studio

_HEAD = """# Signs that replace the stale ones found by codong stale; look at them, then make them:
#   codong batch THIS-FILE --out DIR
schema = 1
"""
_OF_THE_TEXT = ("slogan_version", "lines")
"""What an order says of the words that a new text does not have."""


@dataclass(frozen=True)
class Stale:
    """A finished sign that is wrong now: its files, why, and the order that would replace it, if one is plain.

    ``advice`` says what a person must decide where there is none.
    """

    folder: Path
    entry: ManifestEntry
    reasons: tuple[str, ...]
    order: Order | None
    advice: str = ""

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(str(self.folder / record.path) for record in self.entry.files)


def stale_signs(studio: Studio, folders: Iterable[Path], *, past: bool = False) -> list[Stale]:
    """Return the stale signs below ``folders``; those whose hang dates are over only with ``past``."""
    today = studio.workspace.today()
    found: list[Stale] = []
    for folder in folders:
        for path in manifests_below(folder):
            for entry in _standing(path):
                if past or HangDates.parse(entry.order.hang).end >= today:
                    found += _judged(studio, path.parent, entry)
    return found


def _standing(path: Path) -> Iterator[ManifestEntry]:
    """Yield the newest entry of every final sign whose files are still there."""
    newest = {tuple(file.path for file in entry.files): entry for entry in read_manifest(path)}
    for files, entry in newest.items():
        if entry.kind == "final" and any((path.parent / name).exists() for name in files):
            yield entry


def _judged(studio: Studio, folder: Path, entry: ManifestEntry) -> Iterator[Stale]:
    try:
        resolved = resolve(studio, entry.order)
    except CodongError as fault:
        yield Stale(folder, entry, (str(fault.message),), None, "it can no longer be looked up")
        return
    reasons = [*_changed_texts(entry, resolved), *_refused(studio, entry, resolved)]
    if reasons:
        order, advice = _replacement(studio, entry, resolved)
        yield Stale(folder, entry, tuple(reasons), order, advice)


def _changed_texts(entry: ManifestEntry, resolved: Resolved) -> Iterator[str]:
    for name, text in resolved.texts.items():
        if entry.texts.get(name) != text:
            yield f"{name}: says {entry.texts.get(name, '')!r}, now {text!r}"


def _refused(studio: Studio, entry: ManifestEntry, resolved: Resolved) -> Iterator[str]:
    """Yield why the sign would not be made today. Its picture is the one that was approved, whatever drew it."""
    try:
        clearance = clear(studio, replace(resolved, binding=entry.binding))
    except RefusedError as fault:
        yield f"{fault.where}: {fault.message}"
        return
    yield from (w for w in clearance.warnings if w not in entry.warnings)


def _replacement(studio: Studio, entry: ManifestEntry, resolved: Resolved) -> tuple[Order | None, str]:
    """Return the order with every text replaced by the one that follows it, or what a person must decide."""
    change: dict[str, Any] = {}
    for field, record in (("slogan", resolved.slogan), ("event", resolved.event)):
        if record is None:
            continue
        after = _after(studio, record, resolved.hang)
        if len(after) > 1:
            return None, f"choose the {field}: {' or '.join(after)}"
        if after:
            change[field] = after[0]
    gone = _OF_THE_TEXT if "slogan" in change or resolved.texts != entry.texts else _OF_THE_TEXT[:1]
    order = entry.order.model_copy(update={**change, **dict.fromkeys(gone)})
    try:
        clear(studio, resolve(studio, order))
    except (RefusedError, UsageError) as fault:
        return None, fault.hint or fault.message
    return order, ""


def _after(studio: Studio, record: Slogan | Event, hang: HangDates) -> tuple[str, ...]:
    """Return what stands in a record's place on ``hang``, following each replacement to the last."""
    seen: list[str] = []
    while True:
        after = effective_status(record, hang, studio.catalogue, studio.ledger).replaced_by
        if len(after) != 1 or after[0] in seen:
            return after or tuple(seen[-1:])
        seen.append(after[0])
        catalogue = studio.catalogue
        record = catalogue.slogan(after[0]) if isinstance(record, Slogan) else catalogue.event(after[0])


# -- the job --------------------------------------------------------------------------------------


def job_of(signs: Iterable[Stale]) -> str:
    """Return the TOML job of the signs that can be replaced; a comment names the files that each one replaces."""
    return _HEAD + "".join(_sign(stale, stale.order) for stale in signs if stale.order is not None)


def _sign(stale: Stale, order: Order) -> str:
    given = order.model_dump(mode="json", exclude_defaults=True)
    note, out = stale.entry.job, PurePosixPath(stale.entry.files[0].path).parent.as_posix()
    if note is not None:
        given |= {"quantity": note.quantity, "place": note.place}
    given["out"] = "" if out == "." else out
    lines = [f"# replaces {', '.join(record.name for record in stale.entry.files)}", *_commented(stale.reasons)]
    lines += [f"{key} = {_value(value)}" for key, value in given.items() if value not in (None, "")]
    return "\n".join(["", *lines[: 1 + len(stale.reasons)], "[[sign]]", *lines[1 + len(stale.reasons) :], ""])


def _commented(reasons: Iterable[str]) -> Iterator[str]:
    return (f"# {' '.join(reason.split())}" for reason in reasons)


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
