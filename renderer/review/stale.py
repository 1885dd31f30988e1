"""Finished signs that catalogue, ledger or campaign have made wrong since, and the job that replaces them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from renderer.catalogue import Event, Slogan, effective_status, find_misfit
from renderer.contract.formats import SUFFIXES
from renderer.contract.manifest import JOB_WORDS, ManifestEntry
from renderer.contract.manifest_file import find_manifests, iterate_newest
from renderer.contract.order import Order
from renderer.resolve import Resolved, clear, resolve
from renderer.storage.files import sha256_of
from renderer.studio import Studio
from renderer.values.dates import HangDates
from renderer.values.errors import CodongError, RefusedError, UsageError

_HEAD = """# Signs that replace the stale ones found by codong stale; look at them, then make them:
#   codong batch THIS-FILE --out DIR
schema = 1
"""
_NO_WAY = "nothing is named in its place: choose another text, or other hang dates"
_OF_THE_TEXT = ("slogan_version", "lines")
"""What an order says of the words that a new text does not have."""


@dataclass(frozen=True)
class Stale:
    """A finished sign that is wrong now: its files, why, and the order that would replace it, if one is plain.

    ``out`` is its folder below the one that was looked through; ``advice`` says what a person must decide where no
    order is plain.
    """

    paths: tuple[Path, ...]
    out: PurePosixPath
    entry: ManifestEntry
    reasons: tuple[str, ...]
    order: Order | None
    advice: str = ""

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(map(str, self.paths))


def find_stale_signs(studio: Studio, folders: Iterable[Path], *, past: bool = False) -> list[Stale]:
    """Return the stale signs below ``folders``; those whose hang dates are over only with ``past``."""
    today = studio.workspace.today()
    found: list[Stale] = []
    for folder in folders:
        paths = find_manifests(folder)
        moved = _index_by_content(folder)
        for path in paths:
            for entry, files in _list_standing(path, moved):
                if past or HangDates.parse(entry.order.hang).end >= today:
                    out = PurePosixPath(path.parent.relative_to(folder).as_posix()) / entry.files[0].path
                    found += _judge(studio, files, out.parent, entry)
    return found


class _FindMoved(Protocol):
    """Returns the files with these bytes."""

    def __call__(self, sha256: str) -> list[Path]: ...


def _index_by_content(folder: Path) -> _FindMoved:
    """Return where files stand by their bytes; they are read when the first one is looked for."""
    index: dict[str, list[Path]] = {}

    def look(sha256: str) -> list[Path]:
        if not index:
            for path in sorted(p for p in folder.rglob("*") if p.suffix in SUFFIXES and p.is_file()):
                index.setdefault(sha256_of(path) or "", []).append(path)
        return index.get(sha256, [])

    return look


def _list_standing(path: Path, moved: _FindMoved) -> Iterator[tuple[ManifestEntry, list[Path]]]:
    """Yield the newest entry of every final sign with those of its files that are there, under whatever name."""
    for entry in iterate_newest(path):
        files = [found for file in entry.files for found in _find_file(path.parent / file.path, file.sha256, moved)]
        if entry.kind == "final" and files:
            yield entry, files


def _find_file(path: Path, sha256: str, moved: _FindMoved) -> list[Path]:
    return [path] if path.exists() else moved(sha256)


def _judge(studio: Studio, files: list[Path], out: PurePosixPath, entry: ManifestEntry) -> Iterator[Stale]:
    try:
        resolved = resolve(studio, entry.order)
    except CodongError as fault:
        yield Stale(tuple(files), out, entry, (str(fault.message),), None, "it can no longer be looked up")
        return
    reasons = [*_list_changes(entry, resolved), *_list_refusals(studio, entry, resolved)]
    if reasons:
        order, advice = _choose_replacement(studio, entry, resolved)
        yield Stale(tuple(files), out, entry, tuple(reasons), order, advice)


def _list_changes(entry: ManifestEntry, resolved: Resolved) -> Iterator[str]:
    for name, text in resolved.texts.items():
        if entry.texts.get(name) != text:
            yield f"{name}: says {entry.texts.get(name, '')!r}, now {text!r}"


def _list_refusals(studio: Studio, entry: ManifestEntry, resolved: Resolved) -> Iterator[str]:
    """Yield why the sign would not be made today. Its picture is the one that was approved, whatever drew it."""
    try:
        clear(studio, replace(resolved, binding=entry.binding, final_binding=entry.binding))
    except RefusedError as fault:
        yield f"{fault.where}: {fault.message}"
        return
    found = find_misfit(studio.catalogue, resolved.slogan, resolved.hang, studio.ledger)
    if found is not None and not any(found.message in warning for warning in entry.warnings):
        yield f"slogan {resolved.slogan.id}: {found.message}"


def _choose_replacement(studio: Studio, entry: ManifestEntry, resolved: Resolved) -> tuple[Order | None, str]:
    """Return the order with every text replaced by the one that follows it, or what a person must decide."""
    change: dict[str, Any] = {}
    for field, record in (("slogan", resolved.slogan), ("event", resolved.event)):
        if record is None:
            continue
        after = _find_successors(studio, record, resolved.hang)
        if len(after) > 1:
            return None, f"choose the {field}: {' or '.join(after)}"
        if after:
            change[field] = after[0]
    if not change and resolved.texts == entry.texts:
        return None, _NO_WAY
    gone = _OF_THE_TEXT if "slogan" in change or resolved.texts != entry.texts else _OF_THE_TEXT[:1]
    order = entry.order.model_copy(update={**change, **dict.fromkeys(gone)})
    try:
        clear(studio, resolve(studio, order))
    except (RefusedError, UsageError) as fault:
        return None, fault.hint or _NO_WAY
    return order, ""


def _find_successors(studio: Studio, record: Slogan | Event, hang: HangDates) -> tuple[str, ...]:
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
    note, out = stale.entry.job, stale.out.as_posix()
    if note is not None:
        given |= {"quantity": note.quantity, **{name: getattr(note, name) for name in JOB_WORDS}}
    given["out"] = "" if out == "." else out
    lines = [f"# replaces {', '.join(record.name for record in stale.entry.files)}", *_comment(stale.reasons)]
    lines += [f"{key} = {_value(value)}" for key, value in given.items() if value not in (None, "")]
    return "\n".join(["", *lines[: 1 + len(stale.reasons)], "[[sign]]", *lines[1 + len(stale.reasons) :], ""])


def _comment(reasons: Iterable[str]) -> Iterator[str]:
    return (f"# {' '.join(reason.split())}" for reason in reasons)


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
